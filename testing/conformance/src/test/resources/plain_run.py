"""Runs programs on plain Python, without Terrarium, and says what became of each call.

Reads from standard input, as JSON: a list of

    {"name": "pricing.py", "source": "...",
     "calls": [{"function": "total", "arguments": [...], "keywords": {...}}]}

and writes a list of as many lists, an object for each call: {"result": ...} for what was returned, or
{"type", "message", "traceback"} for what was raised.

A call gets a fresh module, as a worker gives it. Of a traceback the program's own frames are kept, which
is what a user is shown; Python's `traceback` module says how they read.
"""

import contextlib
import inspect
import io
import json
import linecache
import sys
import traceback
import types


def main():
    programs = json.load(sys.stdin.buffer)
    with contextlib.redirect_stdout(io.StringIO()):
        outcomes = [outcomes_of(program) for program in programs]
    sys.stdout.buffer.write(json.dumps(outcomes).encode())


def outcomes_of(program):
    name, source = program["name"], program["source"]
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    code = compile(source, name, "exec", dont_inherit=True)
    return [outcome_of(name, code, call) for call in program["calls"]]


def outcome_of(name, code, call):
    module = types.ModuleType(name.removesuffix(".py"))
    module.__file__ = name
    sys.modules[module.__name__] = module
    try:
        exec(code, module.__dict__)
        function = getattr(module, call["function"])
        result = function(*call["arguments"], **call["keywords"])
        if inspect.iscoroutine(result):
            result = awaited(result)
        return {"result": result}
    except Exception as error:
        return {
            "type": qualified_name(type(error), module.__name__),
            "message": str(error),
            "traceback": traceback_of(error, name, module.__name__),
        }
    finally:
        del sys.modules[module.__name__]


def awaited(coroutine):
    """Runs a coroutine that waits for nothing but other coroutines."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise RuntimeError("the coroutine waits for something")


def qualified_name(kind, own_module):
    if kind.__module__ in ("builtins", own_module):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def traceback_of(error, name, own_module):
    seen, chain = set(), [error]
    while chain:
        part = chain.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        chain += [part.__cause__, part.__context__]
        if type(part).__module__ == own_module:
            # So the class is named without a module, like those of a script that is started.
            type(part).__module__ = "__main__"
    summary = traceback.TracebackException.from_exception(error)
    keep_own_frames(summary, name)
    return "".join(summary.format())


def keep_own_frames(summary, name):
    while summary is not None:
        summary.stack[:] = [frame for frame in summary.stack if frame.filename == name]
        keep_own_frames(summary.__cause__, name)
        summary = summary.__context__


main()
