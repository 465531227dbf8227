# A module that a module of the allowlist holds: by attribute, by `from … import`, by another name of the module.

#! deny_the_module_random_os: raises AttributeError
import random
def attack():
    return str(random._os)

#! deny_the_module_random_os_by_from: refused import-name-refused@1
from random import _os as found
def attack():
    return str(found)

#! deny_the_module_random_os_at_run_time: raises AttributeError
import random
def attack():
    modules = [random]
    return str(getattr(modules[0], '_os'))

#! deny_the_module_collections_sys: raises AttributeError
import collections
def attack():
    return str(collections._sys)

#! deny_the_module_collections_sys_by_from: refused import-name-refused@1
from collections import _sys as found
def attack():
    return str(found)

#! deny_the_module_collections_sys_at_run_time: raises AttributeError
import collections
def attack():
    modules = [collections]
    return str(getattr(modules[0], '_sys'))

#! deny_the_module_enum_sys: refused import-name-refused@3
import enum
def attack():
    return str(enum.sys)

#! deny_the_module_enum_sys_by_from: refused import-name-refused@1
from enum import sys as found
def attack():
    return str(found)

#! deny_the_module_enum_sys_at_run_time: raises AttributeError
import enum
def attack():
    modules = [enum]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_json_decoder: refused import-name-refused@3
import json
def attack():
    return str(json.decoder)

#! deny_the_module_json_decoder_by_from: refused import-name-refused@1
from json import decoder as found
def attack():
    return str(found)

#! deny_the_module_json_decoder_at_run_time: raises AttributeError
import json
def attack():
    modules = [json]
    return str(getattr(modules[0], 'decoder'))

#! deny_the_module_json_scanner: refused import-name-refused@3
import json
def attack():
    return str(json.scanner)

#! deny_the_module_json_scanner_by_from: refused import-name-refused@1
from json import scanner as found
def attack():
    return str(found)

#! deny_the_module_json_scanner_at_run_time: raises AttributeError
import json
def attack():
    modules = [json]
    return str(getattr(modules[0], 'scanner'))

#! deny_the_module_json_codecs: refused import-name-refused@3
import json
def attack():
    return str(json.codecs)

#! deny_the_module_json_codecs_by_from: refused import-name-refused@1
from json import codecs as found
def attack():
    return str(found)

#! deny_the_module_json_codecs_at_run_time: raises AttributeError
import json
def attack():
    modules = [json]
    return str(getattr(modules[0], 'codecs'))

#! deny_the_module_dataclasses_sys: refused import-name-refused@3
import dataclasses
def attack():
    return str(dataclasses.sys)

#! deny_the_module_dataclasses_sys_by_from: refused import-name-refused@1
from dataclasses import sys as found
def attack():
    return str(found)

#! deny_the_module_dataclasses_sys_at_run_time: raises AttributeError
import dataclasses
def attack():
    modules = [dataclasses]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_dataclasses_inspect: refused import-name-refused@3
import dataclasses
def attack():
    return str(dataclasses.inspect)

#! deny_the_module_dataclasses_inspect_by_from: refused import-name-refused@1
from dataclasses import inspect as found
def attack():
    return str(found)

#! deny_the_module_dataclasses_inspect_at_run_time: raises AttributeError
import dataclasses
def attack():
    modules = [dataclasses]
    return str(getattr(modules[0], 'inspect'))

#! deny_the_module_contextlib_sys: refused import-name-refused@3
import contextlib
def attack():
    return str(contextlib.sys)

#! deny_the_module_contextlib_sys_by_from: refused import-name-refused@1
from contextlib import sys as found
def attack():
    return str(found)

#! deny_the_module_contextlib_sys_at_run_time: raises AttributeError
import contextlib
def attack():
    modules = [contextlib]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_contextlib_os: refused import-name-refused@3 or raises AttributeError
import contextlib
def attack():
    return str(contextlib.os)

#! deny_the_module_contextlib_os_by_from: refused import-name-refused@1
from contextlib import os as found
def attack():
    return str(found)

#! deny_the_module_contextlib_os_at_run_time: raises AttributeError
import contextlib
def attack():
    modules = [contextlib]
    return str(getattr(modules[0], 'os'))

#! deny_the_module_typing_sys: refused import-name-refused@3
import typing
def attack():
    return str(typing.sys)

#! deny_the_module_typing_sys_by_from: refused import-name-refused@1
from typing import sys as found
def attack():
    return str(found)

#! deny_the_module_typing_sys_at_run_time: raises AttributeError
import typing
def attack():
    modules = [typing]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_typing_collections: refused import-name-refused@3
import typing
def attack():
    return str(typing.collections)

#! deny_the_module_typing_collections_by_from: refused import-name-refused@1
from typing import collections as found
def attack():
    return str(found)

#! deny_the_module_typing_collections_at_run_time: raises AttributeError
import typing
def attack():
    modules = [typing]
    return str(getattr(modules[0], 'collections'))

#! deny_the_module_uuid_os: refused import-name-refused@3
import uuid
def attack():
    return str(uuid.os)

#! deny_the_module_uuid_os_by_from: refused import-name-refused@1
from uuid import os as found
def attack():
    return str(found)

#! deny_the_module_uuid_os_at_run_time: raises AttributeError
import uuid
def attack():
    modules = [uuid]
    return str(getattr(modules[0], 'os'))

#! deny_the_module_warnings_sys: refused import-name-refused@3
import warnings
def attack():
    return str(warnings.sys)

#! deny_the_module_warnings_sys_by_from: refused import-name-refused@1
from warnings import sys as found
def attack():
    return str(found)

#! deny_the_module_warnings_sys_at_run_time: raises AttributeError
import warnings
def attack():
    modules = [warnings]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_textwrap_re: refused import-name-refused@3
import textwrap
def attack():
    return str(textwrap.re)

#! deny_the_module_textwrap_re_by_from: refused import-name-refused@1
from textwrap import re as found
def attack():
    return str(found)

#! deny_the_module_textwrap_re_at_run_time: raises AttributeError
import textwrap
def attack():
    modules = [textwrap]
    return str(getattr(modules[0], 're'))

#! deny_the_module_string_re: raises AttributeError
import string
def attack():
    return str(string._re)

#! deny_the_module_string_re_by_from: refused import-name-refused@1
from string import _re as found
def attack():
    return str(found)

#! deny_the_module_string_re_at_run_time: raises AttributeError
import string
def attack():
    modules = [string]
    return str(getattr(modules[0], '_re'))

#! deny_the_module_statistics_sys: refused import-name-refused@3
import statistics
def attack():
    return str(statistics.sys)

#! deny_the_module_statistics_sys_by_from: refused import-name-refused@1
from statistics import sys as found
def attack():
    return str(found)

#! deny_the_module_statistics_sys_at_run_time: raises AttributeError
import statistics
def attack():
    modules = [statistics]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_statistics_random: refused import-name-refused@3
import statistics
def attack():
    return str(statistics.random)

#! deny_the_module_statistics_random_by_from: refused import-name-refused@1
from statistics import random as found
def attack():
    return str(found)

#! deny_the_module_statistics_random_at_run_time: raises AttributeError
import statistics
def attack():
    modules = [statistics]
    return str(getattr(modules[0], 'random'))

#! deny_the_module_fractions_sys: refused import-name-refused@3
import fractions
def attack():
    return str(fractions.sys)

#! deny_the_module_fractions_sys_by_from: refused import-name-refused@1
from fractions import sys as found
def attack():
    return str(found)

#! deny_the_module_fractions_sys_at_run_time: raises AttributeError
import fractions
def attack():
    modules = [fractions]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_calendar_sys: refused import-name-refused@3
import calendar
def attack():
    return str(calendar.sys)

#! deny_the_module_calendar_sys_by_from: refused import-name-refused@1
from calendar import sys as found
def attack():
    return str(found)

#! deny_the_module_calendar_sys_at_run_time: raises AttributeError
import calendar
def attack():
    modules = [calendar]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_hmac_hashopenssl: raises AttributeError
import hmac
def attack():
    return str(hmac._hashopenssl)

#! deny_the_module_hmac_hashopenssl_by_from: refused import-name-refused@1
from hmac import _hashopenssl as found
def attack():
    return str(found)

#! deny_the_module_hmac_hashopenssl_at_run_time: raises AttributeError
import hmac
def attack():
    modules = [hmac]
    return str(getattr(modules[0], '_hashopenssl'))

#! deny_the_module_pprint_sys: raises AttributeError
import pprint
def attack():
    return str(pprint._sys)

#! deny_the_module_pprint_sys_by_from: refused import-name-refused@1
from pprint import _sys as found
def attack():
    return str(found)

#! deny_the_module_pprint_sys_at_run_time: raises AttributeError
import pprint
def attack():
    modules = [pprint]
    return str(getattr(modules[0], '_sys'))

#! deny_the_module_base64_struct: refused import-name-refused@3
import base64
def attack():
    return str(base64.struct)

#! deny_the_module_base64_struct_by_from: refused import-name-refused@1
from base64 import struct as found
def attack():
    return str(found)

#! deny_the_module_base64_struct_at_run_time: raises AttributeError
import base64
def attack():
    modules = [base64]
    return str(getattr(modules[0], 'struct'))

#! deny_the_module_zoneinfo_tzpath: raises AttributeError
import zoneinfo
def attack():
    return str(zoneinfo._tzpath)

#! deny_the_module_zoneinfo_tzpath_by_from: refused import-name-refused@1
from zoneinfo import _tzpath as found
def attack():
    return str(found)

#! deny_the_module_zoneinfo_tzpath_at_run_time: raises AttributeError
import zoneinfo
def attack():
    modules = [zoneinfo]
    return str(getattr(modules[0], '_tzpath'))

#! deny_the_module_io_abc: refused import-name-refused@3
import io
def attack():
    return str(io.abc)

#! deny_the_module_io_abc_by_from: refused import-name-refused@1
from io import abc as found
def attack():
    return str(found)

#! deny_the_module_io_abc_at_run_time: raises AttributeError
import io
def attack():
    modules = [io]
    return str(getattr(modules[0], 'abc'))

#! deny_the_module_urllib_parse_sys: refused import-name-refused@3 or raises AttributeError
import urllib.parse
def attack():
    return str(urllib.parse.sys)

#! deny_the_module_urllib_parse_sys_by_from: refused import-name-refused@1
from urllib.parse import sys as found
def attack():
    return str(found)

#! deny_the_module_urllib_parse_sys_at_run_time: raises AttributeError
import urllib.parse
def attack():
    modules = [urllib.parse]
    return str(getattr(modules[0], 'sys'))

#! deny_the_module_html_re: raises AttributeError
import html
def attack():
    return str(html._re)

#! deny_the_module_html_re_by_from: refused import-name-refused@1
from html import _re as found
def attack():
    return str(found)

#! deny_the_module_html_re_at_run_time: raises AttributeError
import html
def attack():
    modules = [html]
    return str(getattr(modules[0], '_re'))

#! deny_the_module_datetime_sys: refused import-name-refused@3 or raises AttributeError: no attribute 'sys'
import datetime
def attack():
    return str(datetime.sys)

#! deny_the_module_datetime_sys_by_from: refused import-name-refused@1
from datetime import sys as found
def attack():
    return str(found)

#! deny_the_module_datetime_sys_at_run_time: raises AttributeError
import datetime
def attack():
    modules = [datetime]
    return str(getattr(modules[0], 'sys'))

#! deny_the_modules_that_python_has_loaded: refused import-name-refused@3
import enum
def attack():
    os = enum.sys.modules["os"]
    return {LOOT}

#! deny_the_modules_that_python_has_loaded_under_another_name: raises AttributeError
import enum
def attack():
    import enum as e
    known = {"e": e}
    os = known["e"].sys.modules["os"]
    return {LOOT}

#! deny_the_operating_system_through_random: raises AttributeError: _os
import random
def attack():
    os = random._os
    return {LOOT}

#! deny_the_operating_system_through_contextlib: refused import-name-refused@3 or raises AttributeError
import contextlib
def attack():
    os = contextlib.os
    return {LOOT}

#! deny_the_operating_system_through_uuid_by_from: refused import-name-refused@1
from uuid import os
def attack():
    return {LOOT}

#! deny_the_operating_system_through_a_class_of_a_module: refused attribute-refused@3
import random
def attack():
    os = random.Random.seed.__globals__["_os"]
    return {LOOT}

#! deny_a_module_behind_a_rebound_name: raises AttributeError
import math
import contextlib
math = contextlib
def attack():
    os = math.os if hasattr(math, "os") else math.sys.modules["os"]
    return {LOOT}

#! deny_a_module_behind_a_parameter: raises AttributeError
import contextlib
def read(module): return module.sys.modules["os"]
def attack():
    os = read(contextlib)
    return {LOOT}

#! deny_a_module_behind_a_walrus: raises AttributeError
import contextlib
def attack():
    os = (found := contextlib).sys.modules["os"]
    return {LOOT}

#! deny_a_module_in_a_pattern: gives "no"
import contextlib
def attack():
    match contextlib:
        case object(sys=found):
            os = found.modules["os"]
            return {LOOT}
    return "no"

#! deny_a_module_by_attrgetter: raises AttributeError
from operator import attrgetter
import contextlib
def attack():
    os = attrgetter("sys.modules")(contextlib)["os"]
    return {LOOT}

#! deny_a_module_in_a_format_text: raises AttributeError
import contextlib
def attack():
    text = "{0.sys.modules}"
    return text.format(contextlib)

#! deny_the_module_of_a_catcher_of_warnings: raises AttributeError: _module
import warnings
def attack():
    os = warnings.catch_warnings()._module.sys.modules["os"]
    return {LOOT}

#! deny_the_modules_that_a_package_has_loaded: refused import-name-refused@3
import json
def attack():
    return str(json.encoder.c_make_encoder)

#! deny_a_package_by_its_module: refused import-name-refused@3 or raises AttributeError
import urllib.parse
def attack():
    return str(urllib.request)

#! deny_the_parts_of_collections: raises AttributeError: _collections_abc
import collections
def attack():
    os = collections._collections_abc.sys.modules["os"]
    return {LOOT}

#! deny_writing_into_a_module_that_others_see: gives ["own", 1]
import random
def attack():
    random.Random = lambda *given: "own"
    random.choice = lambda items: "own"
    import secrets
    return [random.choice([1]), secrets.choice([1])]

#! deny_taking_a_name_from_a_module_that_others_need: gives "{'a': 1}"
import re
import textwrap
def attack():
    del re.compile
    re.sub = None
    return textwrap.dedent("  {'a': 1}")

#! deny_a_module_made_by_the_type_of_a_module: raises *
import math
def attack():
    made = type(math)("os")
    return made.path

#! deny_an_importer_on_a_facade: raises AttributeError: policy
import math
def attack():
    return str(getattr(math, "__loader__"))

#! deny_the_spec_of_a_facade: raises AttributeError: policy
import math
def attack():
    return str(getattr(math, "__spec__"))

#! allow_modules_within_packages: gives [true, "a%20b", 3]
import collections.abc
import urllib.parse
from collections import abc
def attack():
    return [isinstance([], collections.abc.Sequence), urllib.parse.quote("a b"), abc.Sequence.count([1, 1, 1], 1)]

#! allow_modules_under_other_names: gives [2.0, 4, "x"]
import math as m
from statistics import mean as average
from collections import OrderedDict
import json
def attack():
    modules = {"m": m}
    return [modules["m"].sqrt(4), average([3, 5]), json.loads('"x"')]

#! allow_an_import_where_it_is_needed: gives [3, 2]
def attack():
    import math
    from math import floor as down
    return [math.ceil(2.5), down(2.5)]
