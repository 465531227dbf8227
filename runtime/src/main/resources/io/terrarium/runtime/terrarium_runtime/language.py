"""The language that a policy makes of Python: the builtins that a program has."""

from __future__ import annotations

import sys

from . import checking, classes, doors, evaluating, facades, files, limited, stand_ins
from .natives import __builtins__
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_real = vars(sys.modules["builtins"])


class Language:
    """What programs of one policy share."""

    def __init__(self, rules: Rules) -> None:
        guards = doors.Doors(rules)
        self._facades = facades.Facades(rules, guards)
        builtins = {
            name: _real[name]
            for name, decision in rules.builtins.items()
            if decision[0] != "refused" and name in _real
        }
        ours = {
            "__build_class__": stand_ins.build_class,
            "__import__": self._facades.importer(),
            "delattr": guards.delattr(),
            "dir": guards.dir(),
            "eval": evaluating.evaluator(rules, builtins),
            "getattr": guards.getattr(),
            "hasattr": guards.hasattr(),
            "open": files.open_given,
            "setattr": guards.setattr(),
            "type": stand_ins.TYPE,
            "vars": guards.vars(),
        }
        builtins.update({name: guard for name, guard in ours.items() if name in builtins})
        if "limited" in rules.options:
            builtins.update(limited.limited())
        if "utility" in rules.options:
            builtins.update(limited.utility(self._facades.get))
        builtins.update(
            {
                checking.GET: ours["getattr"],
                checking.CLASS_OF: guards.class_of(),
                checking.OBJ: guards.obj(),
                checking.TEXT: guards.text(),
                checking.TEXTS: guards.texts,
                checking.FINISH_CLASS: classes.finisher(rules),
                checking.CAUGHT: classes.caught,
                checking.LOCALS: locals,
                checking.TYPE: type,
                checking.STR: str,
            }
        )
        self.builtins: dict[str, Any] = builtins

    def prepare(self, names: Any) -> None:
        """Makes facades ahead of need."""
        for name in names:
            self._facades.get(name)


_languages: dict[int, tuple[Rules, Language]] = {}


def of(rules: Rules) -> Language:
    """The language of a policy, made once."""
    known = _languages.get(id(rules))
    if known is None:
        known = _languages[id(rules)] = (rules, Language(rules))
    return known[1]
