"""Work on text."""

import difflib
import string
import textwrap
import unicodedata
from collections import Counter

_STOP_WORDS = frozenset("a an and the of to in is".split())


#> word_frequencies ["The cat and the hat: the cat!", 2] -> [["cat", 2], ["hat", 1]]
def word_frequencies(text, top):
    words = text.lower().translate(str.maketrans("", "", string.punctuation)).split()
    counts = Counter(word for word in words if word not in _STOP_WORDS)
    return [list(pair) for pair in counts.most_common(top)]


#> slugify ["  Crème Brûlée & Friends! "] -> "creme-brulee-friends"
def slugify(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain.lower()).split()
    return "-".join(words)


#> is_palindrome ["A man, a plan, a canal: Panama"] -> true
#> is_palindrome ["Python"] -> false
def is_palindrome(text):
    letters = [c.casefold() for c in text if c.isalpha()]
    return letters == letters[::-1]


#> caesar ["Hello, World!", 3] -> "Khoor, Zruog!"
#> caesar ["Khoor, Zruog!", -3] -> "Hello, World!"
def caesar(text, shift):
    def rotate(alphabet):
        by = shift % len(alphabet)
        return alphabet[by:] + alphabet[:by]

    table = str.maketrans(
        string.ascii_letters, rotate(string.ascii_lowercase) + rotate(string.ascii_uppercase)
    )
    return text.translate(table)


#> vigenere ["attack at dawn", "lemon"] -> "lxfopv ef rnhr"
def vigenere(text, key):
    result, position = [], 0
    for character in text:
        if character.isalpha():
            shift = ord(key[position % len(key)]) - ord("a")
            character = chr((ord(character) - ord("a") + shift) % 26 + ord("a"))
            position += 1
        result.append(character)
    return "".join(result)


#> group_anagrams [["listen", "silent", "enlist", "google", "elgoog"]] -> [["listen", "silent", "enlist"], ["google", "elgoog"]]
def group_anagrams(words):
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return sorted(groups.values(), key=len, reverse=True)


#> edit_distance ["kitten", "sitting"] -> 3
#> edit_distance ["", "abc"] -> 3
def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (ca != cb)))
        previous = current
    return previous[-1]


#> did_you_mean ["aple", ["apple", "ape", "banana"]] -> {"close": ["apple", "ape"], "ratio": 0.889}
def did_you_mean(word, known):
    close = difflib.get_close_matches(word, known, n=2, cutoff=0.6)
    ratio = difflib.SequenceMatcher(None, word, close[0]).ratio() if close else 0
    return {"close": close, "ratio": round(ratio, 3)}


#> show_changes [["one", "two", "three"], ["one", "2", "three", "four"]] -> ["--- before", "+++ after", " one", "-two", "+2", " three", "+four"]
def show_changes(before, after):
    lines = difflib.unified_diff(before, after, "before", "after", lineterm="")
    return [line for line in lines if not line.startswith("@@")]


#> wrap_paragraph ["The quick brown fox jumps over the lazy dog near the river", 20] -> ["+----------------------+", "| The quick brown fox  |", "| jumps over the lazy  |", "| dog near the river   |", "+----------------------+"]
def wrap_paragraph(text, width):
    lines = textwrap.wrap(text, width)
    framed = [f"| {line:<{width}} |" for line in lines]
    edge = "+" + "-" * (width + 2) + "+"
    return [edge, *framed, edge]


#> run_length ["aaabccd"] -> "3a1b2c1d"
#> run_length [""] -> ""
def run_length(text):
    """Encodes, and checks that decoding gives the text again."""
    encoded = []
    for character in text:
        if encoded and encoded[-1][0] == character:
            encoded[-1][1] += 1
        else:
            encoded.append([character, 1])
    decoded = "".join(character * count for character, count in encoded)
    assert decoded == text, "round trip failed"
    return "".join(f"{count}{character}" for character, count in encoded)


#> title_case ["the lord of the rings"] -> "The Lord of the Rings"
#> title_case [null] raises AttributeError: 'NoneType' object has no attribute 'split'
def title_case(text):
    words = text.split()
    small = {"of", "the", "and", "a"}
    titled = [
        word if word in small and index else word.capitalize()
        for index, word in enumerate(words)
    ]
    return " ".join(titled)


#> count_vowels ["Programming is fun"] -> {"a": 1, "i": 2, "o": 1, "u": 1}
def count_vowels(text):
    vowels = dict.fromkeys("aeiou", 0)
    for letter in text.lower():
        if letter in vowels:
            vowels[letter] += 1
    return {vowel: count for vowel, count in vowels.items() if count}


#> mask_card ["4111 1111 1111 1234"] -> "************1234"
#> mask_card ["12"] raises ValueError: that is no card number: 12
def mask_card(number):
    digits = [c for c in number if c.isdigit()]
    if len(digits) < 12:
        raise ValueError("that is no card number: %s" % number)
    visible = "".join(digits[-4:])
    return visible.rjust(len(digits), "*")
