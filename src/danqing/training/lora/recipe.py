"""The recipe of a training: every setting, its limits, and the form in which checkpoints and cards keep it."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from danqing.core.errors import BadInput

Precision = Literal["auto", "fp32", "fp16", "bf16"]
Optimizer = Literal["adamw", "adamw8bit"]
Layers = Literal["attention", "all"]
Schedule = Literal["cosine", "constant"]

_LIMITS: dict[str, tuple[float, float]] = {
    "rank": (1, 256),
    "steps": (1, 1_000_000),
    "lr": (1e-7, 1e-1),
    "resolution": (64, 4096),
    "batch": (1, 256),
    "accumulate": (1, 256),
    "warmup": (0, 100_000),
    "seed": (0, 2**32 - 1),
    "sample_every": (0, 1_000_000),
    "save_every": (0, 1_000_000),
    "prior_weight": (0.0, 10.0),
    "prior_pictures": (1, 10_000),
    "min_snr": (0.1, 100.0),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "precision": get_args(Precision),
    "optimizer": get_args(Optimizer),
    "layers": get_args(Layers),
    "schedule": get_args(Schedule),
}
FREE_TO_CHANGE = frozenset({"steps", "sample_every", "save_every", "sample_prompts", "checkpointing"})
"""What may differ when a training goes on; everything else would make it another one."""
TRIGGER_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training.

    ``lr``: the learning rate at its height; ``resolution``: side of a square picture in pixels, other shapes keep its
    area, None takes the model's usual size; ``accumulate``: batches a step; ``layers``: what is adapted: attention
    alone, or feed-forward and convolutions too; ``text_encoder``: whether the text encoders learn as well;
    ``checkpointing``: activations computed twice to save memory, None decides by device and model; ``flip``: mirrored
    pictures too; ``min_snr``: gamma of min-SNR weighting (Hang et al. 2023), None weighs all alike;
    ``class_prompts``: what the base draws before training where prior preservation is wanted and no pictures are
    given; every ``sample_every`` and ``save_every`` steps, 0 for never (a checkpoint is still kept at the end).
    """

    trigger: str
    rank: int = 16
    steps: int = 1000
    lr: float = 1e-4
    resolution: int | None = None
    batch: int = 1
    accumulate: int = 1
    warmup: int = 20
    schedule: Schedule = "cosine"
    seed: int = 0
    precision: Precision = "auto"
    optimizer: Optimizer = "adamw"
    layers: Layers = "attention"
    text_encoder: bool = False
    checkpointing: bool | None = None
    flip: bool = False
    min_snr: float | None = None
    prior_weight: float = 1.0
    prior_pictures: int = 16
    class_prompts: tuple[str, ...] = ()
    sample_prompts: tuple[str, ...] = ()
    sample_every: int = 250
    save_every: int = 250

    def checked(self) -> "Recipe":
        """Itself; BadInput names the first setting that cannot be."""
        if not self.trigger.strip():
            raise BadInput("train_trigger_empty")
        if len(self.trigger) > TRIGGER_LIMIT:
            raise BadInput("setting_invalid", name="trigger", value=len(self.trigger), low=1, high=TRIGGER_LIMIT)
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise BadInput("setting_invalid", name=name, value=value, low=low, high=high)
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise BadInput("choice_invalid", name=name, value=getattr(self, name), choices=", ".join(choices))
        return self

    def as_json(self) -> dict[str, Any]:
        """What ``recipe_from`` reads."""
        return asdict(self)

    def differs_from(self, other: "Recipe") -> str | None:
        """The first setting that may not change while a training goes on, and does."""
        for field in fields(self):
            if field.name not in FREE_TO_CHANGE and getattr(self, field.name) != getattr(other, field.name):
                return field.name
        return None


def small(trigger: str) -> Recipe:
    """What suits the bundled starter, and other models as small."""
    return Recipe(trigger, lr=1e-3, batch=4, steps=300, layers="all", sample_every=100, save_every=100)


def recipe_from(data: dict[str, Any]) -> Recipe:
    """The inverse of ``Recipe.as_json``; settings that this version does not know are left out."""
    known = {field.name for field in fields(Recipe)}
    lists = {"class_prompts", "sample_prompts"}
    settings: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in data.items() if k in known}
    return Recipe(**settings)
