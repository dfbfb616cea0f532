"""Scenes and edits as bodies of requests and answers; the fields are those of ``core.scene``."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Body(BaseModel):
    """A body that takes no field beyond its own."""

    model_config = ConfigDict(extra="forbid")


class RelationBody(Body):
    """``to``: one subject's id, two for ``between``."""

    kind: str
    to: list[str]


class SubjectBody(Body):
    """A thing in the picture; what is null or missing is left open."""

    id: str
    kind: str
    label: str | None = None
    count: int = 1
    colour: str | None = None
    material: str | None = None
    attributes: list[str] = []
    action: str | None = None
    size: str | None = None
    position: str | None = None
    relation: RelationBody | None = None


class AddEdit(SubjectBody):
    op: Literal["add"]


class SetEdit(Body):
    """``id``: a subject's, or ``scene`` for what concerns the whole picture. ``weights`` take phrases with numbers."""

    op: Literal["set"]
    id: str
    field: str
    value: str | int | RelationBody | list[str] | dict[str, float] | None


class RemoveEdit(Body):
    op: Literal["remove"]
    id: str


class ReplaceEdit(Body):
    op: Literal["replace"]
    id: str
    kind: str
    label: str | None = None


class GoToEdit(Body):
    op: Literal["goto"]
    number: int


class OmitEdit(Body):
    op: Literal["omit"]
    text: str


class PlainEdit(Body):
    op: Literal["clear", "undo", "redo"]


EditBody = Annotated[
    AddEdit | SetEdit | RemoveEdit | ReplaceEdit | GoToEdit | OmitEdit | PlainEdit, Field(discriminator="op")
]


class SceneBody(Body):
    """What the picture shows; what is null, missing or empty is left open. The fields are those of ``core.scene``."""

    subjects: list[SubjectBody] = []
    background: str | None = None
    style: str | None = None
    place: str | None = None
    time: str | None = None
    weather: str | None = None
    medium: str | None = None
    artist: str | None = None
    palette: str | None = None
    lighting: str | None = None
    composition: str | None = None
    mood: str | None = None
    text: str | None = None
    exclusions: list[str] = []
    weights: dict[str, float] = {}
    canvas: str | None = None
    number: int | None = None
    seed: int | None = None
    base: str | None = None
