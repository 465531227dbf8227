"""Tells schemathesis what rows look like, and has most of them reach a program that is there.

A schema describes one JSON value, and the body of a map is a line of JSON for each row: so without this
whoever makes requests from the description alone would only send what is refused at its first byte.
"""

import json
import os
import urllib.request

import schemathesis
from hypothesis import strategies

SOURCE = "def f(*args, **kwargs):\n    return [args, kwargs]\n"

values = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers(-(2**70), 2**70)
    | strategies.floats(allow_nan=False, allow_infinity=False)
    | strategies.text(max_size=10),
    lambda inner: strategies.lists(inner, max_size=3)
    | strategies.dictionaries(strategies.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
rows = strategies.lists(values, max_size=3) | strategies.dictionaries(
    strategies.text(max_size=5), values, max_size=3
)
lines = rows.map(lambda row: json.dumps(row).encode())
# What is no row, now and then: another value, no JSON, no UTF-8, nothing at all.
other_lines = values.map(lambda value: json.dumps(value).encode()) | strategies.binary(max_size=10)
bodies = strategies.lists(lines | lines | lines | other_lines, max_size=5).map(b"\n".join)
schemathesis.openapi.media_type("application/x-ndjson", bodies)


def registered():
    """The id of the program, and its service's word that it is known."""
    request = urllib.request.Request(
        os.environ["TERRARIUM_URL"] + "/v1/programs",
        data=json.dumps({"source": SOURCE}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["program"]


PROGRAM = registered()


def is_map(context):
    return context.operation is not None and context.operation.path.endswith("/map")


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    # Ids that nobody knows come too: those that begin with a digit stay as they were made.
    if path_parameters and is_map(context) and not str(path_parameters.get("id", ""))[:1].isdigit():
        path_parameters["id"] = PROGRAM
    return path_parameters


@schemathesis.hook
def map_query(context, query):
    if query and is_map(context) and len(str(query.get("function", ""))) > 1:
        query["function"] = "f"
    return query
