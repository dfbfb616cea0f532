"""Energy counters: read where they are, and silent where they are missing, closed or standing still."""

import ctypes
from pathlib import Path
from typing import Any

import pytest

from danqing.core.cost import Energy, Price, electricity, price
from danqing.models.energy import Counters

HOUR = 3600.0


class Sysfs:
    """A folder like ``/sys/class/powercap``: two packages, the cores of one of them, memory and the whole machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = {"0": "package-0", "1": "package-1", "0:0": "core", "0:1": "dram", "2": "psys"}
        for zone, name in names.items():
            self.write(zone, "name", name)
            self.write(zone, "max_energy_range_uj", "1000000000000")
            self.tell(zone, 0.0)

    def write(self, zone: str, file: str, text: str) -> None:
        path = self.folder / f"intel-rapl:{zone}"
        path.mkdir(exist_ok=True)
        (path / file).write_text(f"{text}\n", encoding="ascii")

    def tell(self, zone: str, joules: float) -> None:
        self.write(zone, "energy_uj", str(round(joules * 1e6)))


class Nvml:
    """The three functions of the driver's library; ``code`` other than 0 is one of its errors."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.millijoules = 0
        self.asked: list[str] = []

    def nvmlInit_v2(self) -> int:  # NVML's own name
        return 0

    def nvmlDeviceGetHandleByUUID(self, card: bytes, handle: Any) -> int:
        self.asked.append(card.decode())
        return 0

    def nvmlDeviceGetTotalEnergyConsumption(self, handle: ctypes.c_void_p, told: Any) -> int:
        told._obj.value = self.millijoules
        return self.code


def told(energy: Energy | None) -> tuple[float, str]:
    """What was measured."""
    assert energy is not None
    return round(energy.wh, 9), " ".join(energy.sources)


@pytest.fixture
def sysfs(tmp_path: Path) -> Sysfs:
    return Sysfs(tmp_path)


def on_processor(folder: Path) -> Counters:
    return Counters(folder, no_card=True)


def on_card(folder: Path, nvml: Nvml) -> Counters:
    return Counters(folder, lambda: "GPU-1", driver=nvml)


def test_packages_and_memory_are_added_up_and_nothing_counts_twice(sysfs: Sysfs) -> None:
    end = on_processor(sysfs.folder).begin()
    for zone, joules in {"0": HOUR, "1": HOUR, "0:0": HOUR / 2, "0:1": HOUR / 4, "2": 9 * HOUR}.items():
        sysfs.tell(zone, joules)
    assert told(end()) == (2.25, "cpu")


def test_a_counter_may_begin_again(sysfs: Sysfs) -> None:
    sysfs.tell("0", 999_000)
    end = on_processor(sysfs.folder).begin()
    sysfs.tell("0", 2600)
    assert told(end()) == (1.0, "cpu")


def test_a_machine_without_counters_tells_nothing(tmp_path: Path) -> None:
    assert on_processor(tmp_path).begin()() is None
    assert on_processor(tmp_path / "missing").begin()() is None


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_what_cannot_be_read_tells_nothing(sysfs: Sysfs, text: str) -> None:
    sysfs.write("1", "energy_uj", text)
    end = on_processor(sysfs.folder).begin()
    sysfs.tell("0", HOUR)
    assert end() is None


def test_a_counter_that_is_closed_meanwhile_tells_nothing(sysfs: Sysfs) -> None:
    """Since 2020 Linux lets only root read them."""
    end = on_processor(sysfs.folder).begin()
    (sysfs.folder / "intel-rapl:0" / "energy_uj").unlink()
    (sysfs.folder / "intel-rapl:0" / "energy_uj").mkdir()
    assert end() is None


def test_a_counter_that_stands_still_tells_nothing(sysfs: Sysfs) -> None:
    assert on_processor(sysfs.folder).begin()() is None


def test_the_card_is_added_to_the_processor(sysfs: Sysfs) -> None:
    nvml = Nvml()
    end = on_card(sysfs.folder, nvml).begin()
    nvml.millijoules = round(HOUR * 1000)
    sysfs.tell("0", HOUR)
    assert told(end()) == (2.0, "gpu cpu")
    assert set(nvml.asked) == {"GPU-1"}


def test_the_card_alone_tells_where_the_processor_does_not(tmp_path: Path) -> None:
    nvml = Nvml()
    end = on_card(tmp_path, nvml).begin()
    nvml.millijoules = 1800
    assert told(end()) == (0.0005, "gpu")


def test_the_processor_does_not_speak_for_a_card_that_is_silent(sysfs: Sysfs) -> None:
    end = on_card(sysfs.folder, Nvml(code=3)).begin()  # NVML_ERROR_NOT_SUPPORTED
    sysfs.tell("0", HOUR)
    assert end() is None


def test_a_card_that_is_opened_while_it_draws_tells_nothing(sysfs: Sysfs) -> None:
    cards = iter([None, "GPU-1"])
    end = Counters(sysfs.folder, lambda: next(cards), driver=Nvml()).begin()
    sysfs.tell("0", HOUR)
    assert end() is None


def test_this_machine_can_be_asked() -> None:
    energy = Counters().begin()()
    assert energy is None or energy.wh > 0


def test_prices() -> None:
    assert price("0.56 CNY") == Price(0.56, "CNY")
    assert price(None) is price("0 USD") is None
    assert electricity(Energy(500.0, ("cpu",)), "0.50 CNY") == Price(0.25, "CNY")
    assert electricity(None, "0.56 CNY") is electricity(Energy(1.0, ("cpu",)), None) is None


def test_what_is_drawn_at_the_same_time_shares_what_it_takes(sysfs: Sysfs) -> None:
    counters = on_processor(sysfs.folder)
    first = counters.begin()
    sysfs.tell("0", HOUR)
    second = counters.begin()
    sysfs.tell("0", 3 * HOUR)
    one = first()
    sysfs.tell("0", 4 * HOUR)
    assert (told(one), told(second())) == ((2.0, "cpu"), (2.0, "cpu"))
