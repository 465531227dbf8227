"""Reads a file that the call is given."""

import csv


def largest():
    with open("cities.csv", newline="") as lines:
        return max(csv.DictReader(lines), key=lambda row: int(row["people"]))["city"]
