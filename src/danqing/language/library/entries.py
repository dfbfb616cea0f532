"""The entries of a library file, checked as they are read, and the library that they make together."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.scene import SETTING_FIELDS

PLAIN_FIELDS = frozenset(SETTING_FIELDS) - {"text", "exclusions", "weights", "number", "seed", "base"}
"""Fields of a scene that a preset may fill in: each holds one phrase."""
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Share = Annotated[float, Field(ge=0.1, le=4.0)]


class Entry(BaseModel):
    """What all entries have: a name in both languages, and others that it is found by. Without ``zh`` as in ``en``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Phrase
    zh: Words = ""
    also: tuple[Phrase, ...] = ()

    def name(self, language: Language) -> str:
        return (self.zh or self.en) if language == "zh" else self.en


class Style(Entry):
    """A style. ``tags``: English, for models that read tags or English; ``prose``: Chinese, for those that read it.

    ``families``: the dialects that draw it well, none for all; ``themes``: negatives that come with it.
    """

    tags: Phrase
    prose: Words = ""
    negative: Words = ""
    families: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


class Negative(Entry):
    """What pictures of a theme should not show. ``words``: by dialect, ``all`` for those without a line of their own.

    ``nouns`` and ``fields``: subjects and fields of a scene that bring the theme in.
    """

    words: dict[str, Words]
    nouns: tuple[Phrase, ...] = ()
    fields: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for field in self.fields:
            if field not in SETTING_FIELDS:
                raise ValueError(f"fields: {field} is none of: {', '.join(SETTING_FIELDS)}")
        return self

    def for_dialect(self, dialect: str) -> str:
        return self.words.get(dialect, self.words.get("all", ""))


class Both(BaseModel):
    """A phrase in both languages; a scene holds the English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Phrase
    zh: Phrase


class Preset(Entry):
    """A format and a way of drawing. ``scene``: fields that are filled in where the request leaves them open.

    ``themes``: negatives; ``steps``, ``guidance``: multiples of what the picture model takes by itself.
    """

    scene: dict[str, Phrase | Both] = {}
    themes: tuple[str, ...] = ()
    steps: Share = 1.0
    guidance: Share = 1.0

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for field in self.scene:
            if field not in PLAIN_FIELDS:
                raise ValueError(f"scene.{field} is none of: {', '.join(sorted(PLAIN_FIELDS))}")
        return self

    @property
    def fields(self) -> dict[str, str]:
        """The fields in English, as a scene holds them."""
        return {field: phrase.en if isinstance(phrase, Both) else phrase for field, phrase in self.scene.items()}


E = TypeVar("E", bound=Entry)


class File(BaseModel):
    """One TOML file: any of the three tables."""

    model_config = ConfigDict(extra="forbid")

    style: dict[str, Style] = {}
    negative: dict[str, Negative] = {}
    preset: dict[str, Preset] = {}


@dataclass(frozen=True, slots=True)
class Library:
    """Entries by id, a user's before ours. ``own``: ``style.mine`` for each entry of the user's."""

    styles: Mapping[str, Style]
    negatives: Mapping[str, Negative]
    presets: Mapping[str, Preset]
    own: frozenset[str] = frozenset()

    def chinese(self, phrase: str) -> str | None:
        """The Chinese of an English phrase, where a style or a preset gives it."""
        for style in self.styles.values():
            if style.en == phrase:
                return style.zh or None
        said = (words for preset in self.presets.values() for words in preset.scene.values())
        return next((words.zh for words in said if isinstance(words, Both) and words.en == phrase), None)

    def find_style(self, name: str) -> Style | None:
        """The style of that id or name, in either language."""
        return _named(self.styles, name)

    def style(self, name: str) -> Style:
        """As ``find_style``; BadInput, with near names, where there is none."""
        found = self.find_style(name)
        if found is None:
            raise BadInput("style_unknown", name=name[:40], near=near(name, names(self.styles)))
        return found

    def preset(self, name: str) -> Preset:
        """The preset of that id or name; BadInput, with near names, where there is none."""
        found = _named(self.presets, name)
        if found is None:
            raise BadInput("preset_unknown", name=name[:40], near=near(name, names(self.presets)))
        return found


def names(entries: Mapping[str, Entry]) -> list[str]:
    """All words that entries are found by, ids first."""
    return [*entries, *(word for e in entries.values() for word in (e.en, e.zh, *e.also) if word)]


def near(name: str, known: list[str]) -> str:
    """Up to six of the known names, those that resemble ``name`` where any does."""
    distinct = list(dict.fromkeys(word.casefold() for word in known))
    return ", ".join(get_close_matches(name.casefold()[:40], distinct, n=6) or distinct[:6])


def _named(entries: Mapping[str, E], name: str) -> E | None:
    wanted = name.strip().casefold()
    if wanted in entries:
        return entries[wanted]
    for entry in entries.values():
        if wanted in (word.casefold() for word in (entry.en, entry.zh, *entry.also)):
            return entry
    return None
