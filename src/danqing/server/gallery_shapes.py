"""The bodies of the gallery's requests and answers."""

from pydantic import BaseModel, ConfigDict, Field

from danqing.core.gallery import GalleryPage, Kept, Rating
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
