#: returned
def support_raw_system_calls_reach_the_kernel(target):
    """makes a raw system call that is allowed"""
    assert system_call(39 if X86_64 else 172) == os.getpid()


#: returned
def support_a_raw_system_call_tells_its_error(target):
    """sees the kernel's own error of a raw system call"""
    try:
        # The address of a page, and this is none: munmap(2).
        system_call(11 if X86_64 else 215, 1, 1)
    except OSError as error:
        assert error.errno == errno.EINVAL
    else:
        raise AssertionError("no error")


#: returned
def support_a_refusal_is_not_taken_for_success(target):
    """tells a refusal from an answer"""
    try:
        considered(41 if X86_64 else 198, socket.AF_INET, socket.SOCK_STREAM, 0)
    except PermissionError:
        return
    raise AssertionError("taken for success")


#: returned
def support_the_channel_is_where_frames_are_written(target):
    """writes nothing to the channel"""
    assert os.write(CHANNEL, b"") == 0


#: returned
def support_targets_are_described(target):
    """knows what there is to attack"""
    assert all(target[name] for name in ("folder", "file", "writable", "link", "pid"))
