"""Nouns of the gallery: what is looked for, and stored pictures with what people said of them."""

from dataclasses import dataclass
from typing import Literal

from danqing.core.types import Picture

Rating = Literal["like", "dislike"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures are looked for; None and empty fields admit all.

    ``text``: words that the request or the prompt holds, each of them; ``since``, ``until``: seconds since 1970.
    """

    text: str = ""
    painter: str | None = None
    style: str | None = None
    rating: Rating | None = None
    tag: str | None = None
    conversation: str | None = None
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture with where it comes from and what was said of it. ``text``: the user's words that it was drawn for."""

    picture: Picture
    conversation_id: str
    text: str
    created_at: float
    rating: Rating | None = None
    reason: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Pictures, the newest first. ``after``: what the next page is asked for with, None at the end.

    ``total``: how many are found in all; counted for the first page alone.
    """

    pictures: tuple[Kept, ...]
    after: str | None
    total: int | None = None
