import marshal, struct


def call_id():
    frame = sys._getframe()
    while frame is not None:
        found = frame.f_locals.get("call")
        if type(found) is bytes and len(found) == 8:
            return found
        frame = frame.f_back
    raise LookupError("no call id")


def frame(kind, payload, length=None):
    return struct.pack(">I", len(payload) if length is None else length) + kind + payload


def send(data):
    while data:
        data = data[os.write(CHANNEL, data):]
    time.sleep(600)


#: crashed protocol_violation | supervisor
def deny_noise(target):
    """writes noise to its channel"""
    send(os.urandom(1000))


#: crashed protocol_violation | supervisor
def deny_text(target):
    """writes text to its channel"""
    send(b"GET / HTTP/1.1\r\n\r\n")


#: crashed protocol_violation | supervisor
def deny_a_frame_without_end(target):
    """announces a frame of four gigabytes"""
    send(frame(b"R", b"", 0xFFFFFFFF))


#: crashed protocol_violation | supervisor
def deny_an_unknown_kind(target):
    """sends a frame of an unknown kind"""
    send(frame(b"?", call_id()))


#: crashed protocol_violation | supervisor
def deny_a_kind_beyond_letters(target):
    """sends a frame of a kind that is no letter"""
    send(frame(b"\xff", call_id()))


#: crashed protocol_violation | supervisor
def deny_a_request(target):
    """sends the supervisor a request"""
    send(frame(b"X", call_id() + marshal.dumps((), 2)))


#: crashed protocol_violation | supervisor
def deny_an_answer_to_another_call(target):
    """answers another call"""
    send(frame(b"R", bytes(8) + marshal.dumps(42, 2)))


#: crashed protocol_violation | supervisor
def deny_an_answer_without_a_call(target):
    """answers no call"""
    send(frame(b"R", b""))


#: crashed protocol_violation | supervisor
def deny_two_answers(target):
    """answers twice at once"""
    answer = frame(b"R", call_id() + marshal.dumps(42, 2))
    send(answer + answer)


#: crashed protocol_violation | supervisor
def deny_an_answer_and_more(target):
    """has noise follow its answer"""
    send(frame(b"R", call_id() + marshal.dumps(42, 2)) + b"!")


#: crashed protocol_violation | supervisor
def deny_a_value_and_more(target):
    """has noise follow the value in its answer"""
    send(frame(b"R", call_id() + marshal.dumps(42, 2) + b"!"))


#: crashed protocol_violation | supervisor
def deny_an_unfinished_value(target):
    """answers with half a value"""
    send(frame(b"R", call_id() + marshal.dumps("x" * 100, 2)[:50]))


#: crashed protocol_violation | supervisor
def deny_a_list_that_claims_to_be_long(target):
    """answers with a list that claims two billion items"""
    send(frame(b"R", call_id() + b"[" + struct.pack("<I", 2**31 - 1)))


#: crashed protocol_violation | supervisor
def deny_a_deep_value(target):
    """answers with a list within a list, and so on"""
    send(frame(b"R", call_id() + b"[\1\0\0\0" * 100_000 + b"N"))


#: crashed protocol_violation | supervisor
def deny_code_in_an_answer(target):
    """answers with code"""
    send(frame(b"R", call_id() + marshal.dumps(compile("1", "", "eval"), 2)))


#: crashed protocol_violation | supervisor
def deny_references_in_an_answer(target):
    """answers with references between its parts"""
    shared = [1, 2]
    send(frame(b"R", call_id() + marshal.dumps([shared, shared], 4)))


#: crashed protocol_violation | supervisor
def deny_output_that_is_no_text(target):
    """sends output that is no text"""
    send(frame(b"o", b"\1\xff\xfe"))


#: crashed protocol_violation | supervisor
def deny_output_to_another_stream(target):
    """sends output to a stream that there is not"""
    send(frame(b"o", b"\7x"))


#: crashed protocol_violation | supervisor
def deny_a_second_greeting(target):
    """greets once more"""
    send(frame(b"H", bytes(32)))


#: crashed protocol_violation | supervisor
def deny_a_failed_set_up(target):
    """claims that its jail could not be set up"""
    send(frame(b"F", bytes(32) + marshal.dumps(("seccomp", "filter", 1, "x"), 2)))


#: limit wall_time | supervisor
def deny_half_a_frame(target):
    """sends half a frame and waits"""
    send(frame(b"R", call_id(), 100))


#: crashed protocol_violation | supervisor
def deny_a_compiled_program(target):
    """answers a call with a program"""
    send(frame(b"P", call_id() + marshal.dumps((b"", (), ()), 2)))


def host_call(name, args=(), kwargs={}, to=None):
    """A call of a host function, as the runtime would send it, and as it would not."""
    return frame(b"h", (to or call_id()) + marshal.dumps((name, args, kwargs), 2))


def write(data):
    while data:
        data = data[os.write(CHANNEL, data):]


def answer():
    """What the supervisor answers: what a host function returned, or raises what it raised."""
    data = b""
    while len(data) < 5 or len(data) < 5 + int.from_bytes(data[:4], "big"):
        data += os.read(REQUESTS, 65536)
    first, second = marshal.loads(data[13:])
    if data[4:5] == b"e":
        raise {"NameError": NameError, "TypeError": TypeError}[first](second)
    return first


#: returned
def allow_a_host_call_of_ones_own(target):
    """calls a host function past the runtime"""
    write(host_call("doubled", (21,)))
    if answer() != 42:
        raise AssertionError("another answer")
    return doubled(4)


#: raised NameError | supervisor
def deny_a_host_function_that_is_not_lent(target):
    """calls a host function that there is not"""
    write(host_call("java.lang.Runtime.exec", ("id",)))
    return answer()


#: raised NameError | supervisor
def deny_the_host_function_of_another_program(target):
    """calls a host function that is lent to another program"""
    write(host_call("elsewhere"))
    return answer()


#: raised TypeError | supervisor
def deny_host_arguments_that_do_not_fit(target):
    """calls a host function with arguments that its runtime would refuse"""
    write(host_call("doubled", (1, 2, 3), {"x": 1}))
    return answer()


#: raised TypeError | supervisor
def deny_a_host_argument_of_another_type(target):
    """calls a host function with a text for a number"""
    write(host_call("doubled", ("21",)))
    return answer()


#: limit host_calls | supervisor
def deny_a_flood_of_host_calls(target):
    """calls host functions without end"""
    data = host_call("doubled", (1,))
    while True:
        write(data)
        answer()


#: limit host_calls | supervisor
def deny_a_flood_of_unknown_host_calls(target):
    """calls a host function that there is not, without end"""
    data = host_call("nothing")
    while True:
        write(data)
        try:
            answer()
        except NameError:
            pass


#: crashed protocol_violation | supervisor
def deny_a_host_call_of_another_call(target):
    """calls a host function for another call"""
    send(host_call("doubled", (1,), to=b"12345678"))


#: crashed protocol_violation | supervisor
def deny_two_host_calls_at_once(target):
    """calls two host functions at once"""
    send(host_call("doubled", (1,)) * 2)


#: crashed protocol_violation | supervisor
def deny_an_answer_behind_a_host_call(target):
    """answers without waiting for the host function that it calls"""
    send(host_call("doubled", (1,)) + frame(b"R", call_id() + marshal.dumps(42, 2)))


#: crashed protocol_violation | supervisor
def deny_a_host_call_behind_an_answer(target):
    """calls a host function behind its answer"""
    send(frame(b"R", call_id() + marshal.dumps(42, 2)) + host_call("doubled", (1,)))


#: crashed protocol_violation | supervisor
def deny_a_host_functions_answer(target):
    """answers in the place of a host function"""
    send(frame(b"r", call_id() + marshal.dumps((42, False), 2)))


#: crashed protocol_violation | supervisor
def deny_a_host_functions_exception(target):
    """raises in the place of a host function"""
    send(frame(b"e", call_id() + marshal.dumps(("ValueError", "x"), 2)))


#: crashed protocol_violation | supervisor
def deny_a_host_call_that_is_no_call(target):
    """calls a host function with something else than arguments"""
    send(frame(b"h", call_id() + marshal.dumps(("doubled", [1], {}), 2)))


#: crashed protocol_violation | supervisor
def deny_a_host_call_with_numbers_for_names(target):
    """names the arguments of a host function by numbers"""
    send(host_call("doubled", (), {1: 1}))


#: crashed protocol_violation | supervisor
def deny_a_host_function_with_a_long_name(target):
    """calls a host function with a name of a megabyte"""
    send(host_call("x" * 2**20))


#: crashed protocol_violation | supervisor
def deny_code_for_a_host_function(target):
    """passes code to a host function"""
    send(host_call("doubled", (compile("1", "", "eval"),)))


#: crashed protocol_violation | supervisor
def deny_huge_host_arguments(target):
    """passes twenty megabytes to a host function"""
    send(host_call("doubled", (bytes(20 << 20),)))


#: crashed protocol_violation | supervisor
def deny_deep_host_arguments(target):
    """passes a list within a list, and so on, to a host function"""
    deep = b"(\3\0\0\0" + marshal.dumps("doubled", 2) + b"(\1\0\0\0" + b"[\1\0\0\0" * 100_000
    send(frame(b"h", call_id() + deep + b"N{0"))


#: limit wall_time | supervisor
def deny_an_answer_that_nobody_reads(target):
    """has a host function return much, and reads none of it"""
    send(host_call("much", (8 << 20,)))
