"""A zygote without its jail, which does nothing but fork: what a worker costs at the least.

On standard input comes the start message of four bytes of length and marshal data: the sources of
the runtime, whether to load the library, which modules to import besides. The answer is a line, once
it is warm: resident and private memory in KiB, bytes of the library in shared memory.
Then each line with a number of seconds is answered by how many times a child was forked, ended at
once and was waited for, and how many seconds that really took. It ends with standard input.
"""

import marshal
import os
import sys
import time


def take(size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = os.read(0, size - len(data))
        if not piece:
            os._exit(0)
        data += piece
    return data


def get_warm(sources: dict[str, bytes], with_library: bool) -> int:
    """The steps of the zygote, in its order; how large the library is."""
    importing = type(sys)("terrarium_runtime.importing")
    sys.modules[importing.__name__] = importing
    exec(compile(sources["importing"], "<importing>", "exec"), importing.__dict__)
    importing.install()
    importing.FINDER.add_sources("terrarium_runtime", sources)
    from terrarium_runtime import library, worker, zygote  # noqa: F401

    os.environ.clear()
    worker.warm("full" if with_library else "restricted")
    size = 0
    if with_library:
        size = library.load().bytes
    else:
        library.load_zones()
    importing.forget_paths()
    return size


def memory() -> tuple[int, int]:
    """Resident and private KiB of this process."""
    resident = private = 0
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        for line in file:
            name, _, rest = line.partition(":")
            if name == "Rss":
                resident = int(rest.split()[0])
            elif name in ("Private_Clean", "Private_Dirty"):
                private += int(rest.split()[0])
    return resident, private


def fork_for(seconds: float) -> tuple[int, float]:
    clock, fork, wait, leave = time.monotonic, os.fork, os.waitpid, os._exit
    began = clock()
    end = began + seconds
    count = 0
    while clock() < end:
        pid = fork()
        if pid == 0:
            leave(0)
        wait(pid, 0)
        count += 1
    return count, clock() - began


def main() -> None:
    import gc

    start = marshal.loads(take(int.from_bytes(take(4), "big")))
    size = get_warm(start["sources"], start["library"])
    for name in start["modules"]:
        try:
            __import__(name)
        except ImportError:
            # A module that workers have of their program's own making.
            continue
    del start
    gc.collect()
    gc.freeze()
    print(*memory(), size, flush=True)
    while command := os.read(0, 100):
        print(*fork_for(float(command)), flush=True)


main()
