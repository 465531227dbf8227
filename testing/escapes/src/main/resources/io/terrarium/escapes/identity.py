#: raised PermissionError | identity
def deny_being_root(target):
    """is root"""
    if os.getuid() != 0:
        raise PermissionError(errno.EPERM, "an ordinary user")
    return True


#: raised PermissionError | seccomp identity
def deny_becoming_root(target):
    """becomes root"""
    os.setuid(0)
    return True


#: raised PermissionError | seccomp identity
def deny_becoming_roots_group(target):
    """joins root's group"""
    os.setgid(0)
    return True


#: raised PermissionError | seccomp identity
def deny_joining_groups(target):
    """joins groups"""
    os.setgroups([0])
    return True


#: raised PermissionError | seccomp identity
def deny_becoming_another_user(target):
    """becomes another user"""
    os.setresuid(4242, 4242, 0)
    return True


#: crashed forbidden_system_call | seccomp identity
def deny_changing_the_root(target):
    """changes its root directory"""
    os.chroot("/")
    return True


#: raised PermissionError | seccomp
def deny_raising_soft_limits(target):
    """raises a soft limit"""
    resource.setrlimit(resource.RLIMIT_STACK, resource.getrlimit(resource.RLIMIT_STACK))
    return True


#: raised PermissionError | seccomp
def deny_reading_capabilities(target):
    """reads its capabilities"""
    return considered(125 if X86_64 else 90, EVERY_BIT, EVERY_BIT)


#: crashed forbidden_system_call | seccomp
def deny_becoming_dumpable(target):
    """lets others look into it"""
    return system_call(157 if X86_64 else 167, 4, 1, 0, 0, 0) + 1


#: crashed forbidden_system_call | seccomp
def deny_outliving_its_parent(target):
    """asks to outlive its parent"""
    return system_call(157 if X86_64 else 167, 1, 9, 0, 0, 0) + 1


#: crashed forbidden_system_call | seccomp
def deny_a_user_namespace(target):
    """makes a user namespace"""
    return considered(272 if X86_64 else 97, 0)


#: crashed forbidden_system_call | seccomp
def deny_readable_code(target):
    """has readable memory be executable"""
    return considered(135 if X86_64 else 92, 0xFFFFFFFF)


#: raised PermissionError | seccomp
def deny_catching_the_end_of_time(target):
    """handles the signal of the limit on processor time"""
    signal.signal(signal.SIGXCPU, lambda number, frame: None)
    return True


#: raised PermissionError | seccomp
def deny_blocking_signals(target):
    """blocks signals"""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXCPU])
    return True


#: raised signal.itimer_error | seccomp
def deny_alarms(target):
    """sets an alarm"""
    signal.setitimer(signal.ITIMER_REAL, 1000)
    return True


#: raised PermissionError | seccomp
def deny_signalling_itself(target):
    """signals itself"""
    os.kill(os.getpid(), 0)
    return True


#: raised PermissionError | seccomp
def deny_typing_for_the_user(target):
    """types into a terminal"""
    import fcntl
    try:
        fcntl.ioctl(CHANNEL, 0x5412, b"x")
    except PermissionError:
        raise
    except OSError as error:
        return f"looked at it: {error}"
    return True


#: raised PermissionError | seccomp
def deny_changing_a_descriptor(target):
    """changes its channel's mode"""
    import fcntl
    return fcntl.fcntl(CHANNEL, fcntl.F_GETFL) + 1


#: raised PermissionError | seccomp
def deny_closing_the_channel(target):
    """closes its channel"""
    spare = os.dup(CHANNEL)
    os.close(CHANNEL)
    os.dup2(spare, CHANNEL)
    return True


#: raised PermissionError | seccomp
def deny_locking_across_processes(target):
    """finds out about a thread of another process by a lock"""
    word = ctypes.c_uint32(0)
    return considered(202 if X86_64 else 98, ctypes.addressof(word), 8 | 128, 0, 0, 0, 0)


#: raised PermissionError | seccomp
def deny_waking_across_processes(target):
    """wakes waiters of other processes"""
    word = ctypes.c_uint32(0)
    return f"answered {system_call(202 if X86_64 else 98, ctypes.addressof(word), 1, 1, 0, 0, 0)}"


#: raised PermissionError | seccomp
def deny_sleeping_by_anothers_clock(target):
    """sleeps by the clock of another process"""
    return considered(230 if X86_64 else 115, ~target["pid"] << 3 | 2, 0, EVERY_BIT, 0)


#: raised PermissionError | seccomp
def deny_setting_the_clock(target):
    """sets the clock"""
    return considered(227 if X86_64 else 112, 0, EVERY_BIT)


#: raised PermissionError | seccomp
def deny_waiting_for_descriptors(target):
    """waits for its channel"""
    import select
    return str(select.select([CHANNEL], [], [], 0))


#: crashed forbidden_system_call | seccomp
def deny_calls_of_x32(target):
    """makes a system call of the x32 ABI"""
    return foreign(0x40000000 | 39)


#: crashed forbidden_system_call | seccomp
def deny_calls_beyond_x32(target):
    """makes a system call of a number beyond all tables"""
    return foreign(0x7FFFFFFF)


#: crashed forbidden_system_call | seccomp
def deny_calls_of_negative_numbers(target):
    """makes a system call of a negative number"""
    return foreign(-2)


def foreign(number):
    """Evidence that such a call comes back at all."""
    try:
        return f"answered {system_call(number)}"
    except OSError as error:
        return f"survived: {error}"
