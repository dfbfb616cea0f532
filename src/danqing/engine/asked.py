"""Whether a picture model can do what a technique asks for, said before anything is drawn."""

from danqing.core.errors import BadInput
from danqing.core.technique import Abilities
from danqing.core.types import Settings
from danqing.engine.samplers import LCM_STEPS

CLIP_SKIP = 12
"""The layers of the text encoder that most families share; deeper ones do not follow a prompt any more."""


def check_technique(settings: Settings, abilities: Abilities) -> None:
    """Raises BadInput for a tool that the model does not have, and for values that no model takes."""
    asked = settings.technique
    if asked.sampler is not None and asked.sampler not in abilities.samplers:
        if not abilities.samplers:
            raise BadInput("ability_absent", name="sampler")
        raise BadInput("choice_invalid", name="sampler", value=asked.sampler, choices=", ".join(abilities.samplers))
    if asked.sampler == "lcm" and settings.steps > LCM_STEPS:
        raise BadInput("setting_invalid", name="steps", value=settings.steps, low=1, high=LCM_STEPS)
    wanted = {
        "clip_skip": asked.clip_skip is not None,
        "loras": bool(asked.loras),
        "highres": asked.highres is not None,
        "outpaint": asked.outpaint is not None,
        "variation": asked.variation is not None,
    }
    for name, present in wanted.items():
        if present and not getattr(abilities, name):
            raise BadInput("ability_absent", name=name)
    for control in asked.controls:
        if control.kind not in abilities.controls:
            raise BadInput("ability_absent", name=f"control {control.kind}")
    if asked.clip_skip is not None and not 1 <= asked.clip_skip <= CLIP_SKIP:
        raise BadInput("setting_invalid", name="clip_skip", value=asked.clip_skip, low=1, high=CLIP_SKIP)
    if asked.variation is not None and not 0 <= asked.variation.amount <= 1:
        raise BadInput("setting_invalid", name="variation", value=asked.variation.amount, low=0, high=1)
