"""The bodies of requests and answers about training an adapter."""

from typing import Any, get_type_hints

from pydantic import Field, create_model

from danqing.core.training import Training, TrainingState
from danqing.server.scene_shapes import Body
from danqing.training.lora.recipe import Recipe, recipe_from

TEXT = 2000
PICTURES = 200


class LessonBody(Body):
    """A picture to learn from. ``picture``: id of an input. A null ``caption``: the critic reads it, where the base is
    the starter, else it is the trigger alone."""

    picture: str = Field(max_length=100)
    caption: str | None = Field(None, max_length=TEXT)


class CaptionsBody(Body):
    """``base``: id of a picture model; ``pictures``: ids of inputs."""

    base: str = Field(max_length=100)
    pictures: list[str] = Field(max_length=PICTURES)


class CaptionsShown(Body):
    """A caption for each picture, empty where nobody can read it."""

    captions: list[str]


RecipeBody = create_model(
    "RecipeBody",
    __base__=Body,
    __doc__="Settings of a training; what is null suits the base. They mean what they do in `danqing train lora`.",
    **{name: (kind | None, None) for name, kind in get_type_hints(Recipe).items() if name != "trigger"},  # type: ignore[call-overload]
)


class TrainingBody(Body):
    """What is to be learnt. ``name``: what the adapter is called in the catalogue; as the trigger where it is empty."""

    base: str = Field(max_length=100)
    trigger: str = Field(max_length=200)
    pictures: list[LessonBody] = Field(max_length=PICTURES)
    name: str = Field("", max_length=100)
    recipe: RecipeBody = Field(default_factory=RecipeBody)  # type: ignore[valid-type]

    def settings(self) -> dict[str, Any]:
        """The settings that are given."""
        return self.recipe.model_dump(exclude_none=True)  # type: ignore[attr-defined,no-any-return]


class TrainingShown(Body):
    """A training. ``step`` of ``steps`` is done; ``model``: id of the adapter, once it can be drawn with; ``message``:
    why it did not succeed; ``events``: where it can be followed; ``recipe``: all its settings."""

    id: str
    name: str
    base: str
    trigger: str
    state: TrainingState
    created_at: float
    pictures: int
    step: int
    steps: int
    model: str | None
    message: str | None
    cancelling: bool
    events: str
    recipe: Recipe


class TrainingList(Body):
    """All trainings, the newest first."""

    trainings: list[TrainingShown]


def shown_training(training: Training) -> TrainingShown:
    """A training for the API: without its place on this disk."""
    same = ("id", "name", "base", "trigger", "state", "created_at", "pictures", "step", "steps", "model", "message")
    return TrainingShown(
        **{name: getattr(training, name) for name in same},
        cancelling=training.cancel,
        events=f"/api/trainings/{training.id}/events",
        recipe=recipe_from(dict(training.recipe)),
    )
