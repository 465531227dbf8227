#: raised PermissionError | seccomp
def deny_forking(target):
    """forks"""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.waitpid(pid, 0)


#: raised PermissionError | seccomp landlock namespaces
def deny_running_a_program(target):
    """runs a program"""
    import subprocess
    return str(subprocess.run(["/bin/true"], check=True).returncode)


#: raised PermissionError | seccomp landlock namespaces
def deny_spawning(target):
    """runs a program with posix_spawn"""
    pid = os.posix_spawn("/bin/true", ["true"], {})
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise PermissionError(errno.EPERM, "it did not run")
    return pid


#: crashed forbidden_system_call | seccomp
def deny_becoming_a_program(target):
    """becomes another program"""
    return considered(59 if X86_64 else 221, EVERY_BIT, 0, 0)


#: raised RuntimeError | seccomp
def deny_starting_a_thread(target):
    """starts a thread"""
    import threading
    thread = threading.Thread(target=len, args=("",))
    thread.start()
    thread.join()
    return True


#: raised OSError | seccomp
def deny_starting_a_thread_of_the_kernel(target):
    """starts a thread with clone3"""
    return considered(435, EVERY_BIT, 88)


#: raised PermissionError | seccomp landlock identity namespaces
def deny_signalling_a_process(target):
    """signals a process"""
    os.kill(target["pid"], 0)
    return True


#: raised PermissionError | seccomp landlock
def deny_signalling_the_zygote(target):
    """signals its parent"""
    os.kill(parent(), 0)
    return True


#: raised PermissionError | seccomp landlock
def deny_signalling_workers_beside_it(target):
    """signals the workers beside it"""
    return any_of([lambda pid=pid: str(os.kill(pid, 0)) + str(pid) for pid in siblings()])


#: raised PermissionError | seccomp
def deny_signalling_the_group(target):
    """signals its process group"""
    os.killpg(os.getpgid(parent()), 0)
    return True


#: raised PermissionError | seccomp identity namespaces
def deny_reading_a_processs_limits(target):
    """reads the limits of a process"""
    return str(resource.prlimit(target["pid"], resource.RLIMIT_CPU))


#: raised PermissionError | seccomp
def deny_lowering_the_limits_of_workers_beside_it(target):
    """reads the limits of the workers beside it"""
    return any_of([lambda pid=pid: str(resource.prlimit(pid, resource.RLIMIT_CPU)) for pid in siblings()])


#: raised PermissionError | seccomp namespaces
def deny_asking_for_a_processs_priority(target):
    """asks for the priority of a process"""
    return str(os.getpriority(os.PRIO_PROCESS, target["pid"]))


#: raised PermissionError | seccomp namespaces
def deny_asking_for_a_processs_session(target):
    """asks for the session of a process"""
    return os.getsid(target["pid"])


#: raised PermissionError | seccomp namespaces
def deny_asking_for_a_processs_processors(target):
    """asks for the processors of a process"""
    return str(os.sched_getaffinity(target["pid"]))


#: raised PermissionError | seccomp identity namespaces
def deny_moving_a_process_to_other_processors(target):
    """pins a process to processors"""
    os.sched_setaffinity(target["pid"], range(1024))
    return True


#: raised PermissionError | seccomp
def deny_slowing_itself_down(target):
    """changes its priority"""
    return os.nice(1) + 1


#: raised PermissionError | seccomp
def deny_a_policy_of_the_scheduler(target):
    """asks for another scheduling policy"""
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    return True


#: raised PermissionError | seccomp namespaces
def deny_holding_a_process(target):
    """takes a descriptor of a process"""
    return os.pidfd_open(target["pid"])


#: raised PermissionError | seccomp
def deny_a_session_of_its_own(target):
    """leaves its session"""
    return considered(112 if X86_64 else 157)


#: raised PermissionError | seccomp
def deny_waiting_for_others(target):
    """waits for a child that is not there"""
    try:
        return os.waitpid(-1, os.WNOHANG)
    except ChildProcessError as error:
        return f"looked at it: {error}"


PTRACE, READ, WRITE, KCMP = (101, 310, 311, 312) if X86_64 else (117, 270, 271, 272)
SEIZE = 0x4206


#: crashed forbidden_system_call | seccomp landlock identity namespaces
def deny_tracing_a_process(target):
    """traces a process"""
    return system_call(PTRACE, SEIZE, target["pid"], 0, 0) + 1


#: crashed forbidden_system_call | seccomp landlock
def deny_tracing_workers_beside_it(target):
    """traces the workers beside it"""
    return any_of([lambda pid=pid: system_call(PTRACE, SEIZE, pid, 0, 0) + pid for pid in siblings()])


#: crashed forbidden_system_call | seccomp landlock identity namespaces
def deny_reading_a_processs_memory(target):
    """reads the memory of a process"""
    return copying(READ, target["pid"])


#: crashed forbidden_system_call | seccomp landlock identity namespaces
def deny_writing_a_processs_memory(target):
    """writes the memory of a process"""
    return copying(WRITE, target["pid"])


#: crashed forbidden_system_call | seccomp landlock
def deny_reading_the_memory_of_workers_beside_it(target):
    """reads the memory of the workers beside it"""
    return any_of([lambda pid=pid: copying(READ, pid) for pid in siblings()])


#: crashed forbidden_system_call | seccomp landlock identity namespaces
def deny_comparing_processes(target):
    """compares the kernel's objects of two processes"""
    return f"answered {system_call(KCMP, target['pid'], target['pid'], 1, 0, 0)}"


#: raised PermissionError | seccomp namespaces
def deny_reading_a_processs_clock(target):
    """reads the processor time of a process"""
    return time.clock_gettime(~target["pid"] << 3 | 2) + 1


#: raised PermissionError | seccomp
def deny_reading_the_clocks_of_workers_beside_it(target):
    """reads the processor time of the workers beside it"""
    return any_of([lambda pid=pid: time.clock_gettime(~pid << 3 | 2) + 1 for pid in siblings()])


#: raised PermissionError | seccomp
def deny_reading_the_zygotes_clock(target):
    """reads the processor time of its parent"""
    return time.clock_gettime(~parent() << 3 | 2) + 1


def parent():
    """Its id; where that cannot be asked for, the first process of a namespace is."""
    try:
        pid = system_call(110 if X86_64 else 173)
    except OSError:
        pid = 1
    return pid or 1


def copying(number, pid):
    """Copies a byte from or to nowhere: the refusal comes before the look at the address."""
    local = ctypes.create_string_buffer(1)
    own = (ctypes.c_uint64 * 2)(ctypes.addressof(local), 1)
    other = (ctypes.c_uint64 * 2)(8, 1)
    try:
        return system_call(number, pid, ctypes.addressof(own), 1, ctypes.addressof(other), 1, 0)
    except OSError as error:
        if error.errno != errno.EFAULT:
            raise
        return "looked into it"
