"""FakePainter, a picture model double that draws deterministic test cards, and FakeMeter, for development."""

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from danqing.core.cost import Energy
from danqing.core.domain import STARTER, Domain
from danqing.core.errors import BadInput
from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled
from danqing.core.technique import CONTROLS, SAMPLERS, Abilities, ControlMap
from danqing.core.types import ApprovedPrompt, RedrawMode, Settings, Start, StepReport
from danqing.engine.limits import check_technique
from danqing.engine.starting import blended

if TYPE_CHECKING:
    from PIL.Image import Image

_PREVIEW = 64
_BANDS = 8


class FakePainter:
    """Implements ``Painter`` without a model. The card's colours come from a hash of prompt, negative and seed.

    ``delay``: seconds that each step takes, to rehearse slow models.
    """

    id = "fake"
    dialect = "starter"
    domain: Domain | None = STARTER
    default_steps = 8
    default_guidance = 3.0
    default_size = (256, 256)
    modes: frozenset[RedrawMode] = frozenset(("image", "inpaint"))
    abilities = Abilities(SAMPLERS, CONTROLS, loras=True, clip_skip=True, variation=True)

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay

    def check(self, settings: Settings) -> None:
        """Sizes are multiples of 8 from 64 to 2048; steps 1 to 150; guidance 0 to 30; no second pass, no canvas."""
        width, height = settings.width, settings.height
        if any(side % 8 or not 64 <= side <= 2048 for side in (width, height)):
            raise BadInput("size_invalid", size=f"{width}x{height}", multiple=8, low=64, high=2048, example="256x256")
        if not 1 <= settings.steps <= 150:
            raise BadInput("setting_invalid", name="steps", value=settings.steps, low=1, high=150)
        if not 0 <= settings.guidance <= 30:
            raise BadInput("setting_invalid", name="guidance", value=settings.guidance, low=0, high=30)
        check_technique(settings.technique, self.abilities, self.id)

    def draw(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: Cancelled,
        start: Start | None = None,
        maps: Sequence[ControlMap] = (),
    ) -> "Image":
        settings = approved.settings
        digest = hashlib.sha256(
            repr((approved.prompt.text, approved.prompt.negative, seed, settings.technique)).encode()
        ).digest()
        for step in range(1, settings.steps + 1):
            if cancelled():
                raise CancelledError()
            if self.delay:
                time.sleep(self.delay)
            on_step(step, settings.steps, lambda done=step: _card(digest, _PREVIEW, _PREVIEW, done / settings.steps))  # type: ignore[misc]
        if cancelled():
            raise CancelledError()
        card = _card(digest, settings.width, settings.height, 1.0)
        return card if start is None else blended(card, start, settings)


def _card(digest: bytes, width: int, height: int, done: float) -> "Image":
    """Vertical bands in colours of the digest; the part not yet ``done`` (from the top down) stays grey."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", (width, height), (128, 128, 128))
    pen = ImageDraw.Draw(card)
    bottom = round(height * done)
    for band in range(_BANDS if bottom else 0):
        left, right = width * band // _BANDS, width * (band + 1) // _BANDS - 1
        r, g, b = digest[band * 3 : band * 3 + 3]
        pen.rectangle((left, 0, right, bottom - 1), fill=(r, g, b))
    return card


class FakeMeter:
    """Implements ``EnergyMeter``: every drawing takes ``energy``, or nobody can tell."""

    def __init__(self, energy: Energy | None) -> None:
        self.energy = energy

    def begin(self) -> Callable[[], Energy | None]:
        return lambda: self.energy
