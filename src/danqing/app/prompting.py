"""A prompt looked at: all that a turn does before it draws, in any dialect, with nothing drawn or stored."""

from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from danqing.app.routing import Route
from danqing.app.shelf import RULES, Shelf
from danqing.conversation.checking import check_given
from danqing.conversation.drafting import Drafted, Tools, draft
from danqing.conversation.stream import prompt_ready, scene_changed, understood
from danqing.conversation.wording import Words
from danqing.core.domain import STARTER, Domain
from danqing.core.errors import BadInput, DrawingFailed
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import Gate, Painter
from danqing.core.reading import Request
from danqing.core.routing import AUTO, STARTER_ID, Choice
from danqing.core.scene import SETTING_FIELDS, Add, Omit, Scene, SceneEdit, Set
from danqing.core.shown import PromptShown
from danqing.core.technique import NOTHING
from danqing.core.types import Conversation, DrawOptions, RedrawMode, Settings, Turn


class DialectOnly:
    """Implements ``Painter`` for a dialect that no picture model here need read: it takes any settings."""

    modes: frozenset[RedrawMode] = frozenset()
    abilities = NOTHING

    def __init__(self, dialect: str) -> None:
        from danqing.models.families import FAMILIES

        family = FAMILIES.get(dialect)
        self.id = self.dialect = dialect
        self.domain: Domain | None = STARTER if dialect == "starter" else None
        self.default_steps, self.default_guidance = (family.steps, family.guidance) if family else (30, 3.0)
        self.default_size = family.sizes[0] if family else (256, 256)

    def check(self, settings: Settings) -> None:
        """Nothing is drawn with them."""

    def draw(self, *_: object) -> NoReturn:
        raise DrawingFailed(detail=f"{self.dialect}: a dialect without a model")


def seen_by(shelf: Shelf, options: DrawOptions, dialect: str | None) -> Painter:
    """The picture model to write for: the chosen one, or a stand-in where that reads another dialect.

    Raises BadInput for a dialect that nobody writes.
    """
    from danqing.language.dialects import COMPOSERS

    if dialect is not None and dialect not in COMPOSERS:
        raise BadInput("choice_invalid", name="dialect", value=dialect[:40], choices=", ".join(COMPOSERS))
    painter = shelf.painter(options.painter or "")
    return painter if dialect in (None, painter.dialect) else DialectOnly(dialect or "")


def routed(
    request: Request, scene: Scene | None, options: DrawOptions, dialect: str | None, route: Route
) -> tuple[DrawOptions, Choice | None]:
    """The options with the picture model that the router chooses, where they leave it open. Raises BadInput.

    A dialect that is asked for by name is written for any model.
    """
    if options.painter != AUTO:
        return options, None
    if dialect is not None:
        return replace(options, painter=STARTER_ID), None
    history = SceneHistory() if scene is None else SceneHistory((scene,), (-1,), 0)
    asked = Turn("", "", 1, request.text, "submitted", options, 0.0)
    choice = route(asked, Conversation("", 0.0, history), request)
    return (options, None) if choice is None else (replace(options, painter=choice.painter), choice)


def read_by(shelf: Shelf, wanted: str | None, configured: str, painter: Painter) -> str:
    """Who reads the request: whoever is wanted, else the configured one, or the rules where it knows too little."""
    small = painter.domain is None and shelf.is_small(configured)
    return wanted or (RULES if small else configured)


def look(request: Request, scene: Scene | None, options: DrawOptions, painter: Painter, tools: Tools) -> Drafted:
    """The draft of a turn that says ``request`` after ``scene``. Raises BadInput, EditInvalid, ModelUnusable."""
    seeing = replace(tools, painter=lambda _: painter)
    history = SceneHistory() if scene is None else apply(SceneHistory(), _rebuilt(scene, request, painter, tools.fit))
    asked = Turn("", "", 1, request.text, "submitted", options, 0.0)
    return draft(asked, Conversation("", 0.0, history), request, seeing, lambda: False)


def approve(drafted: Drafted, gate: Gate) -> None:
    """Raises Refused for a prompt that would not be drawn."""
    made = drafted.draft
    if made.prompt is not None and made.settings is not None:
        gate.approve(made.prompt, made.settings)


def shown(drafted: Drafted, painter: Painter, tools: Tools) -> PromptShown:
    """The draft for a person or a program, from the events that its turn would have."""
    made = drafted.draft
    words = Words(painter.domain, made.request.language, tools.translate)
    changed = scene_changed(drafted).model_dump(include={"writer", "fallback", "edits", "scene", "left_out"})
    heard = understood(made.request).model_dump(include={"text", "language", "entities"})
    ready = {}
    if made.prompt is not None and made.settings is not None:
        event = prompt_ready(made.prompt, made.settings, made.request.language, drafted.choice)
        ready = event.model_dump(include={"prompt", "negative", "dropped", "settings", "chosen"})
    return PromptShown(
        **heard, **changed, **ready, summary=words.scene(made.scene), reply=made.reply, dialect=painter.dialect
    )


def _rebuilt(
    scene: Scene, request: Request, painter: Painter, fit: Callable[..., tuple[SceneEdit, ...]]
) -> tuple[SceneEdit, ...]:
    """A scene that somebody gives as the edits that make it, checked, in the words that the painter knows."""
    fields = [(name, getattr(scene, name)) for name in SETTING_FIELDS]
    edits: list[SceneEdit] = [Add(subject) for subject in scene.subjects]
    edits += [Set("scene", name, value) for name, value in fields if value not in (None, ())]
    check_given(None, edits)
    return tuple(edit for edit in fit(painter.domain, edits, request) if not isinstance(edit, Omit))
