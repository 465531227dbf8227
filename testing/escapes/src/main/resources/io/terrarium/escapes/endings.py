#: limit cpu_time | supervisor
def deny_looping(target):
    """loops for ever"""
    while True:
        pass


#: limit cpu_time | supervisor
def deny_looping_in_c(target):
    """loops for ever in C"""
    return sum(range(10**18))


#: limit cpu_time | supervisor
def deny_a_catastrophic_pattern(target):
    """matches a catastrophic pattern"""
    import re
    return re.match("(a+)+$", "a" * 64 + "b") is None


#: limit cpu_time | supervisor
def deny_a_large_power(target):
    """computes a huge power"""
    return len(str(9 ** (9**9))) + 1


#: limit wall_time | supervisor
def deny_sleeping(target):
    """sleeps"""
    time.sleep(600)
    return True


#: limit cpu_time | supervisor
def deny_catching_everything(target):
    """catches whatever would end it"""
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


#: crashed exit_without_result | supervisor
def deny_leaving_quietly(target):
    """exits as if all were well"""
    os._exit(0)


#: crashed exit_without_result | supervisor
def deny_leaving_as_if_killed(target):
    """exits as if a signal had ended it"""
    os._exit(137)


#: crashed signal | supervisor
def deny_a_segmentation_fault(target):
    """reads from nowhere"""
    return ctypes.string_at(0)


#: crashed signal | supervisor
def deny_a_deep_stack(target):
    """overflows C's stack"""
    # Newer Pythons count the depth of their own C functions, but not of the C library's.
    libc.regcomp(ctypes.create_string_buffer(256), b"(" * 1_000_000, 1)
    return "parsed"


#: limit result | supervisor
def deny_a_large_result(target):
    """returns more than it may"""
    return bytes(17 << 20)


#: limit result | supervisor
def deny_a_result_that_expands(target):
    """returns a small block a million times"""
    return [bytes(1 << 10)] * 1_000_000


#: unrepresentable | supervisor
def deny_a_deep_result(target):
    """returns a list within a list, and so on"""
    value = []
    for _ in range(100_000):
        value = [value]
    return value


#: unrepresentable | supervisor
def deny_a_cyclic_result(target):
    """returns a list that holds itself"""
    value = []
    value.append(value)
    return value


#: unrepresentable | supervisor
def deny_code_as_a_result(target):
    """returns code"""
    return deny_code_as_a_result.__code__


#: unrepresentable | supervisor
def deny_broken_text(target):
    """returns text that is no Unicode"""
    return "\ud800"


#: unrepresentable | supervisor
def deny_an_object_that_claims_to_be_a_number(target):
    """returns an object that lies about its type"""
    class Liar:
        __class__ = int
        def __int__(self): return 42
        def __index__(self): return 42
        def __reduce__(self): return int, (42,)
    return Liar()


#: raised Hostile | supervisor
def deny_an_error_that_fights_back(target):
    """raises an error whose every method raises"""
    raise Hostile


class Hostile(Exception):
    def __str__(self): raise SystemExit
    __repr__ = __getattribute__ = __str__
    @property
    def __traceback__(self): raise SystemExit


#: raised SystemExit | supervisor
def deny_exiting(target):
    """raises SystemExit"""
    raise SystemExit(0)


#: raised KeyboardInterrupt | supervisor
def deny_interrupting(target):
    """raises KeyboardInterrupt"""
    raise KeyboardInterrupt
