"""Runs the programs of a folder on plain CPython, as often as it is asked to.

    python3 compute.py FOLDER

Answers a line `result NAME` with what the program gives, as JSON, and a line `time NAME` with the
seconds that one run took. Ends with its standard input.
"""

import json
import os
import sys
import time


def load(path):
    module = type(sys)(os.path.basename(path).removesuffix(".py"))
    # Dataclasses look for it.
    sys.modules[module.__name__] = module
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec", 0, True, 0), module.__dict__)
    return module.run


def timed(run):
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main(folder):
    programs = {}
    for line in sys.stdin:
        what, name = line.split()
        if name not in programs:
            programs[name] = load(os.path.join(folder, name))
        run = programs[name]
        print(json.dumps(run()) if what == "result" else timed(run), flush=True)


main(*sys.argv[1:])
