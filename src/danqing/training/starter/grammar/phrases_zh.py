"""Chinese noun phrases, and words for their attributes."""

from danqing.training.starter.grammar import lexicon_en
from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar.frames_zh import ODD_LINKS, ODD_SIDES
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_zh import (
    MEASURES,
    adjective_odd,
    colour_odd,
    phrase_odd,
    place_odd,
    style_odd,
    thing_odd,
    useful_odd,
)
from danqing.training.starter.grammar.plan import COLOURS, KINDS, LINKS, POSITIONS, SlotTeller, Thing, Voice
from danqing.training.starter.grammar.template import early

_PRAISE = tuple("可爱的|漂亮的|美丽的|好看的|可爱|萌萌的|美美的|精致的|帅气的|好看|超可爱的|很美的|很可爱的".split("|"))


def lemma(v: Voice, kind: str, bend: float) -> str:
    """A Chinese word for the kind."""
    return v.stranger(kind) or early(v.rng, words.KINDS[kind], bend)


def short(v: Voice, kind: str, bend: float) -> str:
    """A word for the kind that 小 and 大 can stand before."""
    return v.stranger(kind) or early(v.rng, words.SHORT[kind], bend)


def noun(v: Voice, kind: str) -> str:
    """A word for the kind, now and then an English one."""
    return v.stranger(kind) or (early(v.rng, lexicon_en.KINDS[kind], 3.0) if v.mixes else lemma(v, kind, 1.3))


def colour_word(v: Voice, colour: str, end: str = "") -> str:
    """A word for the colour; ``end`` 的 for one that stands before a noun or as a predicate."""
    if v.mixes:
        return early(v.rng, lexicon_en.COLOURS[colour], 3.0) + (end or v.rng.choice(("", "色")))
    stem = early(v.rng, words.COLOURS[colour], 1.7)
    if stem.endswith("!"):
        return stem[:-1] + (end or "的")
    if stem.endswith("色"):
        return stem + end
    return stem + ("" if end and v.chance(0.25) else "色") + end


def measure(v: Voice, kind: str) -> str:
    """A measure word, not always the right one."""
    if v.stranger(kind) and v.chance(0.5):
        return v.rng.choice(MEASURES)
    return early(v.rng, words.MEASURES[kind], 1.4)


def counted(v: Voice, thing: Thing, sure: bool = False) -> str:
    """The number with its measure word; nothing, or the measure word alone, may stand for one unless ``sure``."""
    if thing.beyond:
        return quote(v.rng.choice(words.MORE_THAN_FOUR) + (measure(v, thing.kind) if v.chance(0.94) else ""))
    roll = v.rng.random()
    if thing.count == 1 and not sure and roll < 0.42:
        return "" if roll < 0.28 else measure(v, thing.kind)
    number = early(v.rng, words.COUNTS[str(thing.count)], 1.2)
    if number in words.NO_MEASURE:
        takes = number in ("很多", "许多", "好多", "好些", "不少") and v.chance(0.1)
        return number + measure(v, thing.kind) if takes else number
    return number + (measure(v, thing.kind) if v.chance(0.98) else "")


def described(v: Voice, thing: Thing) -> str:
    """Attributes in some order, and the noun."""
    parts, word = [], noun(v, thing.kind)
    plain = not (v.mix or thing.odd or thing.odd_colour)
    if thing.size in ("small", "large") and plain and v.chance(0.55):
        word = short(v, thing.kind, 1.3)
        lead = "小" if thing.size == "small" else "大"
        if (
            thing.colour
            and v.chance(0.25)
            and (lead, thing.colour) != ("大", "red")
            and not (thing.colour == "yellow" and lead == "大")
        ):
            return lead + words.MONO[thing.colour] + word
        word = lead + word
        if thing.kind == "car" and word in ("小汽车", "小轿车"):
            word = "小小的汽车"
    elif thing.size:
        parts.append(early(v.rng, words.SIZES[thing.size], 1.5))
        # 大红 would be a colour and 小汽车 is a word of its own.
        if v.chance(0.1) and thing.size != "medium" and thing.colour not in (None, "red") and thing.kind != "car":
            parts[-1] = "小" if thing.size == "small" else "大"
    if thing.colour:
        if not parts and plain and word[0] not in "大小" and v.chance(0.2) and len(word) < 4:
            return words.MONO[thing.colour] + word
        parts.append(colour_word(v, thing.colour, "的" if v.chance(0.75) else ""))
    if thing.odd_colour:
        parts.append(quote(v.rng.choice(colour_odd)))
    if thing.odd:
        parts.append(quote(adjective_odd(v.rng)))
    if v.chance(0.05):
        parts.append(v.rng.choice(_PRAISE))
    v.rng.shuffle(parts)
    return "".join(parts) + word


def phrase(v: Voice, thing: Thing, index: int, sure: bool = False) -> str:
    """A noun phrase."""
    count = counted(v, thing, sure)
    what = described(v, thing)
    if count and len(count) > 1 and thing.colour and v.chance(0.04):
        return f"{named(index)}{what}{count}"
    return named(index) + count + what


def place(v: Voice, position: str) -> str:
    """Where in the picture."""
    return early(v.rng, words.PLACES[position], 1.3)


def placed(v: Voice, thing: Thing, index: int) -> str:
    """A noun phrase with its position inside: 一只左边的猫, 左边的一只猫."""
    where = v.rng.choice(("", "", "在")) + place(v, thing.position or "centre")
    if v.chance(0.5):
        return f"{where}的{phrase(v, thing, index, sure=True)}"
    count, what = counted(v, thing, sure=True), described(v, thing)
    return f"{named(index)}{count}{where}的{what}"


def style_name(v: Voice, style: str | None) -> str:
    """A style with or without the word for style; None gives one that cannot be drawn, quoted."""
    return _styling(v, early(v.rng, words.STYLES[style], 1.3)) if style else quote(style_odd_word(v))


def style_odd_word(v: Voice) -> str:
    """A style that cannot be drawn."""
    return _styling(v, style_odd(v.rng))


def _styling(v: Voice, name: str) -> str:
    return name + (v.rng.choice(("风格", "风格", "风", "")) if name[-1] not in "风图稿格" else "")


def size_tail(v: Voice, size: str) -> str:
    """A size as a predicate."""
    return v.rng.choice(
        {
            "small": ("小的", "很小", "小小的", "小"),
            "large": ("大的", "很大", "大大的", "超大"),
            "medium": ("中等大小", "中等的"),
        }[size]
    )


def pronoun(thing: Thing) -> str:
    """What stands for the thing."""
    return "它们" if thing.count > 1 or thing.beyond else "它"


class Teller(SlotTeller):
    """The slots of a template in words."""

    def _of(self, name: str, index: int) -> str:
        v, thing = self.v, self.plan.things[index]
        match name:
            case "x":
                return phrase(v, self._rest(thing, index), index, v.chance(0.8))
            case "k":
                return named(index) + noun(v, thing.kind)
            case "h":
                return named(index) + short(v, thing.kind, 2.0)
            case "f":
                return named(index)
            case "c" | "e":
                return colour_word(v, thing.colour or "", "的" if name == "e" else "")
            case "z":
                return words.MONO[thing.colour or ""]
            case "s":
                return size_tail(v, thing.size or "")
            case "n" | "nn":
                number = v.rng.choice(("一", "两", "三", "四")[thing.count - 1] + ("", "2", "3", "4")[thing.count - 1])
                return number + measure(v, thing.kind)
            case "m":
                return measure(v, thing.kind)
            case "i":
                return pronoun(thing)
            case "p":
                return place(v, thing.position or "")
            case "l" | "j" | "vl":
                return self._link(name, thing.link or "")
            case "o":
                return v.rng.choice(words.POSES[thing.link or ""])
        return self._wrong(name, thing)

    def _rest(self, thing: Thing, index: int) -> Thing:
        """The thing less what the template says of it elsewhere."""
        said = {name for name, at in self.slots if at[:1] == str(index) or name in ("u", "a", "t")}
        colour = None if said & {"c", "e", "z", "u", "a"} else thing.colour
        size = None if said & {"s", "t"} else thing.size
        return Thing(thing.kind, thing.count, colour, size)

    def _link(self, name: str, link: str) -> str:
        """A relation: ``l`` right after a noun, ``j`` where it stands alone."""
        if name == "vl":
            link = self.v.rng.choice([other for other in LINKS if other != link])
        if name == "j":
            return self.v.rng.choice([s for s in words.LINKS[link] if len(s) > 1 and s[0] not in "的之近一"])
        return early(self.v.rng, words.LINKS[link], 1.3)

    def _wrong(self, name: str, thing: Thing) -> str:
        """What is taken back in the same breath."""
        v = self.v
        match name:
            case "v" | "ve":
                wrong = v.rng.choice([c for c in COLOURS if c != thing.colour])
                return colour_word(v, wrong, "的" if name == "ve" else "")
            case "vp":
                return place(v, v.rng.choice([p for p in POSITIONS if p != thing.position]))
            case "q":
                number = v.rng.choice([w for i, w in enumerate("一两三四", 1) if i != thing.count])
                return number + measure(v, thing.kind)
        kinds = {t.kind for t in self.plan.things}
        return self.kept.setdefault(name, noun(v, v.rng.choice([k for k in KINDS if k not in kinds])))

    def _scene(self, name: str) -> str:
        v, plan = self.v, self.plan
        background = plan.background or ""
        match name:
            case "u" | "a":
                return colour_word(v, plan.things[0].colour or "", "的" if name == "a" else "")
            case "t":
                return size_tail(v, plan.things[0].size or "")
            case "at":
                return early(v.rng, [s for s in words.SETTINGS[background] if s[-1] in "上里中下内边"], 1.2)
            case "vat":
                return early(v.rng, words.SETTINGS[v.rng.choice([b for b in words.SETTINGS if b != background])])
            case "ground":
                return early(v.rng, words.SETTING_NAMES[background], 1.2)
            case "plain":
                return words.MONO[background[6:]]
            case "y":
                return style_name(v, plan.style)
            case "off":
                return self.kept.setdefault(name, useful_odd(v.rng))
            case "ql":
                return quote(v.rng.choice(ODD_LINKS))
            case "qs":
                return quote(v.rng.choice(ODD_SIDES))
            case "qy":
                return quote(style_odd_word(v))
        return quote({"qp": phrase_odd, "qw": place_odd, "qt": thing_odd, "qa": adjective_odd}[name](v.rng))
