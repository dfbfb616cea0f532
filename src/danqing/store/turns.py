"""What a turn writes while it runs, each step of it in one transaction and under the claim's fence."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from danqing.core.codec import dumps, history_to_json
from danqing.core.errors import Cancelled, NotFound
from danqing.core.events import Event, Queued
from danqing.core.history import SceneHistory
from danqing.core.types import Claim, Conversation, Draft, Job, Turn, TurnState
from danqing.store.conversations import Conversations
from danqing.store.database import Database
from danqing.store.events import append
from danqing.store.forms import draft_from_text, draft_to_text
from danqing.store.jobs import ahead, done, enqueue, guard
from danqing.store.tables import conversations, turns


class Turns:
    """The store as ``conversation.turn`` and ``conversation.finish`` see it (``core.protocols.TurnStore``)."""

    def __init__(self, database: Database, read: Conversations) -> None:
        self._database = database
        self._read = read

    def turn(self, turn_id: str) -> Turn:
        """Raises NotFound."""
        return self._read.turn(turn_id)

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        return self._read.conversation(conversation_id)

    def emit(self, claim: Claim, *events: Event) -> None:
        """Appends to the turn's stream. Raises LeaseLost."""
        with self._database.write() as tx:
            guard(tx, claim)
            self._append(tx, claim, events)

    def accept(self, claim: Claim, draft: Draft, history: SceneHistory, events: Sequence[Event]) -> None:
        """The drawing job, the scene history and the events, with Queued last: all or nothing."""
        with self._database.write() as tx:
            guard(tx, claim)
            if tx.scalar(select(turns.c.cancel).where(turns.c.id == claim.turn_id).with_for_update()):
                raise Cancelled()
            self._close(tx, claim, "accepted", draft, history)
            enqueue(tx, claim.turn_id, "device")
            self._append(tx, claim, (*events, Queued(ahead=ahead(tx, claim.turn_id))))

    def end(
        self,
        claim: Claim,
        state: TurnState,
        events: Sequence[Event],
        draft: Draft | None = None,
        history: SceneHistory | None = None,
    ) -> None:
        """Ends job and turn with these last events: all or nothing. Raises LeaseLost."""
        with self._database.write() as tx:
            guard(tx, claim)
            self._close(tx, claim, state, draft, history)
            self._append(tx, claim, events)

    def job(self, claim: Claim) -> Job:
        """The accepted drawing job."""
        with self._database.read() as tx:
            row = tx.execute(select(turns).where(turns.c.id == claim.turn_id)).first()
        draft = draft_from_text(row.draft) if row is not None and row.draft else None
        if row is None or draft is None or draft.prompt is None or draft.settings is None:
            raise NotFound(what="job", id=claim.job_id)
        return Job(
            turn_id=claim.turn_id,
            text=row.text,
            prompt=draft.prompt,
            settings=draft.settings,
            scene=draft.scene,
            language=draft.request.language,
            created_at=row.created_at,
            language_s=draft.language_s,
        )

    def _close(
        self, tx: Connection, claim: Claim, state: TurnState, draft: Draft | None, history: SceneHistory | None
    ) -> None:
        done(tx, claim)
        values: dict[str, str] = {"state": state}
        if draft is not None:
            values["draft"] = draft_to_text(draft)
        tx.execute(update(turns).where(turns.c.id == claim.turn_id).values(**values))
        if history is not None:
            mine = select(turns.c.conversation_id).where(turns.c.id == claim.turn_id).scalar_subquery()
            text = dumps(history_to_json(history))
            tx.execute(update(conversations).where(conversations.c.id == mine).values(history=text))

    def _append(self, tx: Connection, claim: Claim, events: Sequence[Event]) -> None:
        now = self._database.clock()
        for event in events:
            append(tx, claim.turn_id, event, now)
