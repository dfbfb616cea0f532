"""From a brief to a prompt: what all dialects of open vocabulary do alike."""

import re
from collections.abc import Sequence
from dataclasses import replace

from danqing.core.scene import Scene
from danqing.core.types import Dropped, Prompt
from danqing.core.weighting import escape
from danqing.language.dialects.brief import Brief
from danqing.language.dialects.budget import Write, fits, within
from danqing.language.dialects.readable import Reader, read
from danqing.language.library import negative_for, style_words
from danqing.models.families import Family


def written(brief: Brief, family: Family, write: Write, quality: Sequence[str] = ()) -> Prompt:
    """The prompt of ``brief`` in the words of ``write``, with the library's words for its styles.

    Everything of the scene that it does not hold stands in its ``dropped``.
    """
    scene, dropped = read(_figures_first(_styled(brief, family)), family.chinese, brief.translate)
    text, short = within(scene, write, quality, family, brief.count)
    if not family.weights:
        dropped += [Dropped(phrase, "dropped_no_weights") for phrase, factor in scene.weights if factor != 1]
    unwanted, lost = _negative(brief, scene, family)
    return Prompt(text, unwanted, family.dialect, tuple(dict.fromkeys((*dropped, *short, *lost))))


def _styled(brief: Brief, family: Family) -> Scene:
    """The scene with its medium and style in the library's words."""
    scene = brief.scene
    medium, style = (
        style_words(value, family.dialect, brief.language) if value else value for value in (scene.medium, scene.style)
    )
    return replace(scene, medium=medium, style=style)


def _figures_first(scene: Scene) -> Scene:
    """What is told where it stands before what it stands by: models draw what comes first with most care."""
    grounds = {to for subject in scene.subjects if subject.relation for to in subject.relation.to}
    ordered = sorted(scene.subjects, key=lambda subject: subject.id in grounds and subject.relation is None)
    return replace(scene, subjects=tuple(ordered))


def _negative(brief: Brief, scene: Scene, family: Family) -> tuple[str, list[Dropped]]:
    """The negative prompt: the user's own or the library's, then what the scene excludes."""
    if not family.negative:
        given = [brief.negative] if brief.negative else []
        return "", [Dropped(phrase, "dropped_no_negative") for phrase in (*given, *scene.exclusions)]
    reader = Reader(family.chinese, brief.translate)
    usual = negative_for(brief.scene, family.dialect)
    parts = _readable(reader, usual if brief.negative is None else brief.negative)
    if not parts and reader.dropped:  # nothing of the user's own can be said
        parts = _readable(reader, usual)
    excluded = [_unwanted(brief, family, phrase) for phrase in scene.exclusions]
    parts += [escape(phrase) if family.weights else phrase for phrase in excluded if phrase not in parts]
    while parts and not fits(", ".join(parts), family, brief.count):
        reader.dropped.append(Dropped(parts.pop(), "dropped_budget"))
    return ", ".join(parts), reader.dropped


def _readable(reader: Reader, listed: str) -> list[str]:
    return [part for phrase in re.split(r"[,，、;；]\s*", listed) if (part := reader.readable(phrase))]


def _unwanted(brief: Brief, family: Family, phrase: str) -> str:
    """In the language of the prompt."""
    return brief.translate(phrase, "zh") if family.chinese and brief.language == "zh" else phrase
