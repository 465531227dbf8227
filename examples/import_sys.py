"""What the jail leaves of `sys` and `os` under the policy `full`, which allows all of Python.

    ./terrarium run --policy full examples/import_sys.py look_around

Both modules are there, and there is next to nothing behind them: no file, no environment, no
process, no socket. The functions say what happened to each attempt.
"""

import os
import socket
import sys


def attempt(action):
    """What an action gave, or the name of the exception that it raised."""
    try:
        return action()
    except Exception as problem:
        return type(problem).__name__


def look_around():
    """Tries what a program that means harm, or a careless one, would try first."""
    return {
        "read a file": attempt(lambda: open("/etc/passwd").read()),
        "list a folder": attempt(lambda: os.listdir("/")),
        "write a file": attempt(lambda: open("/tmp/note", "w")),
        "environment": attempt(lambda: dict(os.environ)),
        "arguments": attempt(lambda: sys.argv[1:]),
        "start a process": attempt(lambda: os.fork()),
        "signal another": attempt(lambda: os.kill(os.getppid(), 0)),
        "open a socket": attempt(lambda: socket.socket()),
        "is root": attempt(lambda: os.getuid() == 0),
    }
