"""What concerns the whole picture: its background, its colours, and how its place looks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from danqing.core.reading import Entity
from danqing.core.script import HAN
from danqing.language.composing.clauses import is_tight

LOOKS = ("colour", "material", "size", "attribute")
_BACKDROP = re.compile(r"^\s*的?\s*(?:纯色)?(?:背景|底色|底\b|底(?=[,，。、]|$)|background|backdrop)")
_OF_BACKDROP = re.compile(r"\s*(?:是|为|用|换成|改成|要|成|变成|弄成|选|:|to|in)?\s*(?:一?片)?[纯全]?")
_ON = re.compile(r"\bon (?:a )?(?:(?:plain|solid|pure|clean|simple) )?$")
_END = re.compile(r"\s*(?:[,.;!]|$)")
_COLOURS_OF = re.compile(r"(?:色调|主色|配色|整体|底色|调子|色彩|颜色|palette|colou?rs?|tones?)[^,，。.;]{0,5}$")
_COLOURS = re.compile(r"\s*(?:为主|配色|色调|色系|调子|palette|tones|colou?r scheme|colou?rs)")
"""What stands before and after colours of the whole picture."""
_OF_BACKDROPS = ("colour", "attribute", "mood", "material", "size")
_TONAL = frozenset(("desaturated", "muted", "vivid", "pastel", "monochrome"))
"""Names of colours that are said of a picture rather than of a thing."""
_TONES = ("调", "配色", "tones", "palette", "colours", "colors")


def backdrops(text: str, entities: Sequence[Entity]) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    """Backgrounds with the entities that say so: 白色背景, 背景用白色, on a white background, black on white."""
    for before, entity in pairwise(entities):
        led = before.group == "position" and before.name == "background" and entity.group == "colour"
        if led and _OF_BACKDROP.fullmatch(text[before.end : entity.start]):
            yield f"{entity.name} background", (before, entity)
    for entity in entities:
        if entity.group not in ("colour", "attribute"):
            continue
        if entity.name.endswith(" background"):
            yield entity.name, (entity,)
        elif row := _row_before_backdrop(text, entity, entities):
            said = [e for e in entities if 0 <= e.start - row[-1].end < 4 and e.name == "background"]
            yield f"{' '.join(e.name for e in row)} background", (*row, *said)
        elif _BACKDROP.match(text[entity.end :]):
            said = [e for e in entities if 0 <= e.start - entity.end < 4 and e.name == "background"]
            yield f"{entity.name} background", (entity, *said)
        elif entity.group == "colour" and _ON.search(text[: entity.start]) and _END.match(text[entity.end :]):
            yield f"{entity.name} background", (entity,)


def _row_before_backdrop(text: str, first: Entity, entities: Sequence[Entity]) -> list[Entity]:
    """``dark moody`` in ``dark moody background``, from ``first`` on; empty where it is one word, or not the first."""
    if any(e.group in _OF_BACKDROPS and e.end <= first.start and is_tight(text, e.end, first.start) for e in entities):
        return []
    row = [first]
    for entity in (e for e in entities if e.start >= first.end):
        if entity.group not in _OF_BACKDROPS or not is_tight(text, row[-1].end, entity.start):
            break
        row.append(entity)
    return row if len(row) > 1 and _BACKDROP.match(text[row[-1].end :]) else []


def is_of_the_whole(text: str, entity: Entity, entities: Sequence[Entity]) -> bool:
    """Whether a colour is the picture's: 整体色调偏蓝, a blue palette, black and white photography."""
    if entity.group != "colour":
        return False
    styled = any(e.group == "style" and is_tight(text, entity.end, e.start) for e in entities if e.start >= entity.end)
    beside = [e for e in entities if e.start >= entity.end and is_tight(text, entity.end, e.start)]
    alone = entity.name in _TONAL and not any(e.group in ("subject", *LOOKS) for e in beside)
    around = _COLOURS_OF.search(text[: entity.start]) or _COLOURS.match(text[entity.end :])
    return styled or alone or entity.text.endswith(_TONES) or around is not None


def with_their_looks(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities, scenery taking up the words that stand before it and say how it looks: ``busy street``."""
    found: list[Entity] = []
    for entity in entities:
        looks: list[Entity] = []
        while (
            entity.group in ("place", "weather", "lighting")
            and found
            and _is_look(text, found[-1], looks[0] if looks else entity)
        ):
            looks.insert(0, found.pop())
        if not looks:
            found.append(entity)
            continue
        start, name = looks[0].start, " ".join((*(look.name for look in looks), entity.name))
        found.append(replace(entity, start=start, text=text[start : entity.end], name=name))
    return found


def _is_look(text: str, look: Entity, place: Entity) -> bool:
    """Whether ``look`` describes ``place``; an action does so only where 的 follows, ``with a hat`` never."""
    if HAN.search(look.name):
        return False  # what nobody knows would take the place with it
    if look.group not in LOOKS or not is_tight(text, look.end, place.start) or "," in text[look.end : place.start]:
        return False
    action = look.group == "attribute" and look.name.partition(" ")[0].endswith("ing")
    return text[look.end : place.start].startswith("的") or (not action and not look.name.startswith(("with ", "in ")))
