"""English noun phrases, and words for their attributes."""

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar import lexicon_zh
from danqing.training.starter.grammar.frames_en import ODD_LINKS
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_en import (
    adjective_odd,
    colour_odd,
    phrase_odd,
    place_odd,
    style_odd,
    thing_odd,
    useful_odd,
)
from danqing.training.starter.grammar.outside_nouns_en import PLURALS
from danqing.training.starter.grammar.plan import COLOURS, KINDS, LINKS, POSITIONS, SlotTeller, Thing, Voice
from danqing.training.starter.grammar.template import early, fill

_PRAISE = tuple(
    "cute|beautiful|lovely|nice|pretty|adorable|sweet|wonderful|charming|gorgeous|cool|perfect|amazing".split("|")
)
_PLURALS = {**PLURALS, **words.PLURALS}


def plural(noun: str) -> str:
    """The plural of a noun: of the lexicon or of what cannot be drawn, where a word may be a plural already."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("" if noun.endswith("s") else "es" if noun.endswith(("sh", "ch", "x", "z")) else "s")


def lemma(v: Voice, kind: str, bend: float) -> str:
    """An English word for the kind, in the singular."""
    return v.stranger(kind) or early(v.rng, words.KINDS[kind], bend)


def noun(v: Voice, kind: str, count: int, bend: float = 1.6) -> str:
    """A word for the kind in the number asked for, now and then a Chinese one."""
    if v.mixes and not v.stranger(kind):
        return early(v.rng, lexicon_zh.KINDS[kind], 2.5)
    word = lemma(v, kind, bend)
    if count > 1:
        return word if v.chance(0.02) else plural(word)
    return word


def colour_word(v: Voice, colour: str) -> str:
    """A word for the colour."""
    if v.mixes:
        return lexicon_zh.MONO[colour] + v.rng.choice(("色", "色", "色的"))
    word = early(v.rng, words.COLOURS[colour], 1.7)
    return word.replace(" ", "-") if " " in word and v.chance(0.12) else word


def size_word(v: Voice, size: str) -> str:
    """A word for the size."""
    return early(v.rng, words.SIZES[size], 1.7)


def counted(v: Voice, thing: Thing, sure: bool = False) -> str:
    """The article or number before the noun, with a space after it, or nothing."""
    if thing.beyond:
        return quote(v.rng.choice(words.MORE_THAN_FOUR)) + " "
    if thing.count == 1:
        if thing.kind in ("sun", "moon") and v.chance(0.4):
            return "the "
        roll = v.rng.random()
        return (
            "a "
            if roll < 0.8 or (sure and roll < 0.88)
            else ""
            if roll < 0.9
            else "the "
            if roll < 0.92
            else early(v.rng, words.COUNTS["1"]) + " "
        )
    return f"{early(v.rng, words.COUNTS[str(thing.count)], 1.2)} ".lstrip()


def phrase(v: Voice, thing: Thing, index: int, bare: bool = False, sure: bool = False) -> str:
    """A noun phrase: count, attributes in some order, noun. ``bare`` leaves the article out, for lists of keywords."""
    count = "" if bare and thing.count == 1 and not thing.beyond else counted(v, thing, sure)
    word = noun(v, thing.kind, thing.count)
    if thing.count > 1 and not count and plural(word) == word:
        count = "some "
    before, after = [], []
    if thing.size:
        before.append(size_word(v, thing.size))
    if thing.colour:
        colour = colour_word(v, thing.colour)
        roll = v.rng.random()
        if roll < 0.88:
            before.append(
                colour
                + (v.rng.choice((" coloured", "-colored", " colored", " color", "-coloured")) if v.chance(0.05) else "")
            )
        else:
            after.append(
                fill(
                    v.rng,
                    "{in <c>|that is <c>|which is <c>|colored <c>|coloured <c>|painted <c>|in a <c> color}",
                    c=colour,
                )
            )
    if thing.odd_colour:
        before.append(quote(v.rng.choice(colour_odd)))
    if thing.odd:
        (before if (late := v.chance(0.5)) else after).append(
            quote(adjective_odd(v.rng) if late else phrase_odd(v.rng))
        )
    if len(before) > 1 and v.chance(0.2):
        before.reverse()
    if v.chance(0.06):
        before.insert(0, v.rng.choice(_PRAISE))
    glue = v.rng.choice((" ", " ", " ", " ", ", ", " and ")) if len(before) == 2 and v.chance(0.4) else " "
    return named(index) + count + " ".join(filter(None, (glue.join(before).replace(" ,", ","), word, *after)))


def place(v: Voice, position: str) -> str:
    """Where in the picture."""
    return early(v.rng, words.PLACES[position], 1.3)


def item(v: Voice, thing: Thing, index: int, sure: bool) -> str:
    """A noun phrase with its position before or after it."""
    text = phrase(v, thing, index, sure=sure)
    if not thing.position:
        return text
    where = place(v, thing.position)
    if v.chance(0.75):
        return fill(v.rng, "<x>{ | | | |, |, placed |, positioned | located }<w>", x=text, w=where)
    return fill(v.rng, "<w>{ | |, |: | there is }<x>", x=text, w=where)


def pronouns(thing: Thing) -> dict[str, str]:
    """What stands for the thing, and its verb."""
    many = thing.count > 1 or thing.beyond
    return {
        "they": "they" if many else "it",
        "them": "them" if many else "it",
        "be": "are" if many else "is",
        "re": "they're" if many else "it's",
    }


class Teller(SlotTeller):
    """The slots of a template in words."""

    def _of(self, name: str, index: int) -> str:
        v, thing = self.v, self.plan.things[index]
        match name:
            case "x":
                return phrase(v, self._rest(thing, index), index, sure=True)
            case "k" | "ks":
                return named(index) + noun(v, thing.kind, 2 if name == "ks" else thing.count)
            case "d":
                return f"{named(index)}the {noun(v, thing.kind, thing.count, 3)}"
            case "f":
                return named(index)
            case "c":
                return colour_word(v, thing.colour or "")
            case "s":
                return size_word(v, thing.size or "")
            case "n" | "nn":
                return early(v.rng, [w for w in words.COUNTS[str(thing.count)] if w][:6]) if thing.count > 1 else "one"
            case "p":
                return place(v, thing.position or "")
            case "side":
                side = (thing.position or "").replace("centre", "middle")
                return side.replace("top", "upper").replace("bottom", "lower") if v.chance(0.3) else side
            case "l" | "vl":
                return self._link(thing.link or "", wrong=name == "vl")
            case "g":
                verb = v.rng.choice(("sit", "stand", "rest", "stay", "wait", "appear"))
                return verb if thing.count > 1 else f"{verb}s"
        stand_ins = pronouns(thing)
        return stand_ins[name] if name in stand_ins else self._wrong(name, thing)

    def _rest(self, thing: Thing, index: int) -> Thing:
        """The thing less what the template says of it elsewhere."""
        said = {name for name, at in self.slots if at[:1] == str(index) or name in ("u", "t")}
        colour = None if said & {"c", "u"} else thing.colour
        size = None if said & {"s", "t"} else thing.size
        return Thing(thing.kind, thing.count, colour, size)

    def _link(self, link: str, wrong: bool) -> str:
        if wrong:
            link = self.v.rng.choice([other for other in LINKS if other != link])
        return early(self.v.rng, [w for w in words.LINKS[link] if "ing " not in w], 1.4)

    def _wrong(self, name: str, thing: Thing) -> str:
        """What is taken back in the same breath."""
        v = self.v
        match name:
            case "v":
                return colour_word(v, v.rng.choice([c for c in COLOURS if c != thing.colour]))
            case "vp":
                return place(v, v.rng.choice([p for p in POSITIONS if p != thing.position]))
            case "q":
                return v.rng.choice([w for i, w in enumerate(("two", "three", "four"), 2) if i != thing.count])
        kinds = {t.kind for t in self.plan.things}
        return self.kept.setdefault(name, noun(v, v.rng.choice([k for k in KINDS if k not in kinds]), 1))

    def _scene(self, name: str) -> str:
        v, plan = self.v, self.plan
        background = plan.background or ""
        match name:
            case "u":
                return colour_word(v, plan.things[0].colour or "")
            case "t":
                return size_word(v, plan.things[0].size or "")
            case "all":
                pair = len(plan.things) == 2 == sum(t.count for t in plan.things)
                return v.rng.choice(("both", "both", "both of them", "all") if pair else ("all", "all", "all of them"))
            case "at":
                return early(v.rng, words.SETTINGS[background][:8], 1.2)
            case "vat":
                return early(v.rng, words.SETTINGS[v.rng.choice([b for b in words.SETTINGS if b != background])][:4])
            case "ground":
                return early(v.rng, words.SETTING_NAMES[background], 1.2)
            case "plain":
                return colour_word(v, background[6:])
            case "y":
                return early(v.rng, words.STYLES[plan.style or ""], 1.3)
            case "off":
                return self.kept.setdefault(name, useful_odd(v.rng))
        odd = {"qp": phrase_odd, "qw": place_odd, "qy": style_odd, "qt": thing_odd}
        return quote(odd[name](v.rng) if name in odd else v.rng.choice(ODD_LINKS[:3] if name == "qs" else ODD_LINKS))
