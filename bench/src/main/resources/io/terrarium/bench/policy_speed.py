"""One round of what the policy `restricted` costs: the same sources on plain Python, under the
policy, and with RestrictedPython, in turns in one process.

    python3 policy_speed.py FOLDER RUNTIME [RESTRICTEDPYTHON [POLICY]]

FOLDER is the folder `policy` beside this file, RUNTIME the one that holds terrarium_runtime, and
RESTRICTEDPYTHON the one that RestrictedPython was installed into, or empty. Prints one JSON object:
for each subject what it took, in seconds of the processor, the least of a few trials; where it did
not get to run, why. A caller takes the medians of several rounds: each has a process of its own, and
with it other addresses and other hashes of names.
"""

import gc
import itertools
import json
import operator
import os
import re
import sys
import time

TRIALS = 9
OTHERS_TRIALS = 3
DOOR_TRIALS = 5
DOOR_SECONDS = 0.002
MODULES = ("functools", "json", "math", "operator", "re", "decimal")
INPLACE = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "*=": operator.imul,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "%=": operator.imod,
    "**=": operator.ipow,
    "<<=": operator.ilshift,
    ">>=": operator.irshift,
    "&=": operator.iand,
    "|=": operator.ior,
    "^=": operator.ixor,
    "@=": operator.imatmul,
}
DOOR = re.compile(r'^def (\w+)\(times\):\n    """(.+)"""$', re.MULTILINE)
OTHER = "RestrictedPython"
# What RestrictedPython leaves to applications, and any that runs such programs would lend. Lending
# Python's own is the quickest that can be: some of them ought to have guards.
LENT = (
    "all any dict enumerate filter frozenset iter list map max min next object print property"
    " reversed set sorted staticmethod sum super tuple type zip"
).split()


class Refused(Exception):
    """A source is not accepted, or does not run."""


class Plain:
    """CPython as it is."""

    def compile(self, source, name):
        return compile(source, name, "exec", 0, True, 0)

    def load(self, source, name):
        module = type(sys)(name.removesuffix(".py") + "_plain")
        # Dataclasses look for it.
        sys.modules[module.__name__] = module
        exec(self.compile(source, name), module.__dict__)
        return module.__dict__


class Policy:
    """Terrarium's runtime, under a policy."""

    def __init__(self, policy):
        from terrarium_runtime import program

        self.rules = {"name": policy}
        self.runtime = program

    def compile(self, source, name):
        try:
            return self.runtime.compile_program(source.encode(), name, self.rules)
        except self.runtime.Rejected as error:
            _, message, line, *_ = error.diagnostics[0]
            raise Refused(f"line {line}: {message}") from None

    def load(self, source, name):
        code = self.compile(source, name)[0]
        program = self.runtime.Program(code, source.encode(), name, self.rules)
        program.run()
        return program.namespace


class RestrictedPython:
    """RestrictedPython with the guards that it brings along, and those that its manual shows."""

    def __init__(self):
        import builtins

        from RestrictedPython import Eval, Guards, PrintCollector, compile_restricted_exec

        self.compile_restricted = compile_restricted_exec
        names = {name: getattr(builtins, name) for name in LENT}
        self.guards = {
            "__builtins__": {**Guards.safe_builtins, **names, "__import__": self.lend},
            "__metaclass__": self.make_class,
            "_getattr_": Guards.safer_getattr,
            "_getitem_": Eval.default_guarded_getitem,
            "_getiter_": Eval.default_guarded_getiter,
            "_iter_unpack_sequence_": Guards.guarded_iter_unpack_sequence,
            "_unpack_sequence_": Guards.guarded_unpack_sequence,
            "_write_": Guards.full_write_guard,
            "_inplacevar_": lambda sign, value, other: INPLACE[sign](value, other),
            "_apply_": lambda function, *args, **names: function(*args, **names),
            "_print_": PrintCollector,
        }

    @staticmethod
    def lend(name, *rest):
        if name not in MODULES:
            raise ImportError(f"{name} is not lent")
        return __import__(name, *rest)

    @staticmethod
    def make_class(name, bases, members):
        made = type(name, bases, members)
        # The mark by which full_write_guard knows the program's own objects.
        made._guarded_writes = True
        return made

    def compile(self, source, name):
        result = self.compile_restricted(source, name)
        if result.errors:
            raise Refused(result.errors[0].replace("Line", "line"))
        return result.code

    def load(self, source, name):
        namespace = {**self.guards, "__name__": name.removesuffix(".py") + "_rp"}
        exec(self.compile(source, name), namespace)
        return namespace


def least(actions, trials=TRIALS):
    """The least time of each action, by its key; they are timed in turns."""
    times = dict.fromkeys(actions, float("inf"))
    clock = time.process_time
    for trial in range(trials):
        # Each goes first as often as the others. What is only there for comparison rests at times.
        keys = [key for key in actions if key != OTHER or trial % (trials // OTHERS_TRIALS) == 0]
        for key in keys[trial % len(keys) :] + keys[: trial % len(keys)]:
            action = actions[key]
            gc.collect()
            began = clock()
            action()
            times[key] = min(times[key], clock() - began)
    return times


def ready(variants, prepare):
    """What each variant has ready to be timed, and why those that have nothing do not."""
    actions, refusals = {}, {}
    for key, variant in variants.items():
        try:
            actions[key] = prepare(variant)
        except Exception as error:
            refusals[key] = str(error) if type(error) is Refused else f"at run time: {error!r}"
    if "plain" in refusals:
        sys.exit(f"plain Python: {refusals['plain']}")
    return actions, refusals


def subject(title, times, refusals):
    return {"title": title, "times": times, "refusals": refusals}


def running(variants, source, name):
    """What one run of a program takes; it is loaded and has run once before."""
    title = source.split('"""', 2)[1]
    expected = []

    def prepare(variant):
        run = variant.load(source, name)["run"]
        result = json.dumps(run())
        if expected and result != expected[0]:
            raise Refused("it gives another result than plain Python")
        expected.append(result)
        return run

    actions, refusals = ready(variants, prepare)
    return subject(title, least(actions), refusals)


def compiling(variants, source, name):
    def prepare(variant):
        variant.compile(source, name)
        return lambda: variant.compile(source, name)

    actions, refusals = ready(variants, prepare)
    return subject(name, least(actions, 2 * TRIALS), refusals)


def passing(variants, source, name):
    """What passing each door once takes."""
    loaded, refusals = ready(variants, lambda variant: variant.load(source, name))
    if refusals:
        return [subject("the doors", {}, refusals)]
    return [passing_once(title, function, loaded) for function, title in DOOR.findall(source)]


def passing_once(title, function, loaded):
    def prepare(namespace):
        namespace[function]((None,))
        return namespace[function]

    doors, refusals = ready(loaded, prepare)
    count = often(doors["plain"])
    times = least({key: repeated(door, count) for key, door in doors.items()}, DOOR_TRIALS)
    return subject(title, {key: times[key] / count for key in times}, refusals)


def repeated(function, count):
    return lambda: function(itertools.repeat(None, count))


def often(door):
    """How many times take long enough to be timed."""
    count = 1
    while least({0: repeated(door, count)}, 1)[0] < DOOR_SECONDS:
        count *= 2
    return count


def main(folder, runtime, restricted_python="", policy="restricted"):
    sys.path[:0] = [runtime]
    variants = {"plain": Plain(), "policy": Policy(policy)}
    others = {}
    if restricted_python:
        sys.path.append(restricted_python)
        others[OTHER] = RestrictedPython()
    programs = os.path.join(folder, "programs")
    names = sorted(name for name in os.listdir(programs) if name.endswith(".py"))
    for variant in (*variants.values(), *others.values()):
        # Whatever is made once is made now.
        variant.compile("pass", "start.py")
    gc.collect()
    gc.freeze()
    orders = read(folder, "orders.py")
    compilers = {**variants, "unchecked": Policy("full")}
    report = {
        "programs": [running({**variants, **others}, read(programs, name), name) for name in names],
        "compiling": compiling(compilers, orders, "orders.py"),
        "doors": passing(variants, read(folder, "doors.py"), "doors.py"),
    }
    print(json.dumps(report), flush=True)


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


main(*sys.argv[1:])
