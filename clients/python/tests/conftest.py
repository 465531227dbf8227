from __future__ import annotations

from collections.abc import Iterator

import pytest
from services import Service, service

from terrarium_client import Client


@pytest.fixture(scope="session")
def running() -> Iterator[Service]:
    """One service without any configuration, for all tests that need nothing else."""
    with service() as started:
        yield started


@pytest.fixture
def client(running: Service) -> Iterator[Client]:
    with Client(running.url) as opened:
        yield opened


@pytest.fixture(scope="session")
def narrow() -> Iterator[Service]:
    """A service that runs one call at a time: whether one has ended is seen by the next."""
    with service(environment={"TERRARIUM_SANDBOX_CONCURRENCY": "1"}) as started:
        yield started


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
