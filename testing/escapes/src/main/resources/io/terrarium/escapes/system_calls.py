def attempt(target):
    """Makes one system call, with every bit of every argument set."""
    return considered(target["number"], *[EVERY_BIT] * 6)
