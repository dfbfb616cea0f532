"""A conversation as one ZIP file: what was said as JSON, and its pictures."""

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from danqing.server.shapes import shown_conversation

if TYPE_CHECKING:
    from danqing.app.studio import Studio

IN_MEMORY = 16 * 1024 * 1024
"""Bytes up to which a file is packed in memory; a larger one goes to a temporary file."""

_PIECE = 256 * 1024


def archive(studio: "Studio", conversation_id: str) -> IO[bytes]:
    """The packed file, open at its beginning. Raises NotFound; StoreFailed where a picture is gone."""
    conversation = studio.conversation(conversation_id)
    packed = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by ``pieces``
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:  # PNG files do not get smaller
        file.writestr("conversation.json", shown_conversation(conversation).model_dump_json(indent=2))
        for turn in conversation.turns:
            for picture in turn.pictures:
                name = f"pictures/{turn.number:03}-{picture.index + 1}-{picture.id}.png"
                file.writestr(name, studio.picture_bytes(picture.id))
    packed.seek(0)
    return packed


def pieces(packed: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces; closes it."""
    with packed:
        while piece := packed.read(_PIECE):
            yield piece
