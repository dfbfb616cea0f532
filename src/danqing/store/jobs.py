"""The queue: jobs with lease, heartbeat and fence, so that each is carried out, and its results are kept once."""

import secrets
from typing import Any

from sqlalchemy import Connection, Row, and_, func, not_, select, update

from danqing.core.errors import LeaseLost, NotFound, StoreFailed
from danqing.core.events import Cancelled
from danqing.core.messages import say
from danqing.core.types import Claim, Lane
from danqing.store.database import Database
from danqing.store.events import append
from danqing.store.forms import draft_from_text
from danqing.store.tables import OPEN, jobs, turns

# Locks are always taken in the order job, turn, conversation, so that two transactions never wait for each other.


def enqueue(tx: Connection, turn_id: str, lane: Lane) -> None:
    """A waiting job of that turn."""
    tx.execute(
        jobs.insert().values(
            id=f"j{secrets.token_hex(10)}", turn_id=turn_id, lane=lane, state="queued", fence=0, attempts=0
        )
    )


def ahead(tx: Connection, turn_id: str) -> int:
    """Drawing jobs that come before that turn's, the one being drawn included."""
    mine = select(jobs.c.seq).where(jobs.c.turn_id == turn_id, jobs.c.lane == "device").scalar_subquery()
    before = select(func.count()).where(jobs.c.lane == "device", jobs.c.state != "done", jobs.c.seq < mine)
    return tx.scalar(before) or 0


def guard(tx: Connection, claim: Claim) -> None:
    """Locks the claimed job; LeaseLost unless the claim is the newest one and its job is not over."""
    row = tx.execute(select(jobs.c.fence, jobs.c.state).where(jobs.c.id == claim.job_id).with_for_update()).first()
    if row is None or row.fence != claim.fence or row.state != "running":
        raise LeaseLost(claim.job_id)


def done(tx: Connection, claim: Claim) -> None:
    """The claimed job is over."""
    tx.execute(update(jobs).where(jobs.c.id == claim.job_id).values(state="done", lease_until=None, worker=None))


def _next(tx: Connection, lane: Lane, now: float) -> Row[Any] | None:
    """The oldest job that is free and may be begun beside those that run."""
    held = and_(jobs.c.state == "running", jobs.c.lease_until >= now)
    free = and_(jobs.c.state != "done", not_(held))
    oldest = select(jobs).where(jobs.c.lane == lane, free).order_by(jobs.c.seq).limit(1)
    row = tx.execute(oldest.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    beside = tx.scalars(select(jobs.c.attempts).where(jobs.c.lane == lane, held)).all()
    return None if beside and max(row.attempts + 1, *beside) > 1 else row


class JobQueue:
    """Hands jobs to workers, oldest first. ``lease_s``: seconds that a claim holds without a heartbeat."""

    def __init__(self, database: Database, lease_s: float) -> None:
        self._database = database
        self._lease_s = lease_s
        self._seen = 0

    def claim(self, lane: Lane, worker: str) -> Claim | None:
        """The oldest job of that lane that waits or whose lease ran out.

        One that was begun before and not ended may be what killed its process: it is carried out alone, so that no
        other one counts an attempt with it.
        """
        seen, now = self._database.seen(), self._database.clock()
        with self._database.read() as tx:  # a look without the write lock, for the idle worker
            if _next(tx, lane, now) is None:
                self._seen = seen
                return None
        with self._database.write() as tx:
            row = _next(tx, lane, now)
            if row is None:
                return None
            taken = {"fence": row.fence + 1, "attempts": row.attempts + 1}
            held = {"state": "running", "lease_until": now + self._lease_s, "worker": worker}
            tx.execute(update(jobs).where(jobs.c.id == row.id).values(**taken, **held))
        return Claim(row.id, row.turn_id, lane, **taken)

    def heartbeat(self, claim: Claim) -> None:
        """Prolongs the lease. Raises LeaseLost."""
        with self._database.write() as tx:
            guard(tx, claim)
            until = self._database.clock() + self._lease_s
            tx.execute(update(jobs).where(jobs.c.id == claim.job_id).values(lease_until=until))

    def release(self, claim: Claim) -> None:
        """Gives an unfinished job back, and does not count the attempt. Raises LeaseLost."""
        with self._database.write() as tx:
            guard(tx, claim)
            tx.execute(
                update(jobs)
                .where(jobs.c.id == claim.job_id)
                .values(state="queued", lease_until=None, worker=None, attempts=jobs.c.attempts - 1)
            )

    def release_all(self) -> int:
        """Gives back every job of a process that died: only for who owns the database alone, before any claim."""
        with self._database.write() as tx:
            dead = update(jobs).where(jobs.c.state == "running").values(state="queued", lease_until=None, worker=None)
            return tx.execute(dead).rowcount

    def cancel(self, turn_id: str) -> bool:
        """A waiting turn ends at once, a running one within a step; False where it is over. Raises NotFound."""
        with self._database.write() as tx:
            mine = select(jobs).where(jobs.c.turn_id == turn_id).order_by(jobs.c.seq).with_for_update()
            running = [row for row in tx.execute(mine).all() if row.state == "running"]
            turn = tx.execute(select(turns).where(turns.c.id == turn_id).with_for_update()).first()
            if turn is None:
                raise NotFound(what="turn", id=turn_id)
            if turn.state not in OPEN:
                return False
            tx.execute(update(turns).where(turns.c.id == turn_id).values(cancel=True))
            if not running:
                language = draft_from_text(turn.draft).request.language if turn.draft else "en"
                tx.execute(update(jobs).where(jobs.c.turn_id == turn_id).values(state="done"))
                tx.execute(update(turns).where(turns.c.id == turn_id).values(state="cancelled"))
                append(tx, turn_id, Cancelled(message=say(language, "cancelled")), self._database.clock())
        return True

    def cancel_requested(self, claim: Claim) -> bool:
        """Also true where the turn is gone, because its conversation was deleted."""
        with self._database.read() as tx:
            wanted = tx.execute(select(turns.c.cancel).where(turns.c.id == claim.turn_id)).first()
        return wanted is None or bool(wanted.cancel)

    def waiting(self, lane: Lane) -> bool:
        """Whether a job of that lane waits for a worker."""
        with self._database.read() as tx:
            queued = select(jobs.c.id).where(jobs.c.lane == lane, jobs.c.state == "queued").limit(1)
            return tx.execute(queued).first() is not None

    def wait(self, timeout: float) -> None:
        """Until something was committed since the last claim that found nothing, at most ``timeout`` seconds."""
        self._database.wait(self._seen, timeout)

    def troubled(self, error: StoreFailed) -> None:
        """Tells everyone who waits for results that the store fails."""
        self._database.troubled(error)
