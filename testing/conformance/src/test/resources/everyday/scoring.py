"""Scores for a contest: averages, ranks, ratings."""

import math
from collections import defaultdict
from operator import itemgetter

WEIGHTS = {"speed": 0.5, "accuracy": 0.3, "style": 0.2}


#> mean_score [[1, 2, 3]] -> 2.0
#> mean_score [[]] -> null
#> mean_score [[7.5]] -> 7.5
def mean_score(scores):
    """The arithmetic mean, or None when nobody scored."""
    if not scores:
        return None
    total = 0.0
    for score in scores:
        total += score
    return total / len(scores)


#> weighted_score [{"speed": 8, "accuracy": 6, "style": 10}] -> 7.8
#> weighted_score [{"speed": 8, "charm": 6}] raises KeyError: 'charm'
def weighted_score(marks):
    total = 0
    for criterion, mark in marks.items():
        total += WEIGHTS[criterion] * mark
    return round(total, 3)


#> trimmed_mean [[9.5, 8.0, 7.5, 9.0, 2.0]] -> 8.17
#> trimmed_mean [[9.5, 8.0, 7.5, 9.0, 2.0]] {"cut": 2} -> 8.0
#> trimmed_mean [[1, 2]] raises ValueError: need more than 2 scores, got 2
def trimmed_mean(scores, cut=1):
    """Drops the best and the worst marks, as judges of figure skating do."""
    if len(scores) <= 2 * cut:
        raise ValueError(f"need more than {2 * cut} scores, got {len(scores)}")
    kept = sorted(scores)[cut:-cut]
    return round(sum(kept) / len(kept), 2)


#> rank_players [{"ann": 30, "bob": 45, "cid": 30, "dee": 12}] -> {"bob": 1, "ann": 2, "cid": 2, "dee": 4}
def rank_players(points):
    """Competition ranking: equal points share a rank, and the next one is skipped."""
    ordered = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    ranks = {}
    previous = None
    for position, (player, score) in enumerate(ordered, start=1):
        if previous is not None and score == previous[1]:
            ranks[player] = previous[0]
        else:
            ranks[player] = position
            previous = (position, score)
    return ranks


#> elo_update [1500, 1700, 1] -> [1524, 1676]
#> elo_update [1500, 1700, 0.5] {"k": 16} -> [1504, 1696]
def elo_update(rating, opponent, result, *, k=32):
    expected = 1 / (1 + 10 ** ((opponent - rating) / 400))
    change = k * (result - expected)
    return [round(rating + change), round(opponent - change)]


#> league_table [[["Reds", "Blues", 2, 1], ["Blues", "Greens", 0, 0], ["Greens", "Reds", 3, 1]]] -> [{"team": "Greens", "played": 2, "points": 4, "difference": 2}, {"team": "Reds", "played": 2, "points": 3, "difference": -1}, {"team": "Blues", "played": 2, "points": 1, "difference": -1}]
def league_table(matches):
    table = defaultdict(lambda: {"played": 0, "points": 0, "difference": 0})
    for home, away, home_goals, away_goals in matches:
        for team, scored, conceded in (
            (home, home_goals, away_goals),
            (away, away_goals, home_goals),
        ):
            row = table[team]
            row["played"] += 1
            row["difference"] += scored - conceded
            if scored > conceded:
                row["points"] += 3
            elif scored == conceded:
                row["points"] += 1
    rows = [{"team": team, **row} for team, row in table.items()]
    rows.sort(key=itemgetter("team"))
    rows.sort(key=itemgetter("points", "difference"), reverse=True)
    return rows


#> wilson_lower_bound [90, 100] -> 0.8256
#> wilson_lower_bound [0, 0] -> 0.0
def wilson_lower_bound(positive, total, z=1.96):
    """Sorts products by how sure one can be that people like them."""
    if total == 0:
        return 0.0
    share = positive / total
    centre = share + z * z / (2 * total)
    margin = z * math.sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return round((centre - margin) / (1 + z * z / total), 4)
