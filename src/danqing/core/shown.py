"""What API and ``--json`` show beside events: a prompt looked at without drawing, and the libraries."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from danqing.core.domain import Language
from danqing.core.events import ChosenShown, DroppedShown, EntityShown, Json, SettingsShown


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PromptShown(_Shown):
    """From a request to its prompt, with nothing drawn or stored. Fields are those of the turn's events.

    ``text``: the request in normal form, its wildcards drawn; ``summary``: the scene in words, in the user's language;
    ``prompt``, ``negative`` and ``settings`` are null where nothing could be drawn: ``reply`` says why.
    """

    text: str
    language: Language
    entities: tuple[EntityShown, ...]
    writer: str
    fallback: str | None
    edits: tuple[Json, ...]
    scene: Json
    summary: str
    left_out: tuple[str, ...]
    reply: str
    dialect: str
    prompt: str | None = None
    negative: str | None = None
    dropped: tuple[DroppedShown, ...] = ()
    settings: SettingsShown | None = None
    chosen: ChosenShown | None = None


class EntryShown(_Shown):
    """An entry of a library. ``own``: whether it is the user's.

    ``also``: other names; ``content``: what the entry holds, as in its file; for a word list some of its words.
    """

    id: str
    en: str
    zh: str
    own: bool
    also: tuple[str, ...] = ()
    content: dict[str, Any] = {}


class LibraryShown(_Shown):
    """All that can be chosen by name, the user's own first."""

    styles: tuple[EntryShown, ...] = ()
    negatives: tuple[EntryShown, ...] = ()
    presets: tuple[EntryShown, ...] = ()
    wildcards: tuple[EntryShown, ...] = ()
