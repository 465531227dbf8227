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
