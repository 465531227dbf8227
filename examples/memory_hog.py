"""A function that wants more memory than there is for it: the call ends as `memory_limit`.

    ./terrarium run examples/memory_hog.py hoard --memory 64MiB
"""


def hoard():
    """Keeps a list of ever more text."""
    kept = []
    while True:
        kept.append("x" * 1_000_000 + str(len(kept)))
