"""A function that never ends by itself: the call ends when its time is up.

    ./terrarium run examples/endless_loop.py wait_forever --wall-time 1s
"""


def wait_forever():
    """Counts up, and up."""
    n = 0
    while True:
        n += 1
