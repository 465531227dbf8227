MMAP, MPROTECT, MREMAP = (9, 10, 25) if X86_64 else (222, 226, 216)
PAGE = 4096
READ_WRITE, EXECUTE = 3, 4
PRIVATE, SHARED, FIXED, ANONYMOUS = 2, 1, 16, 32


def mapped(protection, flags, descriptor=-1, place=0):
    return system_call(MMAP, place, PAGE, protection, flags, descriptor, 0)


#: raised PermissionError | seccomp
def deny_executable_memory(target):
    """maps memory that can be executed"""
    return mapped(READ_WRITE | EXECUTE, PRIVATE | ANONYMOUS)


#: raised PermissionError | seccomp
def deny_making_memory_executable(target):
    """makes memory executable"""
    place = mapped(READ_WRITE, PRIVATE | ANONYMOUS)
    return system_call(MPROTECT, place, PAGE, EXECUTE) + 1


#: raised PermissionError | seccomp
def deny_running_machine_code(target):
    """runs machine code of its own"""
    import mmap
    page = mmap.mmap(-1, PAGE, flags=PRIVATE | ANONYMOUS, prot=READ_WRITE | EXECUTE)
    code = b"\xb8\x2a\x00\x00\x00\xc3" if X86_64 else b"\x40\x05\x80\x52\xc0\x03\x5f\xd6"
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()


#: raised PermissionError | seccomp
def deny_shared_memory(target):
    """maps memory that is shared"""
    return mapped(READ_WRITE, SHARED | ANONYMOUS)


#: raised PermissionError | seccomp
def deny_memory_at_a_place(target):
    """maps memory at a place of its choice"""
    place = mapped(READ_WRITE, PRIVATE | ANONYMOUS)
    return mapped(READ_WRITE, PRIVATE | ANONYMOUS | FIXED, place=place)


#: raised PermissionError | seccomp
def deny_huge_pages(target):
    """maps huge pages"""
    return considered(MMAP, 0, 1 << 21, READ_WRITE, PRIVATE | ANONYMOUS | 0x40000, -1, 0)


#: raised PermissionError | seccomp
def deny_flags_in_the_upper_half(target):
    """hides a flag in the upper half of a register"""
    return considered(MMAP, 0, PAGE, READ_WRITE, 1 << 32 | PRIVATE | ANONYMOUS, -1, 0)


#: raised PermissionError | seccomp
def deny_moving_memory_over_other_memory(target):
    """moves memory to a place of its choice"""
    first = mapped(READ_WRITE, PRIVATE | ANONYMOUS)
    second = mapped(READ_WRITE, PRIVATE | ANONYMOUS)
    return system_call(MREMAP, first, PAGE, PAGE, 3, second)


#: raised PermissionError | seccomp
def deny_merging_memory_with_others(target):
    """has the kernel look for equal pages elsewhere"""
    place = mapped(READ_WRITE, PRIVATE | ANONYMOUS)
    return considered(28 if X86_64 else 233, place, PAGE, 12)


#: raised PermissionError | seccomp
def deny_poisoning_memory(target):
    """has the kernel retire a page"""
    return considered(28 if X86_64 else 233, 1, PAGE, 100)


#: raised PermissionError | seccomp
def deny_locking_memory(target):
    """locks memory"""
    return considered(149 if X86_64 else 228, 0, 0)


#: raised PermissionError | seccomp
def deny_segments(target):
    """makes a System V segment"""
    segment = libc.shmget(0, PAGE, 0o1600)
    if segment == -1:
        raise OSError(ctypes.get_errno(), "refused")
    libc.shmctl(segment, 0, 0)
    return segment + 1


#: raised PermissionError | seccomp
def deny_message_queues(target):
    """makes a System V message queue"""
    queue = libc.msgget(0, 0o1600)
    if queue == -1:
        raise OSError(ctypes.get_errno(), "refused")
    libc.msgctl(queue, 0, 0)
    return queue + 1


#: raised PermissionError | seccomp
def deny_semaphores(target):
    """makes System V semaphores"""
    semaphores = libc.semget(0, 1, 0o1600)
    if semaphores == -1:
        raise OSError(ctypes.get_errno(), "refused")
    libc.semctl(semaphores, 0, 0)
    return semaphores + 1


#: limit memory | resource_limits
def deny_one_large_block(target):
    """takes one large block of memory"""
    return len(bytearray(1 << 30))


#: limit memory | resource_limits
def deny_many_small_blocks(target):
    """takes many small blocks of memory"""
    return len([bytes(1000) for _ in range(500_000)])


#: limit memory | resource_limits
def deny_a_long_text(target):
    """makes a long text"""
    return len("x" * (1 << 30))


#: limit memory | resource_limits
def deny_a_long_list(target):
    """makes a long list"""
    return len([None] * (1 << 27))


#: limit memory | resource_limits
def deny_a_large_array(target):
    """makes a large array"""
    import array
    return len(array.array("d", bytes(8)) * (1 << 27))


#: raised OSError | resource_limits
def deny_mapping_much(target):
    """maps much memory"""
    return system_call(MMAP, 0, 1 << 32, READ_WRITE, PRIVATE | ANONYMOUS, -1, 0)


#: raised PermissionError | seccomp resource_limits
def deny_many_descriptors(target):
    """makes many descriptors"""
    return [os.dup(CHANNEL) for _ in range(20)]
