"""The files that a call is given."""

from __future__ import annotations

import unittest
from typing import Any

from support import RuntimeTest, call, execute, session

RESTRICTED = {"name": "restricted+files"}
FILES = {
    "a.csv": "n,ü\r\n1,2\n".encode(),
    "data/raw.bin": bytes(range(256)),
    "latin.txt": "é".encode("latin-1"),
    "empty": b"",
}


def run(body: str, policy: Any = RESTRICTED, files: dict[str, bytes] | None = None) -> Any:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return execute(f"def f():\n{lines}", files=FILES if files is None else files, policy=policy)


class Reading(RuntimeTest):
    def test_a_text_file_is_read_in_every_way(self) -> None:
        for policy in (RESTRICTED, {"name": "full"}):
            for body, expected in {
                "return open('a.csv').read()": "n,ü\n1,2\n",
                "return open('./a.csv', 'rt').read(3)": "n,ü",
                "return open('a.csv', newline='').read()": "n,ü\r\n1,2\n",
                "with open('a.csv', encoding='utf-8') as f: return [line for line in f]": [
                    "n,ü\n",
                    "1,2\n",
                ],
                "return open('a.csv').readlines()": ["n,ü\n", "1,2\n"],
                "f = open('a.csv')\nf.readline()\nat = f.tell()\nx = f.read()\nf.seek(at)\n"
                "return [x, f.read()]": ["1,2\n", "1,2\n"],
                "return open('latin.txt', encoding='latin-1').read()": "é",
                "return open('latin.txt', errors='replace').read()": "\ufffd",
                "return open('empty').read()": "",
                "f = open('a.csv')\nreturn [f.name, f.mode, f.encoding, f.readable(),"
                " f.writable(), f.seekable(), f.closed]": [
                    "a.csv",
                    "r",
                    "utf-8",
                    True,
                    False,
                    True,
                    False,
                ],
                "import csv\nreturn list(csv.reader(open('a.csv', newline='')))": [
                    ["n", "ü"],
                    ["1", "2"],
                ],
            }.items():
                with self.subTest(policy=policy["name"], body=body):
                    self.assertEqual(expected, self.returned(run(body, policy)))

    def test_a_binary_file_is_read_in_every_way(self) -> None:
        for policy in (RESTRICTED, {"name": "full"}):
            for body, expected in {
                "return open('data/raw.bin', 'rb').read()": FILES["data/raw.bin"],
                "f = open('data/raw.bin', mode='rb')\nf.seek(-2, 2)\n"
                "return [f.peek(1)[:1], f.read(1), f.tell()]": [b"\xfe", b"\xfe", 255],
                "b = bytearray(3)\nn = open('data/raw.bin', 'rb').readinto(b)\nreturn [n, bytes(b)]": [
                    3,
                    b"\0\1\2",
                ],
                "with open('a.csv', 'rb') as f: return list(f)": [b"n,\xc3\xbc\r\n", b"1,2\n"],
                "f = open('a.csv', 'br')\nreturn [f.name, f.mode, f.writable()]": [
                    "a.csv",
                    "rb",
                    False,
                ],
            }.items():
                with self.subTest(policy=policy["name"], body=body):
                    self.assertEqual(expected, self.returned(run(body, policy)))

    def test_a_file_is_read_where_the_module_is_run(self) -> None:
        reply = execute(
            "X = open('a.csv').read(1)\ndef f(): return X\n", files=FILES, policy=RESTRICTED
        )
        self.assertEqual("n", self.returned(reply))

    def test_libraries_of_unchecked_programs_read_files_too(self) -> None:
        body = "import pathlib\nreturn pathlib.Path('a.csv').read_text()"
        self.assertEqual("n,ü\n1,2\n", self.returned(run(body, {"name": "full"})))


class Refusing(RuntimeTest):
    def told(self, body: str, policy: Any = RESTRICTED, files: Any = None) -> tuple[str, str]:
        return self.raised(run(body, policy, files))[:2]

    def test_what_is_not_there_is_said_with_what_is(self) -> None:
        kind, message = self.told("open('b.csv')")
        self.assertEqual("FileNotFoundError", kind)
        self.assertIn("this call has 'a.csv', 'data/raw.bin', 'empty', 'latin.txt'", message)
        self.assertIn("'b.csv'", message)
        kind, message = self.told("open('b.csv')", files={})
        self.assertEqual("FileNotFoundError", kind)
        self.assertIn("this call has no files", message)
        _, message = self.told("open('x')", files={f"{n:02}": b"" for n in range(12)})
        self.assertIn("'09' and 2 more", message)

    def test_unchecked_programs_ask_the_kernel_for_everything_else(self) -> None:
        kind, message = self.told("open('/no/such/file')", {"name": "full"})
        self.assertEqual("FileNotFoundError", kind)
        self.assertIn("; this call has 'a.csv'", message)
        self.assertEqual(
            "OSError", self.told("open(987)", {"name": "full"})[0], "a bad descriptor"
        )

    def test_nothing_can_be_written(self) -> None:
        for mode in ("w", "a", "x", "r+", "rb+", "wb"):
            for name in ("a.csv", "b.csv"):
                with self.subTest(mode=mode, name=name):
                    kind, message = self.told(f"open('{name}', '{mode}')")
                    self.assertEqual("PermissionError", kind)
                    self.assertIn("only be read", message)
        for body in (
            "open('a.csv').write('x')",
            "open('a.csv').writelines(['x'])",
            "open('a.csv', 'rb').write(b'x')",
            "open('a.csv', 'rb').writelines([b'x'])",
            "open('a.csv', 'rb').truncate(1)",
            "open('a.csv').truncate(1)",
            "open('a.csv').buffer.write(b'x')",
            "open('a.csv').detach().write(b'x')",
        ):
            with self.subTest(body):
                self.assertEqual("io.UnsupportedOperation", self.told(body)[0])
        self.assertEqual("io.UnsupportedOperation", self.told("open('a.csv').fileno()")[0])

    def test_wrong_arguments_are_what_they_are_in_python(self) -> None:
        for body, kind in {
            "open('a.csv', 'q')": "ValueError",
            "open('a.csv', 'rbt')": "ValueError",
            "open('a.csv', 'b')": "ValueError",
            "open('a.csv', 5)": "TypeError",
            "open(5)": "TypeError",
            "open(b'a.csv')": "TypeError",
            "open('a.csv', 'rb', encoding='utf-8')": "ValueError",
            "open('a.csv', 'rb', newline='')": "ValueError",
            "open('a.csv', buffering=0)": "ValueError",
            "open('a.csv', encoding='no such')": "LookupError",
            "open('a.csv', newline='x')": "ValueError",
            "open('a.csv', opener=print)": "ValueError",
            "open('a.csv', closefd=False)": "ValueError",
            "open('latin.txt').read()": "UnicodeDecodeError",
            "f = open('a.csv')\nf.close()\nf.read()": "ValueError",
        }.items():
            with self.subTest(body):
                self.assertEqual(kind, self.told(body)[0])

    def test_without_the_option_there_is_no_open(self) -> None:
        with self.assertRaisesRegex(AssertionError, "files"):
            run("open('a.csv')", {"name": "restricted"})

    def test_an_operator_who_allows_open_allows_that_for_given_files(self) -> None:
        policy = {"name": "ours", "extends": "restricted", "builtins": {"allow": ["open"]}}
        self.assertEqual("n", self.returned(run("return open('a.csv').read(1)", policy)))
        self.assertEqual("FileNotFoundError", self.told("open('/etc/passwd')", policy)[0])


class Sessions(RuntimeTest):
    def test_files_are_there_for_one_call(self) -> None:
        opened, first, second = session(
            "def f():\n    return open('a.csv').read(1)\n",
            call("f", files=FILES),
            call("f"),
        )
        self.assertEqual("n", self.returned(first))
        self.assertIn(self.raised(second)[0], ("FileNotFoundError", "PermissionError"))


if __name__ == "__main__":
    unittest.main()
