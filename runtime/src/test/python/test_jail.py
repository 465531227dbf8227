"""The executor's own logic. What the kernel makes of a plan is tested in the Java module `jail`.

Steps here are harmless calls of this process, by their x86-64 or AArch64 numbers.
"""

import ctypes
import errno
import importlib.util
import os
import pathlib
import platform
import struct
import tempfile
import unittest

MODULE = (
    pathlib.Path(__file__).resolve().parents[2]
    / "main/resources/io/terrarium/runtime/terrarium_runtime/jail.py"
)


def load():
    """The module from its file: its package may do things on import that are not wanted here."""
    spec = importlib.util.spec_from_file_location("jail_under_test", MODULE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


jail = load()

X86 = {"read": 0, "write": 1, "lseek": 8, "getpid": 39, "prlimit64": 302, "seccomp": 317, "mmap": 9}
ARM = {
    "read": 63, "write": 64, "lseek": 62, "getpid": 172, "prlimit64": 261, "seccomp": 277,
    "mmap": 222,
}  # fmt: skip
NUMBERS = X86 if platform.machine() == "x86_64" else ARM
NO_SUCH_CALL = 1000
RLIMIT_NOFILE = 7


def step(call, *arguments, name="a_step", layer="identity", tolerated=(), refused=()):
    return {
        "layer": layer,
        "name": name,
        "number": NUMBERS.get(call, call),
        "arguments": list(arguments),
        "tolerated": list(tolerated),
        "refused": list(refused),
    }


def buffer(content):
    return {"kind": "buffer", "bytes": content}


def words(*items):
    return {"kind": "words", "words": list(items)}


def value(name):
    return {"kind": "value", "name": name}


def result(of):
    return {"kind": "result", "step": of}


def apply_one(one, values=None, results=None):
    results = {} if results is None else results
    jail.apply([one], values or {}, results)
    return results[one["name"]]


class Results(unittest.TestCase):
    def test_what_each_call_returns_is_kept_under_its_name(self):
        results = {}
        jail.apply([step("getpid", name="one"), step("getpid", name="two")], {}, results)
        self.assertEqual(results, {"one": os.getpid(), "two": os.getpid()})

    def test_a_result_is_an_argument_of_a_later_step(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        results = {"pipe": writing}
        one = step("write", result("pipe"), buffer(b"abc"), 3)
        self.assertEqual(apply_one(one, {}, results), 3)
        self.assertEqual(os.read(reading, 10), b"abc")

    def test_a_result_that_is_not_there_is_an_error_of_the_caller(self):
        with self.assertRaises(KeyError):
            jail.prepare([step("write", result("pipe"))], {})

    def test_a_choice_takes_the_greatest_key_that_is_not_above_the_result(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        choices = [[6, buffer(b"six")], [1, buffer(b"one")], [4, buffer(b"for")]]
        choice = {"kind": "by_result", "step": "abi", "choices": choices}
        for abi, chosen in ((1, b"one"), (3, b"one"), (4, b"for"), (6, b"six"), (99, b"six")):
            apply_one(step("write", writing, choice, 3), {}, {"abi": abi})
            self.assertEqual(os.read(reading, 10), chosen)

    def test_a_result_below_every_choice_fails_the_step(self):
        choice = {"kind": "by_result", "step": "abi", "choices": [[2, 0]]}
        one = step("getpid", choice, name="ruleset", layer="landlock")
        with self.assertRaises(jail.JailError) as raised:
            apply_one(one, {}, {"abi": 1})
        self.assertEqual(raised.exception.args, ("landlock", "ruleset", errno.EOPNOTSUPP))


class Arguments(unittest.TestCase):
    def test_numbers_are_passed_with_all_their_64_bits(self):
        with tempfile.TemporaryFile() as file:
            far = 2**40 + 5
            self.assertEqual(apply_one(step("lseek", file.fileno(), far, os.SEEK_SET)), far)

    def test_negative_numbers_are_passed_as_the_same_bits(self):
        with tempfile.TemporaryFile() as file:
            file.truncate(100)
            self.assertEqual(apply_one(step("lseek", file.fileno(), -1, os.SEEK_END)), 99)
            as_unsigned = 2**64 - 1
            self.assertEqual(apply_one(step("lseek", file.fileno(), as_unsigned, os.SEEK_END)), 99)

    def test_a_sixth_argument_arrives_whole(self):
        with tempfile.TemporaryFile() as file:
            file.truncate(2**33 + 4096)
            os.pwrite(file.fileno(), b"beyond 4 GiB", 2**33)
            one = step("mmap", 0, 4096, 1, 2, file.fileno(), 2**33)
            self.assertEqual(ctypes.string_at(apply_one(one), 12), b"beyond 4 GiB")

    def test_a_number_beyond_64_bits_is_refused(self):
        for number in (2**64, -(2**63) - 1):
            with self.assertRaisesRegex(ValueError, "64 bits"):
                jail.prepare([step("getpid", number)], {})

    def test_an_unknown_kind_is_refused_with_the_step(self):
        with self.assertRaisesRegex(ValueError, "a_step: 'moat'"):
            jail.prepare([step("getpid", {"kind": "moat"})], {})

    def test_what_is_not_a_word_is_refused_with_the_step(self):
        with self.assertRaisesRegex(ValueError, "a_step: 'buffer'"):
            jail.prepare([step("getpid", words(buffer(b"")))], {})

    def test_a_program_is_whole_instructions(self):
        for instructions in (b"", b"1234567", b"123456789", bytes(8 * 2**16)):
            with self.assertRaisesRegex(ValueError, "not a BPF program"):
                jail.prepare([step("getpid", {"kind": "program", "bytes": instructions})], {})

    def test_a_program_is_passed_as_its_length_and_its_instructions(self):
        allow_everything = struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000)
        program = {"kind": "program", "bytes": allow_everything}
        pid = os.fork()
        if pid == 0:
            try:
                no_new_privileges = 38
                ctypes.CDLL(None).prctl(no_new_privileges, 1, 0, 0, 0)
                os._exit(apply_one(step("seccomp", 1, 0, program)))
            finally:
                os._exit(99)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)


class Values(unittest.TestCase):
    def test_values_are_filled_in_at_each_call_of_a_prepared_step(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        memory = words(7, value("soft"), value("hard"))
        (prepared,) = jail.prepare([step("write", writing, memory, 24)], {})
        for soft, hard in ((1, 2), (2**63, 2**64 - 1)):
            self.assertEqual(prepared({"soft": soft, "hard": hard, "other": 0}), 24)
            self.assertEqual(struct.unpack("=3Q", os.read(reading, 24)), (7, soft, hard))

    def test_a_value_that_is_missing_is_named_and_nothing_is_called(self):
        before = os.sysconf("SC_OPEN_MAX")
        one = step("prlimit64", 0, RLIMIT_NOFILE, words(value("soft"), value("hard")), 0)
        with self.assertRaisesRegex(KeyError, "hard"):
            apply_one(one, {"soft": 10})
        self.assertEqual(os.sysconf("SC_OPEN_MAX"), before)

    def test_memory_lives_as_long_as_the_prepared_step(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        text = bytes(range(256)) * 8
        (prepared,) = jail.prepare([step("write", writing, buffer(text), len(text))], {})
        garbage = [bytearray(len(text)) for _ in range(1000)]
        prepared({})
        self.assertEqual(os.read(reading, 10_000), text)
        del garbage


class Errors(unittest.TestCase):
    def test_a_failing_step_names_its_layer_itself_and_the_errno(self):
        one = step("read", -1, buffer(bytes(1)), 1, name="read_nothing", layer="seccomp")
        with self.assertRaises(jail.JailError) as raised:
            apply_one(one)
        error = raised.exception
        self.assertEqual((error.layer, error.step, error.errno), ("seccomp", "read_nothing", 9))
        self.assertEqual(str(error), "jail layer seccomp: step read_nothing failed: EBADF")

    def test_a_call_that_the_kernel_does_not_have_is_ENOSYS(self):
        with self.assertRaises(jail.JailError) as raised:
            apply_one(step(NO_SUCH_CALL))
        self.assertEqual(raised.exception.errno, errno.ENOSYS)

    def test_nothing_is_done_behind_a_failing_step(self):
        results = {}
        steps = [step("getpid", name="one"), step(NO_SUCH_CALL), step("getpid", name="three")]
        with self.assertRaises(jail.JailError):
            jail.apply(steps, {}, results)
        self.assertEqual(list(results), ["one"])

    def test_a_tolerated_errno_does_not_fail_the_step(self):
        self.assertEqual(apply_one(step(NO_SUCH_CALL, tolerated=[errno.ENOSYS])), -1)
        with self.assertRaises(jail.JailError):
            apply_one(step(NO_SUCH_CALL, tolerated=[errno.EPERM]))

    def test_a_refused_answer_fails_the_step_with_errno_0(self):
        with self.assertRaises(jail.JailError) as raised:
            apply_one(step("getpid", name="not_this", refused=[os.getpid()]))
        self.assertEqual(raised.exception.errno, 0)
        self.assertEqual(
            str(raised.exception), "jail layer identity: step not_this failed: its answer"
        )


if __name__ == "__main__":
    unittest.main()
