"""How a changed picture is made: which seed, from which picture, in which part of it; and the rule that says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from danqing.core.errors import BadInput
from danqing.core.history import Change
from danqing.core.messages import say
from danqing.core.protocols import Painter
from danqing.core.reading import Request
from danqing.core.scene import Add, Clear, Replace, SceneEdit, Set
from danqing.core.types import Conversation, DrawOptions, RedrawMode, Region, Turn

STRENGTH = {"image": 0.6, "inpaint": 0.85}
"""Share of the steps that are taken from a picture: enough to change it, little enough to know it again."""
_SAME_BUT = re.compile(
    r"\bsame\b[^.]{0,40}\b(?:but|only|except|with)\b|\bkeep(?:ing)? (?:the )?(?:composition|pose|layout|everything)|"
    r"(?:一样|同样|相同|原来)[^。]{0,12}(?:但|只|不过|就是)|(?:保持|保留)[^。]{0,4}(?:构图|姿势|布局|画面|不变)|(?:构图|姿势|布局)不变"
)
_ONLY = re.compile(
    r"\b(?:only|just|part|corner|half|area)\b|只(?:改|换|画|动|重画)|仅|单独把|那一(?:块|边|角)|区域|部分"
)
_HALVES: tuple[tuple[str, Region], ...] = (
    (r"\b(?:top|upper)[- ]left\b|左上", (0.0, 0.0, 0.5, 0.5)),
    (r"\b(?:top|upper)[- ]right\b|右上", (0.5, 0.0, 1.0, 0.5)),
    (r"\b(?:bottom|lower)[- ]left\b|左下", (0.0, 0.5, 0.5, 1.0)),
    (r"\b(?:bottom|lower)[- ]right\b|右下", (0.5, 0.5, 1.0, 1.0)),
    (r"\b(?:top|upper)\b|上(?:半|面|方|部)|顶部", (0.0, 0.0, 1.0, 0.5)),
    (r"\b(?:bottom|lower)\b|下(?:半|面|方|部)|底部", (0.0, 0.5, 1.0, 1.0)),
    (r"\bleft\b|左(?:半|边|侧|面)", (0.0, 0.0, 0.5, 1.0)),
    (r"\bright\b|右(?:半|边|侧|面)", (0.5, 0.0, 1.0, 1.0)),
    (r"\b(?:middle|cent(?:er|re))\b|中(?:间|央|部)", (0.25, 0.25, 0.75, 0.75)),
)


@dataclass(frozen=True, slots=True)
class Redraw:
    """The way chosen and the message key of the rule that chose it.

    ``base``: id of the picture that drawing starts from; ``region`` or ``mask``, id of a painted one: for inpainting.
    """

    mode: RedrawMode
    rule: str
    base: str | None = None
    region: Region | None = None
    mask: str | None = None

    def reason(self, request: Request) -> str:
        """The rule, for the user."""
        return say(request.language, self.rule)


def choose(
    options: DrawOptions,
    edits: Sequence[SceneEdit],
    changes: Sequence[Change],
    request: Request,
    last: Turn | None,
    painter: Painter,
) -> Redraw:
    """The way of this turn. What the user wants comes first, where the painter knows it; then the rules.

    ``last``: the turn that drew what is changed. Whatever starts from its picture needs that to be finished.
    Raises BadInput for a mask where there is no picture that it could be of, or no painter that knows masks; likewise
    for a strength or more canvas without a picture.
    """
    drawn = last.pictures[0].id if last is not None and last.pictures else None
    said = next((edit.value for edit in edits if isinstance(edit, Set) and edit.field == "base"), None)
    given = options.base or (said if isinstance(said, str) else None)
    base = given or drawn
    if (options.mask or options.region) and (base is None or "inpaint" not in painter.modes):
        raise BadInput("mask_alone" if base is None else "mask_unknown", painter=painter.id)
    if options.strength is not None and base is None:
        raise BadInput("strength_alone")
    if options.technique.outpaint is not None:
        return _around(base, options.mask)
    if options.mask is not None:
        return Redraw("inpaint", "redraw_mask", base, mask=options.mask)
    if options.region is not None:
        return Redraw("inpaint", "redraw_region", base, options.region)
    if given is not None and "image" in painter.modes:
        return Redraw("image", "redraw_base", given)
    if last is None:
        return Redraw("fresh", "redraw_first")
    wanted = options.redraw
    modes = ("fresh", "seed", *(painter.modes if base else ()))
    region = _region(request.text)
    if wanted is not None and wanted in modes:
        return _with(Redraw(wanted, "redraw_wanted"), base, region)
    if not changes:
        return Redraw("fresh", "redraw_again")
    if any(isinstance(edit, Clear) for edit in edits):
        return Redraw("fresh", "redraw_new")
    if region is not None and _ONLY.search(request.text) and "inpaint" in modes:
        return _with(Redraw("inpaint", "redraw_region"), base, region)
    if _SAME_BUT.search(request.text) and "image" in modes:
        return _with(Redraw("image", "redraw_same_but"), base, None)
    if painter.domain is None and any(isinstance(edit, Add | Replace) for edit in edits):
        return Redraw("fresh", "redraw_subject")
    return Redraw("seed", "redraw_kept" if painter.domain is None else "redraw_planned")


def layout_seed(options: DrawOptions, redraw: Redraw, last: Turn | None, past: Conversation) -> int | None:
    """The seed that things get their places by, where it is not that of the noise.

    What starts from a picture keeps its places, whatever noise it is given: else the parts that stay and those that
    are drawn would be of two plans.
    """
    before = last.draft.settings if last is not None and last.draft else None
    if options.layout_seed is not None:
        return options.layout_seed
    if redraw.base is not None:
        drawn = (picture for turn in past.turns for picture in turn.pictures)
        base = next((picture.settings for picture in drawn if picture.id == redraw.base), None)
        base = base or (before if before is not None and before.base == redraw.base else None)
        return None if base is None else base.planned_with
    kept = redraw.mode == "seed" and options.seed is None and before is not None
    return before.layout_seed if kept and before is not None else None


def _around(base: str | None, mask: str | None) -> Redraw:
    """More canvas around ``base``."""
    if base is None:
        raise BadInput("outpaint_alone")
    if mask is not None:
        raise BadInput("outpaint_masked")
    return Redraw("inpaint", "redraw_outpaint", base)


def _with(redraw: Redraw, base: str | None, region: Region | None) -> Redraw:
    """What the mode needs: a picture to start from, and the whole of it where no region is named."""
    match redraw.mode:
        case "image":
            return Redraw("image", redraw.rule, base)
        case "inpaint":
            return Redraw("inpaint", redraw.rule, base, region or (0.0, 0.0, 1.0, 1.0))
        case _:
            return redraw


def _region(text: str) -> Region | None:
    """The part of the picture that a request names."""
    return next((region for pattern, region in _HALVES if re.search(pattern, text)), None)
