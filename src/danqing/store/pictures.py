"""Finished pictures: immutable PNG masters in the data folder, a row each. Takes only what the gate let through."""

import hashlib
import io
import re
import secrets
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from danqing.core.cost import Energy
from danqing.core.errors import LeaseLost, NotFound
from danqing.core.events import PictureReady
from danqing.core.types import CheckedPicture, Claim, Draft, Job, Picture
from danqing.store.database import Database
from danqing.store.disk import Disk, Io, put, spoken
from danqing.store.events import append
from danqing.store.folder import Folder
from danqing.store.forms import draft_from_text
from danqing.store.indexing import index as index_words
from danqing.store.inputs import Inputs, is_input
from danqing.store.jobs import guard
from danqing.store.metadata import png_info, png_texts
from danqing.store.tables import deleted, pictures, turns

if TYPE_CHECKING:
    from PIL.Image import Image

PNG: dict[str, Any] = {"compress_level": 1, "compress_type": zlib.Z_RLE}
"""As Pillow takes it. A picture of 512 x 512 takes 43 to 51 ms at its default of level 6 and a third of that at 1;
without a search for what came before it is as fast, and smaller by a fifth, as pictures go."""


_ID = re.compile(r"[\w-]{1,40}", re.ASCII)


def can_be_id(picture_id: str) -> bool:
    """Whether any row could have that id. No database is asked for what it may not be able to write, such as half a
    surrogate pair."""
    return _ID.fullmatch(picture_id) is not None


class Pictures:
    """Stores and reads pictures (``core.protocols.PictureStore``)."""

    def __init__(self, database: Database, folder: Folder, disk: Io | None = None) -> None:
        self._database = database
        self._folder = folder
        self._disk = disk or Disk()
        self._inputs = Inputs(folder)

    def add(
        self,
        claim: Claim,
        job: Job,
        index: int,
        checked: CheckedPicture,
        seconds: float,
        energy: Energy | None = None,
    ) -> Picture:
        """Temp file, fsync, rename, fsync of the folder, then row and event: a crash leaves nothing half-written."""
        picture_id = f"p{secrets.token_hex(10)}"
        data = _encoded(checked, job, index)
        path = self._put(picture_id, data)
        picture = Picture(
            id=picture_id,
            turn_id=job.turn_id,
            index=index,
            path=str(path),
            sha256=hashlib.sha256(data).hexdigest(),
            width=checked.image.width,
            height=checked.image.height,
            prompt=job.prompt,
            settings=job.settings,
            seed=checked.seed,
            seconds=round(seconds, 3),
            energy=energy,
        )
        try:
            with self._database.write() as tx:
                guard(tx, claim)
                now = self._database.clock()
                tx.execute(pictures.insert().values(**_row(picture), policy=checked.policy, created_at=now))
                made = tx.scalar(select(turns.c.draft).where(turns.c.id == job.turn_id))
                index_words(tx, picture_id, draft_from_text(made or ""))
                append(tx, job.turn_id, _ready(picture), now)
        except LeaseLost:  # after any other failure nobody knows whether the row is there: ``sweep`` will look
            with suppress(OSError):
                path.unlink()
            raise
        return picture

    def get(self, picture_id: str) -> Picture:
        """Raises NotFound."""
        if not can_be_id(picture_id):
            raise NotFound(what="picture", id=picture_id)
        with self._database.read() as tx:
            mine = select(turns.c.id, turns.c.draft).join(pictures).where(pictures.c.id == picture_id)
            turn = tx.execute(mine).first()
            if turn is not None and turn.draft:
                for picture in pictures_of(tx, turn.id, draft_from_text(turn.draft), str(self._folder.pictures)):
                    if picture.id == picture_id:
                        return picture
        raise NotFound(what="picture", id=picture_id)

    def read(self, picture_id: str) -> bytes:
        """The PNG file. Raises NotFound for an unknown id, StoreFailed where the file is gone."""
        path = Path(self.get(picture_id).path)
        with spoken(path):
            return path.read_bytes()

    def image(self, picture_id: str) -> "Image":
        """The pixels of a picture or an input. Raises NotFound, StoreFailed."""
        from PIL import Image as Images

        path = self._inputs.path(picture_id) if is_input(picture_id) else Path(self.get(picture_id).path)
        with spoken(path), Images.open(path, formats=["PNG"]) as opened:
            return opened.convert("RGB")

    def there(self, picture_id: str) -> None:
        """Raises NotFound where there is no picture or input of that id."""
        if is_input(picture_id):
            self._inputs.path(picture_id)
        else:
            self.get(picture_id)

    def sweep(self) -> int:
        """Tidies up after a crash: unfinished files go, files without a row move to ``unclaimed``. Returns how many.

        They are moved, not deleted: with another database configured every picture would look unclaimed.
        """
        swept = 0
        with self._database.read() as tx:
            known = {*tx.scalars(select(pictures.c.id)), *tx.scalars(select(deleted.c.picture_id))}
        with spoken(self._folder.home):
            for path in list(self._folder.pictures.iterdir()):
                if path.suffix == ".part":
                    path.unlink()
                elif path.stem not in known:
                    self._folder.unclaimed.mkdir(mode=0o700, exist_ok=True)
                    path.replace(self._folder.unclaimed / path.name)
                else:
                    continue
                swept += 1
        return swept

    def _put(self, picture_id: str, data: bytes) -> Path:
        path = self._folder.pictures / f"{picture_id}.png"
        with spoken(self._folder.pictures):
            put(self._disk, path, data)
        return path


def pictures_of(tx: Connection, turn_id: str, draft: Draft, folder: str) -> tuple[Picture, ...]:
    """The stored pictures of a turn, in their order."""
    if draft.prompt is None or draft.settings is None:
        return ()
    rows = tx.execute(select(pictures).where(pictures.c.turn_id == turn_id).order_by(pictures.c.position)).all()
    return tuple(picture_of(row, draft, folder) for row in rows)


def picture_of(row: Any, draft: Draft, folder: str) -> Picture:
    """A row of the table, and what the language half said of it."""
    assert draft.prompt is not None
    assert draft.settings is not None
    return Picture(
        id=row.id,
        turn_id=row.turn_id,
        index=row.position,
        path=str(Path(folder) / f"{row.id}.png"),
        sha256=row.sha256,
        width=row.width,
        height=row.height,
        prompt=draft.prompt,
        settings=draft.settings,
        seed=int(row.seed),
        seconds=row.seconds,
        energy=None if row.energy_wh is None else Energy(row.energy_wh, tuple[Any, ...](row.energy_of.split())),
    )


def _encoded(checked: CheckedPicture, job: Job, index: int) -> bytes:
    out = io.BytesIO()
    info = png_info(png_texts(job, index, checked.seed))
    checked.image.save(out, "PNG", **PNG, pnginfo=info)
    return out.getvalue()


def _row(picture: Picture) -> dict[str, object]:
    return {
        "id": picture.id,
        "turn_id": picture.turn_id,
        "position": picture.index,
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "seed": str(picture.seed),
        "seconds": picture.seconds,
        "energy_wh": picture.energy.wh if picture.energy else None,
        "energy_of": " ".join(picture.energy.sources) if picture.energy else None,
    }


def _ready(picture: Picture) -> PictureReady:
    return PictureReady(
        picture_id=picture.id,
        index=picture.index,
        seed=picture.seed,
        width=picture.width,
        height=picture.height,
        url=f"/api/pictures/{picture.id}/file",
        path=picture.path,
        seconds=picture.seconds or 0.0,
        energy_wh=picture.energy.wh if picture.energy else None,
        energy_of=picture.energy.sources if picture.energy else (),
    )
