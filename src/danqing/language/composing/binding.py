"""Binding: which subject each entity of a request describes, where it stands, and what concerns the whole picture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from danqing.core.reading import Entity, Request
from danqing.core.scene import Relation, Scene, Subject, Value
from danqing.core.script import HAN
from danqing.language.composing.clauses import corrected, gaps, is_bare, is_tight, same_clause, same_sentence
from danqing.language.composing.fields import count_of, into
from danqing.language.composing.whole import backdrops, is_of_the_whole, with_their_looks
from danqing.language.parsing.english import PLACES as POSITIONS
from danqing.language.quantities import container, quantity

DESCRIBING = ("colour", "material", "size", "attribute", "count")
SETTING = {
    "place": "place", "time": "time", "weather": "weather", "style": "style", "artist": "artist",
    "lighting": "lighting", "composition": "composition", "mood": "mood", "text": "text",
    "canvas": "canvas", "number": "number",
    "exclusion": "exclusions", "weight": "weights",
}  # fmt: skip
"""Types of entities, and the field of the scene that takes each."""
PLACES = POSITIONS | {"centre", "middle", "center left", "center right", "top center", "bottom center"}
"""Positions in the picture; all others are relations to another subject."""
_SOMEWHERE = re.compile(r"(?:on|in|at|under) (?:the|a) (?!.* of$).+")
"""Positions that name where they are, 墙上: nothing else in the picture stands for it."""
_ANEW = re.compile(r"\b(?:another|a|an|one more)\s*$|(?:另|又|再|还有)[^,，。]{0,4}$")
_ALONE = re.compile(r"\s*(?:的|of (?:them|these|those)\b)?\s*(?:[,，.。;；!！?？]|and\b|$)")
"""After a number that counts what was named in an earlier clause; else its own noun is one that nobody knows."""
_OTHER = re.compile(r"\b(?:another|one more)\s*$|(?:另|又|再|还有)[^,，。]{0,4}$")
_AFTER = re.compile(r"\s*(?:的|有|是|站|坐|放|停|趴|躺|挂|飞|漂|there|stands?|sits?|is|are)")
_TWOS = ("couple", "twins", "lovers", "newlyweds")
_WITHIN = re.compile(r"\s*(?:(?:in|at|on) the|在|的)?\s*")
_LED = re.compile(r"(?:\b(?:in|on|as) (?:the )?|在|作为)$")
_PRONOUNS = {"她": "woman", "he": "man", "she": "woman", "her": "woman", "his": "man", "him": "man", "他": "man"}
"""Who is drawn where a first request speaks of nobody else."""


@dataclass(slots=True)
class Bound:
    """What a request says: its subjects in their order (ids ``s1``… in that order), and the fields of the scene."""

    subjects: list[Subject] = field(default_factory=list)
    setting: dict[str, Value] = field(default_factory=dict)


def bind(request: Request, first: int = 1, meant: Subject | None = None, anew: bool = True) -> Bound:
    """The entities of ``request`` bound together; ids of subjects count up from ``first``.

    ``meant``: the subject that what stands alone describes ("make it blue"); it comes first where something was said
    of it. ``anew``: a whole picture is asked for, so that words that nobody recognised may concern all of it.
    """
    return _Binding(corrected(request), first, meant, anew).bound()


class _Binding:
    def __init__(self, request: Request, first: int, meant: Subject | None, anew: bool) -> None:
        self._anew = anew
        self._request = request
        self._text = request.text
        self._entities = with_their_looks(self._text, sorted(request.entities, key=lambda e: e.start))
        self._first = first - (meant is not None)
        self._subjects: list[Subject] = [] if meant is None else [Subject(meant.id, meant.kind)]
        self._places: list[list[Entity]] = [[] for _ in self._subjects]  # where each subject is mentioned
        self._meant = None if meant is None else self._subjects[0]

    def bound(self) -> Bound:
        setting: dict[str, Value] = {}
        self._somebody()
        for entity in self._entities:
            if entity.group == "subject":
                self._mention(entity)
        taken: list[Entity] = []
        for background, said in backdrops(self._text, self._entities):
            setting["background"] = background
            taken += said
        for entity in self._entities:
            if entity in taken:
                continue
            if entity.group in DESCRIBING:
                self._describe(entity, setting)
            elif entity.group == "position":
                self._place(entity)
            elif entity.group in SETTING:
                into(setting, SETTING[entity.group], entity.name)
        if self._request.language == "en":
            self._left_over(setting)
        self._implied(setting)
        untouched = self._meant is not None and self._subjects[0] == self._meant
        return Bound(self._subjects[1:] if untouched else self._subjects, setting)

    def _somebody(self) -> None:
        """A pronoun that points to nobody is somebody: 她穿着红裙子."""
        first = next((e for e in self._entities if e.group in ("subject", "reference")), None)
        if self._anew and first is not None and first.group == "reference" and first.text in _PRONOUNS:
            person = replace(first, group="subject", name=_PRONOUNS[first.text])
            self._entities = [person if e is first else e for e in self._entities]

    def _mention(self, entity: Entity) -> None:
        """A new subject, or one that was named before and is named again."""
        for i, subject in enumerate(self._subjects):
            if subject.kind == entity.name and self._places[i] and not self._is_new(entity, self._places[i][-1]):
                self._places[i].append(entity)
                return
        label = entity.text if entity.text != entity.name else None
        self._subjects.append(Subject(f"s{self._first + len(self._subjects)}", entity.name, label=label))
        self._places.append([entity])

    def _is_new(self, entity: Entity, before: Entity) -> bool:
        if entity.start > before.end and is_bare(self._text, before, self._entities):
            return _OTHER.search(self._text[: entity.start]) is not None
        counted = any(
            e.group == "count" and e.end <= entity.start and is_tight(self._text, e.end, entity.start)
            for e in self._entities
        )
        return counted or _ANEW.search(self._text[: entity.start]) is not None

    def _describe(self, entity: Entity, setting: dict[str, Value]) -> None:
        whole = self._meant is None and is_of_the_whole(self._text, entity, self._entities)
        at = None if whole else self._described(entity)
        if at is None and entity.group == "count":
            return
        if at is None:
            into(setting, {"colour": "palette", "material": "palette"}.get(entity.group, "composition"), entity.name)
            return
        subject = self._subjects[at]
        match entity.group:
            case "count" if entity.name == "2" and subject.kind.endswith(_TWOS):
                pass  # 一对情侣 is one couple
            case "count":
                words, held = quantity(entity.text, subject.kind), container(entity.text, subject.kind)
                attributes = tuple(filter(None, (words, *subject.attributes, held)))
                self._subjects[at] = replace(subject, count=count_of(entity.name), attributes=attributes)
            case "attribute":
                self._subjects[at] = replace(subject, attributes=(*subject.attributes, entity.name))
            case name:
                if getattr(subject, name) is None:
                    self._subjects[at] = replace(subject, **{name: entity.name})  # type: ignore[arg-type]
                elif entity.name not in subject.attributes:
                    self._subjects[at] = replace(subject, attributes=(*subject.attributes, entity.name))

    def _described(self, entity: Entity) -> int | None:
        """The subject right after it, else the one before it in its sentence, else any."""
        before = [e for e in self._entities if e.group == "subject" and e.end <= entity.start]
        near = [e for e in before if same_sentence(self._text, e.end, entity.start)]
        near = self._doers(near)
        if near and self._is_done_by(near[-1], entity):
            return self._index(near[-1])
        if not near and (placed := self._placed_on(entity)):
            return self._index(placed)
        end = entity.end
        for other in self._entities:
            if other.start < end or other is entity:
                continue
            if not is_tight(self._text, end, other.start):
                break
            if other.group == "subject":
                return self._index(other)
            if other.group not in DESCRIBING:
                break
            end = other.end
        after = [e for e in self._entities if e.group == "subject" and e.start >= entity.end]
        beside = [e for e in after if same_clause(self._text, entity.end, e.start)]
        inside = [e for e in near if same_clause(self._text, e.end, entity.start)]
        chosen = inside[-1:] or beside[:1] or near[-1:] or after[:1] or before[-1:]
        if entity.group == "count" and not (inside or beside) and not _ALONE.match(self._text[entity.end :]):
            return None if self._meant is None else 0
        if chosen and chosen[0] in before and chosen != inside[-1:] and HAN.search(chosen[0].name) and self._anew:
            return None  # a thing that nobody knows, in another clause: what is told apart outlives it
        if chosen:
            return self._index(chosen[0])
        return None if self._meant is None else 0

    def _is_done_by(self, subject: Entity, action: Entity) -> bool:
        """Whether the subject before an action does it, not what comes after: 猫趴在杯子里, dogs dancing, a cat."""
        if action.group != "attribute" or not action.name.partition(" ")[0].endswith("ing"):
            return False
        if not HAN.search(action.text):
            return same_clause(self._text, subject.end, action.start)
        led = any(
            e.group in ("position", "place") and is_tight(self._text, e.end, action.start) for e in self._entities
        )
        there = led and action.text.endswith(("着", "满", "有"))
        return not there and not self._text[action.end :].startswith("的")

    def _doers(self, near: list[Entity]) -> list[Entity]:
        """The subjects without those at the end that only say where: 小猫在沙发上睡觉."""
        while len(near) > 1 and self._is_at(near[-1]) and same_clause(self._text, near[-2].end, near[-1].start):
            ends = [e.start for e in self._entities if e.group == "position"]
            if not any(is_tight(self._text, near[-1].end, start) for start in ends if start >= near[-1].end):
                break
            near = near[:-1]
        return near

    def _placed_on(self, action: Entity) -> Entity | None:
        """Who lies there in 趴在键盘上的猫: the subject after the position and its 的."""
        if not action.text.endswith("在"):
            return None
        after = [e for e in self._entities if e.start >= action.end and same_clause(self._text, action.end, e.start)]
        for where, who in pairwise(after):
            if where.group in ("position", "place") and who.group == "subject":
                return who if "的" in self._text[where.end - 1 : who.start] else None
        return None

    def _index(self, mention: Entity) -> int:
        return next(i for i, places in enumerate(self._places) if mention in places)

    def _place(self, entity: Entity) -> None:
        before = [e for e in self._entities if e.group == "subject" and e.end <= entity.start]
        after = [e for e in self._entities if e.group == "subject" and e.start >= entity.end]
        near = [e for e in before if same_clause(self._text, e.end, entity.start)]
        beside = [e for e in after if same_clause(self._text, entity.end, e.start)]
        if self._is_of_no_subject(entity, bool(beside)):
            return
        somewhere = _SOMEWHERE.fullmatch(entity.name) is not None
        if entity.name in PLACES or somewhere:
            leads = beside and (not near or _AFTER.match(self._text[entity.end :]))
            chosen = beside[:1] if leads else near[-1:] or before[-1:] or after[:1]
            if chosen or self._meant is not None:
                at = self._index(chosen[0]) if chosen else 0
                looks = {"attributes": (*self._subjects[at].attributes, entity.name)}
                where = looks if somewhere else {"position": entity.name}
                self._subjects[at] = replace(self._subjects[at], **where)
            return
        pair = (
            self._chinese(entity, near, beside, before)
            if HAN.search(entity.text)
            else self._english(near, before, after)
        )
        if pair is not None and pair[0] != pair[1]:
            self._relate(pair[0], entity.name, pair[1], after)

    def _is_of_no_subject(self, position: Entity, leads: bool) -> bool:
        """Whether a position is that of words or scenery, or the background is spoken of as a thing."""
        written = [e for e in self._entities if e.group == "text" and e.start >= position.end]
        if written and same_clause(self._text, position.end, written[0].start):
            return True
        scenery = [e for e in self._entities if e.group == "place" and e.end <= position.start]
        if scenery and position.name in PLACES and _WITHIN.fullmatch(self._text, scenery[-1].end, position.start):
            return True
        thing = position.name == "background" and not _LED.search(self._text[: position.start])
        return thing and not leads and not position.text.startswith("in")

    def _english(
        self, near: Sequence[Entity], before: Sequence[Entity], after: Sequence[Entity]
    ) -> tuple[int, int] | None:
        """``a cat on a boat``: the one before stands in relation to the one after."""
        who = near[-1:] or before[-1:]
        return (self._index(who[0]), self._index(after[0])) if who and after else None

    def _chinese(
        self, entity: Entity, near: Sequence[Entity], beside: Sequence[Entity], before: Sequence[Entity]
    ) -> tuple[int, int] | None:
        """``猫在船上``, ``船上有猫``, ``船上的猫``: what the word follows is what others stand in relation to."""
        if not near or not is_tight(self._text, near[-1].end, entity.start):
            return None
        to = self._index(near[-1])
        if beside and _AFTER.match(self._text[entity.end :]) and (len(near) < 2 or not self._is_at(near[-1])):
            return self._index(beside[0]), to
        who = near[-2:-1] or (beside[:1] if not self._is_at(near[-1]) else before[-2:-1]) or before[-2:-1]
        return (self._index(who[0]), to) if who else None

    def _is_at(self, mention: Entity) -> bool:
        """Whether 在 leads to this mention: then what stands before it is what is placed."""
        return re.search(r"[在从于](?:[^,，。]{0,6})$", self._text[: mention.start]) is not None

    def _relate(self, who: int, kind: str, to: int, after: Sequence[Entity]) -> None:
        subject = self._subjects[who]
        if subject.relation is not None:
            return
        ids: tuple[str, ...] = (self._subjects[to].id,)
        if kind == "between":
            more = [self._index(e) for e in after if self._index(e) not in (who, to)]
            ids += (self._subjects[more[0]].id,) if more else ()
        self._subjects[who] = replace(subject, relation=Relation(kind, ids), position=None)

    def _left_over(self, setting: dict[str, Value]) -> None:
        """English that nobody recognised stands as it was said, with the subject that it stands with."""
        for gap in gaps(self._request):
            mentions = [e for e in self._entities if e.group == "subject"]
            near = [e for e in mentions if same_sentence(self._text, *sorted((e.end, gap.start)))]
            if not near:
                if self._anew:
                    into(setting, "composition", gap.text)
                continue
            nearest = min(near, key=lambda e: min(abs(gap.start - e.end), abs(e.start - gap.end)))
            at = self._index(nearest)
            self._subjects[at] = replace(self._subjects[at], attributes=(*self._subjects[at].attributes, gap.text))

    def _implied(self, setting: dict[str, Value]) -> None:
        """What the words bring along, where nobody said otherwise."""
        said = set(setting)
        for entity in self._entities:
            for fact in entity.implies if entity.group != "exclusion" else ():
                name, _, value = fact.partition("=")
                if name in Scene.__dataclass_fields__ and name not in said:
                    into(setting, name, value)
