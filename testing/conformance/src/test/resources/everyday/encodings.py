"""Bytes and codes: checksums, packing, escaping."""

import base64
import hashlib
import hmac
import html
import io
import json
import struct
import urllib.parse
import uuid
import zlib
from urllib.parse import parse_qs, quote, unquote, urlencode, urljoin, urlsplit

HEADER = struct.Struct(">4sBHI")


class SignatureError(Exception):
    pass


#> sign_token [{"user": "ann", "role": "admin"}, "secret"] -> "eyJyb2xlIjogImFkbWluIiwgInVzZXIiOiAiYW5uIn0.5e0f17e5b3e30e07"
def sign_token(claims, key):
    body = base64.urlsafe_b64encode(json.dumps(claims, sort_keys=True).encode()).rstrip(b"=")
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return f"{body.decode()}.{signature[:16]}"


#> read_token ["eyJyb2xlIjogImFkbWluIiwgInVzZXIiOiAiYW5uIn0.0000", "secret"] raises SignatureError: the token was changed
#> read_token ["nonsense", "secret"] raises ValueError: not enough values to unpack (expected 2, got 1)
def read_token(token, key):
    body, signature = token.split(".")
    expected = hmac.new(key.encode(), body.encode(), "sha256").hexdigest()[:16]
    if not hmac.compare_digest(signature, expected):
        raise SignatureError("the token was changed")
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


#> password_digest ["hunter2", "salt"] -> {"hex": "8a2f3166b7802ebe2662", "md5": "2ab96390c7dbe3439de74d0c9b0b1767"}
def password_digest(password, salt):
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 100)
    return {"hex": digest.hex()[:20], "md5": hashlib.md5(password.encode()).hexdigest()}


#> pack_header ["TRRM", 1, 513, 4000000000] -> ["54 52 52 4d 01 02 01 ee 6b 28 00", "TRRM", [1, 513, 4000000000], 11]
#> pack_header ["TRRM", "one", 0, 0] raises struct.error: required argument is not an integer
def pack_header(magic, version, flags, size):
    packed = HEADER.pack(magic.encode(), version, flags, size)
    name, *numbers = HEADER.unpack(packed)
    return [packed.hex(" "), name.decode(), numbers, HEADER.size]


#> unpack_short ["0102"] raises struct.error: unpack requires a buffer of 4 bytes
#> unpack_short ["01020304"] -> 67305985
def unpack_short(text):
    (number,) = struct.unpack("<I", bytes.fromhex(text))
    return number


#> compress_text ["abc abc abc abc abc abc"] -> [true, 3490840107, 1513817989]
def compress_text(text):
    data = text.encode("utf-8")
    packed = zlib.compress(data, 9)
    assert zlib.decompress(packed) == data
    return [len(packed) < len(data), zlib.crc32(data), zlib.adler32(data)]


#> decompress_garbage ["not compressed"] raises zlib.error: Error -3 while decompressing data: incorrect header check
def decompress_garbage(text):
    return zlib.decompress(text.encode()).decode()


#> decode_bytes ["68c3a9", "utf-8"] -> "hé"
#> decode_bytes ["68e9", "utf-8"] raises UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 1: unexpected end of data
#> decode_bytes ["68e9", "latin-1"] -> "hé"
def decode_bytes(text, encoding):
    return bytes.fromhex(text).decode(encoding)


#> stable_identifiers ["example.org", "ann"] -> ["aad03681-8b63-5304-89e0-8ca8f49461b5", "7e0ece1a79175e2ca7838fa6f8bc9a9c", 5, true]
def stable_identifiers(domain, name):
    space = uuid.uuid5(uuid.NAMESPACE_DNS, domain)
    child = uuid.uuid5(space, name)
    return [str(space), child.hex, child.version, uuid.UUID(str(child)) == child]


#> escape_comment ["<b>5 > 3 & \"x\"</b>"] -> "&lt;b&gt;5 &gt; 3 &amp; &quot;x&quot;&lt;/b&gt;"
def escape_comment(text):
    escaped = html.escape(text)
    assert html.unescape(escaped) == text
    return escaped


#> split_address ["https://user@example.org:8080/a/b?q=1&q=2&x=%20y#top"] -> {"scheme": "https", "host": "example.org", "port": 8080, "path": "/a/b", "query": {"q": ["1", "2"], "x": [" y"]}, "fragment": "top"}
#> split_address ["http://host:port/"] raises ValueError: Port could not be cast to integer value as 'port'
def split_address(address):
    parts = urlsplit(address)
    return {
        "scheme": parts.scheme,
        "host": parts.hostname,
        "port": parts.port,
        "path": parts.path,
        "query": parse_qs(parts.query),
        "fragment": parts.fragment,
    }


#> build_address ["https://example.org/shop/index", {"q": "red & blue", "page": 2}] -> ["https://example.org/shop/search?q=red+%26+blue&page=2", "a%20b/c", "a b", "a+b"]
def build_address(base, parameters):
    joined = urljoin(base, "search") + "?" + urlencode(parameters)
    return [joined, quote("a b/c"), unquote("a%20b"), urllib.parse.quote_plus("a b")]


#> luhn_valid ["4539 1488 0343 6467"] -> true
#> luhn_valid ["8273 1232 7352 0569"] -> false
def luhn_valid(number):
    digits = [int(digit) for digit in number if digit.isdigit()]
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(odd) + sum(sum(divmod(2 * digit, 10)) for digit in even)) % 10 == 0


#> isbn_check_digit ["978030640615"] -> "7"
#> isbn_check_digit ["97803x640615"] raises ValueError: invalid literal for int() with base 10: 'x'
def isbn_check_digit(isbn):
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(isbn))
    return str((10 - total % 10) % 10)


#> hex_dump ["Hello, bytes!"] -> ["0000  48 65 6c 6c 6f 2c 20 62  Hello, b", "0008  79 74 65 73 21           ytes!"]
def hex_dump(text, width=8):
    stream = io.BytesIO(text.encode())
    lines = []
    while chunk := stream.read(width):
        codes = " ".join(f"{byte:02x}" for byte in chunk)
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in chunk)
        lines.append(f"{stream.tell() - len(chunk):04x}  {codes:<{width * 3}} {letters}")
    return lines


#> bit_tricks [178] -> {"binary": "10110010", "ones": 4, "swapped": 45568, "gray": 235, "power_of_two": false, "xor": "0a071a"}
def bit_tricks(number):
    view = memoryview(number.to_bytes(2, "big"))
    return {
        "binary": f"{number:b}",
        "ones": bin(number).count("1"),
        "swapped": int.from_bytes(view[::-1], "big"),
        "gray": number ^ (number >> 1),
        "power_of_two": number > 0 and number & (number - 1) == 0,
        "xor": bytes(a ^ b for a, b in zip(b"key", b"abc")).hex(),
    }


#> morse ["SOS 1"] -> "... --- ... / .----"
#> morse ["S#S"] raises KeyError: '#'
def morse(text):
    codes = {"S": "...", "O": "---", "1": ".----"}
    return " / ".join(" ".join(codes[letter] for letter in word) for word in text.split())
