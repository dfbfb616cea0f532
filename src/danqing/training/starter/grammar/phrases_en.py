"""English noun phrases, and words for their attributes."""

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar import lexicon_zh
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_en import (
    adjective_odd,
    colour_odd,
    phrase_odd,
)
from danqing.training.starter.grammar.plan import Thing, Voice
from danqing.training.starter.grammar.template import early, fill

_PRAISE = tuple(
    "cute|beautiful|lovely|nice|pretty|adorable|sweet|wonderful|charming|gorgeous|cool|perfect|amazing".split("|")
)


def plural(noun: str) -> str:
    """The plural of a noun of the lexicon."""
    if noun in words.PLURALS:
        return words.PLURALS[noun]
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def noun(v: Voice, kind: str, count: int, bend: float = 1.6) -> str:
    """A word for the kind in the number asked for."""
    if v.mixes:
        return early(v.rng, lexicon_zh.KINDS[kind], 2.5)
    word = early(v.rng, words.KINDS[kind], bend)
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
