"""The gallery: stored pictures looked through by words and facts, rated, tagged and deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, or_, select

from danqing.core.errors import BadInput, NotFound
from danqing.core.gallery import GalleryPage, Kept, Rating, Wanted
from danqing.store.database import Database
from danqing.store.disk import spoken
from danqing.store.folder import Folder
from danqing.store.forms import draft_from_text
from danqing.store.indexing import found_under, index, made_with
from danqing.store.pictures import can_be_id, picture_of
from danqing.store.tables import deleted, pictures, ratings, tags, turns, words

_ROWS = (
    select(pictures, turns.c.draft, turns.c.text, turns.c.conversation_id, ratings.c.rating, ratings.c.reason)
    .join(turns, turns.c.id == pictures.c.turn_id)
    .outerjoin(ratings, ratings.c.picture_id == pictures.c.id)
)


class Gallery:
    """Everything that is done with pictures after they are drawn."""

    def __init__(self, database: Database, folder: Folder) -> None:
        self._database = database
        self._folder = folder

    def page(self, wanted: Wanted, limit: int, after: str | None = None) -> GalleryPage:
        """Pictures, the newest first. ``after``: that of the page before. Raises BadInput where it is none."""
        conditions = [*_conditions(wanted), *([_behind(after)] if after else [])]
        newest = (pictures.c.created_at.desc(), pictures.c.id.desc())
        with self._database.read() as tx:
            found = tx.execute(_ROWS.where(*conditions).order_by(*newest).limit(limit + 1)).all()
            kept = self._kept(tx, found[:limit])
            more = len(found) > limit
            total = None if after else _count(tx, conditions) if more else len(found)
        return GalleryPage(kept, _mark(kept[-1]) if more else None, total)

    def kept(self, picture_ids: Sequence[str]) -> tuple[Kept, ...]:
        """These pictures, in this order. Raises NotFound."""
        with self._database.read() as tx:
            _there(tx, picture_ids)
            found = self._kept(tx, tx.execute(_ROWS.where(pictures.c.id.in_(picture_ids))).all())
        return tuple(sorted(found, key=lambda kept: picture_ids.index(kept.picture.id)))

    def facts(self) -> dict[str, list[str]]:
        """What can be asked for: the painters, styles and tags that there are pictures of."""
        with self._database.read() as tx:
            filed = tx.scalars(select(words.c.word).where(words.c.word.contains(":")).distinct()).all()
            tagged = tx.scalars(select(tags.c.tag).distinct().order_by(tags.c.tag)).all()
        parts = [word.partition(":") for word in sorted(filed)]
        of = {name: [value for kind, _, value in parts if kind == name] for name in ("painter", "style")}
        return {"painters": of["painter"], "styles": of["style"], "tags": list(tagged)}

    def rate(self, picture_id: str, rating: Rating | None, reason: str = "") -> None:
        """What the user thinks of a picture, in place of what they thought before; None: nothing. Raises NotFound."""
        with self._database.write() as tx:
            _there(tx, [picture_id])
            tx.execute(delete(ratings).where(ratings.c.picture_id == picture_id))
            if rating is not None:
                row = {"picture_id": picture_id, "rating": rating, "reason": reason, "rated_at": self._database.clock()}
                tx.execute(insert(ratings).values(row))

    def tag(self, picture_ids: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> None:
        """Gives pictures tags and takes others off, all or nothing. Raises NotFound."""
        with self._database.write() as tx:
            _there(tx, picture_ids)
            both = (tags.c.picture_id.in_(picture_ids), tags.c.tag.in_([*add, *remove]))
            tx.execute(delete(tags).where(*both))
            rows = [{"tag": tag, "picture_id": picture} for tag in dict.fromkeys(add) for picture in picture_ids]
            if rows:
                tx.execute(insert(tags), rows)

    def delete(self, picture_ids: Sequence[str]) -> None:
        """Rows and files, for good, all or nothing. Raises NotFound.

        A crash in between leaves a note, by which the next start removes the files.
        """
        with self._database.write() as tx:
            _there(tx, picture_ids)
            tx.execute(delete(pictures).where(pictures.c.id.in_(picture_ids)))
            tx.execute(insert(deleted), [{"picture_id": picture} for picture in picture_ids])
        self.sweep()

    def sweep(self) -> None:
        """Removes the files of deleted pictures, and files those that no index knows yet."""
        with self._database.read() as tx:
            gone = list(tx.scalars(select(deleted.c.picture_id)))
        for picture_id in gone:
            self._remove_files(picture_id)
        with self._database.write() as tx:
            if gone:
                tx.execute(delete(deleted).where(deleted.c.picture_id.in_(gone)))
            known = exists().where(words.c.picture_id == pictures.c.id)
            missing = select(pictures.c.id, turns.c.draft).join(turns).where(~known)
            for row in tx.execute(missing).all():
                index(tx, row.id, draft_from_text(row.draft))

    def _remove_files(self, picture_id: str) -> None:
        with spoken(self._folder.home):
            copies = self._folder.thumbnails.glob(f"{picture_id}-*")
            for path in (self._folder.pictures / f"{picture_id}.png", *copies):
                path.unlink(missing_ok=True)

    def _kept(self, tx: Connection, rows: Sequence[Any]) -> tuple[Kept, ...]:
        tagged = _tags(tx, [row.id for row in rows])
        folder = str(self._folder.pictures)
        return tuple(
            Kept(
                picture_of(row, draft_from_text(row.draft), folder),
                row.conversation_id,
                row.text,
                row.created_at,
                row.rating,
                row.reason or "",
                tagged.get(row.id, ()),
            )
            for row in rows
        )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [*found_under(wanted.text), *made_with(painter=wanted.painter, style=wanted.style)]
    if wanted.rating is not None:
        found.append(ratings.c.rating == wanted.rating)
    if wanted.tag is not None:
        found.append(pictures.c.id.in_(select(tags.c.picture_id).where(tags.c.tag == wanted.tag)))
    if wanted.conversation is not None:
        found.append(turns.c.conversation_id == wanted.conversation)
    if wanted.since is not None:
        found.append(pictures.c.created_at >= wanted.since)
    if wanted.until is not None:
        found.append(pictures.c.created_at < wanted.until)
    return found


def _count(tx: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return tx.scalar(_ROWS.where(*conditions).with_only_columns(func.count())) or 0


def _mark(last: Kept) -> str:
    """The place behind a picture, exact to the last bit of its time."""
    return f"{last.created_at.hex()}~{last.picture.id}"


def _behind(mark: str) -> ColumnElement[bool]:
    time, _, picture_id = mark.partition("~")
    try:
        created_at = float.fromhex(time)
    except (ValueError, OverflowError) as error:
        raise BadInput("mark_invalid", value=mark[:80]) from error
    same = and_(pictures.c.created_at == created_at, pictures.c.id < picture_id)
    return or_(pictures.c.created_at < created_at, same)


def _there(tx: Connection, picture_ids: Sequence[str]) -> None:
    known = set(tx.scalars(select(pictures.c.id).where(pictures.c.id.in_(filter(can_be_id, picture_ids)))))
    for picture_id in picture_ids:
        if picture_id not in known:
            raise NotFound(what="picture", id=picture_id)


def _tags(tx: Connection, picture_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    mine = select(tags.c.picture_id, tags.c.tag).where(tags.c.picture_id.in_(picture_ids)).order_by(tags.c.tag)
    found: dict[str, tuple[str, ...]] = {}
    for picture_id, tag in tx.execute(mine).all():
        found[picture_id] = (*found.get(picture_id, ()), tag)
    return found
