"""A million floats to another process and their sum back, in Python alone.

Two processes and a socket pair: marshal.dumps, send, marshal.loads, sum, and the answer. Each line
on standard input, a count, is answered by as many times in seconds. It ends with standard input.
"""

import marshal
import os
import socket
import struct
import sys
import time

HEAD = struct.Struct(">I")
ANSWER = struct.Struct(">d")


def serve(channel: socket.socket) -> None:
    while head := channel.recv(HEAD.size, socket.MSG_WAITALL):
        data = bytearray(HEAD.unpack(head)[0])
        view = memoryview(data)
        while view:
            view = view[channel.recv_into(view) :]
        channel.sendall(ANSWER.pack(sum(marshal.loads(data))))


def once(channel: socket.socket, numbers: list[float]) -> float:
    began = time.perf_counter()
    data = marshal.dumps(numbers, 2)
    channel.sendall(HEAD.pack(len(data)))
    channel.sendall(data)
    answer = ANSWER.unpack(channel.recv(ANSWER.size, socket.MSG_WAITALL))[0]
    took = time.perf_counter() - began
    if answer != sum(numbers):
        sys.exit("the sum came back wrong")
    return took


def main(count: int) -> None:
    mine, other = socket.socketpair()
    if os.fork() == 0:
        mine.close()
        os.close(0)
        serve(other)
        os._exit(0)
    other.close()
    numbers = [index * 0.5 for index in range(count)]
    print(flush=True)
    while command := os.read(0, 100):
        print(*[once(mine, numbers) for _ in range(int(command))], flush=True)
    mine.close()
    os.wait()


main(int(sys.argv[1]))
