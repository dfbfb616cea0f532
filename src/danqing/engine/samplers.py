"""Samplers by their usual names, as diffusers' schedulers made from the settings of the model's own."""

from dataclasses import dataclass
from typing import Any

from danqing.core.technique import SAMPLERS, Sampler

UNET_SAMPLERS: tuple[Sampler, ...] = SAMPLERS
FLOW_SAMPLERS: tuple[Sampler, ...] = ("euler", "dpmpp-2m", "unipc", "heun")

LCM_STEPS = 50
"""The most steps that LCM can take: so many it was distilled from."""

_MULTISTEP = {"algorithm_type": "dpmsolver++", "solver_order": 2, "use_karras_sigmas": False}
_UNET: dict[Sampler, tuple[str, dict[str, Any]]] = {
    "euler": ("EulerDiscreteScheduler", {"use_karras_sigmas": False}),
    "euler-a": ("EulerAncestralDiscreteScheduler", {}),
    "dpmpp-2m": ("DPMSolverMultistepScheduler", _MULTISTEP),
    "dpmpp-2m-karras": ("DPMSolverMultistepScheduler", _MULTISTEP | {"use_karras_sigmas": True}),
    # diffusers' DPMSolverSDEScheduler needs torchsde; this is the same stochastic equation, solved by its own code.
    "dpmpp-sde": ("DPMSolverMultistepScheduler", _MULTISTEP | {"algorithm_type": "sde-dpmsolver++"}),
    "unipc": ("UniPCMultistepScheduler", {"use_karras_sigmas": False}),
    # Latents of these models are not within -1 to 1: the schedulers' default would clip them.
    "ddim": ("DDIMScheduler", {"clip_sample": False}),
    "lcm": ("LCMScheduler", {"clip_sample": False}),
    "heun": ("HeunDiscreteScheduler", {"use_karras_sigmas": False}),
}
_EULER = "FlowMatchEulerDiscreteScheduler"
_FLOW: dict[Sampler, tuple[str, dict[str, Any]]] = {
    "euler": (_EULER, {}),
    "heun": ("FlowMatchHeunDiscreteScheduler", {}),
    "dpmpp-2m": ("DPMSolverMultistepScheduler", {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}),
    "unipc": ("UniPCMultistepScheduler", {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}),
}


@dataclass(frozen=True, slots=True)
class Course:
    """How a picture is drawn by flow matching: ``steps`` in all, of which those before ``first`` are left out.

    ``patches``: of latents in the picture; models with dynamic shifting spend more steps on noise for large ones.
    ``even``: whether noise levels are spread evenly before they are shifted, else as the scheduler has it.
    """

    steps: int
    first: int
    patches: int
    even: bool


def unet_scheduler(sampler: Sampler | None, kind: Any, config: dict[str, Any]) -> Any:
    """A scheduler with no history, one a picture; ``kind`` and ``config``: the model's own, for None.

    What the settings say of the model, such as its kind of prediction and its noise levels, holds for every sampler.
    """
    if sampler is None:
        return kind.from_config(config)
    name, overrides = _UNET[sampler]
    return _made(name, config, overrides)


def flow_scheduler(sampler: Sampler | None, config: dict[str, Any], course: Course, device: Any) -> Any:
    """A scheduler for flow matching, its steps already set: a pipeline that sets them again changes nothing.

    So the noise levels are known before a pipeline runs, and drawing can begin at any of them.
    """
    import math

    name, overrides = _FLOW[sampler or "euler"]
    shift = _shift(config, course.patches)
    if name == _EULER:
        made = _made(name, config, overrides)
        dynamic = {"mu": math.log(shift)} if config.get("use_dynamic_shifting") else {}
        even = {"sigmas": [1 - i / course.steps for i in range(course.steps)]} if course.even else {}
        made.set_timesteps(course.steps, device=device, **even, **dynamic)
    else:
        fixed = {"flow_shift" if "use_flow_sigmas" in overrides else "shift": shift, "use_dynamic_shifting": False}
        made = _made(name, config, overrides | fixed)
        made.set_timesteps(course.steps, device=device)
    begin = course.first * made.order
    made.timesteps, made.sigmas = made.timesteps[begin:], made.sigmas[begin:]
    made.set_begin_index(0)
    made.set_timesteps = _keep
    return made


def _shift(config: dict[str, Any], cells: int) -> float:
    """How much the noise levels are shifted upwards: fixed, or by the picture's size between two measured points."""
    import math

    if not config.get("use_dynamic_shifting"):
        return float(config.get("shift", 1.0))
    low, high = (config.get(name) or usual for name, usual in (("base_shift", 0.5), ("max_shift", 1.15)))
    few, many = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    return math.exp(low + (high - low) * (cells - few) / (many - few))


def _keep(steps: Any = None, device: Any = None, sigmas: Any = None, mu: Any = None, **others: Any) -> None:
    """Stands in for a scheduler's own method once its steps are set; has the names that pipelines look for."""


def _made(name: str, config: dict[str, Any], overrides: dict[str, Any]) -> Any:
    import diffusers

    kind = getattr(diffusers, name)
    known = {key: value for key, value in config.items() if not key.startswith("_")}
    return kind.from_config(known | overrides)
