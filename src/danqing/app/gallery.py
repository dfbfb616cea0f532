"""The gallery for programs and the server alike: bad input is said before anything is done."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from danqing.app.checks import MAX_PAGE, storable
from danqing.core.codec import dumps
from danqing.core.errors import BadInput
from danqing.core.gallery import GalleryPage, Kept, Rating, Wanted

if TYPE_CHECKING:
    from danqing.app.build import Store

MAX_CHOSEN = 500
"""Pictures that may be changed or exported in one call."""
MAX_TAG = 40
MAX_REASON = 1000
IN_MEMORY = 32 << 20
"""Bytes of an export that stay in memory; what is larger goes to a temporary file."""


class Gallery:
    """All pictures of a data folder. Methods raise NotFound for unknown ids and StoreFailed, and change all or nothing.

    ``chosen``: 1 to 500 ids.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    def page(self, wanted: Wanted | None = None, *, limit: int = 50, after: str | None = None) -> GalleryPage:
        """Pictures, the newest first, ``limit`` (1 to 200) of them; ``after``: that of the page before.

        The words of ``wanted.text`` are looked for in requests and prompts, in Chinese and English.
        """
        from danqing.language.preprocess import normalise

        if not 1 <= limit <= MAX_PAGE:
            raise BadInput("setting_invalid", name="limit", value=limit, low=1, high=MAX_PAGE)
        wanted = wanted or Wanted()
        return self._store.gallery.page(replace(wanted, text=normalise(storable(wanted.text))), limit, after)

    def kept(self, picture_id: str) -> Kept:
        """One picture with what was said of it."""
        return self._store.gallery.kept([picture_id])[0]

    def facts(self) -> dict[str, list[str]]:
        """The painters, styles and tags that there are pictures of: ``painters``, ``styles``, ``tags``."""
        return self._store.gallery.facts()

    def rate(self, picture_id: str, rating: Rating | None, reason: str = "") -> None:
        """What the user thinks of a picture, and why; None takes it back."""
        reason = storable(reason).strip()
        if len(reason) > MAX_REASON:
            raise BadInput("text_too_long", length=len(reason), limit=MAX_REASON)
        self._store.gallery.rate(picture_id, rating, reason)

    def tag(self, chosen: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Gives pictures tags (1 to 40 characters each) and takes others off."""
        self._store.gallery.tag(_few(chosen), [_tag(tag) for tag in add], [_tag(tag) for tag in remove])

    def delete(self, chosen: Sequence[str]) -> None:
        """Deletes pictures and their files for good."""
        self._store.gallery.delete(_few(chosen))

    def thumbnail(self, picture_id: str, side: int) -> bytes:
        """A WebP copy whose longer side is at most ``side``: 128, 256 or 512 pixels."""
        from danqing.store.thumbnails import SIDES

        if side not in SIDES:
            raise BadInput("choice_invalid", name="side", value=side, choices=", ".join(map(str, SIDES)))
        return self._store.thumbnails.read(picture_id, side)

    def export(self, chosen: Sequence[str]) -> IO[bytes]:
        """A ZIP of the PNG files, and ``pictures.json`` with all that is known of them; open at its beginning."""
        kept = self._store.gallery.kept(_few(chosen))
        out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the caller closes it
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # PNG is packed already
            for one in kept:
                archive.writestr(f"{one.picture.id}.png", self._store.pictures.read(one.picture.id))
            archive.writestr("pictures.json", dumps([_told(one) for one in kept]))
        out.seek(0)
        return out


def _few(chosen: Sequence[str]) -> list[str]:
    unique = list(dict.fromkeys(chosen))
    if not 1 <= len(unique) <= MAX_CHOSEN:
        raise BadInput("list_too_long", name="pictures", length=len(unique), limit=MAX_CHOSEN)
    return unique


def _tag(text: str) -> str:
    tag = " ".join(storable(text).split())
    if not 1 <= len(tag) <= MAX_TAG:
        raise BadInput("tag_invalid", value=tag[:MAX_TAG], limit=MAX_TAG)
    return tag


def _told(kept: Kept) -> dict[str, object]:
    facts = asdict(kept)
    facts["picture"].pop("path")
    return facts | {"file": Path(kept.picture.path).name}
