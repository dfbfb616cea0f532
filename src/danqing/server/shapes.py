"""The bodies of requests and answers: OpenAPI is made from these and from the event union in core."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from danqing.core.codec import edit_from_json, edit_to_json, scene_to_json
from danqing.core.events import SettingsShown
from danqing.core.scene import SceneEdit
from danqing.core.types import (
    Conversation,
    ConversationSummary,
    DrawOptions,
    Embedding,
    Picture,
    RedrawMode,
    Turn,
    TurnState,
)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RelationBody(_Body):
    """``to``: one subject's id, two for ``between``."""

    kind: str
    to: list[str]


class SubjectBody(_Body):
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


class SetEdit(_Body):
    """``id``: a subject's, or ``scene`` for what concerns the whole picture. ``weights`` take phrases with numbers."""

    op: Literal["set"]
    id: str
    field: str
    value: str | int | RelationBody | list[str] | dict[str, float] | None


class RemoveEdit(_Body):
    op: Literal["remove"]
    id: str


class ReplaceEdit(_Body):
    op: Literal["replace"]
    id: str
    kind: str
    label: str | None = None


class GoToEdit(_Body):
    op: Literal["goto"]
    number: int


class OmitEdit(_Body):
    op: Literal["omit"]
    text: str


class PlainEdit(_Body):
    op: Literal["clear", "undo", "redo"]


EditBody = Annotated[
    AddEdit | SetEdit | RemoveEdit | ReplaceEdit | GoToEdit | OmitEdit | PlainEdit, Field(discriminator="op")
]


class SceneBody(_Body):
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


class OptionsBody(_Body):
    """What may be fixed for one turn; null leaves it to the models (seed: at random). Sizes in pixels.

    ``base``: a picture or an input to start from; ``mask``: an input that is white where the picture may change;
    ``strength``: how far it may depart from the base, above 0 up to 1.
    """

    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None
    number: int | None = None
    painter: str | None = None
    writer: str | None = None
    negative: str | None = None
    embedding: Embedding | None = None
    redraw: RedrawMode | None = None
    preset: str | None = None
    style: str | None = None
    base: str | None = None
    mask: str | None = None
    strength: float | None = None


class TurnBody(_Body):
    """A new turn: the user's words, or edits of the scene that no language model has to read."""

    text: str = ""
    edits: list[EditBody] | None = None
    options: OptionsBody = Field(default_factory=OptionsBody)

    def draw_options(self) -> DrawOptions:
        """The options as core knows them."""
        return DrawOptions(**self.options.model_dump())

    def scene_edits(self) -> list[SceneEdit] | None:
        """The edits as core knows them; EditInvalid where one is none."""
        if self.edits is None:
            return None
        return [edit_from_json(edit.model_dump(exclude_unset=True)) for edit in self.edits]


class ConversationMade(_Body):
    """A new conversation."""

    id: str


class TurnAccepted(_Body):
    """A turn is stored and will be carried out; ``events`` is where it can be followed."""

    turn_id: str
    events: str


class CancelShown(_Body):
    """``cancelling`` is false when the turn was over already."""

    cancelling: bool


class PictureShown(_Body):
    """A stored picture. ``file``: the address of its PNG; ``sha256`` of the file's bytes."""

    id: str
    turn_id: str
    index: int
    file: str
    sha256: str
    width: int
    height: int
    seed: int
    prompt: str
    negative: str
    settings: SettingsShown


class TurnShown(_Body):
    """One turn; ``reply`` is empty until it is there."""

    id: str
    number: int
    text: str
    state: TurnState
    created_at: float
    options: OptionsBody
    reply: str
    edits: list[EditBody]
    left_out: list[str]
    pictures: list[PictureShown]


class ConversationShown(_Body):
    """A conversation with its turns in order, and the scene that it has come to."""

    id: str
    created_at: float
    scene: SceneBody
    turns: list[TurnShown]


class ConversationListed(_Body):
    """A line of the list. ``title``: the first words, shortened; ``updated_at``: of the newest turn."""

    id: str
    created_at: float
    updated_at: float
    title: str
    turns: int


class ConversationList(_Body):
    """Part of all conversations. ``next_offset``: where the next part begins, null at the end."""

    conversations: list[ConversationListed]
    next_offset: int | None


class Health(_Body):
    """The server answers."""

    status: Literal["ok"] = "ok"
    version: str


def shown_picture(picture: Picture) -> PictureShown:
    """A picture for the API: without its place on this disk."""
    return PictureShown(
        id=picture.id,
        turn_id=picture.turn_id,
        index=picture.index,
        file=f"/api/pictures/{picture.id}/file",
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        seed=picture.seed,
        prompt=picture.prompt.text,
        negative=picture.prompt.negative,
        settings=SettingsShown(**asdict(picture.settings)),
    )


def shown_turn(turn: Turn) -> TurnShown:
    """A turn for the API."""
    edits: list[Any] = [edit_to_json(edit) for edit in (turn.draft.edits if turn.draft else turn.edits or ())]
    shown: dict[str, Any] = {
        "id": turn.id,
        "number": turn.number,
        "text": turn.text,
        "state": turn.state,
        "created_at": turn.created_at,
        "options": asdict(turn.options),
        "reply": turn.draft.reply if turn.draft else "",
        "edits": edits,
        "left_out": list(turn.draft.left_out) if turn.draft else [],
        "pictures": [shown_picture(picture) for picture in turn.pictures],
    }
    return TurnShown.model_validate(shown)


def shown_conversation(conversation: Conversation) -> ConversationShown:
    """A conversation for the API."""
    return ConversationShown(
        id=conversation.id,
        created_at=conversation.created_at,
        scene=SceneBody.model_validate(scene_to_json(conversation.history.present)),
        turns=[shown_turn(turn) for turn in conversation.turns],
    )


def listed_conversations(found: Sequence[ConversationSummary], limit: int, offset: int) -> ConversationList:
    """A part of the list; ``found`` holds one more than ``limit`` where it goes on."""
    return ConversationList(
        conversations=[ConversationListed(**asdict(summary)) for summary in found[:limit]],
        next_offset=offset + limit if len(found) > limit else None,
    )
