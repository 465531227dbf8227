#: returned
def allow_sleeping(target):
    """sleeps for a moment"""
    time.sleep(0.001)
    return True


#: returned
def allow_chance(target):
    """takes random bytes"""
    return len(os.urandom(16)) + len(__import__("secrets").token_hex(8))


#: returned
def allow_clocks(target):
    """tells the time"""
    return time.time() + time.monotonic() + time.perf_counter() + time.process_time()


#: returned
def allow_its_own_ids(target):
    """asks for its own ids"""
    return os.getpid() + os.getuid() + system_call(39 if X86_64 else 172)


#: returned
def allow_memory_within_its_limit(target):
    """takes and gives back memory"""
    blocks = [bytearray(1 << 20) for _ in range(32)]
    for block in blocks:
        block.extend(bytes(1 << 18))
    return len(blocks)


#: returned
def allow_locks(target):
    """waits for a lock"""
    import threading
    lock = threading.Lock()
    lock.acquire()
    return not lock.acquire(timeout=0.01)


#: returned
def allow_the_library(target):
    """uses extension modules of the standard library"""
    import decimal, hashlib, json, sqlite3, zlib
    rows = sqlite3.connect(":memory:").execute("select 6 * 7").fetchall()
    return [str(decimal.Decimal("0.1") * 3), hashlib.sha256(b"x").hexdigest(), json.dumps(rows), len(zlib.compress(b"x"))]


#: returned
def allow_catching_a_refusal(target):
    """goes on after a refusal"""
    try:
        open("/etc/passwd")
    except PermissionError:
        return True


#: returned
def allow_deep_recursion(target):
    """recovers from a deep recursion"""
    def deeper(n):
        return deeper(n + 1)
    try:
        deeper(0)
    except RecursionError:
        return True


#: returned
def allow_an_event_loop(target):
    """runs an event loop"""
    import asyncio
    async def later():
        await asyncio.sleep(0.001)
        return True
    return asyncio.run(later())
