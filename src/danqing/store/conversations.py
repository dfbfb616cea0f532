"""Conversations and their turns: created, submitted, read."""

import json
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Row, delete, func, or_, select, true, update

from danqing.core.codec import dumps, history_from_json, history_to_json
from danqing.core.errors import NotFound
from danqing.core.history import SceneHistory, apply
from danqing.core.scene import GoTo, SceneEdit
from danqing.core.types import Conversation, ConversationSummary, DrawOptions, Picture, Prompt, Turn
from danqing.store.database import Database
from danqing.store.forms import draft_from_text, given_from_text, given_to_text
from danqing.store.jobs import enqueue
from danqing.store.pictures import pictures_of
from danqing.store.tables import conversations, deleted, events, jobs, pictures, turns

TITLE_LENGTH = 60
"""Characters of a title; a longer first text is cut there."""


_INPUT = re.compile(r'"(i[0-9a-f]{20})"')
_INPUT_LIKE = '%"i' + "_" * 20 + '"%'


class Conversations:
    """Reads whole conversations, and takes new requests in."""

    def __init__(self, database: Database, pictures_folder: str) -> None:
        self._database = database
        self._folder = pictures_folder

    def create(self) -> str:
        """The id of a new conversation."""
        conversation_id = f"c{secrets.token_hex(10)}"
        empty = dumps(history_to_json(SceneHistory()))
        with self._database.write() as tx:
            tx.execute(
                conversations.insert().values(id=conversation_id, created_at=self._database.clock(), history=empty)
            )
        return conversation_id

    def submit(
        self,
        conversation_id: str,
        text: str,
        options: DrawOptions,
        edits: Sequence[SceneEdit] | None = None,
        prompt: Prompt | None = None,
    ) -> str:
        """A turn and its language job, in one transaction. Raises NotFound."""
        turn_id = f"t{secrets.token_hex(10)}"
        with self._database.write() as tx:
            found = select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
            if tx.scalar(found) is None:
                raise NotFound(what="conversation", id=conversation_id)
            last = tx.scalar(select(func.max(turns.c.number)).where(turns.c.conversation_id == conversation_id)) or 0
            tx.execute(
                turns.insert().values(
                    id=turn_id,
                    conversation_id=conversation_id,
                    number=last + 1,
                    created_at=self._database.clock(),
                    text=text,
                    given=given_to_text(options, edits, prompt),
                    state="submitted",
                    cancel=False,
                )
            )
            enqueue(tx, turn_id, "language")
        return turn_id

    def turn(self, turn_id: str) -> Turn:
        """Raises NotFound."""
        with self._database.read() as tx:
            row = tx.execute(select(turns).where(turns.c.id == turn_id)).first()
            if row is None:
                raise NotFound(what="turn", id=turn_id)
            return self._turn(tx, row)

    def conversation(self, conversation_id: str) -> Conversation:
        """The conversation with all its turns. Raises NotFound."""
        with self._database.read() as tx:
            row = tx.execute(select(conversations).where(conversations.c.id == conversation_id)).first()
            if row is None:
                raise NotFound(what="conversation", id=conversation_id)
            wanted = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number)
            return Conversation(
                id=row.id,
                created_at=row.created_at,
                history=history_from_json(json.loads(row.history)),
                title=row.title,
                turns=tuple(self._turn(tx, turn) for turn in tx.execute(wanted).all()),
            )

    def rename(self, conversation_id: str, title: str | None) -> None:
        """Gives it a title; None takes it away. Raises NotFound."""
        mine = update(conversations).where(conversations.c.id == conversation_id)
        with self._database.write() as tx:
            if tx.execute(mine.values(title=title)).rowcount == 0:
                raise NotFound(what="conversation", id=conversation_id)

    def go_to(self, conversation_id: str, number: int) -> None:
        """Makes the ``number``-th scene, from 1, the present one. Draws nothing. Raises NotFound, EditInvalid."""
        mine = conversations.c.id == conversation_id
        with self._database.write() as tx:
            row = tx.execute(select(conversations.c.history).where(mine).with_for_update()).first()
            if row is None:
                raise NotFound(what="conversation", id=conversation_id)
            moved = apply(history_from_json(json.loads(row.history)), (GoTo(number),))
            tx.execute(update(conversations).where(mine).values(history=dumps(history_to_json(moved))))

    def delete(self, conversation_id: str) -> None:
        """Everything of it but the picture files, which ``Gallery.sweep`` removes now or at the next start.

        Work that goes on for it comes to nothing. Raises NotFound.
        """
        mine = select(turns.c.id).where(turns.c.conversation_id == conversation_id)
        with self._database.write() as tx:
            tx.execute(select(jobs.c.id).where(jobs.c.turn_id.in_(mine)).with_for_update()).all()
            files = list(tx.scalars(select(pictures.c.id).where(pictures.c.turn_id.in_(mine))))
            if files:
                tx.execute(deleted.insert(), [{"picture_id": picture_id} for picture_id in files])
            for table in (pictures, events, jobs):
                tx.execute(delete(table).where(table.c.turn_id.in_(mine)))
            tx.execute(delete(turns).where(turns.c.conversation_id == conversation_id))
            if tx.execute(delete(conversations).where(conversations.c.id == conversation_id)).rowcount == 0:
                raise NotFound(what="conversation", id=conversation_id)

    def page(self, limit: int, offset: int, words: str = "") -> list[ConversationSummary]:
        """Conversations, the one that was spoken in last first; only those whose title or texts hold ``words``."""
        mine = turns.c.conversation_id == conversations.c.id
        newest = select(func.max(turns.c.created_at)).where(mine).scalar_subquery()
        spoken = select(turns.c.text).where(mine, turns.c.text != "").order_by(turns.c.number).limit(1)
        given = select(turns.c.given).where(mine).order_by(turns.c.number).limit(1)
        updated = func.coalesce(newest, conversations.c.created_at)
        wanted = (
            select(
                conversations.c.id,
                conversations.c.created_at,
                updated.label("updated_at"),
                select(func.count()).where(mine).scalar_subquery().label("turns"),
                spoken.scalar_subquery().label("text"),
                given.scalar_subquery().label("given"),
                conversations.c.title,
            )
            .where(_holding(words))
            .order_by(updated.desc(), conversations.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as tx:
            rows = tx.execute(wanted).all()
        return [
            ConversationSummary(
                row.id, row.created_at, row.updated_at, row.title or _title(row.text, row.given), row.turns
            )
            for row in rows
        ]

    def last_words(self, turn_id: str) -> str:
        """The text of that turn, or of the last one before it that had any; empty where there is none."""
        asked = select(turns.c.conversation_id, turns.c.number).where(turns.c.id == turn_id).subquery()
        wanted = (
            select(turns.c.text)
            .where(turns.c.conversation_id == asked.c.conversation_id, turns.c.number <= asked.c.number)
            .where(turns.c.text != "")
            .order_by(turns.c.number.desc())
            .limit(1)
        )
        with self._database.read() as tx:
            return tx.scalar(wanted) or ""

    def inputs(self) -> frozenset[str]:
        """Ids of all inputs that a turn or a scene names."""
        columns = (turns.c.given, turns.c.draft, conversations.c.history)
        with self._database.read() as tx:
            texts = [text for column in columns for text in tx.scalars(select(column).where(column.like(_INPUT_LIKE)))]
        return frozenset(found for text in texts for found in _INPUT.findall(text))

    def _turn(self, tx: Connection, row: Row[tuple[object, ...]]) -> Turn:
        options, edits, prompt = given_from_text(row.given)
        draft = draft_from_text(row.draft) if row.draft else None
        drawn: tuple[Picture, ...] = pictures_of(tx, row.id, draft, self._folder) if draft else ()
        return Turn(
            id=row.id,
            conversation_id=row.conversation_id,
            number=row.number,
            text=row.text,
            state=row.state,
            options=options,
            created_at=row.created_at,
            edits=edits,
            prompt=prompt,
            draft=draft,
            pictures=drawn,
        )


def _holding(words: str) -> ColumnElement[bool]:
    """Whether a conversation's title or one of its texts holds ``words``, capitals or not."""
    if not words:
        return true()
    said = select(turns.c.id).where(
        turns.c.conversation_id == conversations.c.id, turns.c.text.icontains(words, autoescape=True)
    )
    return or_(conversations.c.title.icontains(words, autoescape=True), said.exists())


def _title(text: str | None, given: str | None) -> str:
    """The first words of a conversation, else the prompt that it began with, on one line."""
    if not text and given:
        prompt = given_from_text(given)[2]
        text = prompt.text if prompt else ""
    title = " ".join((text or "").split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"
