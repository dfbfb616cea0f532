"""The bodies of requests and answers about the gallery and about pictures that a user brings."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from danqing.app.restoring import restored
from danqing.core.codec import edit_to_json
from danqing.core.gallery import GalleryPage, Kept, Rating
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import Input
from danqing.server.scene_shapes import EditBody
from danqing.server.shapes import PictureShown, shown_picture


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class KeptShown(_Body):
    """A picture in the gallery. ``text``: the words it was drawn for; ``created_at``: seconds since 1970, UTC."""

    picture: PictureShown
    conversation_id: str
    text: str
    created_at: float
    rating: Rating | None
    reason: str
    tags: list[str]


class GalleryShown(_Body):
    """Part of all pictures. ``after``: what the next part is asked for with, null at the end."""

    pictures: list[KeptShown]
    after: str | None


class GalleryFacts(_Body):
    """What there are pictures of."""

    painters: list[str]
    styles: list[str]
    tags: list[str]


class RestoredOptions(_Body):
    """What a turn's options take to draw a picture again."""

    painter: str
    seed: int
    steps: int
    guidance: float
    width: int
    height: int
    technique: Technique = PLAIN


class Chosen(_Body):
    """Ids of pictures."""

    pictures: list[str] = Field(max_length=500)


class TagBody(Chosen):
    """Tags to be given and to be taken off."""

    add: list[str] = Field([], max_length=20)
    remove: list[str] = Field([], max_length=20)


class RatingBody(_Body):
    """``reason``: why, in the user's words."""

    rating: Rating | None
    reason: str = ""


class RestoredShown(_Body):
    """How a picture of Danqing's was made. ``edits``: as a turn takes them; ``options``: likewise."""

    text: str
    prompt: str
    negative: str
    edits: list[EditBody]
    options: RestoredOptions


class InputShown(_Body):
    """A picture that was brought. ``restored`` where its file tells how it was made."""

    id: str
    file: str
    width: int
    height: int
    restored: RestoredShown | None


def shown_input(brought: Input) -> InputShown:
    """An input for the API."""
    found = restored(brought.made)
    shown: dict[str, Any] = {
        "id": brought.id,
        "file": f"/api/inputs/{brought.id}/file",
        "width": brought.width,
        "height": brought.height,
        "restored": None,
    }
    if found is not None:
        edits = [edit_to_json(edit) for edit in found.edits]
        words = {"text": found.text, "prompt": found.prompt, "negative": found.negative}
        shown["restored"] = words | {"edits": edits, "options": found.settings}
    return InputShown.model_validate(shown)


def shown_kept(kept: Kept) -> KeptShown:
    """A picture of the gallery for the API."""
    return KeptShown(
        picture=shown_picture(kept.picture),
        conversation_id=kept.conversation_id,
        text=kept.text,
        created_at=kept.created_at,
        rating=kept.rating,
        reason=kept.reason,
        tags=list(kept.tags),
    )


def shown_gallery(page: GalleryPage) -> GalleryShown:
    """A part of the gallery for the API."""
    return GalleryShown(pictures=[shown_kept(kept) for kept in page.pictures], after=page.after)
