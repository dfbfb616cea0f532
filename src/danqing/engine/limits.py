"""What a picture can be asked for beside its prompt: ranges that hold for every model, and what one can do."""

from dataclasses import asdict

from danqing.core.errors import BadInput
from danqing.core.technique import CONTROLS, SAMPLERS, Abilities, Margins, Technique

CLIP_SKIP = (1, 12)
HIGHEST = 4
LORA_WEIGHT = (-2, 2)
CONTROL_WEIGHT = (0, 2)
AMOUNT = (0, 1)
MARGIN, MARGIN_STEP = 1024, 8
MAX_LORAS, MAX_CONTROLS = 8, 4
MAX_SEED = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
_CALLED = {
    "samplers": "sampler",
    "controls": "control",
    "loras": "lora",
    "clip_skip": "clip-skip",
    "highres": "highres",
    "outpaint": "outpaint",
    "variation": "variation",
}
"""Fields of Abilities by the names that the command line gives them."""


def check_technique(technique: Technique, abilities: Abilities, painter_id: str) -> None:
    """Raises BadInput, saying what the painter can do, where it cannot do all of ``technique``; as ``check_ranges``."""
    check_ranges(technique)
    sampler = technique.sampler
    if sampler is not None and abilities.samplers and sampler not in abilities.samplers:
        known = ", ".join(abilities.samplers)
        raise BadInput("sampler_unknown", painter=painter_id, sampler=sampler, known=known)
    for control in technique.controls:
        if abilities.controls and control.kind not in abilities.controls:
            known = ", ".join(abilities.controls)
            raise BadInput("control_unknown", painter=painter_id, kind=control.kind, known=known)
    able = tools_of(abilities)
    for tool in tools_in(technique):
        if tool not in able:
            raise BadInput(
                "tool_unknown" if able else "tool_none", painter=painter_id, tool=tool, known=", ".join(able)
            )


def tools_of(abilities: Abilities) -> tuple[str, ...]:
    """What can be asked for, as the options are called."""
    return tuple(_CALLED[name] for name, able in asdict(abilities).items() if able)


def tools_in(technique: Technique) -> tuple[str, ...]:
    """What is asked for, as the options are called."""
    wanted = {
        "samplers": technique.sampler is not None,
        "controls": bool(technique.controls),
        "loras": bool(technique.loras),
        "clip_skip": technique.clip_skip is not None,
        "highres": technique.highres is not None,
        "outpaint": technique.outpaint is not None,
        "variation": technique.variation is not None,
    }
    return tuple(_CALLED[name] for name, given in wanted.items() if given)


def check_ranges(technique: Technique) -> None:
    """Raises BadInput for what no model could take."""
    _choice("sampler", technique.sampler, SAMPLERS)
    _within("clip_skip", technique.clip_skip, *CLIP_SKIP)
    if technique.highres is not None and not 1 < technique.highres <= HIGHEST:  # NaN is refused too
        raise BadInput("highres_invalid", value=technique.highres, high=HIGHEST)
    _few("LoRA", len(technique.loras), MAX_LORAS)
    for use in technique.loras:
        _within(f"LoRA {use.id[:100]}: weight", use.weight, *LORA_WEIGHT)
    _few("control", len(technique.controls), MAX_CONTROLS)
    for control in technique.controls:
        _choice("control", control.kind, CONTROLS)
        _within(f"control {control.kind}: weight", control.weight, *CONTROL_WEIGHT)
    if technique.outpaint is not None:
        _margins(technique.outpaint)
    if technique.variation is not None:
        _within("variation", technique.variation.amount, *AMOUNT)
        _within("variation", technique.variation.seed, 0, MAX_SEED)


def _within(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not low <= value <= high:  # NaN is refused too
        raise BadInput("setting_invalid", name=name, value=value, low=low, high=high)


def _choice(name: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise BadInput("choice_invalid", name=name, value=str(value)[:40], choices=", ".join(choices))


def _few(name: str, count: int, limit: int) -> None:
    if count > limit:
        raise BadInput("tools_many", name=name, count=count, limit=limit)


def _margins(margins: Margins) -> None:
    sides = asdict(margins)
    for side, value in sides.items():
        if not 0 <= value <= MARGIN or value % MARGIN_STEP:
            raise BadInput("margin_invalid", side=side, value=value, multiple=MARGIN_STEP, high=MARGIN)
    if not any(sides.values()):
        raise BadInput("margins_empty")
