"""What a picture took, from the counters to the API: seconds, energy and prices."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from danqing import Studio
from danqing.core.cost import Energy
from danqing.engine.fake import FakeMeter
from tests.server.conftest import running
from tests.server.driving import drawn


@pytest.fixture
def meter() -> FakeMeter:
    return FakeMeter(Energy(0.25, ("gpu", "cpu")))


@pytest.fixture
def client(tmp_path: Path, meter: FakeMeter) -> Iterator[httpx.Client]:
    with (
        Studio(tmp_path / "home", painter="fake", writer="scripted", meter=meter) as studio,
        running(studio) as url,
        httpx.Client(base_url=url, timeout=30, trust_env=False) as opened,
    ):
        yield opened


def test_energy_is_told_and_stored_with_each_picture(client: httpx.Client) -> None:
    events = drawn(client, "two red cats", number=2)
    ready = [event for event in events if event["type"] == "picture_ready"]
    assert [(event["energy_wh"], event["energy_of"]) for event in ready] == [(0.25, ["gpu", "cpu"])] * 2
    shown = client.get(f"/api/pictures/{ready[0]['picture_id']}").json()
    assert (shown["energy_wh"], shown["energy_of"]) == (0.25, ["gpu", "cpu"])
    assert shown["seconds"] == ready[0]["seconds"] > 0


def test_prices_are_those_that_are_set_now(client: httpx.Client) -> None:
    drawn(client, "a red cat")

    def cost() -> object:
        [kept] = client.get("/api/pictures").json()["pictures"]
        assert client.get(f"/api/pictures/{kept['picture']['id']}/kept").json() == kept
        return kept["cost"]

    cloud = {"amount": 0.03, "currency": "USD"}
    assert cost() == {"electricity": None, "cloud": cloud}
    assert client.patch("/api/settings", json={"electricity_price": "0.50 CNY"}).status_code == 200
    assert cost() == {"electricity": {"amount": 0.000125, "currency": "CNY"}, "cloud": cloud}
    now = client.patch("/api/settings", json={"electricity_price": None, "cloud_price": "0 USD"}).json()
    assert (now["electricity_price"], now["cloud_price"]) == (None, "0 USD")
    assert cost() == {"electricity": None, "cloud": None}


def test_a_machine_that_does_not_tell_has_seconds_alone(client: httpx.Client, meter: FakeMeter) -> None:
    meter.energy = None
    drawn(client, "a red cat")
    client.patch("/api/settings", json={"electricity_price": "0.50 CNY"})
    [kept] = client.get("/api/pictures").json()["pictures"]
    assert kept["picture"]["seconds"] > 0
    assert (kept["picture"]["energy_wh"], kept["picture"]["energy_of"]) == (None, [])
    assert kept["cost"]["electricity"] is None


@pytest.mark.parametrize("price", ["cheap", "-1 USD", "0.5", "0,5 EUR", "0.5 usd", "1e9 USD", "0.5 USD "])
def test_prices_that_are_none_are_not_taken(client: httpx.Client, price: str) -> None:
    assert client.patch("/api/settings", json={"electricity_price": price}).status_code == 422
