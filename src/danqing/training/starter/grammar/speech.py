"""The words of an edit in one language: references, values and sentence forms."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from danqing.core.domain import Language
from danqing.core.scene import Scene, Subject
from danqing.training.starter.grammar import (
    edit_forms_en,
    edit_forms_zh,
    lexicon_en,
    lexicon_zh,
    outside_en,
    outside_zh,
    phrases_en,
    phrases_zh,
)
from danqing.training.starter.grammar.markup import quote
from danqing.training.starter.grammar.plan import Thing, Voice
from danqing.training.starter.grammar.reference import ways
from danqing.training.starter.grammar.strangers import Strangers
from danqing.training.starter.grammar.template import early, fill


@dataclass(frozen=True, slots=True)
class Focus:
    """What the conversation is about: the subject touched last, and the one just added, if any."""

    touched: str | None = None
    fresh: str | None = None


class Speech(Protocol):
    """What the edits need of a language."""

    forms: Mapping[str, tuple[str, ...]]
    joints: tuple[str, ...]
    ordinals: tuple[str, ...]
    everything: tuple[str, ...]
    both: str

    def refer(self, v: Voice, scene: Scene, subject: Subject, focus: Focus) -> tuple[str, bool] | None:
        """A reference and whether it is a mere pronoun; None where nothing is unambiguous."""

    def value(self, v: Voice, field: str, value: str) -> dict[str, str]:
        """Slots for a colour, size, position, background, style or relation."""

    def setting(self, v: Voice, background: str) -> str:
        """A background as a place to be in."""

    def number(self, v: Voice, subject: Subject, count: int) -> dict[str, str]:
        """Slots for a new count of a subject."""

    def thing(self, v: Voice, thing: Thing, index: int) -> str:
        """A new thing, perhaps with its position."""

    def linked(self, v: Voice, thing: Thing, index: int, to: str) -> str:
        """A new thing that stands relative to the subject called ``to``."""

    def between(self, v: Voice, thing: Thing, index: int, to: Sequence[str]) -> str:
        """A new thing between two subjects: those called ``to``, or the only two there are."""

    def odd(self, v: Voice) -> dict[str, str]:
        """Slots for what cannot be drawn."""

    def strangers(self, rng: random.Random, share: float) -> Strangers:
        """Unknown words for that share of the kinds."""


class English(Speech):
    """English edits."""

    forms = edit_forms_en.FORMS
    joints = edit_forms_en.JOINTS
    ordinals = edit_forms_en.ORDINALS
    everything = edit_forms_en.ALL
    both = " and "

    def refer(self, v: Voice, scene: Scene, subject: Subject, focus: Focus) -> tuple[str, bool] | None:
        found = ways(scene, subject, focus.touched, focus.fresh)
        if not found:
            return None
        way = v.rng.choice(found)
        many = subject.count > 1
        one = "ones" if many else v.rng.choice(("one", "one", "one", "thing"))
        noun = phrases_en.noun(v, subject.kind, subject.count, 1.9)
        place = early(v.rng, lexicon_en.PLACES[subject.position or "left"], 3)
        colour = phrases_en.colour_word(v, subject.colour or "red") if v.chance(0.15) else subject.colour
        texts = {
            "it": ("them", "them", "these") if many else ("it", "it", "it", "that"),
            "kind": (f"the {noun}",) * 8 + (noun, f"that {noun}" if not many else f"those {noun}"),
            "colour": (f"the {colour} {one}",),
            "colour kind": (f"the {colour} {noun}",),
            "size": (f"the {'big' if subject.size == 'large' else 'small'} {one}",),
            "place": (f"the {one} {place}", f"the {noun} {place}"),
            "ordinal": (f"the {self._ordinal(scene, subject)} {one if one == 'one' else 'one'}",) * 2
            + (f"the {self._ordinal(scene, subject)} thing",)
            + (("the last one", "the last one") if subject is scene.subjects[-1] else ()),
            "ordinal kind": (f"the {self.ordinals[_rank(scene, subject)]} {noun}",),
            "fresh": ("the one you just added", "the one i just added", "the new one", "the one we just added")
            if not many
            else ("the new ones", "the ones you just added"),
        }
        return v.rng.choice(texts[way]), way == "it"

    def _ordinal(self, scene: Scene, subject: Subject) -> str:
        return self.ordinals[scene.subjects.index(subject)]

    def value(self, v: Voice, field: str, value: str) -> dict[str, str]:
        match field:
            case "colour":
                word = phrases_en.colour_word(v, value)
                return {"c": word, "d": word}
            case "size":
                return {"s": phrases_en.size_word(v, value)}
            case "position":
                return {"p": phrases_en.place(v, value)}
            case "relation":
                return {"l": early(v.rng, [link for link in lexicon_en.LINKS[value] if "ing " not in link], 1.3)}
            case "style":
                return {"y": early(v.rng, lexicon_en.STYLES[value], 1.3)}
        plain = value.startswith("plain ")
        return {
            "b": phrases_en.colour_word(v, value[6:]) if plain else early(v.rng, lexicon_en.SETTING_NAMES[value], 1.2)
        }

    def setting(self, v: Voice, background: str) -> str:
        return early(v.rng, lexicon_en.SETTINGS[background][:8], 1.2)

    def number(self, v: Voice, subject: Subject, count: int) -> dict[str, str]:
        words = [w for w in lexicon_en.COUNTS[str(count)] if w]
        old = early(v.rng, [w for w in lexicon_en.COUNTS[str(subject.count)] if w][:3])
        return {
            "n": early(v.rng, words, 1.6),
            "k": phrases_en.noun(v, subject.kind, count),
            "o": old,
            "ks": phrases_en.noun(v, subject.kind, 2),
            "m": "",
        }

    def thing(self, v: Voice, thing: Thing, index: int) -> str:
        return phrases_en.item(v, thing, index, True)

    def linked(self, v: Voice, thing: Thing, index: int, to: str) -> str:
        who = phrases_en.phrase(v, thing, index, sure=True)
        return f"{who} {early(v.rng, lexicon_en.LINKS[thing.link or ''], 1.3)} {to}"

    def between(self, v: Voice, thing: Thing, index: int, to: Sequence[str]) -> str:
        who = phrases_en.phrase(v, thing, index, sure=True)
        sides = (
            f"{to[0]} and {to[1]}"
            if to
            else v.rng.choice(("them", "them", "the two", "both", "those two", "the two of them"))
        )
        return fill(v.rng, "<w> {between|in between|between|right between|in the middle between} <s>", w=who, s=sides)

    def odd(self, v: Voice) -> dict[str, str]:
        return {
            "a": quote(outside_en.thing_odd(v.rng, 0.05)),
            "q": quote(outside_en.adjective_odd(v.rng)),
            "y": quote(outside_en.style_odd(v.rng)),
        }

    def strangers(self, rng: random.Random, share: float) -> Strangers:
        return Strangers(rng, share, outside_en.noun, lambda word: (phrases_en.plural(word), word))


class Chinese(Speech):
    """Chinese edits."""

    forms = edit_forms_zh.FORMS
    joints = edit_forms_zh.JOINTS
    ordinals = edit_forms_zh.ORDINALS
    everything = edit_forms_zh.ALL
    both = "和"

    def refer(self, v: Voice, scene: Scene, subject: Subject, focus: Focus) -> tuple[str, bool] | None:
        found = ways(scene, subject, focus.touched, focus.fresh)
        if not found:
            return None
        way = v.rng.choice(found)
        many, m = subject.count > 1, phrases_zh.measure(v, subject.kind)
        noun = phrases_zh.noun(v, subject.kind)
        colour = (
            phrases_zh.colour_word(v, subject.colour or "red", "的")
            if v.chance(0.3)
            else lexicon_zh.MONO[subject.colour or "red"] + v.rng.choice(("色的", "色的", "的"))
        )
        one = v.rng.choice(("", "那个", f"那{m}")) if not many else v.rng.choice(("", "那些", "那几个"))
        place = early(v.rng, lexicon_zh.PLACES[subject.position or "left"], 2.5)
        order = self.ordinals[scene.subjects.index(subject)]
        texts = {
            "it": ("它们", "它们", "这些") if many else ("它", "它", "它", "这个", f"这{m}"),
            "kind": (noun,) * 5
            + ((f"那些{noun}", f"这些{noun}") if many else (f"那{m}{noun}", f"这{m}{noun}", f"那个{noun}")),
            "colour": (f"{colour}{one}", f"{colour}那{m}" if not many else f"{colour}那些"),
            "colour kind": (f"{colour}{noun}", f"那{m}{colour}{noun}" if not many else f"{colour}那些{noun}"),
            "size": (f"{'大' if subject.size == 'large' else '小'}的{one or '那个'}",),
            "place": (f"{place}的{one or '那个'}", f"{place}那个" if not many else f"{place}那些", f"{place}的{noun}"),
            "ordinal": (f"第{order}个", f"第{order}个", f"第{order}{m}")
            + (("最后一个", "最后那个") if subject is scene.subjects[-1] else ()),
            "ordinal kind": (f"第{self.ordinals[_rank(scene, subject)]}{m}{noun}",),
            "fresh": ("刚才加的", "刚加的那个", "刚才加的那个", "新加的", f"刚加的{noun}", "刚刚添加的那个")
            if not many
            else ("刚才加的", "新加的那些", "刚才加的那些"),
        }
        return v.rng.choice(texts[way]), way == "it"

    def value(self, v: Voice, field: str, value: str) -> dict[str, str]:
        match field:
            case "colour":
                return {"c": phrases_zh.colour_word(v, value), "d": phrases_zh.colour_word(v, value, "的")}
            case "size":
                return {"s": phrases_zh.size_tail(v, value)}
            case "position":
                return {"p": phrases_zh.place(v, value)}
            case "relation":
                return {"l": early(v.rng, lexicon_zh.LINKS[value], 1.2)}
            case "style":
                return {"y": phrases_zh.style_name(v, value)}
        if value.startswith("plain "):
            return {"b": phrases_zh.colour_word(v, value[6:])}
        return {"b": early(v.rng, lexicon_zh.SETTING_NAMES[value], 1.2)}

    def setting(self, v: Voice, background: str) -> str:
        return early(v.rng, [s for s in lexicon_zh.SETTINGS[background] if s[-1] in "上里中下内边"], 1.2)

    def number(self, v: Voice, subject: Subject, count: int) -> dict[str, str]:
        m = phrases_zh.measure(v, subject.kind)
        words = [w for w in lexicon_zh.COUNTS[str(count)] if w not in lexicon_zh.NO_MEASURE and len(w) == 1]
        old = lexicon_zh.COUNTS[str(subject.count)][0] + m
        return {"n": early(v.rng, words, 1.6) + m, "k": phrases_zh.noun(v, subject.kind), "o": old, "m": m}

    def thing(self, v: Voice, thing: Thing, index: int) -> str:
        if thing.position and v.chance(0.6):
            who = phrases_zh.phrase(v, thing, index, True)
            return f"{who}{v.rng.choice((',放在', ',放', '在', ',在', '放在', ',位置在'))}{phrases_zh.place(v, thing.position)}"
        return (
            phrases_zh.phrase(v, thing, index, v.chance(0.8))
            if not thing.position
            else phrases_zh.placed(v, thing, index)
        )

    def linked(self, v: Voice, thing: Thing, index: int, to: str) -> str:
        who, side = phrases_zh.phrase(v, thing, index, True), early(v.rng, lexicon_zh.LINKS[thing.link or ""], 1.2)
        return fill(v.rng, "{<a>,放在<b><l>|<a>在<b><l>|<a>,在<b><l>|<a>,要在<b><l>}", a=who, b=to, l=side)

    def between(self, v: Voice, thing: Thing, index: int, to: Sequence[str]) -> str:
        who = phrases_zh.phrase(v, thing, index, True)
        sides = (
            f"{to[0]}{v.rng.choice('和跟与')}{to[1]}"
            if to
            else v.rng.choice(("它们", "它俩", "两个", "他们俩", "这两个"))
        )
        return fill(
            v.rng,
            "{<w>,放在<s>{中间|之间}|<w>在<s>{中间|之间}|<w>放<s>{中间|之间|当中}|<w>,在<s>{的中间|之间}}",
            w=who,
            s=sides,
        )

    def odd(self, v: Voice) -> dict[str, str]:
        return {
            "a": quote(outside_zh.thing_odd(v.rng, 0.05)),
            "q": quote(outside_zh.phrase_odd(v.rng)),
            "y": quote(phrases_zh.style_odd_word(v)),
        }

    def strangers(self, rng: random.Random, share: float) -> Strangers:
        return Strangers(rng, share, outside_zh.noun, lambda word: (word,))


def _rank(scene: Scene, subject: Subject) -> int:
    """The place of the subject among those of its kind."""
    return [s for s in scene.subjects if s.kind == subject.kind].index(subject)


SPEECHES: Mapping[Language, Speech] = {"en": English(), "zh": Chinese()}
