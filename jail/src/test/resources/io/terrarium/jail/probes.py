"""Applies a jail plan for real, and tries from inside what must and what must not work.

Standard input: one JSON object (see JailedPython.java). Standard output: lines "name<TAB>outcome",
where an outcome is what the attempt came to: "ok", the name of an errno or an exception, or the
name of the signal that ended the process. This process stands for Java: it is outside the jail.
"""

import ctypes
import errno
import json
import mmap
import os
import platform
import resource
import select
import signal
import socket
import sys
import threading
import time
import types

MEBIBYTE = 1 << 20
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
lines = []


def restore(data):
    return bytes.fromhex(data["hex"]) if data.keys() == {"hex"} else data


request = json.loads(sys.stdin.read(), object_hook=restore)
jail = types.ModuleType("jail")
exec(compile(request["executor"], "jail.py", "exec"), jail.__dict__)
plan, numbers = request["plan"], request["numbers"]


def system_call(number, *arguments):
    padded = list(arguments) + [0] * (6 - len(arguments))
    answer = libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(a % 2**64) for a in padded))
    return "ok" if answer != -1 else errno.errorcode[ctypes.get_errno()]


def attempt(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    except BaseException as error:
        return type(error).__name__
    return "ok"


def report(name, outcome):
    lines.append(f"{name}\t{outcome}")


def ended(pid):
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return "" if os.WEXITSTATUS(status) == 0 else f"exit {os.WEXITSTATUS(status)}"


def read_all(descriptor):
    parts = []
    while part := os.read(descriptor, 65536):
        parts.append(part)
    return b"".join(parts).decode()


def in_child(action, meanwhile=None):
    """What action returns in a forked child, or the signal that ended it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            try:
                text = action()
            except jail.JailError as error:
                text = f"{error.layer} {error.step} {error.errno}"
            except BaseException as error:
                text = f"{type(error).__name__}: {error}"
            os.write(writing, text.encode())
        finally:
            os._exit(0)
    os.close(writing)
    if meanwhile:
        meanwhile(pid)
    text = read_all(reading)
    os.close(reading)
    return ended(pid) or text


def foreign_code():
    """A function that makes an i386 system call (getpid), on x86-64; made before the jail."""
    page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(address), page


FOREIGN = foreign_code() if platform.machine() == "x86_64" else None


class Timespec(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]


def pointer(memory):
    return ctypes.addressof(memory)


def lock_with_timeout():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=0.01)


def grow_and_shrink():
    blocks = [bytearray(MEBIBYTE) for _ in range(32)]
    for block in blocks:
        block.extend(bytes(4 * MEBIBYTE))
    del blocks, block


def burn():
    while True:
        pass


def sleep_relatively():
    """A relative sleep, which the kernel continues by restart_syscall after a stop."""
    duration = Timespec(0, 100_000_000)
    return system_call(numbers["clock_nanosleep"], 1, 0, pointer(duration), 0)


def stop_and_continue(pid):
    """Stops and continues a child again and again until it ends; leaves it to be waited for."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        what = os.WSTOPPED | os.WEXITED | os.WNOWAIT
        if os.waitid(os.P_PID, pid, what).si_code != os.CLD_STOPPED:
            return
        os.waitid(os.P_PID, pid, os.WSTOPPED)
        os.kill(pid, signal.SIGCONT)


def attempts(parent, sibling):
    """Name and attempt of everything that is tried in a worker of its own."""
    word = ctypes.c_uint32(0)
    now = Timespec()
    page = mmap.PAGESIZE
    resident = mmap.mmap(-1, page)
    resident_at = ctypes.addressof(ctypes.c_char.from_buffer(resident))

    def call(name, *arguments):
        return lambda: system_call(numbers[name], *arguments)

    def mapping(protection, flags, descriptor=-1):
        return call("mmap", 0, page, protection, flags, descriptor, 0)

    def clock(identifier):
        return call("clock_gettime", identifier, pointer(now))

    def futex(operation):
        return call("futex", pointer(word), operation, 1)

    yield "open", lambda: attempt(lambda: os.open("/etc/passwd", os.O_RDONLY))
    yield "stat", lambda: attempt(lambda: os.stat("/"))
    yield "mkdir", lambda: attempt(lambda: os.mkdir("/tmp/terrarium-probe"))
    yield "socket", lambda: attempt(lambda: socket.socket())
    yield "unix socket", lambda: attempt(lambda: socket.socket(socket.AF_UNIX))
    yield "fork", lambda: attempt(os.fork)
    yield "thread", lambda: attempt(threading.Thread(target=len, args=("",)).start)
    yield "signal to parent", lambda: attempt(lambda: os.kill(parent, 0))
    yield "signal to sibling", lambda: attempt(lambda: os.kill(sibling, 0))
    yield "signal handler", lambda: attempt(lambda: signal.signal(signal.SIGXCPU, print))
    yield "memfd", lambda: attempt(lambda: os.memfd_create("x"))
    yield "raise limit", call("prlimit64", 0, 9, pointer(now), 0)
    yield "ptrace sibling", call("ptrace", 16, sibling)
    yield "read sibling's memory", call("process_vm_readv", sibling)
    yield "execve", lambda: attempt(lambda: os.execv("/bin/true", ["true"]))
    yield "prctl", call("prctl", 15)
    yield "second filter", call("seccomp", 1)
    yield "clone3", lambda: system_call(435)
    yield "x32", lambda: system_call(0x4000_0000 | numbers["getpid"])
    if FOREIGN:
        yield "i386", lambda: str(FOREIGN[0]())

    yield "mmap private", mapping(3, 0x22)
    yield "mmap executable", mapping(5, 0x22)
    yield "mmap shared", mapping(3, 0x21)
    yield "mmap shared validate", mapping(3, 0x23)
    yield "mmap of a descriptor", mapping(1, 0x02, 0)
    yield "mmap at a fixed place", mapping(3, 0x32)
    yield "mmap flags in the upper half", mapping(3, 0x1_0000_0022)
    yield "mmap protection in the upper half", mapping(0x1_0000_0003, 0x22)
    yield "mprotect executable", call("mprotect", resident_at, page, 5)
    yield "mremap", call("mremap", resident_at, page, 2 * page, 1)
    yield "mremap to a fixed place", call("mremap", resident_at, page, page, 3, 0x1000_0000)
    yield "madvise dontneed", call("madvise", resident_at, page, 4)
    yield "madvise mergeable", call("madvise", resident_at, page, 12)
    yield "clock monotonic", clock(1)
    yield "clock 11", clock(11)
    yield "clock 12", clock(12)
    yield "clock of another process", clock((~parent << 3) | 2)
    yield "clock with a dirty upper half", clock(0x7FFF_FFFF_0000_0001)
    yield "sleep on another's clock", call("clock_nanosleep", (~parent << 3) | 2, 0, pointer(now))
    yield "futex wake private", futex(1 | 128)
    yield "futex wake shared", futex(1)
    yield "futex lock pi", futex(6 | 128)
    yield "futex requeue", futex(4 | 128)
    yield "select on descriptors", lambda: attempt(lambda: select.select([0], [], [], 0))

    yield "sleep", lambda: attempt(lambda: time.sleep(0.001))
    yield "random bytes", lambda: attempt(lambda: os.urandom(16))
    yield "lock with timeout", lambda: attempt(lock_with_timeout)
    yield "grow and shrink", lambda: attempt(grow_and_shrink)
    yield "too much memory", lambda: attempt(lambda: bytearray(1024 * MEBIBYTE))
    yield "too much time", lambda: attempt(burn)


def zygote():
    """Everything that happens inside the jail; returns the lines of the report."""
    virtual_pages = int(open("/proc/self/statm").read().split()[0])
    values = {
        "address_space": virtual_pages * mmap.PAGESIZE + 512 * MEBIBYTE,
        "address_space_ceiling": 2**63 - 1,
        "cpu_seconds": 1,
        "cpu_seconds_ceiling": 2,
        **request["values"],
    }
    results = {}
    # This process goes on as the tests' hand: only its children are under the zygote's filter.
    *steps, zygote_filter = plan["zygote"]
    try:
        jail.apply(plan["entry"], {}, results)
        jail.apply(steps, {}, results)
    except jail.JailError as error:
        report("zygote", f"{error.layer} {error.step} {error.errno}")
        return
    report("zygote", "ok")
    as_zygote = jail.prepare([zygote_filter], results)
    worker_steps = as_zygote + jail.prepare(plan["worker"], results)

    def jailed(action, steps=worker_steps):
        def run():
            for step in steps:
                step(values)
            return action()

        return run

    report("landlock abi", results["landlock_abi"])
    report("worker", in_child(jailed(lambda: "ok")))
    if request["probe"]:
        describe_identity()
        probe(jailed, worker_steps, results)
        probe_zygote(jailed, as_zygote)


def describe_identity():
    prctl, getresuid = libc.prctl, os.getresuid()
    sets = (ctypes.c_uint32 * 6)(*[1] * 6)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    system_call(numbers["capget"], pointer(header), pointer(sets))
    report("user", " ".join(map(str, getresuid)))
    report("group", " ".join(map(str, os.getresgid())))
    report("groups", " ".join(map(str, os.getgroups())))
    report("capabilities", any(sets))
    report("leads its session", os.getsid(0) == os.getpid())
    report("no new privileges", prctl(39, 0, 0, 0, 0))
    report("dumpable", prctl(3, 0, 0, 0, 0))
    report("zygote open", attempt(lambda: os.open("/etc/passwd", os.O_RDONLY)))
    report("zygote unlink", attempt(lambda: os.unlink("/etc/passwd")))


def probe(jailed, worker_steps, results):
    blocked, unblock = os.pipe()
    told, telling = os.pipe()
    parent, sibling = os.getpid(), os.fork()
    if sibling == 0:
        os.close(unblock)
        jailed(lambda: os.write(telling, b"jailed"))()
        os.read(blocked, 1)
        os._exit(0)
    os.read(told, 6)
    for name, action in attempts(parent, sibling):
        report(name, in_child(jailed(action)))
    report("stop and continue", in_child(jailed(sleep_relatively), stop_and_continue))
    probe_without_filter(jailed, worker_steps[1:-1], results, parent, sibling)
    probe_table("call", jailed, request["refused"], request["killed"])
    os.close(unblock)
    os.waitpid(sibling, 0)


def probe_zygote(jailed, as_zygote):
    """What a zygote does all day, and what it cannot do, under its filter alone."""

    def fork_and_kill():
        child = os.fork()
        if child == 0:
            time.sleep(60)
        os.kill(child, signal.SIGKILL)
        return signal.Signals(os.WTERMSIG(os.wait4(child, 0)[1])).name

    def fork_and_limit():
        child = os.fork()
        if child == 0:
            time.sleep(60)
        limited = attempt(lambda: resource.prlimit(child, resource.RLIMIT_CPU, (7, 8)))
        time.clock_gettime_ns(~child << 3 | 2)
        os.kill(child, signal.SIGKILL)
        os.wait4(child, 0)
        return limited

    def call(name, *arguments):
        return lambda: system_call(numbers[name], *arguments)

    def socket_of(family, kind):
        return lambda: attempt(lambda: socket.socket(family, kind).close())

    def tried(name, action):
        report("zygote: " + name, in_child(jailed(action, as_zygote)))

    tried("fork and kill", fork_and_kill)
    tried("fork and limit", fork_and_limit)
    tried("unix stream", socket_of(socket.AF_UNIX, socket.SOCK_STREAM))
    tried("unix datagram", socket_of(socket.AF_UNIX, socket.SOCK_DGRAM))
    tried("tcp", socket_of(socket.AF_INET, socket.SOCK_STREAM))
    tried("other signal", lambda: attempt(lambda: os.kill(os.getpid(), signal.SIGTERM)))
    tried("no signal", lambda: attempt(lambda: os.kill(1, 0)))
    tried("thread", lambda: attempt(threading.Thread(target=len, args=("",)).start))
    tried("user namespace", call("clone", 0x1000_0000 | 17))
    tried("shared memory", call("clone", 0x100 | 17))
    tried("other prctl", call("prctl", 4, 1))
    tried("listener for system calls", call("seccomp", 1, 8))
    tried("pipe", lambda: attempt(os.pipe))
    tried("exec", lambda: attempt(lambda: os.execv("/bin/true", ["true"])))
    tried("mount", call("mount"))
    tried("unshare", call("unshare", 0))
    tried("ptrace", call("ptrace", 0))
    probe_table("zygote call", lambda action: jailed(action, as_zygote), *request["zygote"])


def probe_without_filter(jailed, steps, results, parent, sibling):
    """What the other layers hold when the filter is not there."""

    def abstract_socket():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(request["abstract_socket"].encode())

    def tcp():
        with socket.socket() as client:
            client.bind(("127.0.0.1", 0))

    def seventeen_descriptors():
        return [os.dup(0) for _ in range(17)]

    def without_filter(name, action):
        report("without filter: " + name, in_child(jailed(action, steps)))

    ruleset = results["landlock_ruleset"]
    without_filter("open", lambda: attempt(lambda: os.open("/etc/passwd", os.O_RDONLY)))
    without_filter("signal to parent", lambda: attempt(lambda: os.kill(parent, 0)))
    without_filter("signal to sibling", lambda: attempt(lambda: os.kill(sibling, 0)))
    without_filter("ptrace sibling", lambda: system_call(numbers["ptrace"], 16, sibling))
    without_filter("abstract socket", lambda: attempt(abstract_socket))
    without_filter("tcp bind", lambda: attempt(tcp))
    without_filter("fork", lambda: attempt(os.fork))
    without_filter("ruleset's descriptor", lambda: attempt(lambda: os.fstat(ruleset)))
    without_filter("parent-death signal", parent_death_signal)
    without_filter("seventeenth descriptor", lambda: attempt(seventeen_descriptors))
    without_filter("lock memory", lambda: system_call(numbers["mlockall"], 1))


def parent_death_signal():
    number = ctypes.c_int(0)
    libc.prctl(2, ctypes.byref(number), 0, 0, 0)
    return signal.Signals(number.value).name


def probe_table(what, jailed, refused, killed):
    """Every refused call with all arguments zero: in one process, or one each if it kills."""

    def all_refused():
        return "\n".join(f"{what} {n}\t{system_call(n)}" for n in refused)

    lines.append(in_child(jailed(all_refused)))
    for number in killed:
        report(f"{what} {number}", in_child(jailed(lambda: system_call(number))))


def worker_outlives_zygote():
    """Whether a worker is still there when its zygote is not."""
    alive, holding = os.pipe()
    blocked, unblock = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(unblock)
        results, told = {}, os.pipe()
        jail.apply(plan["entry"], {}, results)
        jail.apply(plan["zygote"], {}, results)
        steps = jail.prepare(plan["worker"][:1], results)
        if os.fork() == 0:
            steps[0]({})
            os.write(told[1], b"!")
            os.read(blocked, 1)
            os._exit(0)
        os.read(told[0], 1)
        os._exit(0)
    os.close(holding)
    os.waitpid(pid, 0)
    gone = select.select([alive], [], [], 20)[0]
    os.close(unblock)
    return "no" if gone else "yes"


if request["start_as"] is not None:
    os.setgroups([])
    os.setresgid(*[request["start_as"]] * 3)
    os.setresuid(*[request["start_as"]] * 3)
listener = socket.socket(socket.AF_UNIX)
listener.bind("\0terrarium-probe-%d" % os.getpid())
listener.listen()
request["abstract_socket"] = "\0terrarium-probe-%d" % os.getpid()


def whole_zygote():
    zygote()
    return "\n".join(lines)


print(in_child(whole_zygote))
if request["probe"]:
    print("worker outlives zygote", worker_outlives_zygote(), sep="\t")
