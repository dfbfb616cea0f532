"""The bodies of requests and answers: OpenAPI is made from these and from the event union in core."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from danqing.core.codec import edit_to_json, scene_to_json
from danqing.core.cost import Source
from danqing.core.errors import EditInvalid
from danqing.core.events import SettingsShown
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Suggestion
from danqing.core.scene import Redo, Scene, SceneEdit, Undo
from danqing.core.types import (
    Conversation,
    ConversationSummary,
    Picture,
    Turn,
    TurnState,
)
from danqing.server.scene_shapes import Body, EditBody, SceneBody
from danqing.server.turn_shapes import OptionsBody


class ConversationMade(Body):
    """A new conversation."""

    id: str


class TurnAccepted(Body):
    """A turn is stored and will be carried out; ``events`` is where it can be followed."""

    turn_id: str
    events: str


class CancelShown(Body):
    """``cancelling`` is false when the turn was over already."""

    cancelling: bool


class SuggestionShown(Body):
    """A next step: ``text`` as the user would say it, with the ``edits`` that it means. A turn takes both."""

    text: str
    edits: list[EditBody]


class PictureShown(Body):
    """A stored picture. ``file``: the address of its PNG; ``sha256`` of the file's bytes.

    ``seconds``, ``energy_wh``: what its drawing took, in watt hours as the counters of ``energy_of`` told, with
    all that ran on these chips meanwhile; null where that is not known.
    """

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
    seconds: float | None
    energy_wh: float | None
    energy_of: list[Source]


class TurnShown(Body):
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
    scene_number: int | None


class ConversationShown(Body):
    """A conversation with its turns in order, and the scene that it has come to.

    ``title``: given by the user. ``scene_number`` of the present scene, from 1; null while there is none.
    ``can_undo``, ``can_redo``: whether such an edit leads anywhere.
    """

    id: str
    created_at: float
    title: str | None
    scene: SceneBody
    scene_number: int | None
    can_undo: bool
    can_redo: bool
    turns: list[TurnShown]


class ConversationChange(Body):
    """What is to be changed; what is missing stays. An empty ``title`` brings the first words back as title.

    ``scene_number``: which scene the next request changes; nothing is drawn for it.
    """

    title: str | None = Field(default=None, max_length=200)
    scene_number: int | None = Field(default=None, ge=1, le=2**31)


class ConversationListed(Body):
    """A line of the list. ``title``: the user's, or the first words, shortened; ``updated_at``: of the newest turn."""

    id: str
    created_at: float
    updated_at: float
    title: str
    turns: int


class ConversationList(Body):
    """Part of all conversations. ``next_offset``: where the next part begins, null at the end."""

    conversations: list[ConversationListed]
    next_offset: int | None


class Word(Body):
    """``name``: the English word that scenes and edits hold; ``zh``: the Chinese one that people read."""

    name: str
    zh: str


class Vocabulary(Body):
    """What a picture model with a closed vocabulary can draw."""

    kinds: list[Word]
    colours: list[Word]
    sizes: list[Word]
    positions: list[Word]
    relations: list[Word]
    backgrounds: list[Word]
    styles: list[Word]


class Health(Body):
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
        seconds=picture.seconds,
        energy_wh=picture.energy.wh if picture.energy else None,
        energy_of=list(picture.energy.sources) if picture.energy else [],
    )


def shown_suggestion(suggestion: Suggestion) -> SuggestionShown:
    """A suggestion for the API."""
    edits = [edit_to_json(edit) for edit in suggestion.edits]
    return SuggestionShown.model_validate({"text": suggestion.text, "edits": edits})


def shown_turn(turn: Turn, scenes: Sequence[Scene] = ()) -> TurnShown:
    """A turn for the API. ``scenes``: of its conversation, oldest first."""
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
        "scene_number": _number(turn.draft.scene, scenes) if turn.draft else None,
    }
    return TurnShown.model_validate(shown)


def shown_conversation(conversation: Conversation) -> ConversationShown:
    """A conversation for the API."""
    history = conversation.history
    return ConversationShown(
        id=conversation.id,
        created_at=conversation.created_at,
        title=conversation.title,
        scene=SceneBody.model_validate(scene_to_json(history.present)),
        scene_number=history.cursor + 1 if history.scenes else None,
        can_undo=_leads(history, Undo()),
        can_redo=_leads(history, Redo()),
        turns=[shown_turn(turn, history.scenes) for turn in conversation.turns],
    )


def _number(scene: Scene, scenes: Sequence[Scene]) -> int | None:
    """Which of ``scenes`` it is, from 1: the latest one where several are alike."""
    return next((number for number in range(len(scenes), 0, -1) if scenes[number - 1] == scene), None)


def _leads(history: SceneHistory, edit: SceneEdit) -> bool:
    try:
        apply(history, (edit,))
    except EditInvalid:
        return False
    return True


def listed_conversations(found: Sequence[ConversationSummary], limit: int, offset: int) -> ConversationList:
    """A part of the list; ``found`` holds one more than ``limit`` where it goes on."""
    return ConversationList(
        conversations=[ConversationListed(**asdict(summary)) for summary in found[:limit]],
        next_offset=offset + limit if len(found) > limit else None,
    )
