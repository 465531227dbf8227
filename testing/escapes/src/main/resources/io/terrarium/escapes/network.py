def reachable(family, kind, address):
    with socket.socket(family, kind) as client:
        client.settimeout(1)
        client.connect(address)
        return True


#: raised PermissionError | seccomp landlock namespaces
def deny_connecting(target):
    """connects to a TCP port"""
    return reachable(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", target["port"]))


#: raised PermissionError | seccomp landlock
def deny_listening(target):
    """listens on a TCP port"""
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))
        server.listen()
        return True


#: raised PermissionError | seccomp namespaces
def deny_sending_datagrams(target):
    """sends a UDP datagram"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        return client.sendto(b"x", ("127.0.0.1", target["port"]))


#: raised PermissionError | seccomp namespaces
def deny_connecting_to_a_unix_socket(target):
    """connects to a Unix socket"""
    return reachable(socket.AF_UNIX, socket.SOCK_STREAM, target["unix_socket"])


#: raised PermissionError | seccomp landlock namespaces
def deny_connecting_to_an_abstract_socket(target):
    """connects to an abstract Unix socket"""
    return reachable(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + target["abstract_socket"])


#: raised PermissionError | seccomp
def deny_a_pair_of_sockets(target):
    """makes a pair of sockets"""
    return socket.socketpair()[0].fileno()


#: raised PermissionError | seccomp
def deny_asking_the_kernel_about_the_network(target):
    """opens a netlink socket"""
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).fileno()


#: raised PermissionError | seccomp identity
def deny_listening_to_the_wire(target):
    """opens a packet socket"""
    return socket.socket(socket.AF_PACKET, socket.SOCK_RAW).fileno()


#: raised PermissionError | seccomp identity
def deny_raw_packets(target):
    """opens a raw socket"""
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).fileno()


def family(number):
    """Whether the kernel looks at a request for a socket of a family that it may not have."""
    try:
        return socket.socket(number, socket.SOCK_SEQPACKET).fileno()
    except OSError as error:
        if error.errno in (errno.EPERM, errno.EACCES):
            raise
        return f"looked at it: {error}"


#: raised PermissionError | seccomp
def deny_sockets_of_hypervisors(target):
    """opens a socket to the hypervisor"""
    return family(40)


#: raised PermissionError | seccomp
def deny_sockets_of_the_kernels_ciphers(target):
    """opens a socket to the kernel's ciphers"""
    return family(38)


#: raised PermissionError | seccomp
def deny_sockets_of_bluetooth(target):
    """opens a Bluetooth socket"""
    return family(31)


#: raised PermissionError | seccomp
def deny_sockets_of_controllers(target):
    """opens a CAN socket"""
    return family(29)


#: raised PermissionError | seccomp
def deny_sockets_of_tipc(target):
    """opens a TIPC socket"""
    return family(30)


#: raised PermissionError | seccomp
def deny_sockets_of_version_six(target):
    """opens an IPv6 socket"""
    return family(10)


#: raised PermissionError | seccomp landlock namespaces
def deny_fetching_a_page(target):
    """fetches a page with http.client"""
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", target["port"], timeout=1)
    connection.connect()
    return True


#: raised PermissionError | seccomp namespaces
def deny_the_machines_name(target):
    """asks for the machine's name"""
    name = socket.gethostname()
    if name != target["host"]:
        raise PermissionError(errno.EPERM, "another name")
    return name


#: raised PermissionError | seccomp
def deny_asking_for_the_system(target):
    """asks for the kernel's version"""
    return os.uname().release


#: raised PermissionError | seccomp
def deny_passing_descriptors(target):
    """sends a descriptor over its channel"""
    number = 46 if X86_64 else 211
    return considered(number, CHANNEL, EVERY_BIT, 0)


#: raised PermissionError | seccomp
def deny_receiving_descriptors(target):
    """receives a descriptor from its channel"""
    number = 47 if X86_64 else 212
    return considered(number, CHANNEL, EVERY_BIT, 0)


#: raised PermissionError | seccomp
def deny_urgent_data(target):
    """reads its channel out of band"""
    number = 45 if X86_64 else 207
    return considered(number, CHANNEL, EVERY_BIT, 1, 1, 0, 0)


#: raised PermissionError | seccomp
def deny_looking_at_the_channel_without_taking(target):
    """reads what its channel then still has, without waiting"""
    number = 45 if X86_64 else 207
    return considered(number, CHANNEL, EVERY_BIT, 1, 0x2 | 0x40, 0, 0)


#: raised PermissionError | seccomp
def deny_receiving_with_the_senders_address(target):
    """reads its channel and who sent that, without waiting"""
    number = 45 if X86_64 else 207
    return considered(number, CHANNEL, EVERY_BIT, 1, 0x40, EVERY_BIT, EVERY_BIT)


#: raised PermissionError | seccomp
def deny_asking_who_is_at_the_other_end(target):
    """asks for the supervisor's process id"""
    number = 55 if X86_64 else 209
    return considered(number, CHANNEL, 1, 17, EVERY_BIT, EVERY_BIT)


#: raised PermissionError | seccomp
def deny_shutting_the_channel_down(target):
    """shuts its channel down"""
    number = 48 if X86_64 else 210
    return considered(number, CHANNEL, 99)
