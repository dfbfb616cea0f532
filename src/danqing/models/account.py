"""The account of one model in the ledger: its place in memory, and the leases that it takes."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any, Protocol

from danqing.core.memory import Precision
from danqing.models.cards import Cards
from danqing.models.demand import KINDS, part_name, standing_of, working_of
from danqing.models.devices import Device
from danqing.models.loading import loading
from danqing.models.needs import Needs, kind_of
from danqing.models.packing import PACKED, pack
from danqing.models.peaks import Peaks, key
from danqing.models.residence import Residence
from danqing.models.residency import WINDOW, Plan
from danqing.models.tenancy import StepName, plain
from danqing.models.terms import Applicant, Terms

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

    def at_rest(self) -> None: ...


class Account:
    """``tenancy.Tenancy`` of one model. ``device``, ``held``, ``plan`` and ``residence`` are None until it has settled.

    ``standing``: bytes that it keeps beside its weights; ``engaged``: pictures or answers that it is at.
    """

    def __init__(self, ledger: Books, applicant: Applicant, unload: Callable[[], None]) -> None:
        self.applicant = applicant
        self.device: Device | None = None
        self.held: Precision | None = None
        self.plan: Plan | None = None
        self.residence: Residence | None = None
        self.standing = 0
        self.steady = True
        self.engaged = 0
        self.used_at = 0.0
        self._ledger = ledger
        self._unload = unload
        self._changed = threading.Condition()
        self._leaving = False
        self._networks: tuple[str, ...] = ()

    @cached_property
    def needs(self) -> Needs:
        return self.applicant.needs()

    @property
    def _draws(self) -> bool:
        """Whether it is a picture model: a language model's weights come as they are to be held."""
        return self.applicant.role == "painter"

    @property
    def tiled(self) -> bool:
        if self._ledger.terms.mode in ("medvram", "lowvram"):
            return True
        return self.device is not None and self.working("decode") > self._ledger.room(self.device)

    def precision(self, device: Device) -> Precision:
        capacity = self._ledger.cards.capacity(device)
        if capacity is None:
            fixed = self._ledger.fixed(self.applicant)
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
        self._networks = tuple(networks)
        if self.plan is not None:
            self.standing = standing_of(self.needs, self.held)
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
            self._ledger.at_rest()

    @contextmanager
    def lease(self, step: StepName, pictures: int = 1) -> Iterator[None]:
        """As ``Tenancy.lease``."""
        assert self.residence is not None and self.device is not None
        cards, device = self._ledger.cards, self.device
        tiled = step == "decode" and self.tiled
        with self.residence.lease(self.parts(step), self.working(step, tiled), urgent=step == "read") as alone:
            cards.begin(step)
            before, peak = cards.allocated(device)
            yield
            after = cards.allocated(device)[1]
            if alone and after > peak:  # else it was taken before, and nobody can tell for what
                self._ledger.peaks.note(self._key(step, tiled), after - before)

    def let_go(self) -> None:
        """Unloads the model, unless somebody uses it: it will be read again when it is needed."""
        with self._changed:
            if self.engaged or self._leaving:
                return
            self._leaving = True
        try:
            self._unload()
            if self.residence is not None:
                self.residence.dismiss(self.applicant.key, [self._part(name) for name in self._networks])
            self.device = self.residence = self.plan = None
            self.standing, self.steady, self._networks = 0, True, ()
        finally:
            with self._changed:
                self._leaving = False
                self._changed.notify_all()

    def parts(self, step: StepName) -> tuple[str, ...]:
        """What a step uses, as the residence calls it."""
        return tuple(self._part(name) for name in self._networks if kind_of(name) == KINDS[step])

    def working(self, step: StepName, tiled: bool = False) -> int:
        """Bytes of working memory that a step of the present picture will take."""
        assert self.held is not None
        formula = working_of(self.needs, step, self.held, _SIZE.get(), tiled)
        return self._ledger.peaks.predicted(self._key(step, tiled), formula)

    def _key(self, step: StepName, tiled: bool) -> str:
        return key(self.applicant.id, "decode in tiles" if tiled else step, _SIZE.get(), self.held or "fp32")

    def _part(self, name: str) -> str:
        return part_name(self.applicant.key, name)

    def _share(self, plan: Plan) -> int:
        """Bytes of a card that all parts together may lie in."""
        sparing = self._ledger.terms.mode in ("medvram", "lowvram")
        room = plan.arena if sparing else plan.capacity - plan.standing - plan.working
        return room - WINDOW * plan.streamed

    def _admit(self, residence: Residence, name: str, network: Any) -> None:
        """Into the arena; else layer by layer, where that can be done; else onto the device for good."""
        beside = [part for part in self.parts(_step_of(name)) if part != self._part(name) and residence.has(part)]
        if residence.admit(self._part(name), network, beside):
            return
        if kind_of(name) == "denoiser":
            residence.stream(self._part(name), network, beside, WINDOW)
            self.steady = False
        else:
            network.to(residence.device)


def _step_of(name: str) -> StepName:
    return next(step for step, kind in KINDS.items() if kind == kind_of(name))
