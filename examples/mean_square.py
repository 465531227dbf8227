"""One float from a list: the job that Terrarium was made for.

    ./terrarium run examples/mean_square.py mean_square '[1.0, 2.0, 3.0]'
"""


def mean_square(xs):
    """The mean of the squares of some numbers."""
    return sum(x * x for x in xs) / len(xs)
