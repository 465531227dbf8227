"""The peer of a raw echo: an answer of a fixed size for whatever comes.

Arguments: where to listen, the size of an answer, and `own-session` for a session of its own.
"""

import os
import socket
import sys


def main(path: str, size: str, where: str) -> None:
    if where == "own-session":
        os.setsid()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(1)
    print("", flush=True)
    channel, _ = listener.accept()
    listener.close()
    answer = bytes(int(size))
    receive, send = channel.recv, channel.send
    while receive(65536):
        send(answer)


main(*sys.argv[1:])
