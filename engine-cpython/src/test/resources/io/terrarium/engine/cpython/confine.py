"""Runs a command as a container or an older kernel would: with system calls refused, as some user.

usage: confine.py USER [NUMBER[:FIRST_ARGUMENT]=ERRNO …] -- COMMAND …

A number is refused with the errno, always or where its first argument has these bits. USER is an id
to become, or - to stay who one is, or =MASK to stay root with these capabilities alone. What is refused is
refused to everything that is started here.
"""

import ctypes
import os
import struct
import sys

LOAD_NUMBER, LOAD_FIRST_ARGUMENT = (0x20, 0, 0, 0), (0x20, 0, 0, 16)
ALLOW = (0x06, 0, 0, 0x7FFF0000)


def refusing(rule):
    """BPF that answers an errno to one system call and falls through for the others."""
    call, errno = rule.split("=")
    number, _, bits = call.partition(":")
    answer = (0x06, 0, 0, 0x00050000 | int(errno))
    if not bits:
        return [LOAD_NUMBER, (0x15, 0, 1, int(number)), answer]
    return [
        LOAD_NUMBER,
        (0x15, 0, 3, int(number)),
        LOAD_FIRST_ARGUMENT,
        (0x45, 0, 1, int(bits)),
        answer,
    ]


def main():
    separator = sys.argv.index("--")
    user, *rules = sys.argv[1:separator]
    libc = ctypes.CDLL(None, use_errno=True)
    if user.startswith("="):
        for capability in range(64):
            # Root gains what is in the bounding set (capabilities(7)); numbers beyond the last are refused.
            if not int(user[1:], 0) >> capability & 1:
                libc.prctl(24, ctypes.c_ulong(capability), *[ctypes.c_ulong(0)] * 3)
    elif user != "-":
        os.setgroups([])
        os.setresgid(*[int(user)] * 3)
        os.setresuid(*[int(user)] * 3)
    program = [step for rule in rules for step in refusing(rule)] + [ALLOW]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filter = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    zero = ctypes.c_ulong(0)
    if libc.prctl(38, ctypes.c_ulong(1), zero, zero, zero) or libc.prctl(22, ctypes.c_ulong(2), filter):
        raise OSError(ctypes.get_errno(), "no filter")
    os.execv(sys.argv[separator + 1], sys.argv[separator + 1 :])


main()
