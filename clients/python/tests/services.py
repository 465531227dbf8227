"""Real services for the tests: `./terrarium serve` on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

ROOT = pathlib.Path(__file__).resolve().parents[3]
_STARTING = 180.0
_STOPPING = 60.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class Service:
    """A service that can be killed, and started again where it was."""

    def __init__(
        self, *arguments: str, environment: Mapping[str, str] | None = None, port: int = 0
    ) -> None:
        self._arguments = arguments
        self._environment = {**os.environ, **(environment or {})}
        self.port = port
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by close()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(ROOT / "terrarium"), "serve", "--port", str(self.port), *self._arguments]
        begin = self._log.seek(0, os.SEEK_END)
        self._process = subprocess.Popen(
            command, stdout=self._log, stderr=subprocess.STDOUT, env=self._environment
        )
        end = time.monotonic() + _STARTING
        while (found := _ADDRESS.search(self._since(begin))) is None:
            if self._process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"the service did not start:\n{self._since(begin)}")
            time.sleep(0.05)
        self.port = int(found[1])

    def kill(self) -> None:
        """As the kernel would, where memory ends."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_STOPPING)

    def stop(self) -> int:
        """Asks it to drain, as an operator does; returns its exit status."""
        if self._process is None or self._process.poll() is not None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def close(self) -> None:
        try:
            self.stop()
        finally:
            self._log.close()

    def _since(self, begin: int) -> str:
        self._log.flush()
        self._log.seek(begin)
        return self._log.read()


@contextlib.contextmanager
def service(*arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    started = Service(*arguments, environment=environment)
    try:
        started.start()
        yield started
    finally:
        started.close()


@contextlib.contextmanager
def balancer(*replicas: Service) -> Iterator[str]:
    """The URL of a proxy: each request goes to the next replica, or to another if that is down."""
    turns = count()

    class Forward(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            for _ in replicas:
                replica = replicas[next(turns) % len(replicas)]
                connection = HTTPConnection("127.0.0.1", replica.port, timeout=30)
                try:
                    connection.connect()
                except OSError:
                    continue
                with contextlib.closing(connection):
                    connection.request(self.command, self.path, body, dict(self.headers))
                    answer = connection.getresponse()
                    content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                return
            self.send_error(502)

        do_GET = do_POST = do_DELETE = _forward

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Forward)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
