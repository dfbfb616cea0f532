"""The account of one model in the ledger: its place in memory, and the leases that it takes."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any, Protocol

from danqing.core.memory import PRECISIONS, Precision
from danqing.core.remarks import remark
from danqing.models.devices import Device
from danqing.models.loading import loading
from danqing.models.memory.cards import Cards
from danqing.models.memory.demand import KINDS, LOWER, part_name, standing_of, working_of
from danqing.models.memory.full import MemoryFull, free_caches, is_full
from danqing.models.memory.needs import BASE, Needs, kind_of
from danqing.models.memory.packing import PACKED, pack
from danqing.models.memory.peaks import Peaks, is_tiled, key
from danqing.models.memory.residence import Residence
from danqing.models.memory.residency import WINDOW, Plan
from danqing.models.memory.streaming import weight_of
from danqing.models.memory.tenancy import StepName, plain
from danqing.models.memory.terms import Applicant, Terms

_SIZE: ContextVar[tuple[int, int]] = ContextVar("size", default=(0, 0))


class Books(Protocol):
    """What an account needs of the ledger that it is in."""

    terms: Terms
    peaks: Peaks
    cards: Cards

    def residence(self, device: Device) -> Residence: ...

    def room(self, device: Device) -> int: ...

    def fixed(self, applicant: Applicant) -> Precision | None: ...

    def plan_for(self, account: "Account", device: Device, capacity: int) -> Plan: ...

    def make_room(self, account: "Account", residence: Residence, capacity: int) -> None: ...

    def let_go_others(self, account: "Account") -> bool: ...

    def at_rest(self) -> None: ...


class Account:
    """``tenancy.Tenancy`` of one model. ``device``, ``held``, ``plan`` and ``residence`` are None until it has settled.

    ``sizes``: bytes of its parts; ``engaged``: pictures or answers it is at.
    """

    def __init__(self, ledger: Books, applicant: Applicant, unload: Callable[[], None]) -> None:
        self.applicant = applicant
        self.device: Device | None = None
        self.held: Precision | None = None
        self.plan: Plan | None = None
        self.residence: Residence | None = None
        self.steady = True
        self.mode = ledger.terms.mode
        self.lowered: Precision | None = None
        self.engaged = 0
        self.used_at = 0.0
        self._ledger = ledger
        self._unload = unload
        self._changed = threading.Condition()
        self._leaving = False
        self._version = 0
        self.sizes: dict[str, int] = {}
        self._standing = 0
        self._kept: dict[StepName, int] = {}

    @cached_property
    def needs(self) -> Needs:
        return self.applicant.needs()

    @property
    def _draws(self) -> bool:
        """Whether it is a picture model: a language model's weights come as they are to be held."""
        return self.applicant.role == "painter"

    def is_on(self, device: Device | None) -> bool:
        """Whether its weights are on that device, in whatever number format."""
        return self.device is not None and device is not None and self.device.name == device.name

    @property
    def standing(self) -> int:
        """Bytes that it keeps beside its parts: as planned, and what graphs have grown by since."""
        return self._standing + sum(self._kept.values())

    @property
    def tiled(self) -> bool:
        if self.mode in ("medvram", "lowvram"):
            return True
        return self.device is not None and self._lacking("decode") > self._ledger.room(self.device)

    def precision(self, device: Device) -> Precision:
        capacity = self._ledger.cards.capacity(device)
        if capacity is None:
            fixed = self.lowered or self._ledger.fixed(self.applicant)
            self.held = fixed if fixed and (fixed in PACKED or self._draws) else plain(device)
        else:
            self.plan = self._ledger.plan_for(self, device, capacity)
            self.held = self.plan.precisions[self.applicant.key]
        return self.held

    def settle(self, device: Device, networks: Mapping[str, Any]) -> None:
        assert self.held is not None, "a precision is asked for before weights are read"
        with loading():  # a load beside it would put what packing makes onto the meta device
            for name, network in networks.items() if self.held in PACKED and self._draws else ():
                if kind_of(name) != "decoder":
                    pack(network, self.held)
        self.device, self.residence = device, self._ledger.residence(device)
        self.sizes = {name: weight_of(network) for name, network in networks.items()}
        if self.plan is not None:
            self._standing = standing_of(self.needs, self.held)
            self._ledger.make_room(self, self.residence, self._share(self.plan))
        for name, network in networks.items():
            self._admit(self.residence, name, network)
        self.residence.course(self.applicant.key, [parts for step in KINDS if (parts := self.parts(step))])

    @contextmanager
    def using(self, size: tuple[int, int] = (0, 0)) -> Iterator[None]:
        """As ``Tenancy.using``."""
        with self._changed:
            self._changed.wait_for(lambda: not self._leaving)
            self.engaged += 1
        token = _SIZE.set(size)
        try:
            yield
        finally:
            _SIZE.reset(token)
            with self._changed:
                self.engaged -= 1
                self.used_at = time.monotonic()
                self._changed.notify_all()
            self._ledger.at_rest()

    @contextmanager
    def lease(self, step: StepName, pictures: int = 1) -> Iterator[None]:
        """As ``Tenancy.lease``."""
        assert self.residence is not None and self.device is not None
        cards, device = self._ledger.cards, self.device
        tiled, version = step == "decode" and self.tiled, self._version
        name, working = self._key(step, tiled, pictures), self._lacking(step, tiled, pictures)
        try:
            with self.residence.lease(self.parts(step), working, urgent=step == "read") as alone:
                cards.begin(step)
                before, peak = cards.allocated(device)
                yield
                after = cards.allocated(device)[1]
                if alone and after > peak:  # else it was taken before, and nobody can tell for what
                    self._ledger.peaks.note(name, after - before)
                self._keep(step, 0 if tiled else working)
        except (RuntimeError, MemoryError) as error:
            if is_full(error):
                raise MemoryFull(str(error), step, name, working, version) from error
            raise

    def relieve(self, error: BaseException, tried: int) -> int | None:
        """As ``Tenancy.relieve``: the peak is learnt and caches are freed; then pictures are decoded in tiles, other
        models let go, the network fetched layer by layer, its weights packed."""
        if not is_full(error):
            return None
        if isinstance(error, MemoryFull) and error.version != self._version:
            return tried  # somebody else has lowered something meanwhile
        ways = (self._free, self._in_tiles, self._alone, self._sparing, self._packed, self._packed)
        for number, way in enumerate(ways[tried:], tried + 1):
            if way(error):
                return number
        return None

    def _free(self, error: BaseException) -> bool:
        """The step takes more than was thought, or others have more of the device."""
        if isinstance(error, MemoryFull):
            self._ledger.peaks.note(error.key, error.working * 5 // 4)
        free_caches()
        return True

    def _in_tiles(self, error: BaseException) -> bool:
        """Pictures of this size no longer have room as a whole."""
        if not isinstance(error, MemoryFull) or error.step != "decode" or is_tiled(error.key):
            return False
        assert self.device is not None
        there = self._ledger.room(self.device) + self._kept.get("decode", 0)
        self._ledger.peaks.note(error.key, there + 1)
        remark("memory_tiles")
        return True

    def _alone(self, error: BaseException) -> bool:
        """Whether another model was let go."""
        return self._ledger.let_go_others(self)

    def _sparing(self, error: BaseException) -> bool:
        """Layer by layer, where there is a card to spare."""
        if self.plan is None or not self._draws or self.mode == "lowvram":
            return False
        self.mode = "lowvram"
        self.let_go(wait=True)
        remark("memory_streamed")
        return True

    def _packed(self, error: BaseException) -> bool:
        """At the next lower precision, unless a person has said one."""
        if self._ledger.fixed(self.applicant) is not None or self.held is None:
            return False
        below = [one for one in LOWER if PRECISIONS.index(one) > PRECISIONS.index(self.held)]
        if not below:
            return False
        self.lowered = below[0]
        self.let_go(wait=True)
        remark("memory_packed", id=self.applicant.id, precision=self.lowered)
        return True

    def let_go(self, wait: bool = False) -> bool:
        """Unloads the model, which is read again when it is needed; whether it did. ``wait``: for who uses it, else it
        stays then."""
        with self._changed:
            if not wait and (self.engaged or self._leaving or self.residence is None):
                return False
            self._changed.wait_for(lambda: not self._leaving)
            self._leaving = True
            self._changed.wait_for(lambda: not self.engaged)
        try:
            self._unload()
            if self.residence is not None:
                self.residence.dismiss(self.applicant.key, [self.part(name) for name in self.sizes])
            self.device = self.residence = self.plan = None
            self._standing, self._kept, self.steady, self.sizes = 0, {}, True, {}
            self._version += 1
            return True
        finally:
            with self._changed:
                self._leaving = False
                self._changed.notify_all()

    def parts(self, step: StepName) -> tuple[str, ...]:
        """What a step uses, as the residence calls it."""
        return tuple(self.part(name) for name in self.sizes if kind_of(name) == KINDS[step])

    def working(self, step: StepName, tiled: bool = False, pictures: int = 1) -> int:
        """Bytes of working memory that a step of the present picture will take, or of so many together."""
        assert self.held is not None
        formula = working_of(self.needs, step, self.held, _SIZE.get(), tiled, pictures)
        return self._ledger.peaks.predicted(self._key(step, tiled, pictures), formula)

    def _lacking(self, step: StepName, tiled: bool = False, pictures: int = 1) -> int:
        """Of that, what its graphs have not kept yet."""
        return max(0, self.working(step, tiled, pictures) - self._kept.get(step, 0))

    def _keep(self, step: StepName, working: int) -> None:
        """The memory that a step was captured with stays in the pool of its graphs."""
        if self.plan is not None and self.steady and step in ("denoise", "decode") and working > BASE:
            self._kept[step] = self._kept.get(step, 0) + working - BASE

    def _key(self, step: StepName, tiled: bool, pictures: int) -> str:
        assert self.held is not None
        return key(self.applicant.id, step, tiled, _SIZE.get(), self.held, pictures)

    def part(self, name: str) -> str:
        """How the residence calls a part."""
        return part_name(self.applicant.key, name)

    def _share(self, plan: Plan) -> int:
        """Bytes of a card that all parts together may lie in."""
        sparing = self.mode in ("medvram", "lowvram")
        room = plan.arena if sparing else plan.capacity - plan.standing - plan.working
        return room - WINDOW * plan.streamed

    def _admit(self, residence: Residence, name: str, network: Any) -> None:
        """Into the arena; else layer by layer, where that can be done; else onto the device for good."""
        beside = [part for part in self.parts(_step_of(name)) if part != self.part(name) and residence.has(part)]
        if residence.admit(self.part(name), network, beside):
            return
        if kind_of(name) == "denoiser":
            residence.stream(self.part(name), network, beside, WINDOW)
            self.steady = False
        else:
            network.to(residence.device)


def _step_of(name: str) -> StepName:
    return next(step for step, kind in KINDS.items() if kind == kind_of(name))
