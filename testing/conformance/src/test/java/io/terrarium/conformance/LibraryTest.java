package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Outcome;
import io.terrarium.Outcome.Raised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under the policy {@code full}: what makes sense without files and network works. */
final class LibraryTest extends SharedSandbox {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import json                    | json.loads(json.dumps({'a': [1.5, None]}))['a'][0]      | 1.5",
        "import re                      | re.sub(r'(\\w)-', r'\\1+', 'a-b')                        | 'a+b'",
        "import zoneinfo, datetime      | datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('America/New_York')).utcoffset().total_seconds() | -14400.0",
        "import decimal                 | str(decimal.Decimal('0.1') + decimal.Decimal('0.2'))     | '0.3'",
        "import datetime                | datetime.datetime.strptime('2024-02-29', '%Y-%m-%d').day | 29",
        "import fractions               | str(fractions.Fraction(1, 3) + 1)                        | '4/3'",
        "import hashlib                 | hashlib.sha256(b'').hexdigest()[:8]                      | 'e3b0c442'",
        "import statistics              | statistics.median([3, 1, 2])                             | 2",
        "import collections             | collections.Counter('aab').most_common(1)[0][1]          | 2",
        "import itertools, operator     | list(itertools.accumulate([1, 2, 3], operator.mul))[-1]  | 6",
        "import heapq, bisect           | bisect.bisect(sorted([3, 1, 2]), 2)                      | 2",
        "import csv, io                 | list(csv.reader(io.StringIO('a,b')))[0][1]               | 'b'",
        "import base64, zlib            | zlib.decompress(zlib.compress(b'x' * 99)).decode()[:2]   | 'xx'",
        "import textwrap, string        | textwrap.dedent('  a')                                   | 'a'",
        "import xml.etree.ElementTree as e | e.fromstring('<a><b/></a>').find('b').tag             | 'b'",
        "import html, urllib.parse      | urllib.parse.urlparse('http://h/p?q=1').query            | 'q=1'",
        "import pickle, copy            | pickle.loads(pickle.dumps([1]))[0]                       | 1",
        "import calendar, locale        | calendar.monthrange(2024, 2)[1]                          | 29",
        "import difflib                 | difflib.get_close_matches('appel', ['apple'])[0]         | 'apple'",
        "import ast                     | ast.literal_eval('[1, 2]')[1]                            | 2",
        "import inspect                 | list(inspect.signature(lambda a: a).parameters)[0]       | 'a'",
        "import random                  | random.Random(1).randint(1, 1)                           | 1",
        "import struct, array           | struct.unpack('<I', struct.pack('<I', 7))[0]             | 7",
        "import secrets, uuid           | len(secrets.token_hex(4))                                | 8",
        "import logging                 | logging.getLogger('x').name                              | 'x'",
        "import tomllib                 | tomllib.loads('a = 1')['a']                              | 1",
        "import gzip, bz2, lzma         | lzma.decompress(lzma.compress(b'a')).decode()            | 'a'",
        "import email.message           | email.message.EmailMessage().get_content_type()          | 'text/plain'",
        "import unicodedata             | unicodedata.name('a')                                    | 'LATIN SMALL LETTER A'",
        "import colorsys, cmath, numbers | cmath.sqrt(-1).imag                                    | 1.0",
        "import pathlib                 | pathlib.PurePath('/a/b').name                            | 'b'",
        "import contextvars, threading  | threading.Lock().acquire()                               | True",
        "import concurrent.futures      | concurrent.futures.Future().done()                       | False",
        "import time                    | time.time() > 1_600_000_000                              | True",
        "import platform, sys           | sys.implementation.name                                  | 'cpython'",
      })
  void a_standard_module_can_be_used(String statement, String expression, String expected) {
    if (statement.contains("tomllib") && !hasTomllib()) {
      return;
    }
    Outcome outcome = invoke(full(statement + "\ndef f(): return " + expression));

    if (!engine.assertDifference(statement, outcome)) {
      assertThat(outcome.orElseThrow().toString()).isEqualTo(expected);
    }
  }

  private boolean hasTomllib() {
    return call(full("import sys\ndef f(): return sys.version_info >= (3, 11)")).asBoolean();
  }

  @Test
  void tests_can_be_run_with_unittest() {
    var outcome =
        invoke(
            full(
                """
                import unittest
                class SumTest(unittest.TestCase):
                    def test_sum(self): self.assertEqual(sum([1, 2]), 3)
                    def test_wrong(self): self.assertEqual(1, 2)
                def f():
                    suite = unittest.defaultTestLoader.loadTestsFromTestCase(SumTest)
                    result = unittest.TextTestRunner().run(suite)
                    return [result.testsRun, len(result.failures)]
                """));

    if (!engine.assertDifference("import unittest", outcome)) {
      assertThat(outcome.orElseThrow().asLongs()).containsExactly(2, 1);
      assertThat(outcome.report().stderr().text()).contains("AssertionError: 1 != 2");
    }
  }

  /** The policies guard these modules where they lend them. */
  @Test
  void modules_are_Pythons_own_where_no_policy_checks_a_program() {
    String source =
        """
        import argparse, copy, dataclasses, enum
        @dataclasses.dataclass
        class Hidden:
            _value: int = 1
        def f():
            copied = copy.copy(argparse.Namespace(value=2))
            return [Hidden()._value, copied.value, enum.Enum('Kind', {'_three': 3})._three.value]
        """;

    assertThat(call(full(source)).asLongs()).containsExactly(1, 2, 3);
  }

  @Test
  void asyncio_run_works() {
    String source =
        """
        import asyncio
        async def work(n):
            await asyncio.sleep(0.01 * n)
            return n
        async def main():
            async with asyncio.timeout(5) if hasattr(asyncio, 'timeout') else asyncio.Lock():
                tasks = [asyncio.create_task(work(n)) for n in (3, 1, 2)]
                return [await t for t in asyncio.as_completed(tasks)]
        def f(): return asyncio.run(main())
        """;

    assertThat(call(full(source)).asLongs()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import threading; threading.Thread(target=print).start()",
        "from concurrent.futures import ThreadPoolExecutor; ThreadPoolExecutor(2).submit(print).result()",
        "import _thread; _thread.start_new_thread(print, ())",
        "import asyncio; asyncio.run(asyncio.to_thread(print))",
      })
  void threads_cannot_be_started_and_say_so(String body) {
    var outcome = invoke(full("def f():\n    " + body + "\n    return 'started'"));

    assertThat(outcome).isInstanceOf(Raised.class);
    assertThat(((Raised) outcome).error().summary()).containsIgnoringCase("thread");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy_is_not_here", "terrarium_runtime_x", "antigravity_x.y"})
  void a_module_that_is_not_there_is_a_ModuleNotFoundError(String module) {
    var outcome = invoke(full("def f():\n    import " + module));

    assertThat(outcome).isInstanceOf(Raised.class);
    assertThat(((Raised) outcome).error().summary())
        .startsWith("ModuleNotFoundError: No module named");
  }

  @Test
  void files_can_neither_be_read_nor_written() {
    for (String body :
        new String[] {"open('/etc/passwd').read()", "open('/tmp/x', 'w').write('x')"}) {
      var outcome = invoke(full("def f(): return " + body));

      assertThat(outcome).isInstanceOf(Raised.class);
      assertThat(((Raised) outcome).error().type())
          .isIn("PermissionError", "FileNotFoundError", "OSError");
    }
  }

  @Test
  void the_environment_is_empty() {
    assertThat(call(full("import os\ndef f(): return dict(os.environ)")).asMap()).isEmpty();
  }
}
