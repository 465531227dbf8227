"""The asynchronous client, against a real service: what it does otherwise than the blocking one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from services import Service
from test_service import ENDLESS, LONG, MEAN, is_free

from terrarium_client import (
    AsyncClient,
    DeadlineExceeded,
    PolicyViolation,
    UserCodeError,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def asynchronous(running: Service) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(running.url) as opened:
        yield opened


async def test_calls_run_side_by_side(asynchronous: AsyncClient) -> None:
    program = await asynchronous.compile(MEAN)
    found = await asyncio.gather(*(program.call("mean_square", [float(n)]) for n in range(10)))
    assert found == [n * n for n in range(10)]
    assert await asynchronous.execute(MEAN, "mean_square", xs=[2.0]) == 4.0
    with pytest.raises(UserCodeError):
        await program.call("mean_square", [])
    assert (await program.invoke("mean_square", [])).status == "exception"


async def test_sources_are_checked(asynchronous: AsyncClient) -> None:
    assert (await asynchronous.check(MEAN)).ok
    with pytest.raises(PolicyViolation):
        await asynchronous.compile("import os\n")
    assert "restricted" in await asynchronous.policies()
    assert (await asynchronous.policy("restricted"))["name"] == "restricted"
    assert (await asynchronous.isolation())["usable"] is True
    assert "profiles" in await asynchronous.profiles()


async def test_a_session_keeps_what_the_program_has_made(asynchronous: AsyncClient) -> None:
    source = "seen = []\ndef add(x):\n    seen.append(x)\n    return sum(seen)\n"
    async with asynchronous.session(source) as session:
        assert await session.call("add", 1) == 1
        assert (await session.invoke("add", 2)).result == 3


async def test_rows_come_from_what_is_asynchronous_too(asynchronous: AsyncClient) -> None:
    async def rows() -> AsyncIterator[tuple[int]]:
        for n in range(250):
            yield (n,)

    program = await asynchronous.compile("def double(x):\n    return 2 * x\n")
    found = [one.result async for one in program.map("double", rows(), window=100)]
    assert found == [2 * n for n in range(250)]
    assert [one.result async for one in program.map("double", [(4,)])] == [8]


async def test_output_comes_while_the_call_runs(asynchronous: AsyncClient) -> None:
    heard: list[str] = []

    async def hear(stream: str, text: str) -> None:
        await asyncio.sleep(0)
        heard.append(text)

    loud = asynchronous.options(on_output=hear)
    assert await loud.execute("def f():\n    print('one')\n    return 2\n", "f") == 2
    assert "".join(heard) == "one\n"


async def test_a_task_that_is_cancelled_cancels_its_call(narrow: Service) -> None:
    runs = asyncio.Event()
    async with AsyncClient(narrow.url) as client:
        loud = client.options(limits=LONG, on_output=lambda stream, text: runs.set())
        task = asyncio.create_task(loud.execute(ENDLESS, "f", 1))
        await asyncio.wait_for(runs.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    is_free(narrow)


async def test_a_call_that_waits_for_its_answer_is_cancelled_with_its_task(
    narrow: Service,
) -> None:
    async with AsyncClient(narrow.url) as client:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.options(limits=LONG).execute(ENDLESS, "f", 1), 1)
    is_free(narrow)


async def test_a_timeout_cancels_the_call(narrow: Service) -> None:
    async with AsyncClient(narrow.url) as client:
        with pytest.raises(DeadlineExceeded):
            await client.options(timeout=1, limits=LONG).execute(ENDLESS, "f", 1)
    is_free(narrow)


async def test_a_map_that_is_left_is_cancelled(narrow: Service) -> None:
    async with AsyncClient(narrow.url) as client:
        program = await client.compile(ENDLESS)
        outcomes = program.options(limits=LONG).map("f", [(0,), (1,)])
        assert (await anext(outcomes)).result == 0
        await outcomes.aclose()
    is_free(narrow)
