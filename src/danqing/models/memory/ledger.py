"""The ledger: one account of memory for all models of the process, on every device and in main memory."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from danqing.core.errors import ModelUnusable
from danqing.core.memory import GIB, Precision
from danqing.models.devices import Device, computes_bf16, free_memory
from danqing.models.memory.account import Account
from danqing.models.memory.cards import Cards
from danqing.models.memory.demand import Use, demand_of, ladder_of
from danqing.models.memory.peaks import Peaks, key
from danqing.models.memory.residence import Residence
from danqing.models.memory.residency import Budget, NoFit, Plan, plan
from danqing.models.memory.tenancy import plain
from danqing.models.memory.terms import Applicant, Terms

QUIET_S = 1.0
"""Seconds without a picture or an answer after which what the next turn begins with is fetched."""


class Ledger:
    """``expected``: the models that are configured, which are planned for before they are open.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        terms: Terms | None = None,
        peaks: Peaks | None = None,
        expected: Callable[[], Sequence[Applicant]] = tuple,
        cards: Cards | None = None,
    ) -> None:
        self.terms = terms or Terms()
        self.peaks = peaks or Peaks()
        self.cards = cards or Cards()
        self._expected = expected
        self._lock = threading.Lock()
        self._accounts: list[Account] = []
        self._residences: dict[str, Residence] = {}
        self._timers: list[threading.Timer] = []

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Of the models that are open."""
        with self._lock:
            return tuple(self._accounts)

    def account(self, applicant: Applicant, unload: Callable[[], None]) -> Account:
        """A new account. ``unload``: lets go of the model's weights; called when nobody uses it."""
        account = Account(self, applicant, unload)
        with self._lock:
            self._accounts.append(account)
        return account

    def close_account(self, account: Account) -> None:
        """The model is forgotten."""
        account.let_go()
        with self._lock:
            self._accounts.remove(account)

    def residence(self, device: Device) -> Residence:
        """Of one device, made when its first model comes."""
        with self._lock:
            if device.name not in self._residences:
                capacity = self.cards.capacity(device)
                arena = None if capacity is None else self.cards.arena(device, capacity)
                self._residences[device.name] = Residence(device.name, arena, lambda: self.room(device))
            return self._residences[device.name]

    def room(self, device: Device) -> int:
        """Bytes of a device that steps may work with, beside all that stays there."""
        capacity = self.cards.capacity(device)
        residence = self._residences[device.name]
        if capacity is None or residence.arena is None:
            return free_memory(device.name) or device.memory
        standing = sum(account.standing for account in self.accounts if account.residence is residence)
        return max(0, capacity - residence.arena.ring.used - standing)

    def plan_for(self, account: Account, device: Device, capacity: int) -> Plan:
        """A plan for a model and the one that works with it. Raises ModelUnusable where it cannot fit at all."""
        own = self._use(account.applicant, device, account.lowered)
        for beside in (self._beside(account, device), []):
            uses = sorted([own, *beside], key=lambda use: use.needs.parts[0].kind != "writer")
            found = plan(demand_of(*uses), Budget(capacity), account.mode)
            if isinstance(found, Plan):
                return found
        assert isinstance(found, NoFit)
        needs, there = (f"{size / GIB:.1f} GiB" for size in (found.needs, found.there))
        raise ModelUnusable("memory_no_fit", id=account.applicant.id, needs=needs, there=there)

    def make_room(self, account: Account, residence: Residence, capacity: int) -> None:
        """Sets what parts may take of a card; models that nobody uses are let go until no more is taken."""
        if residence.arena is None:
            return
        residence.arena.ring.capacity = capacity
        others = [other for other in self.accounts if other is not account and other.residence is residence]
        for other in sorted(others, key=lambda other: other.used_at):
            if residence.arena.ring.used > capacity and other.applicant.id not in self.terms.hot:
                other.let_go()

    def let_go_others(self, account: Account) -> bool:
        """Unloads the models beside one that is short of memory, those that nobody uses; whether there were any."""
        others = [other for other in self.accounts if other is not account and other.is_on(account.device)]
        gone = [other.let_go() for other in others if other.applicant.id not in self.terms.hot]
        return any(gone)

    def at_rest(self) -> None:
        """After a picture or an answer: what should happen after a while of quiet is put on the clock."""
        with self._lock:
            self._stop_clocks()
            if any(account.engaged for account in self._accounts):
                return
            if any(residence.arena for residence in self._residences.values()):
                self._timers.append(threading.Timer(QUIET_S, self._fetch_first))
            if self.terms.idle_s:
                self._timers.append(threading.Timer(self.terms.idle_s, self.let_go))
            for timer in self._timers:
                timer.daemon = True
                timer.start()

    def let_go(self) -> None:
        """Unloads the models that nobody has used for as long as was said."""
        latest = time.monotonic() - self.terms.idle_s
        for account in self.accounts:
            if account.used_at <= latest and account.applicant.id not in self.terms.hot:
                account.let_go()

    def close(self) -> None:
        """Nothing happens by itself any more."""
        with self._lock:
            self._stop_clocks()

    def _stop_clocks(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers = []

    def _fetch_first(self) -> None:
        for account in self.accounts:
            if account.residence is not None and (first := account.parts("read")):
                account.residence.rest(first)

    def _beside(self, account: Account, device: Device) -> list[Use]:
        """The model of the other role that was used last, else the one that is configured."""
        role = account.applicant.role
        settled = [other for other in self.accounts if other.is_on(device) and other.applicant.role != role]
        if settled:
            other = max(settled, key=lambda other: other.used_at)
            return [self._use(other.applicant, device, other.held)]
        return [self._use(other, device) for other in self._expected() if other.role != role][:1]

    def _use(self, applicant: Applicant, device: Device, held: Precision | None = None) -> Use:
        base: Precision = plain(device) if applicant.role == "painter" else "bf16"
        fixed = held or self.fixed(applicant)
        needs = replace(applicant.needs(), id=applicant.key)
        if computes_bf16(device.name):
            needs = needs.narrowed()
        return Use(
            needs,
            (fixed,) if fixed else ladder_of(base),
            hot=applicant.id in self.terms.hot,
            learnt=lambda step, tiled, precision: self.peaks.measured(
                key(applicant.id, step, tiled, needs.size, precision)
            ),
        )

    def fixed(self, applicant: Applicant) -> Precision | None:
        """The only precision that a model may be held in, where a person has said one."""
        return applicant.fixed or (self.terms.precision if applicant.role == "painter" else None)
