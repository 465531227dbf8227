"""Time zones from memory."""

from __future__ import annotations

import struct
import subprocess
import sys
import unittest

import support

PROGRAM = """
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, {folder!r})
from terrarium_runtime import zones
zones.offer({{"Here/There": {data!r}}}, lambda name: {data!r})
zones.import_now()
import zoneinfo
from datetime import datetime
print(zoneinfo.available_timezones(), datetime(2026, 7, 1, tzinfo=zoneinfo.ZoneInfo("Here/There")).utcoffset())
for name in ("Europe/Berlin", "Here/Nowhere"):
    try:
        zoneinfo.ZoneInfo.no_cache(name)
        print("read from elsewhere")
    except zoneinfo.ZoneInfoNotFoundError:
        print("not there")
"""


def block(*counts: int) -> bytes:
    return b"TZif2" + bytes(15) + struct.pack(">6l", *counts)


DATA = block(0, 0, 0, 0, 1, 1) + bytes(7) + block(0, 0, 0, 0, 1, 1) + bytes(7) + b"\n<+03>-3\n"


class ZonesTest(unittest.TestCase):
    def test_zones_that_were_offered_are_there_and_no_others(self) -> None:
        program = PROGRAM.format(folder=str(support.RESOURCES), data=DATA)
        # Where this machine has zones of its own, they are found before those in memory.
        environment = {"PYTHONTZPATH": ""}
        said = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True
        )
        self.assertEqual(said.stderr, "")
        self.assertEqual(
            said.stdout.splitlines(), ["{'Here/There'} 3:00:00", "not there", "not there"]
        )


if __name__ == "__main__":
    unittest.main()
