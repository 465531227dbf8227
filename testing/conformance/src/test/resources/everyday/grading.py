"""Marks, grades and report cards."""

from bisect import bisect
from dataclasses import dataclass, field
from statistics import mean, median

__all__ = ["letter_grade", "report_card"]

BOUNDARIES = (60, 70, 80, 90)
LETTERS = "FDCBA"


class GradingError(ValueError):
    """A mark that cannot be graded."""

    def __init__(self, student, mark):
        super().__init__(f"{student} has an impossible mark: {mark!r}")
        self.student = student
        self.mark = mark


#> letter_grade [89] -> "B"
#> letter_grade [90] -> "A"
#> letter_grade [12.5] -> "F"
def letter_grade(mark):
    return LETTERS[bisect(BOUNDARIES, mark)]


#> curve [[52, 61, 74, 88]] -> [64, 73, 86, 100]
#> curve [[52, 61, 74, 88]] {"top": 90} -> [54, 63, 76, 90]
def curve(marks, top=100):
    """Adds to every mark what the best one lacks."""
    lift = max(0, top - max(marks))
    return [min(top, mark + lift) for mark in marks]


@dataclass
class Student:
    name: str
    marks: list[float] = field(default_factory=list)
    _bonus: float = 0.0

    @property
    def average(self) -> float:
        if not self.marks:
            return 0.0
        return mean(self.marks) + self._bonus

    def award(self, points: float) -> "Student":
        self._bonus += points
        return self

    def _check(self) -> None:
        for mark in self.marks:
            if not 0 <= mark <= 100:
                raise GradingError(self.name, mark)

    def grade(self) -> str:
        self._check()
        return letter_grade(self.average)


#> report_card [{"Ann": [90, 95, 85], "Bob": [70, 65, 72]}] -> {"Ann": "A", "Bob": "D"}
#> report_card [{"Ann": [90], "Zoe": [101, 50]}] raises GradingError: Zoe has an impossible mark: 101
def report_card(marks_by_name):
    students = [Student(name, marks) for name, marks in marks_by_name.items()]
    return {student.name: student.grade() for student in students}


#> bonus_shown ["Ann", [80, 90], 2.5] -> {"shown": "Student(name='Ann', marks=[80, 90], _bonus=2.5)", "average": 87.5, "grade": "B"}
def bonus_shown(name, marks, points):
    student = Student(name, marks).award(points)
    return {"shown": str(student), "average": student.average, "grade": student.grade()}


#> grade_point_average [{"maths": ["A", 4], "art": ["B", 2], "sport": ["C", 1]}] -> 3.43
#> grade_point_average [{}] -> null
#> grade_point_average [{"maths": ["E", 4]}] raises KeyError: 'E'
def grade_point_average(courses):
    points = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0, "F": 0.0}
    earned = credits = 0
    for grade, credit in courses.values():
        earned += points[grade] * credit
        credits += credit
    return round(earned / credits, 2) if credits else None


#> mark_quiz [["b", "d", "a", "c"], ["b", "d", "c", null]] -> 1.75
#> mark_quiz [["b", "d"], ["b"]] {"penalty": 0.5} raises AssertionError: 1 answers to 2 questions
def mark_quiz(key, answers, /, *, penalty=0.25):
    """A point for each right answer, less a penalty for each wrong one."""
    assert len(key) == len(answers), f"{len(answers)} answers to {len(key)} questions"
    score = 0.0
    for right, given in zip(key, answers):
        match given:
            case None:
                continue
            case answer if answer == right:
                score += 1
            case _:
                score -= penalty
    return max(score, 0.0)


#> class_summary [[55, 67, 78, 92, 81, 43]] -> {"median": 72.5, "passed": 4, "grades": {"A": 1, "B": 1, "C": 1, "D": 1, "F": 2}, "bars": ["A *", "B *", "C *", "D *", "F **"]}
def class_summary(marks):
    counts = dict.fromkeys(LETTERS[::-1], 0)
    for mark in marks:
        counts[letter_grade(mark)] += 1
    return {
        "median": median(marks),
        "passed": sum(mark >= BOUNDARIES[0] for mark in marks),
        "grades": counts,
        "bars": [f"{letter} {'*' * count}".rstrip() for letter, count in counts.items()],
    }
