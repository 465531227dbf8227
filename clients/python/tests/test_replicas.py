"""Several services behind a balancer that knows nothing of programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from services import Service, balancer, service
from test_service import MEAN

from terrarium_client import Client, ConnectionLost, ServiceUnavailable


@pytest.fixture(scope="module")
def replicas() -> Iterator[tuple[Service, Service]]:
    with service() as one, service() as other:
        yield one, other


def test_a_program_is_registered_wherever_it_is_not_known(
    replicas: tuple[Service, Service],
) -> None:
    with balancer(*replicas) as url, Client(url) as client:
        program = client.compile(MEAN)
        assert [program.call("mean_square", [float(n)]) for n in range(10)] == [
            n * n for n in range(10)
        ]


def test_a_map_meets_replicas_that_do_not_know_the_program(
    replicas: tuple[Service, Service],
) -> None:
    with balancer(*replicas) as url, Client(url) as client:
        program = client.compile("def double(x):\n    return 2 * x\n")
        found = [
            one.unwrap() for one in program.map("double", ((n,) for n in range(500)), window=50)
        ]
        assert found == [2 * n for n in range(500)]


def test_one_that_was_killed_and_is_started_again_knows_nothing_and_is_told(
    replicas: tuple[Service, Service],
) -> None:
    one, _ = replicas
    with balancer(*replicas) as url, Client(url) as client:
        program = client.compile("def triple(x):\n    return 3 * x\n")
        assert [program.call("triple", n) for n in range(4)] == [0, 3, 6, 9]
        one.kill()
        assert [program.call("triple", n) for n in range(4)] == [0, 3, 6, 9]
        one.start()
        assert [program.call("triple", n) for n in range(8)] == [3 * n for n in range(8)]


def test_a_call_that_may_have_run_is_not_made_again_unless_asked(
    replicas: tuple[Service, Service],
) -> None:
    one, other = replicas
    with Client(one.url) as client:
        program = client.compile("def f():\n    while True:\n        pass\n")
        one.kill()
        with pytest.raises(ServiceUnavailable, match="no connection"):
            program.options(timeout=2).call("f")
        one.start()
    assert other.port != one.port


def test_a_connection_that_breaks_under_a_call_is_told_as_such() -> None:
    with service() as started, Client(started.url) as client:
        program = client.compile(
            "def f(x):\n    print('begun')\n    while x:\n        pass\n    return x\n"
        )
        loud = program.options(on_output=lambda stream, text: started.kill())
        with pytest.raises(ConnectionLost):
            loud.call("f", 1)
