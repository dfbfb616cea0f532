"""The engine's tools as a person types them: on the command line, in a chat, in a column of a batch."""

import re
from collections.abc import Sequence
from typing import cast

from danqing.cli.texts import BadUse
from danqing.core.technique import CONTROLS, Control, LoraUse, Margins, Sampler, Technique, Variation
from danqing.engine.limits import check_ranges

_WEIGHT = re.compile(r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|nan|inf(?:inity)?)", re.ASCII | re.IGNORECASE)
SIDES = ("left", "top", "right", "bottom")


def read_technique(
    *,
    sampler: str | None = None,
    clip_skip: int | None = None,
    lora: Sequence[str] = (),
    control: Sequence[str] = (),
    highres: float | None = None,
    outpaint: str | None = None,
    variation: str | None = None,
) -> Technique:
    """The technique; pictures of controls are still the files or ids that were typed. BadUse or BadInput says what is
    wrong with it; whether a model can do it is the model's to say."""
    technique = Technique(
        sampler=cast("Sampler | None", sampler and sampler.strip().lower()),
        clip_skip=clip_skip,
        loras=tuple(map(read_lora, lora)),
        controls=tuple(map(read_control, control)),
        highres=highres,
        outpaint=None if outpaint is None else read_margins(outpaint),
        variation=None if variation is None else read_variation(variation),
    )
    check_ranges(technique)
    return technique


def read_lora(text: str) -> LoraUse:
    """``ID`` or ``ID:WEIGHT``."""
    name, weight = _weighted(text)
    if not name:
        raise BadUse("lora_typed", text=text[:80])
    return LoraUse(name, weight)


def read_control(text: str) -> Control:
    """``KIND:IMAGE`` or ``KIND:IMAGE:WEIGHT``; the image may have colons of its own."""
    kind, _, rest = text.strip().partition(":")
    image, weight = _weighted(rest)
    kind = kind.strip().lower()
    if kind not in CONTROLS or not image:
        raise BadUse("control_typed", text=text[:80], kinds=", ".join(CONTROLS))
    return Control(kind, image, weight)


def read_margins(text: str) -> Margins:
    """``64`` for every side, or ``left=64,right=128``."""
    if re.fullmatch(r"\s*\d{1,6}\s*", text, re.ASCII):
        return Margins(*[int(text)] * 4)
    sides: dict[str, int] = {}
    for part in re.split(r"[,;，\s]+", text.strip()):
        found = re.fullmatch(r"([a-z]+)[=:](\d{1,6})", part.lower(), re.ASCII)
        if found is None or found[1] not in SIDES or found[1] in sides:
            raise BadUse("outpaint_typed", text=text[:80], sides=", ".join(SIDES))
        sides[found[1]] = int(found[2])
    return Margins(**sides)


def read_variation(text: str) -> Variation:
    """``SEED:AMOUNT``."""
    found = re.fullmatch(r"\s*(\d{1,19}):(\d+(?:\.\d*)?|\.\d+)\s*", text, re.ASCII)
    if found is None:
        raise BadUse("variation_typed", text=text[:80])
    return Variation(int(found[1]), float(found[2]))


def read_number(name: str, text: str) -> float:
    """A number such as 0.6."""
    try:
        return float(text)
    except ValueError as error:
        raise BadUse("number_typed", name=name, text=text[:40]) from error


def read_whole(name: str, text: str) -> int:
    """A whole number such as 2."""
    if not re.fullmatch(r"\s*[+-]?\d{1,19}\s*", text, re.ASCII):
        raise BadUse("whole_typed", name=name, text=text[:40])
    return int(text)


def _weighted(text: str) -> tuple[str, float]:
    """What stands before the last colon, with the weight after it, which may be no number that any model takes; 1
    where there is none."""
    head, colon, weight = text.strip().rpartition(":")
    if colon and _WEIGHT.fullmatch(weight.strip()):
        return head.strip(), float(weight)
    return text.strip(), 1.0
