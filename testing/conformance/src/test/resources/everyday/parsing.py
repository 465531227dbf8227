"""Reading what people send: CSV, JSON, logs, settings."""

import csv
import io
import json
import re
from collections import namedtuple

LOG_LINE = re.compile(
    r"""
    (?P<host>\S+)\s
    \[(?P<when>[^\]]+)\]\s
    "(?P<method>[A-Z]+)\s(?P<path>\S+)"\s
    (?P<status>\d{3})
    """,
    re.VERBOSE,
)

Token = namedtuple("Token", "kind text position")


class ParseError(Exception):
    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


#> parse_log ["10.0.0.1 [01/Jan/2024] \"GET /index.html\" 200"] -> {"host": "10.0.0.1", "when": "01/Jan/2024", "method": "GET", "path": "/index.html", "status": 200}
#> parse_log ["garbage"] -> null
def parse_log(line):
    match = LOG_LINE.match(line)
    if match is None:
        return None
    fields = match.groupdict()
    fields["status"] = int(fields["status"])
    return fields


#> parse_csv ["name,age\nAnn,30\n\"Bob, Jr.\",25\n"] -> [{"name": "Ann", "age": 30}, {"name": "Bob, Jr.", "age": 25}]
#> parse_csv ["name,age\nAnn,thirty\n"] raises ValueError: invalid literal for int() with base 10: 'thirty'
def parse_csv(text):
    reader = csv.DictReader(io.StringIO(text))
    return [{**row, "age": int(row["age"])} for row in reader]


#> write_csv [[{"id": 1, "note": "a \"quoted\" word"}, {"id": 2, "note": "x,y"}]] -> "id,note\n1,\"a \"\"quoted\"\" word\"\n2,\"x,y\"\n"
def write_csv(rows):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


#> parse_settings ["# comment\nname = demo\nsize=10\nverbose = yes\n\nratio = 0.5"] -> {"name": "demo", "size": 10, "verbose": true, "ratio": 0.5}
#> parse_settings ["name demo"] raises ParseError: line 1: no '=' in 'name demo'
def parse_settings(text):
    settings = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        if "=" not in line:
            raise ParseError(f"no '=' in {line!r}", number)
        key, value = (part.strip() for part in line.split("=", 1))
        settings[key] = convert(value)
    return settings


def convert(value):
    if value.lower() in {"yes", "true", "on"}:
        return True
    if value.lower() in {"no", "false", "off"}:
        return False
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            pass
    return value


#> nested_total ["{\"items\": [{\"price\": 2, \"n\": 3}, {\"price\": 1.5, \"n\": 2}]}"] -> 9.0
#> nested_total ["not json"] raises json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
#> nested_total ["{\"items\": [{\"price\": 2}]}"] raises KeyError: 'n'
def nested_total(text):
    document = json.loads(text)
    return sum(item["price"] * item["n"] for item in document["items"])


#> flatten_json [{"a": {"b": [1, {"c": null}], "d": "x"}, "e": true}] -> {"a.b.0": 1, "a.b.1.c": null, "a.d": "x", "e": true}
def flatten_json(document, prefix=""):
    flat = {}
    if isinstance(document, dict):
        pairs = document.items()
    elif isinstance(document, list):
        pairs = enumerate(document)
    else:
        return {prefix: document}
    for key, value in pairs:
        path = f"{prefix}.{key}" if prefix else str(key)
        flat.update(flatten_json(value, path))
    return flat


class PointEncoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, complex):
            return {"re": o.real, "im": o.imag}
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


#> encode_custom [[3, 1, 2]] -> ["{\"point\": {\"im\": -2.0, \"re\": 1.0}, \"set\": [1, 2, 3], \"text\": \"ä\"}", {"point": 1.0, "set": [1, 2, 3], "text": "ä"}]
def encode_custom(numbers):
    data = {"set": set(numbers), "point": complex(1, -2), "text": "ä"}
    encoded = json.dumps(data, cls=PointEncoder, sort_keys=True, ensure_ascii=False)
    decoded = json.loads(encoded, object_hook=lambda d: d.get("re", d))
    return [encoded, decoded]


#> tokenize ["x1 = 3.5 * (y + 2)"] -> ["name:x1", "operator:=", "number:3.5", "operator:*", "operator:(", "name:y", "operator:+", "number:2", "operator:)"]
#> tokenize ["a $ b"] raises SyntaxError: unexpected '$' at 2
def tokenize(text):
    specification = [
        ("number", r"\d+(?:\.\d+)?"),
        ("name", r"[A-Za-z_]\w*"),
        ("operator", r"[-+*/=()]"),
        ("space", r"\s+"),
        ("error", r"."),
    ]
    pattern = "|".join(f"(?P<{kind}>{regex})" for kind, regex in specification)
    tokens = []
    for found in re.finditer(pattern, text):
        token = Token(found.lastgroup, found.group(), found.start())
        match token:
            case Token(kind="space"):
                continue
            case Token("error", text, position):
                raise SyntaxError(f"unexpected {text!r} at {position}")
        tokens.append(token)
    return [f"{token.kind}:{token.text}" for token in tokens]


#> parse_duration ["1h30m"] -> 5400
#> parse_duration ["45s"] -> 45
#> parse_duration ["soon"] raises ValueError: no duration: soon
def parse_duration(text):
    """Seconds of a text such as 2h15m."""
    if not (found := re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)) or not text:
        raise ValueError(f"no duration: {text}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


#> extract_links ["<a href='/one'>One</a> and <A HREF=\"/two\" class=x>T<b>w</b>o</a>"] -> [["/one", "One"], ["/two", "Two"]]
def extract_links(page):
    links = re.findall(r"""<a\s[^>]*?href=(["'])(.*?)\1[^>]*>(.*?)</a>""", page, re.I | re.S)
    return [[url, re.sub(r"<[^>]+>", "", label)] for _, url, label in links]
