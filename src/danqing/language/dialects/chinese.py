"""A scene in Chinese, for models that read it: the user's own words for things, and a translator for the rest."""

import re
from collections.abc import Iterator, Sequence

from danqing.core.domain import STARTER, measure_of
from danqing.core.scene import Scene, Subject
from danqing.language.dialects.brief import Translate
from danqing.language.dialects.nouns import NUMBERS
from danqing.language.dialects.readable import EASTERN
from danqing.language.quantities import GUESSED, chinese, looks_of, quantity_of

_NUMBERS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_KNOWN = (*STARTER.colours, *STARTER.sizes, *STARTER.positions, *STARTER.relations)
_WORDS = {term.name: term.zh for term in _KNOWN} | {
    "next to": "旁边", "beside": "旁边", "near": "附近", "behind": "后面", "in front of": "前面", "under": "下面",
    "over": "上方", "inside": "里面", "in": "里面", "around": "周围", "against": "旁边", "with": "旁边",
    "center": "中间", "middle": "中间", "foreground": "前景", "background": "背景",
}  # fmt: skip
_PART = re.compile(r"(\w+) of them (.+)")
_SETTING = (
    ("place", "场景："), ("background", "背景："), ("time", "时间："), ("weather", "天气："), ("lighting", "光线："),
    ("composition", "构图："), ("palette", "色调："), ("mood", "氛围："),
)  # fmt: skip


def told(scene: Scene, quality: Sequence[str], translate: Translate) -> str:
    """Chinese sentences; where neither the user nor the translator has a Chinese word, the English one stands."""
    return "".join(f"{sentence}。" for sentence in _Teller(scene, translate).sentences(quality))


class _Teller:
    def __init__(self, scene: Scene, translate: Translate) -> None:
        self._scene = scene
        self._translate = translate

    def sentences(self, quality: Sequence[str]) -> Iterator[str]:
        scene = self._scene
        works = [self.word(part) for value in (scene.medium, scene.style) if value for part in value.split(", ")]
        if works:
            yield f"画面风格：{'，'.join(dict.fromkeys(works))}"
        if scene.artist:
            yield f"仿{self.listed(scene.artist)}"
        yield from ("，".join(self.subject(subject)) for subject in scene.subjects)
        if scene.text:
            yield f"画面中写着“{scene.text.replace('“', '‘').replace('”', '’')}”"
        for name, start in _SETTING:
            if value := getattr(scene, name):
                yield start + self.listed(value)
        emphasis = [phrase for phrase, _ in scene.weights if not self._said(phrase)]
        if emphasis:
            yield f"重点：{'，'.join(map(self.word, emphasis))}"
        if quality:
            yield "，".join(quality)

    def _said(self, phrase: str) -> bool:
        subjects = [text for s in self._scene.subjects for text in (s.kind, s.colour, s.action, *s.attributes) if text]
        setting = [value for name, _ in _SETTING if (value := getattr(self._scene, name))]
        return any(phrase in text for text in (*subjects, *setting, self._scene.style or "", self._scene.medium or ""))

    def subject(self, subject: Subject) -> Iterator[str]:
        kind = self.kind(subject)
        looks = [self.word(look) for look in (subject.size, subject.colour, subject.material) if look]
        described = "".join(_of(look) for look in looks if look not in kind)  # 小猫 is small already
        yield f"{self._number(subject)}{described}{kind}"
        yield from map(self.word, looks_of(subject))
        if subject.action and subject.action not in subject.attributes:
            yield self.word(subject.action)
        if place := self._place(subject):
            yield place

    def kind(self, subject: Subject) -> str:
        """The user's own word for it, where that is Chinese."""
        return subject.label if subject.label and EASTERN.search(subject.label) else self.word(subject.kind)

    def listed(self, value: str) -> str:
        return "，".join(map(self.word, value.split(", ")))

    def word(self, phrase: str) -> str:
        """A canonical phrase in Chinese."""
        part = _PART.fullmatch(phrase)
        if part is not None and part[1] in NUMBERS[: len(_NUMBERS)]:
            return f"其中{_NUMBERS[NUMBERS.index(part[1])]}个{self.word(part[2])}"
        found = self._translate(phrase, "zh")
        return found if EASTERN.search(found) else _WORDS.get(phrase, found)

    def _number(self, subject: Subject) -> str:
        if subject.count == 1:
            return ""
        quantity = quantity_of(subject)
        if quantity and (words := chinese(quantity)):
            return words
        if quantity and subject.count == GUESSED["many"]:
            return "许多"
        count = "几" if quantity else _NUMBERS[subject.count] if subject.count < len(_NUMBERS) else str(subject.count)
        return count + measure_of(subject.kind)

    def _place(self, subject: Subject) -> str | None:
        if subject.relation is not None:
            names = "和".join(self.kind(self._scene.subject(i)) for i in subject.relation.to)
            how = self.word(subject.relation.kind)
            return f"在{names}{how}" if EASTERN.search(how) else f"{how} {names}"
        if subject.position is None:
            return None
        where = self.word(subject.position)
        return f"在画面{where}" if EASTERN.search(where) else where


def _of(look: str) -> str:
    """A look before its noun: 橙色的; a single character and English stand as they are."""
    if not EASTERN.search(look):
        return f"{look} "
    return look if len(look) == 1 or look.endswith("的") else f"{look}的"
