"""Negative prompts: by the dialect and by what the scene holds."""

import re
from collections.abc import Iterable

from danqing.core.scene import SETTING_FIELDS, Scene
from danqing.language.library.entries import Library, Negative
from danqing.language.library.loading import in_use
from danqing.language.library.styles import parts

BASE = "base"
"""The theme of every picture; a dialect for which it is empty reads no negative."""

NO_LETTERING = "clear-text"
"""The theme that is left out where words are to be written in the picture."""


def negative_for(scene: Scene, dialect: str, themes: Iterable[str] = ()) -> str:
    """The negative prompt that suits ``scene``: the base, the themes of its subjects, then what its style excludes.

    ``themes``: further ones, such as a preset's.

    Empty for a dialect whose models read none. Nothing in it names what the scene asks for. What the user excludes
    (``scene.exclusions``) is not in it: that is the dialect's to add.
    """
    library = in_use()
    named = [name for value in (scene.style, scene.medium) for name in (value or "", *parts(value))]
    styles = [found for name in dict.fromkeys(named) if (found := library.find_style(name))]
    called_for = [theme for theme, entry in library.negatives.items() if _calls_for(scene, entry)]
    called_for += [*(theme for style in styles for theme in style.themes), *themes]
    if scene.text:
        called_for = [theme for theme in called_for if theme != NO_LETTERING]
    general = _words(called_for, dialect, library)
    if not general:
        return ""
    wanted = _wanted(scene)
    terms = parts(_joined((general, *(style.negative for style in styles))))
    return ", ".join(term for term in terms if not re.search(rf"(?<!\w){re.escape(term.lower())}(?!\w)", wanted))


def _words(themes: Iterable[str], dialect: str, library: Library) -> str:
    """The words of the base and of ``themes``; empty for a dialect whose models read no negative."""
    base = library.negatives[BASE].for_dialect(dialect)
    known = [library.negatives[theme].for_dialect(dialect) for theme in themes if theme in library.negatives]
    return _joined((base, *known)) if base else ""


def _joined(lists: Iterable[str]) -> str:
    """Comma-separated lists as one, nothing twice."""
    return ", ".join(dict.fromkeys(term for listed in lists for term in parts(listed)))


def _calls_for(scene: Scene, theme: Negative) -> bool:
    """Whether the scene holds what the theme is about."""
    if any(getattr(scene, field, None) for field in theme.fields):
        return True
    nouns = set(theme.nouns)
    return any(not nouns.isdisjoint(_nouns(subject.kind)) for subject in scene.subjects)


def _nouns(kind: str) -> set[str]:
    """A noun phrase whole and by its words, each also without a plural's s."""
    whole = kind.lower()
    words = {whole, *whole.replace("-", " ").split()}
    return words | {word.removesuffix("s") for word in words}


def _wanted(scene: Scene) -> str:
    """All that the scene asks for, in lower case."""
    said = [value for field in SETTING_FIELDS if isinstance(value := getattr(scene, field), str)]
    for subject in scene.subjects:
        said += [subject.kind, *subject.attributes]
        said += [value for value in (subject.colour, subject.material, subject.action) if value]
    return "\n".join(said).lower()
