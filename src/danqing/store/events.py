"""The event stream of a turn: appended inside other transactions, read and followed from any number on."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from danqing.core.errors import NotFound
from danqing.core.events import EVENT, Event, StoredEvent, is_terminal
from danqing.store.database import Database
from danqing.store.tables import OPEN, events, turns

POLL_S = 0.5
"""How soon a commit of another process is seen; those of this one are seen at once."""


def append(tx: Connection, turn_id: str, event: Event, now: float) -> None:
    """Adds the turn's next event; locks the turn so that numbers never collide."""
    tx.execute(select(turns.c.id).where(turns.c.id == turn_id).with_for_update())
    last = tx.scalar(select(func.max(events.c.number)).where(events.c.turn_id == turn_id)) or 0
    text = EVENT.dump_json(event).decode()
    tx.execute(events.insert().values(turn_id=turn_id, number=last + 1, created_at=now, event=text))


class EventLog:
    """Reads events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, turn_id: str, after: int = 0) -> list[StoredEvent]:
        """All events numbered above ``after``; NotFound for an unknown turn."""
        with self._database.read() as tx:
            rows = tx.execute(
                select(events).where(events.c.turn_id == turn_id, events.c.number > after).order_by(events.c.number)
            ).all()
            if not rows and tx.scalar(select(turns.c.id).where(turns.c.id == turn_id)) is None:
                raise NotFound(what="turn", id=turn_id)
        return [
            StoredEvent(
                turn_id=turn_id,
                number=row.number,
                created_at=datetime.fromtimestamp(row.created_at, UTC),
                event=EVENT.validate_json(row.event),
            )
            for row in rows
        ]

    def follow(self, turn_id: str, after: int = 0, timeout: float | None = None) -> Iterator[StoredEvent]:
        """Events as they come, up to the terminal one, or until none came for ``timeout`` seconds.

        Also ends when ``after`` is the terminal event or beyond it. Raises StoreFailed where the store cannot go on.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            seen = self._database.seen()
            over = self._over(turn_id)  # asked first: what comes after the answer is not missed
            fresh = self.list(turn_id, after)
            for stored in fresh:
                after = stored.number
                yield stored
                if is_terminal(stored.event):
                    return
            if over:
                return
            if fresh:
                deadline = None if timeout is None else time.monotonic() + timeout
                continue
            left = POLL_S if deadline is None else min(POLL_S, deadline - time.monotonic())
            if left <= 0:
                return
            self._database.wait(seen, left)

    def _over(self, turn_id: str) -> bool:
        with self._database.read() as tx:
            return tx.scalar(select(turns.c.state).where(turns.c.id == turn_id)) not in OPEN
