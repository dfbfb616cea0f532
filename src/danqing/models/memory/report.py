"""The ledger as it is now: who is where, how much that is, what the last switch copied, predicted beside measured."""

from dataclasses import dataclass

from danqing.core.memory import MemoryMode, Precision
from danqing.models.devices import Device
from danqing.models.memory.account import Account
from danqing.models.memory.demand import KINDS, working_of
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.peaks import key
from danqing.models.memory.tenancy import StepName
from danqing.models.memory.terms import Role


@dataclass(frozen=True, slots=True)
class PartNow:
    """A part of a model. Bytes ``size`` in all, ``there`` of them on the device now; ``moves``: whether it leaves when
    its place is needed."""

    model: str
    role: Role
    part: str
    precision: Precision
    size: int
    there: int
    moves: bool


@dataclass(frozen=True, slots=True)
class StepNow:
    """Bytes of working memory of a step at the model's usual size; ``measured``: None before it ever was."""

    model: str
    step: StepName
    predicted: int
    measured: int | None


@dataclass(frozen=True, slots=True)
class DeviceNow:
    """One device. Bytes: ``capacity`` that models may take, ``arena`` taken for weights that move, ``standing`` that
    models keep beside them, ``room`` left to work with, ``host`` of main memory for copies of what leaves.

    ``copied``: bytes that came back since the start; the last time ``copy_bytes`` in ``copy_s`` seconds.
    """

    name: str
    title: str
    capacity: int
    arena: int
    standing: int
    room: int
    host: int
    copied: int
    copy_bytes: int | None
    copy_s: float | None
    parts: tuple[PartNow, ...]
    steps: tuple[StepNow, ...]


@dataclass(frozen=True, slots=True)
class MemoryNow:
    """``mode``: how sparing the ledger was told to be. ``building``: picture models of which a faster version is being
    built in the background."""

    mode: MemoryMode
    devices: tuple[DeviceNow, ...]
    building: tuple[str, ...] = ()


def memory_now(ledger: Ledger, building: tuple[str, ...] = ()) -> MemoryNow:
    """Every device that has models on it. ``building``: what the ledger does not know of."""
    settled = [account for account in ledger.accounts if account.device is not None]
    devices = {account.device.name: account.device for account in settled if account.device is not None}
    found = tuple(_device(ledger, device, settled) for device in devices.values())
    return MemoryNow(ledger.terms.mode, found, building)


def _device(ledger: Ledger, device: Device, settled: list[Account]) -> DeviceNow:
    accounts = [account for account in settled if account.is_on(device)]
    arena = ledger.residence(device).arena
    last = None if arena is None else arena.last_copy
    return DeviceNow(
        device.name,
        device.title,
        ledger.cards.capacity(device) or device.memory,
        0 if arena is None else arena.ring.used,
        sum(account.standing for account in accounts),
        ledger.room(device),
        0 if arena is None else arena.host,
        0 if arena is None else arena.copied,
        None if last is None else last[0],
        None if last is None else last[1],
        tuple(part for account in accounts for part in _parts(account)),
        tuple(step for account in accounts for step in _steps(ledger, account)),
    )


def _parts(account: Account) -> list[PartNow]:
    assert account.held is not None and account.residence is not None
    whose, found = account.applicant, list[PartNow]()
    for name, size in account.sizes.items():
        there = account.residence.there(account.part(name))
        now = size if there is None else min(there, size)
        found.append(PartNow(whose.id, whose.role, name, account.held, size, now, there is not None))
    return found


def _steps(ledger: Ledger, account: Account) -> list[StepNow]:
    assert account.held is not None
    needs, found = account.needs, list[StepNow]()
    for step in KINDS:
        if account.parts(step):
            tiled = step == "decode" and account.tiled
            measured = ledger.peaks.measured(key(account.applicant.id, step, tiled, needs.size, account.held))
            predicted = working_of(needs, step, account.held, tiled=tiled)
            found.append(StepNow(account.applicant.id, step, predicted, measured))
    return found
