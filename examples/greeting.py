"""A default and a keyword argument.

    ./terrarium run examples/greeting.py test 5
    ./terrarium run examples/greeting.py test 5 --kwargs '{"name": "Ada"}'
"""


def test(x, name="Johny"):
    """Says who likes which square."""
    return name + " likes " + str(x*x)
