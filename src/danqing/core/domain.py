"""The closed vocabulary of the bundled starter models: what they can draw, with its English and Chinese names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the vocabulary.

    ``name`` is the canonical English term used in scenes and prompts; ``plural`` its English plural;
    ``zh`` the Chinese word shown to people; ``measure`` the Chinese measure word (量词) it counts with.
    """

    name: str
    zh: str
    plural: str = ""
    measure: str = "个"

    def label(self, language: Language, count: int = 1) -> str:
        """The word as a person reads it: ``cat``, ``cats`` or ``猫``."""
        if language == "zh":
            return self.zh
        return (self.plural or f"{self.name}s") if count > 1 else self.name


@dataclass(frozen=True, slots=True)
class Domain:
    """What a picture model with a closed vocabulary can draw. A model without one draws anything.

    ``taught``: kinds that no writer of this vocabulary knows, because a LoRA brought them.
    """

    kinds: tuple[Term, ...]
    colours: tuple[Term, ...]
    sizes: tuple[Term, ...]
    positions: tuple[Term, ...]
    relations: tuple[Term, ...]
    backgrounds: tuple[Term, ...]
    styles: tuple[Term, ...]
    max_count: int
    max_subjects: int
    taught: tuple[str, ...] = ()

    def knowing(self, words: Sequence[str]) -> "Domain":
        """The vocabulary with more kinds; words that it has already stay what they are."""
        groups = ("kinds", "colours", "sizes", "positions", "relations", "backgrounds", "styles")
        known = {name for group in groups for name in self.names(group)}
        fresh = tuple(dict.fromkeys(word for word in words if word not in known))
        return replace(self, kinds=(*self.kinds, *(Term(word, word) for word in fresh)), taught=fresh)

    def names(self, group: str) -> tuple[str, ...]:
        """Canonical names of one group, such as ``names("kinds")``."""
        return tuple(term.name for term in getattr(self, group))

    def term(self, group: str, name: str) -> Term:
        """The term called ``name`` in ``group``; KeyError where the vocabulary has none."""
        for term in getattr(self, group):
            if term.name == name:
                return term  # type: ignore[no-any-return]
        raise KeyError(f"{name!r} is not among the {group}")


_COLOURS = (
    Term("red", "红色"),
    Term("orange", "橙色"),
    Term("yellow", "黄色"),
    Term("green", "绿色"),
    Term("blue", "蓝色"),
    Term("purple", "紫色"),
    Term("pink", "粉色"),
    Term("brown", "棕色"),
    Term("white", "白色"),
    Term("black", "黑色"),
    Term("grey", "灰色"),
)

STARTER = Domain(
    kinds=(
        Term("circle", "圆形", measure="个"),
        Term("square", "正方形", measure="个"),
        Term("triangle", "三角形", measure="个"),
        Term("star", "星星", measure="颗"),
        Term("heart", "爱心", measure="颗"),
        Term("moon", "月亮", measure="个"),
        Term("sun", "太阳", measure="个"),
        Term("cloud", "云", measure="朵"),
        Term("house", "房子", measure="座"),
        Term("tree", "树", measure="棵"),
        Term("flower", "花", measure="朵"),
        Term("fish", "鱼", plural="fish", measure="条"),
        Term("bird", "鸟", measure="只"),
        Term("cat", "猫", measure="只"),
        Term("boat", "船", measure="艘"),
        Term("car", "汽车", measure="辆"),
        Term("balloon", "气球", measure="个"),
        Term("cup", "杯子", measure="个"),
        Term("mushroom", "蘑菇", measure="个"),
        Term("rabbit", "兔子", measure="只"),
        Term("apple", "苹果", measure="个"),
        Term("umbrella", "雨伞", measure="把"),
        Term("mountain", "山", measure="座"),
        Term("rocket", "火箭", measure="枚"),
    ),
    colours=_COLOURS,
    sizes=(Term("small", "小"), Term("medium", "中等大小"), Term("large", "大")),
    positions=(
        Term("left", "左边"),
        Term("right", "右边"),
        Term("top", "上方"),
        Term("bottom", "下方"),
        Term("centre", "中间"),
        Term("top left", "左上角"),
        Term("top right", "右上角"),
        Term("bottom left", "左下角"),
        Term("bottom right", "右下角"),
    ),
    relations=(
        Term("left of", "左边"),
        Term("right of", "右边"),
        Term("above", "上方"),
        Term("below", "下方"),
        Term("on", "上面"),
        Term("between", "之间"),
    ),
    backgrounds=(
        *(Term(f"plain {c.name}", f"纯{c.zh}") for c in _COLOURS),
        Term("day sky", "白天的天空"),
        Term("night", "夜空"),
        Term("sunset", "日落"),
        Term("sea", "海"),
        Term("grass", "草地"),
        Term("snow", "雪地"),
        Term("desert", "沙漠"),
        Term("room", "房间"),
    ),
    styles=(
        Term("flat", "扁平"),
        Term("outline", "线稿"),
        Term("pixel", "像素"),
        Term("watercolour", "水彩"),
        Term("neon", "霓虹"),
    ),
    max_count=4,
    max_subjects=3,
)

_MEASURES = {term.name: term.measure for term in STARTER.kinds}


def measure_of(kind: str) -> str:
    """The Chinese measure word of a thing by its English name, of a known one or one that ends with it; else 个."""
    return _MEASURES.get(kind) or _MEASURES.get(kind.rpartition(" ")[2], "个")
