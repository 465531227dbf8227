"""Time zones by name where there are no files: `zoneinfo` is given a reader of data in memory."""

from __future__ import annotations

import io
import sys
from types import ModuleType
from typing import Callable, Collection

from terrarium_runtime.importing import FINDER

_READER = "zoneinfo._common"
_FOLDERS = "zoneinfo._tzpath"


def offer(names: Collection[str], read: Callable[[str], bytes]) -> None:
    """Has `zoneinfo` know these zones and no others, as soon as it is imported from memory.

    `read` gives the data of one of them, as a file of the time zone database has it.
    """

    def give_reader(module: ModuleType) -> None:
        def load_tzdata(key: str) -> io.BytesIO:
            if key not in names:
                raise module.ZoneInfoNotFoundError(f"No time zone found with key {key}")
            return io.BytesIO(read(key))

        module.load_tzdata = load_tzdata  # type: ignore[attr-defined]

    def give_names(module: ModuleType) -> None:
        module.available_timezones = lambda: set(names)  # type: ignore[attr-defined]

    FINDER.adaptations.setdefault(_READER, []).append(give_reader)
    FINDER.adaptations.setdefault(_FOLDERS, []).append(give_names)


def import_now() -> None:
    """Imports `zoneinfo` from where Python itself comes from, with the zones that were offered."""
    zoneinfo = __import__("zoneinfo")
    for name in (_READER, _FOLDERS):
        for adapt in FINDER.adaptations.pop(name, ()):
            adapt(sys.modules[name])
    zoneinfo.available_timezones = sys.modules[_FOLDERS].available_timezones
