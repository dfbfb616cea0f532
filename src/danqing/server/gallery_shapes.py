"""The bodies of requests and answers about the gallery and about pictures that a user brings."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from danqing.app.restoring import restored
from danqing.core.codec import edit_to_json
from danqing.core.cost import Price, electricity, price
from danqing.core.gallery import GalleryPage, Kept, Rating
from danqing.core.settings import Configuration
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import Input
from danqing.server.scene_shapes import EditBody
from danqing.server.shapes import PictureShown, shown_picture
from danqing.server.turn_shapes import GivenPrompt


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PriceShown(_Body):
    """``currency``: its three letters."""

    amount: float
    currency: str


class CostShown(_Body):
    """What a picture cost, by the settings of now. ``electricity``: its energy at the user's tariff, null where one of
    them is not known; ``cloud``: what the user compares it with, null for nothing."""

    electricity: PriceShown | None
    cloud: PriceShown | None


class KeptShown(_Body):
    """A picture in the gallery. ``text``: the words it was drawn for; ``created_at``: seconds since 1970, UTC."""

    picture: PictureShown
    conversation_id: str
    text: str
    created_at: float
    rating: Rating | None
    reason: str
    tags: list[str]
    cost: CostShown


class GalleryShown(_Body):
    """Part of all pictures. ``after``: what the next part is asked for with, null at the end.

    ``total``: how many are found in all; the first part tells it, in the others it is null.
    """

    pictures: list[KeptShown]
    after: str | None
    total: int | None


class GalleryFacts(_Body):
    """What there are pictures of."""

    painters: list[str]
    styles: list[str]
    tags: list[str]


class RestoredOptions(_Body):
    """What a turn's options take to draw a picture again. ``base`` and ``mask`` only where they are on this machine."""

    painter: str
    seed: int
    layout_seed: int
    steps: int
    guidance: float
    width: int
    height: int
    number: int
    base: str | None = None
    strength: float | None = None
    mask: str | None = None
    region: tuple[float, float, float, float] | None = None
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
    """How a picture of Danqing's was made. ``edits``, ``prompt`` and ``options``: as a turn takes them."""

    text: str
    prompt: GivenPrompt | None
    edits: list[EditBody]
    options: RestoredOptions


class InputShown(_Body):
    """A picture that was brought. ``restored`` where its file tells how it was made."""

    id: str
    file: str
    width: int
    height: int
    restored: RestoredShown | None


def shown_input(brought: Input, there: Callable[[str], bool]) -> InputShown:
    """An input for the API. ``there``: whether a picture of that id is on this machine."""
    found = restored(brought.made, there)
    shown: dict[str, Any] = {
        "id": brought.id,
        "file": f"/api/inputs/{brought.id}/file",
        "width": brought.width,
        "height": brought.height,
        "restored": None,
    }
    if found is not None:
        edits = [edit_to_json(edit) for edit in found.edits]
        prompt = found.prompt and {name: getattr(found.prompt, name) for name in GivenPrompt.model_fields}
        shown["restored"] = {"text": found.text, "prompt": prompt, "edits": edits, "options": found.settings}
    return InputShown.model_validate(shown)


def shown_kept(kept: Kept, settings: Configuration) -> KeptShown:
    """A picture of the gallery for the API. ``settings``: with the user's prices."""
    return KeptShown(
        picture=shown_picture(kept.picture),
        conversation_id=kept.conversation_id,
        text=kept.text,
        created_at=kept.created_at,
        rating=kept.rating,
        reason=kept.reason,
        tags=list(kept.tags),
        cost=CostShown(
            electricity=_price(electricity(kept.picture.energy, settings.electricity_price)),
            cloud=_price(price(settings.cloud_price)),
        ),
    )


def _price(price: Price | None) -> PriceShown | None:
    return PriceShown(amount=price.amount, currency=price.currency) if price else None


def shown_gallery(page: GalleryPage, settings: Configuration) -> GalleryShown:
    """A part of the gallery for the API."""
    shown = [shown_kept(kept, settings) for kept in page.pictures]
    return GalleryShown(pictures=shown, after=page.after, total=page.total)
