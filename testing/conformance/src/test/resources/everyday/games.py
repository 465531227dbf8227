"""Games."""

import itertools
import random
from collections import Counter
from functools import lru_cache

LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


class IllegalMove(Exception):
    """A move that the rules forbid."""


def winner(board):
    for a, b, c in LINES:
        if board[a] != " " and board[a] == board[b] == board[c]:
            return board[a]
    return "draw" if " " not in board else None


@lru_cache(maxsize=None)
def best_score(board, player):
    result = winner(board)
    if result:
        return {"X": 1, "O": -1, "draw": 0}[result]
    other = "O" if player == "X" else "X"
    scores = [
        best_score(board[:i] + player + board[i + 1 :], other)
        for i, cell in enumerate(board)
        if cell == " "
    ]
    return max(scores) if player == "X" else min(scores)


#> tic_tac_toe_move ["XX OO    ", "X"] -> 2
#> tic_tac_toe_move ["X O X   O", "X"] -> 5
#> tic_tac_toe_move ["XXXOO    ", "O"] raises IllegalMove: the game is over: X
def tic_tac_toe_move(board, player):
    if (over := winner(board)) is not None:
        raise IllegalMove(f"the game is over: {over}")
    sign = 1 if player == "X" else -1
    other = "O" if player == "X" else "X"
    moves = [i for i, cell in enumerate(board) if cell == " "]
    return max(moves, key=lambda i: sign * best_score(board[:i] + player + board[i + 1 :], other))


#> bowling [[10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]] -> 300
#> bowling [[9, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]] -> 20
#> bowling [[10, 3]] raises IndexError: list index out of range
def bowling(rolls):
    total = position = 0
    for _ in range(10):
        first, second = rolls[position], rolls[position + 1]
        if first == 10:
            total += 10 + second + rolls[position + 2]
            position += 1
        else:
            total += first + second
            if first + second == 10:
                total += rolls[position + 2]
            position += 2
    return total


#> fizz_buzz [15] -> [1, 2, "Fizz", 4, "Buzz", "Fizz", 7, 8, "Fizz", "Buzz", 11, "Fizz", 13, 14, "FizzBuzz"]
def fizz_buzz(limit):
    return ["Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or n for n in range(1, limit + 1)]


#> hangman ["python", ["p", "z", "n", "o"]] -> {"shown": "p___on", "lives": 2, "won": false}
#> hangman ["python", ["p", "p"]] raises IllegalMove: p was guessed before
def hangman(word, guesses, lives=3):
    guessed = set()
    for guess in guesses:
        if guess in guessed:
            raise IllegalMove(f"{guess} was guessed before")
        guessed.add(guess)
        if guess not in word:
            lives -= 1
    shown = "".join(letter if letter in guessed else "_" for letter in word)
    return {"shown": shown, "lives": lives, "won": "_" not in shown}


#> mastermind ["RGBY", "RBGG"] -> {"black": 1, "white": 2}
def mastermind(secret, guess):
    exact = sum(a == b for a, b in zip(secret, guess))
    common = sum((Counter(secret) & Counter(guess)).values())
    return {"black": exact, "white": common - exact}


#> wordle ["apple", "paper"] -> ["yellow", "yellow", "green", "yellow", "grey"]
def wordle(secret, guess):
    marks = ["grey"] * len(guess)
    left = Counter(secret)
    for index, (wanted, letter) in enumerate(zip(secret, guess)):
        if wanted == letter:
            marks[index] = "green"
            left[letter] -= 1
    for index, letter in enumerate(guess):
        if marks[index] == "grey" and left[letter] > 0:
            marks[index] = "yellow"
            left[letter] -= 1
    return marks


#> knight_moves ["g1"] -> ["e2", "f3", "h3"]
#> knight_moves ["z9"] raises ValueError: substring not found
def knight_moves(square):
    def to_square(column, row):
        return "abcdefgh"[column] + str(row + 1)

    column, row = "abcdefgh".index(square[0]), int(square[1]) - 1
    steps = [(dc, dr) for dc, dr in itertools.product((-2, -1, 1, 2), repeat=2) if abs(dc) != abs(dr)]
    return sorted(
        to_square(column + dc, row + dr)
        for dc, dr in steps
        if column + dc in range(8) and row + dr in range(8)
    )


class Robot:
    _headings = "NESW"
    _steps = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}

    def __init__(self, x=0, y=0, heading="N"):
        self._x, self._y = x, y
        self._heading = heading

    def _turn(self, by):
        index = (self._headings.index(self._heading) + by) % 4
        self._heading = self._headings[index]

    def _advance(self):
        dx, dy = self._steps[self._heading]
        self._x += dx
        self._y += dy

    _commands = {"L": lambda self: self._turn(-1), "R": lambda self: self._turn(1), "A": _advance}

    def obey(self, commands):
        for command in commands:
            self._commands[command](self)
        return [self._x, self._y, self._heading]


#> robot_walk ["RAALAL"] -> [9, 4, "W"]
#> robot_walk ["RAX"] raises KeyError: 'X'
def robot_walk(commands):
    return Robot(7, 3).obey(commands)


class Player:
    _next_number = itertools.count(1)

    def __init__(self, name):
        self.name = name
        self._number = next(self._next_number)
        self.__points = 0

    def __iadd__(self, points):
        self.__points += points
        return self

    def __lt__(self, other):
        return (self.__points, -self._number) < (other.__points, -other._number)

    def __repr__(self):
        return f"<{self.name} #{self._number}: {self.__points}>"


#> dice_game [13, ["Ann", "Bob", "Cid"], 5] -> ["<Cid #3: 21>", "<Bob #2: 19>", "<Ann #1: 15>"]
def dice_game(seed, names, rounds):
    rng = random.Random(seed)
    players = [Player(name) for name in names]
    for _ in range(rounds):
        for player in players:
            player += rng.randint(1, 6)
    return [repr(player) for player in sorted(players, reverse=True)]


#> rock_paper_scissors [["rock", "paper"], ["paper", "paper"], ["rock", "scissors"]] -> [1, 1]
#> rock_paper_scissors [["rock", "well"]] raises KeyError: 'well'
def rock_paper_scissors(*rounds):
    beats = {"rock": "scissors", "paper": "rock", "scissors": "paper"}
    score = [0, 0]
    for first, second in rounds:
        if beats[first] == second:
            score[0] += 1
        elif beats[second] == first:
            score[1] += 1
    return score


if __name__ == "__main__":
    print(fizz_buzz(100))
    raise SystemExit(0)
