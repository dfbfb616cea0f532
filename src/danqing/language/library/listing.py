"""The libraries as they are listed to people and programs."""

from collections.abc import Mapping
from pathlib import Path

from danqing.core.shown import EntryShown, LibraryShown
from danqing.language.library.entries import Entry
from danqing.language.library.loading import at
from danqing.language.library.wildcard_lists import WordList, lists_at

SOME = 8
"""Words of a list that are shown."""


def listed(home: Path | None) -> LibraryShown:
    """Every entry with the user's from ``home``. Raises BadInput that names file and entry where one is wrong."""
    library = at(home)
    return LibraryShown(
        styles=_entries("style", library.styles, library.own),
        negatives=_entries("negative", library.negatives, library.own),
        presets=_entries("preset", library.presets, library.own),
        wildcards=tuple(map(_word_list, lists_at(home).lists)),
    )


def _entries(kind: str, entries: Mapping[str, Entry], own: frozenset[str]) -> tuple[EntryShown, ...]:
    return tuple(
        EntryShown(
            id=id,
            en=entry.en,
            zh=entry.name("zh"),
            own=f"{kind}.{id}" in own,
            also=entry.also,
            content=entry.model_dump(mode="json", exclude={"en", "zh", "also"}, exclude_defaults=True),
        )
        for id, entry in entries.items()
    )


def _word_list(words: WordList) -> EntryShown:
    han = next((name for name in words.also if not name.isascii()), words.id)
    some = {"words": len(words.choices), "some": [{"en": c.en, "zh": c.zh} for c in words.choices[:SOME]]}
    return EntryShown(id=words.id, en=words.id, zh=han, own=words.own, also=words.also, content=some)
