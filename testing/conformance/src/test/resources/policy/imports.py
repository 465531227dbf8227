# What is not on the allowlist, imported in every way.

#! deny_import_of_os: refused module-refused@1
import os as os
def attack():
    return {LOOT}

#! deny_import_of_sys: refused module-refused@1
import sys
def attack():
    os = sys.modules['os']
    return {LOOT}

#! deny_import_of_subprocess: refused module-refused@1
import subprocess
def attack():
    return subprocess.run(['cat', '{SECRET_FILE}'], capture_output=True, text=True).stdout

#! deny_import_of_socket: refused module-refused@1
import socket
def attack():
    return str(socket.socket())

#! deny_import_of_builtins: refused module-refused@1
import builtins
def attack():
    return builtins.open('{SECRET_FILE}').read()

#! deny_import_of_importlib: refused module-refused@1
import importlib
def attack():
    os = importlib.import_module('os')
    return {LOOT}

#! deny_import_of_inspect: refused module-refused@1
import inspect
def attack():
    os = inspect.currentframe().f_builtins['__import__']('os')
    return {LOOT}

#! deny_import_of_gc: refused module-refused@1
import gc
def attack():
    for each in gc.get_objects():
        if type(each) is dict and 'system' in each and 'fdopen' in each:
            class os: pass
            for name in ('open', 'close', 'write', 'fdopen', 'popen'): setattr(os, name, each[name])
            return {LOOT}

#! deny_import_of_ctypes: refused module-refused@1
import ctypes
def attack():
    return ctypes.CDLL(None).getpid() > 0

#! deny_import_of_threading: refused module-refused@1
import threading
def attack():
    return str(threading.main_thread())

#! deny_import_of_private_thread: refused module-refused@1
import _thread
def attack():
    return 'imported'

#! deny_import_of_multiprocessing: refused module-refused@1
import multiprocessing
def attack():
    return 'imported'

#! deny_import_of_asyncio: refused module-refused@1
import asyncio
def attack():
    return 'imported'

#! deny_import_of_signal: refused module-refused@1
import signal
def attack():
    return str(signal.alarm(0))

#! deny_import_of_pathlib: refused module-refused@1
import pathlib
def attack():
    return pathlib.Path('{SECRET_FILE}').read_text()

#! deny_import_of_shutil: refused module-refused@1
import shutil
def attack():
    return shutil.copy('{SECRET_FILE}', '{SECRET_FILE}.written')

#! deny_import_of_tempfile: refused module-refused@1
import tempfile
def attack():
    return 'imported'

#! deny_import_of_glob: refused module-refused@1
import glob
def attack():
    return 'imported'

#! deny_import_of_os_path: refused module-refused@1
import os.path
def attack():
    return 'imported'

#! deny_import_of_traceback: refused module-refused@1
import traceback
def attack():
    return 'imported'

#! deny_import_of_weakref: refused module-refused@1
import weakref
def attack():
    return 'imported'

#! deny_import_of_atexit: refused module-refused@1
import atexit
def attack():
    return 'imported'

#! deny_import_of_mmap: refused module-refused@1
import mmap
def attack():
    return len(mmap.mmap(-1, 1))

#! deny_import_of_resource: refused module-refused@1
import resource
def attack():
    return 'imported'

#! deny_import_of_posix: refused module-refused@1
import posix
def attack():
    return str(posix.listdir('/'))

#! deny_import_of_pty: refused module-refused@1
import pty
def attack():
    return 'imported'

#! deny_import_of_fcntl: refused module-refused@1
import fcntl
def attack():
    return 'imported'

#! deny_import_of_select: refused module-refused@1
import select
def attack():
    return 'imported'

#! deny_import_of_selectors: refused module-refused@1
import selectors
def attack():
    return 'imported'

#! deny_import_of_ssl: refused module-refused@1
import ssl
def attack():
    return 'imported'

#! deny_import_of_http_client: refused module-refused@1
import http.client
def attack():
    return 'imported'

#! deny_import_of_urllib_request: refused module-refused@1
import urllib.request
def attack():
    return 'imported'

#! deny_import_of_http_server: refused module-refused@1
import http.server
def attack():
    return 'imported'

#! deny_import_of_ftplib: refused module-refused@1
import ftplib
def attack():
    return 'imported'

#! deny_import_of_smtplib: refused module-refused@1
import smtplib
def attack():
    return 'imported'

#! deny_import_of_sqlite3: refused module-refused@1
import sqlite3
def attack():
    return 'imported'

#! deny_import_of_dbm: refused module-refused@1
import dbm
def attack():
    return 'imported'

#! deny_import_of_shelve: refused module-refused@1
import shelve
def attack():
    return 'imported'

#! deny_import_of_zipfile: refused module-refused@1
import zipfile
def attack():
    return 'imported'

#! deny_import_of_tarfile: refused module-refused@1
import tarfile
def attack():
    return 'imported'

#! deny_import_of_runpy: refused module-refused@1
import runpy
def attack():
    return str(runpy.run_path('{SECRET_FILE}'))

#! deny_import_of_pkgutil: refused module-refused@1
import pkgutil
def attack():
    return 'imported'

#! deny_import_of_zipimport: refused module-refused@1
import zipimport
def attack():
    return 'imported'

#! deny_import_of_imp: refused module-refused@1
import imp
def attack():
    return 'imported'

#! deny_import_of_codeop: refused module-refused@1
import codeop
def attack():
    return 'imported'

#! deny_import_of_dis: refused module-refused@1
import dis
def attack():
    return 'imported'

#! deny_import_of_pdb: refused module-refused@1
import pdb
def attack():
    return 'imported'

#! deny_import_of_bdb: refused module-refused@1
import bdb
def attack():
    return 'imported'

#! deny_import_of_cProfile: refused module-refused@1
import cProfile
def attack():
    return 'imported'

#! deny_import_of_trace: refused module-refused@1
import trace
def attack():
    return 'imported'

#! deny_import_of_tracemalloc: refused module-refused@1
import tracemalloc
def attack():
    return 'imported'

#! deny_import_of_faulthandler: refused module-refused@1
import faulthandler
def attack():
    return 'imported'

#! deny_import_of_linecache: refused module-refused@1
import linecache
def attack():
    return linecache.getline('{SECRET_FILE}', 1)

#! deny_import_of_logging: refused module-refused@1
import logging
def attack():
    return 'imported'

#! deny_import_of_tokenize: refused module-refused@1
import tokenize
def attack():
    return 'imported'

#! deny_import_of_symtable: refused module-refused@1
import symtable
def attack():
    return 'imported'

#! deny_import_of_site: refused module-refused@1
import site
def attack():
    return 'imported'

#! deny_import_of_sysconfig: refused module-refused@1
import sysconfig
def attack():
    return 'imported'

#! deny_import_of_webbrowser: refused module-refused@1
import webbrowser
def attack():
    return 'imported'

#! deny_import_of_antigravity: refused module-refused@1
import antigravity
def attack():
    return 'imported'

#! deny_import_of_this: refused module-refused@1
import this
def attack():
    return 'imported'

#! deny_import_of_private_main: refused module-refused@1
import __main__
def attack():
    return 'imported'

#! deny_import_of_private_io: refused module-refused@1
import _io
def attack():
    return _io.open('{SECRET_FILE}').read()

#! deny_import_of_private_posixsubprocess: refused module-refused@1
import _posixsubprocess
def attack():
    return 'imported'

#! deny_import_of_private_ctypes: refused module-refused@1
import _ctypes
def attack():
    return 'imported'

#! deny_import_of_nt: refused module-refused@1
import nt
def attack():
    return 'imported'

#! deny_import_of_numpy: refused module-refused@1
import numpy
def attack():
    return 'imported'

#! deny_import_of_requests: refused module-refused@1
import requests
def attack():
    return 'imported'

#! deny_import_of_terrarium_runtime: refused module-refused@1
import terrarium_runtime
def attack():
    return 'imported'

#! deny_import_of_terrarium_runtime_policy: refused module-refused@1
import terrarium_runtime.policy
def attack():
    return 'imported'

#! deny_import_of_encodings: refused module-refused@1
import encodings
def attack():
    return 'imported'

#! deny_import_of_codecs: refused module-refused@1
import codecs
def attack():
    return codecs.open('{SECRET_FILE}').read()

#! deny_import_of_collections__sys: refused module-refused@1
import collections._sys
def attack():
    return 'imported'

#! deny_import_of_json_decoder: refused module-refused@1
import json.decoder
def attack():
    return 'imported'

#! deny_import_of_concurrent_futures: refused module-refused@1
import concurrent.futures
def attack():
    return 'imported'

#! deny_import_of_xml_etree_ElementTree: refused module-refused@1
import xml.etree.ElementTree
def attack():
    return 'imported'

#! deny_import_of_email: refused module-refused@1
import email
def attack():
    return 'imported'

#! deny_import_of_contextvars: refused module-refused@1
import contextvars
def attack():
    return 'imported'

#! deny_import_of_sched: refused module-refused@1
import sched
def attack():
    return 'imported'

#! deny_import_of_queue: refused module-refused@1
import queue
def attack():
    return 'imported'

#! deny_import_of_locale: refused module-refused@1
import locale
def attack():
    return 'imported'

#! deny_import_of_getpass: refused module-refused@1
import getpass
def attack():
    return 'imported'

#! deny_import_of_platform: refused module-refused@1
import platform
def attack():
    return 'imported'

#! deny_import_of_curses: refused module-refused@1
import curses
def attack():
    return 'imported'

#! deny_import_of_readline: refused module-refused@1
import readline
def attack():
    return 'imported'

#! deny_import_of_test_support: refused module-refused@1
import test.support
def attack():
    return 'imported'

#! deny_import_of_lib2to3: refused module-refused@1
import lib2to3
def attack():
    return 'imported'

#! deny_import_of_pydoc: refused module-refused@1
import pydoc
def attack():
    return 'imported'

#! deny_import_of_doctest: refused module-refused@1
import doctest
def attack():
    return 'imported'

#! deny_import_of_unittest: refused module-refused@1
import unittest
def attack():
    return 'imported'

#! deny_import_of_venv: refused module-refused@1
import venv
def attack():
    return 'imported'

#! deny_import_of_ensurepip: refused module-refused@1
import ensurepip
def attack():
    return 'imported'

#! deny_import_of_idlelib: refused module-refused@1
import idlelib
def attack():
    return 'imported'

#! deny_from_os: refused module-refused@1
from os import popen
def attack():
    return popen("cat {SECRET_FILE}").read()

#! deny_from_os_path: refused module-refused@1
from os.path import exists
def attack():
    return exists("{SECRET_FILE}")

#! deny_from_builtins: refused module-refused@1
from builtins import open as read
def attack():
    return read("{SECRET_FILE}").read()

#! deny_from_io: refused import-name-refused@1
from io import open as read
def attack():
    return read("{SECRET_FILE}").read()

#! deny_io_open: refused import-name-refused@3
import io
def attack():
    return io.open("{SECRET_FILE}").read()

#! deny_io_open_at_run_time: raises AttributeError
import io
def attack():
    modules = [io]
    return modules[0].open("{SECRET_FILE}").read()

#! deny_io_fileio: refused import-name-refused@1
from io import FileIO
def attack():
    return FileIO("{SECRET_FILE}").read().decode()

#! deny_io_open_code: refused import-name-refused@3
import io
def attack():
    return io.open_code("{SECRET_FILE}").read().decode()

#! deny_an_import_of_all_names: refused import-name-refused@1
from math import *
def attack():
    return sqrt(4)

#! deny_an_import_of_all_names_of_a_refused_module: refused module-refused@1
from os import *
def attack():
    return popen("cat {SECRET_FILE}").read()

#! deny_an_import_in_a_function: refused module-refused@2
def attack():
    import os
    return {LOOT}

#! deny_an_import_in_a_branch_that_is_not_run: refused module-refused@3
def attack():
    if False:
        import os
    return "not run"

#! deny_an_import_in_a_try: refused module-refused@3
def attack():
    try:
        import os
    except ImportError:
        return "caught"
    return {LOOT}

#! deny_an_import_in_a_class: refused module-refused@2
class A:
    import os
def attack():
    os = A.os
    return {LOOT}

#! deny_an_import_among_others: refused module-refused@1
import math, os, json
def attack():
    return {LOOT}

#! deny_an_import_under_the_name_of_an_allowed_module: refused module-refused@1
import os as math
def attack():
    os = math
    return {LOOT}

#! deny_a_relative_import: refused module-refused@1
from . import os
def attack():
    return str(os)

#! deny_a_relative_import_of_a_module: refused module-refused@1
from .os import path
def attack():
    return str(path)

#! deny_a_relative_import_from_above: refused module-refused@1
from .. import anything
def attack():
    return str(anything)

#! deny_a_relative_import_of_an_allowed_name: refused module-refused@1
from .math import sqrt
def attack():
    return sqrt(4)

#! deny_an_import_of_the_loader_of_a_module: refused import-name-refused@1
from math import __loader__ as found
def attack():
    return str(found)

#! deny_an_import_of_the_builtins_of_a_module: refused import-name-refused@1
from random import __builtins__ as found
def attack():
    os = found["__import__"]("os")
    return {LOOT}

#! deny_an_import_of_the_names_of_a_module: refused import-name-refused@1
from random import __dict__ as found
def attack():
    return str(found)

#! deny_an_import_of_itself: refused module-refused@2
def attack():
    import program
    return str(program)

#! deny_the_import_function: refused name-refused@2
def attack():
    os = __import__("os")
    return {LOOT}

#! deny_the_import_function_under_another_name: refused name-refused@1
load = __import__
def attack():
    os = load("os")
    return {LOOT}

#! deny_the_import_function_for_an_allowed_module: refused name-refused@2
def attack():
    return __import__("math").sqrt(4)

#! deny_a_name_that_is_not_reviewed: refused import-name-refused@1
from uuid import getnode
def attack():
    return getnode()

#! deny_the_address_of_the_machine: refused import-name-refused@3
import uuid
def attack():
    return str(uuid.uuid1())

#! deny_a_clock_of_another_process: refused import-name-refused@3
import time
def attack():
    return time.clock_gettime(-1 << 3 | 2)

#! deny_setting_the_clock: refused import-name-refused@3
import time
def attack():
    return time.clock_settime(0, 0.0)

#! deny_a_long_sleep: raises ValueError: policy
import time
def attack():
    time.sleep(10 ** 9)

#! deny_a_sleep_without_an_end: raises *
import time
def attack():
    time.sleep(float("inf"))

#! deny_a_sleep_that_is_no_number: raises *
import time
class Long(float):
    def __gt__(self, other): return False
    def __float__(self): return 1e9
    def __index__(self): return 10 ** 9
def attack():
    time.sleep(Long(1e9))

#! deny_a_change_of_the_folder: refused import-name-refused@3
import contextlib
def attack():
    with contextlib.chdir("/"):
        return "changed"

#! deny_a_change_of_the_locale: refused import-name-refused@3
import calendar
def attack():
    return calendar.LocaleTextCalendar(locale="C").formatmonth(2024, 1)

#! deny_how_objects_are_copied: refused import-name-refused@3
import copy
def attack():
    copy.dispatch_table[int] = lambda x: "copied"
    return copy.copy(5)

#! deny_the_folders_of_time_zones: refused import-name-refused@3
import zoneinfo
def attack():
    zoneinfo.reset_tzpath(["/"])
    return list(zoneinfo.TZPATH)

#! allow_the_modules_that_people_use: gives 44
import math, cmath, statistics, random, decimal, fractions, numbers, datetime, calendar, time
import re, string, textwrap, difflib, unicodedata, json, csv, io, base64, hashlib, hmac, zlib, struct, array
import collections, collections.abc, itertools, functools, operator, heapq, bisect, copy, enum, dataclasses, typing
import types, abc, contextlib, uuid, secrets, html, urllib.parse, pprint, warnings
def attack():
    return len([math, cmath, statistics, random, decimal, fractions, numbers, datetime, calendar, time, re, string,
                textwrap, difflib, unicodedata, json, csv, io, base64, hashlib, hmac, zlib, struct, array, collections,
                collections.abc, itertools, functools, operator, heapq, bisect, copy, enum, dataclasses, typing, types,
                abc, contextlib, uuid, secrets, html, urllib.parse, pprint, warnings])

#! allow_a_short_sleep: gives null
import time
def attack():
    return time.sleep(0)

#! allow_texts_and_bytes_as_files: gives ["a", "b", [["1", "2"]]]
import csv, io
def attack():
    return [io.StringIO("a").read(), io.BytesIO(b"b").read().decode(), list(csv.reader(["1,2"]))]
