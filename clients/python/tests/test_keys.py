"""A service that wants keys, and lets a key do only so much."""

from __future__ import annotations

import pathlib
import re
import subprocess
from collections.abc import Iterator

import pytest
from services import ROOT, Service, service
from test_service import MEAN

from terrarium_client import Client, Forbidden, InvalidRequest, RateLimited, Unauthorized


@pytest.fixture(scope="module")
def key() -> tuple[str, str]:
    """A key, and the hash of it that an operator configures."""
    made = subprocess.run(
        [str(ROOT / "terrarium"), "key", "new", "shop"], capture_output=True, text=True, check=True
    )
    found = re.search(r"sha256:[0-9a-f]{64}", made.stderr)
    assert found is not None
    return made.stdout.strip(), found[0]


@pytest.fixture(scope="module")
def guarded(key: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    configuration: pathlib.Path = tmp_path_factory.mktemp("configuration") / "terrarium.toml"
    configuration.write_text(
        f'[server.keys.shop]\nhash = "{key[1]}"\nprofiles = ["rules"]\nrate = 2\nburst = 8\n'
        '[profiles.rules.limits]\nwall_time = "1s"\n[profiles.others.limits]\nwall_time = "1s"\n'
    )
    with service("--config", str(configuration)) as started:
        yield started


def test_a_service_with_keys_wants_one_that_it_knows(
    guarded: Service, key: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (None, "wrong"):
        with Client(guarded.url, api_key=wrong) as client, pytest.raises(Unauthorized) as raised:
            client.check(MEAN)
        assert raised.value.http_status == 401
    monkeypatch.setenv("TERRARIUM_API_KEY", key[0])
    with Client(guarded.url) as client:
        assert client.execute(MEAN, "mean_square", [3.0]) == 9.0


def test_a_key_has_its_profiles_and_no_others(guarded: Service, key: tuple[str, str]) -> None:
    with Client(guarded.url, api_key=key[0]) as client:
        with pytest.raises(Forbidden):
            client.check(MEAN, profile="others")
        with pytest.raises(InvalidRequest):
            client.check(MEAN, profile="none such")
        with pytest.raises(Forbidden):
            client.check(MEAN, policy="full")


def test_a_key_that_asks_too_often_waits_or_is_told_to(
    guarded: Service, key: tuple[str, str]
) -> None:
    with (
        Client(guarded.url, api_key=key[0], attempts=1) as hasty,
        pytest.raises(RateLimited) as raised,
    ):
        for _ in range(20):
            hasty.policies()
    assert raised.value.retry_after is not None and 0 < raised.value.retry_after < 5
    with Client(guarded.url, api_key=key[0]) as patient:
        assert len([patient.policies() for _ in range(3)]) == 3
