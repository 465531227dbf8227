"""The examples of the README, and of the guide for RestrictedPython's users, run as they stand."""

from __future__ import annotations

import pathlib
import re

import pytest
from services import ROOT, Service

import terrarium_client

README = pathlib.Path(__file__).parents[1] / "README.md"
GUIDE = ROOT / "docs" / "restrictedpython.md"
EXAMPLES = [
    example
    for page in (README, GUIDE)
    for example in re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    if "terrarium_client" in example
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_holds(example: str, running: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRARIUM_URL", running.url)
    try:
        exec(compile(example, "example.py", "exec"), {"__name__": "example"})
    finally:
        terrarium_client._default._close()
        terrarium_client._default._forget()


def test_every_exception_stands_in_the_readme() -> None:
    shown = README.read_text()
    bases = {"CallError", "ServiceError", "TerrariumError", "SourceRejected", "NotFound"}
    raised = [
        name
        for name, kind in vars(terrarium_client).items()
        if isinstance(kind, type) and issubclass(kind, Exception) and name not in bases
    ]
    assert [name for name in raised if name not in shown] == ["InvalidResponse"]
