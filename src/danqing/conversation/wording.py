"""Scenes, subjects and changes in plain English and Chinese, for replies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from danqing.core.domain import Domain, Language, Term, measure_of
from danqing.core.history import Change
from danqing.core.messages import say
from danqing.core.scene import SETTING_FIELDS, Relation, Scene, Subject, Value
from danqing.core.script import HAN

_NUMBERS = {"en": ("no", "one", "two", "three", "four"), "zh": ("零", "一", "两", "三", "四")}
_AT = {"centre": "in the centre", "center": "in the center", "left": "on the left", "right": "on the right"}
Translate = Callable[[str, Language], str]


def as_it_is(text: str, _: Language) -> str:
    """No translation."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """How one person is told of scenes: the vocabulary of the picture model, if it has one, in their language.

    ``translate``: canonical English into a language, or the English itself where there is no word for it.
    """

    domain: Domain | None
    language: Language
    translate: Translate = as_it_is

    def scene(self, scene: Scene) -> str:
        """``a red boat on the left, background night``; ``左边的一艘红色的船，背景夜空``."""
        parts = [self.subject(subject, scene) for subject in scene.subjects]
        space = "" if self._chinese else " "
        for name in SETTING_FIELDS:
            value = getattr(scene, name)
            if value not in (None, ()):
                parts.append(f"{say(self.language, f'field_{name}')}{space}{self._value(name, value, scene)}")
        return self._listed(parts)

    def subject(self, subject: Subject, scene: Scene) -> str:
        """The subject with number, size, colour, looks and place."""
        place, number = self._place(subject, scene), self._number(subject.count)
        looks = [subject.action, *subject.attributes]
        if self._chinese:
            size = self._term("sizes", subject.size)
            of_size = "" if size is None else size.zh if len(size.zh) == 1 else f"{size.zh}的"
            before = [self._term("colours", subject.colour), self._term("materials", subject.material)]
            described = "".join(f"{term.zh}的" for term in before if term)
            kind = self._term("kinds", subject.kind, subject.label) or Term(subject.kind, subject.kind)
            seen = "".join(f"{self.translate(look, 'zh')}的" for look in looks if look)
            return f"{place}{number}{kind.measure}{seen}{described}{of_size}{kind.zh}"
        kind = self._term("kinds", subject.kind) or Term(subject.kind, subject.kind)
        plain = (subject.size, subject.colour, subject.material)
        words = [*(word for word in plain if word), kind.label("en", subject.count)]
        if subject.count == 1:
            number = "an" if words[0][0] in "aeiou" else "a"
        return " ".join([number, *words, *([place] if place else []), *(f"({look})" for look in looks if look)])

    def change(self, change: Change, scene: Scene) -> str:
        """One line of a diff."""
        if isinstance(change.after, Subject):
            return say(self.language, "change_added", subject=self.subject(change.after, scene))
        labels = {s.id: s.label for s in scene.subjects}
        if isinstance(change.before, Subject):
            removed = self._named(change.kind, change.before.label)
            return say(self.language, "change_removed", subject=removed)
        if change.field == "kind":
            before, after = self._named(str(change.before)), self._named(str(change.after), labels.get(change.id))
            return say(self.language, "change_replaced", before=before, after=after)
        field = say(self.language, f"field_{change.field}")
        if change.id == "scene":
            return self._setting(change, field, scene)
        subject = self._named(change.kind, labels.get(change.id))
        if change.after in (None, ()):
            return say(self.language, "change_cleared", subject=subject, field=field)
        value = self._value(change.field, change.after, scene)
        if change.before in (None, ()):
            return say(self.language, "change_field", subject=subject, field=field, value=value)
        before = self._value(change.field, change.before, scene)
        return say(self.language, "change_from", subject=subject, field=field, before=before, value=value)

    def offer(self) -> str:
        """What the picture model can draw; empty for one that draws anything."""
        if self.domain is None:
            return ""
        kinds = self._listed([term.label(self.language, 2) for term in self.domain.kinds], "、")
        counts = {"colours": len(self.domain.colours), "styles": len(self.domain.styles)}
        return say(self.language, "reply_offer", kinds=kinds, **counts)

    def quoted(self, parts: Sequence[str]) -> str:
        """The user's own words in quotation marks."""
        return self._listed([f"“{part}”" for part in parts], "、")

    @property
    def _chinese(self) -> bool:
        return self.language == "zh"

    def _setting(self, change: Change, field: str, scene: Scene) -> str:
        if change.after in (None, ()):
            return say(self.language, "change_setting_cleared", field=field)
        return say(self.language, "change_setting", field=field, value=self._value(change.field, change.after, scene))

    def _value(self, name: str, value: "Value | Subject", scene: Scene) -> str:
        match value:
            case Relation():
                return self._relation(value, scene)
            case tuple():
                phrases = [f"{p[0]}×{p[1]:g}" if isinstance(p, tuple) else self._word(name, p) for p in value]
                return self._listed(phrases, "、")
            case str() if name not in ("text", "canvas", "base"):
                return self._word(f"{name}s", value)
            case _:
                return str(value)

    def _place(self, subject: Subject, scene: Scene) -> str:
        if subject.relation is not None:
            where = self._relation(subject.relation, scene)
            return f"{where}的" if self._chinese else where
        if subject.position is None:
            return ""
        if self._chinese:
            return f"{self._word('positions', subject.position)}的"
        return _AT.get(subject.position, f"at the {subject.position}")

    def _relation(self, relation: Relation, scene: Scene) -> str:
        known = {subject.id: subject for subject in scene.subjects}
        names = [self._named(known[i].kind, known[i].label) for i in relation.to if i in known]
        where = self._word("relations", relation.kind)
        return f"{'和'.join(names)}{where}" if self._chinese else f"{where} {' and '.join(names)}"

    def _named(self, kind: str, label: str | None = None) -> str:
        term = self._term("kinds", kind, label) or Term(kind, kind)
        return term.zh if self._chinese else f"the {term.name}"

    def _number(self, count: int) -> str:
        words = _NUMBERS[self.language]
        return words[count] if count < len(words) else str(count)

    def _word(self, group: str, name: str) -> str:
        """The word of the vocabulary in the user's language, or its translation."""
        term = self._term(group, name)
        return term.label(self.language) if term else name

    def _term(self, group: str, name: str | None, label: str | None = None) -> Term | None:
        if name is None:
            return None
        terms: tuple[Term, ...] = getattr(self.domain, group, ())
        found = next((term for term in terms if term.name == name), None)
        if found is not None:
            return found
        said = (
            label if label and HAN.search(label) else ", ".join(self.translate(part, "zh") for part in name.split(", "))
        )
        return Term(name, said, measure=measure_of(name))

    def _listed(self, parts: Sequence[str], mark: str = "，") -> str:
        return (mark if self._chinese else ", ").join(parts)
