"""Statistics of measurements."""

import math
import statistics
from collections import Counter
from itertools import accumulate, pairwise


#> describe_sample [[2.5, 3.5, 8, 1, 7, 5]] -> {"mean": 4.5, "median": 4.25, "stdev": 2.6833, "range": 7, "quartiles": [2.125, 4.25, 7.25]}
#> describe_sample [[]] raises statistics.StatisticsError: mean requires at least one data point
def describe_sample(values):
    return {
        "mean": round(statistics.mean(values), 4),
        "median": statistics.median(values),
        "stdev": round(statistics.stdev(values), 4),
        "range": max(values) - min(values),
        "quartiles": [round(cut, 4) for cut in statistics.quantiles(values, n=4)],
    }


#> mean_of_nothing [] raises statistics.StatisticsError: mean requires at least one data point
def mean_of_nothing():
    readings = [reading for reading in (1, 2, 3) if reading > 5]
    return statistics.mean(readings)


#> moving_average [[1, 2, 6, 4, 8, 3], 3] -> [3.0, 4.0, 6.0, 5.0]
#> moving_average [[1, 2], 3] -> []
def moving_average(values, window):
    sums = list(accumulate(values, initial=0))
    return [
        round((sums[end] - sums[end - window]) / window, 3)
        for end in range(window, len(sums))
    ]


#> exponential_smoothing [[10, 12, 14, 12], 0.5] -> [10, 11.0, 12.5, 12.25]
def exponential_smoothing(values, alpha):
    smoothed = []
    level = None
    for value in values:
        level = value if level is None else alpha * value + (1 - alpha) * level
        smoothed.append(level)
    return smoothed


#> linear_fit [[1, 2, 3, 4], [3, 5, 7, 9]] -> [2.0, 1.0, 1.0]
#> linear_fit [[1, 1, 1], [3, 5, 7]] raises ArithmeticError: all x are the same
def linear_fit(xs, ys):
    """Least squares by hand: the slope, the intercept, and how good they are."""
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    spread = sum((x - mean_x) ** 2 for x in xs)
    if math.isclose(spread, 0):
        raise ArithmeticError("all x are the same")
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / spread
    intercept = mean_y - slope * mean_x
    residual = sum((y - (slope * x + intercept)) ** 2 for x, y in zip(xs, ys))
    total = sum((y - mean_y) ** 2 for y in ys)
    return [round(slope, 6), round(intercept, 6), round(1 - residual / total, 6)]


#> outliers [[10, 12, 11, 13, 12, 95, 11]] -> [95]
def outliers(values, threshold=2.0):
    centre = statistics.fmean(values)
    spread = statistics.pstdev(values)
    return [value for value in values if abs(value - centre) > threshold * spread]


#> histogram [[1, 4, 4, 9, 12, 17, 18, 18], 5] -> ["  0-4  |###", "  5-9  |#", " 10-14 |#", " 15-19 |###"]
def histogram(values, width):
    bins = Counter(value // width * width for value in values)
    lines = []
    for start in range(0, max(bins) + 1, width):
        lines.append(f"{start:>3}-{start + width - 1:<3}|{'#' * bins[start]}")
    return lines


#> modes [["red", "blue", "red", "green", "blue"]] -> {"all": ["red", "blue"], "first": "red"}
def modes(values):
    return {"all": statistics.multimode(values), "first": statistics.mode(values)}


#> growth_rates [[100, 110, 99, 99]] -> [0.1, -0.1, 0.0]
#> growth_rates [[0, 1]] raises ZeroDivisionError: division by zero
def growth_rates(values):
    return [round((after - before) / before, 4) for before, after in pairwise(values)]


class RunningStatistics:
    """Welford's method: mean and variance of a stream, without keeping it."""

    def __init__(self):
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0

    def push(self, value):
        self._count += 1
        delta = value - self._mean
        self._mean += delta / self._count
        self._squares += delta * (value - self._mean)

    def __iadd__(self, values):
        for value in values:
            self.push(value)
        return self

    @property
    def variance(self):
        return self._squares / (self._count - 1)


#> running_variance [[4, 7, 13, 16]] -> 30.0
#> running_variance [[4]] raises ZeroDivisionError: float division by zero
def running_variance(values):
    stream = RunningStatistics()
    stream += values
    return round(stream.variance, 6)


#> correlation_matrix [{"a": [1, 2, 3], "b": [2, 4, 6], "c": [3, 2, 1]}] -> {"a": {"a": 1.0, "b": 1.0, "c": -1.0}, "b": {"a": 1.0, "b": 1.0, "c": -1.0}, "c": {"a": -1.0, "b": -1.0, "c": 1.0}}
def correlation_matrix(columns):
    def correlation(xs, ys):
        mx, my = statistics.fmean(xs), statistics.fmean(ys)
        top = math.fsum((x - mx) * (y - my) for x, y in zip(xs, ys))
        return top / math.sqrt(
            math.fsum((x - mx) ** 2 for x in xs) * math.fsum((y - my) ** 2 for y in ys)
        )

    return {
        row: {column: round(correlation(columns[row], columns[column]), 6) for column in columns}
        for row in columns
    }
