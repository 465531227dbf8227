"""Rates that grow with what was sold."""


def stepped(amounts):
    """Five per cent, and eight for who sold for more than 2000."""
    return 0.08 if sum(amounts) > 2000 else 0.05


def by_average(amounts):
    """A hundredth of a per cent for each unit of the average sale, ten per cent at most."""
    average = sum(amounts) / len(amounts)
    return min(average / 10_000, 0.1)
