"""Settings that a model cannot be drawn with, said before anything is drawn: size, steps, guidance, canvas."""

from danqing.core.errors import BadInput
from danqing.core.types import Settings
from danqing.engine.passes import final_size
from danqing.engine.samplers import LCM_STEPS
from danqing.models.card import PainterCard

MAX_STEPS = 150
MAX_GUIDANCE = 30.0


def check_settings(settings: Settings, card: PainterCard) -> None:
    """Raises BadInput for what the model of ``card`` does not take."""
    _check_size(settings, card)
    most = LCM_STEPS if settings.technique.sampler == "lcm" else MAX_STEPS
    if not 1 <= settings.steps <= most:
        raise BadInput("setting_invalid", name="steps", value=settings.steps, low=1, high=most)
    if not 0 <= settings.guidance <= MAX_GUIDANCE:
        raise BadInput("setting_invalid", name="guidance", value=settings.guidance, low=0, high=MAX_GUIDANCE)
    _check_canvas(settings, card)


def check_layers(clip_skip: int, layers: int | None, painter_id: str) -> None:
    """Raises BadInput for a layer that the painter's text encoder lacks. ``layers``: None where nobody knows."""
    if layers is not None and clip_skip > layers:
        raise BadInput("clip_skip_deep", value=clip_skip, painter=painter_id, layers=layers)


def _check_size(settings: Settings, card: PainterCard) -> None:
    size = (settings.width, settings.height)
    if card.sizes and size not in card.sizes:
        choices = ", ".join(f"{width}x{height}" for width, height in card.sizes)
        raise BadInput("choice_invalid", name="size", value=f"{size[0]}x{size[1]}", choices=choices)
    if any(side % card.multiple or not card.low <= side <= card.high for side in size):
        raise _size_invalid(size, card, card.high)


def _check_canvas(settings: Settings, card: PainterCard) -> None:
    """Margins end where the model's sizes do; a second pass may go to twice that, since the first one composes."""
    asked = settings.technique
    if asked.outpaint is None and asked.highres is None:
        return
    if asked.outpaint is not None and settings.base is None:
        raise BadInput("outpaint_alone")
    high = card.high if asked.highres is None else 2 * card.high
    size = final_size(settings, card.multiple)
    if max(size) > high:
        raise _size_invalid(size, card, high)


def _size_invalid(size: tuple[int, int], card: PainterCard, high: int) -> BadInput:
    text, example = f"{size[0]}x{size[1]}", "{}x{}".format(*card.default_size)
    return BadInput("size_invalid", size=text, multiple=card.multiple, low=card.low, high=high, example=example)
