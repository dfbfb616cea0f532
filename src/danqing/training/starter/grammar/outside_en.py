"""English for what cannot be drawn: composed things, places and styles, made-up words, talk."""

import random

from danqing.training.starter.grammar import outside_nouns_en as nouns
from danqing.training.starter.grammar.markup import quote
from danqing.training.starter.grammar.talk_en import TALK
from danqing.training.starter.grammar.template import early, fill

_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k kl l m n p pl pr qu r s sh sk sl sn sp st t th tr v w y z".split()
_VOWELS = "a e i o u a e i o oo ee ai ou".split()
_CODAS = "b ck d f g l ll m n nd nk p r rk s sh st t x z".split() + [""] * 8
_ENDINGS = "er ing o ix le y oid ster ette ling on um a ax".split() + [""] * 10
_ALL = (nouns.PEOPLE, nouns.ANIMALS, nouns.FOOD, nouns.THINGS, nouns.THINGS)
_COLOURS = "red blue green yellow black white pink brown purple grey orange".split()
_SIZES = "big small little huge tiny giant large".split()
colour_odd = nouns.COLOURS


def made_up(rng: random.Random) -> str:
    """A word that nobody knows: ``glorp``, ``skaindler``."""
    syllables = 1 if rng.random() < 0.45 else 2
    word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables))
    word += rng.choice(_ENDINGS)
    return word if len(word) > 3 else word + rng.choice(_ONSETS) + "o"


def _noun(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.2:
        return made_up(rng)
    word = rng.choice(nouns.LOOKALIKES if roll < 0.3 else rng.choice(_ALL)).replace("-", " ")
    return f"{word} {rng.choice(rng.choice(_ALL))}".replace("-", " ") if roll > 0.95 else word


def adjective_odd(rng: random.Random) -> str:
    """An adjective that cannot be drawn."""
    return made_up(rng) + rng.choice(("y", "ed", "ish")) if rng.random() < 0.08 else rng.choice(nouns.ADJECTIVES)


def phrase_odd(rng: random.Random) -> str:
    """A trailing phrase that cannot be drawn."""
    if rng.random() < 0.5:
        return rng.choice(nouns.PHRASES)
    form = "{with a <n>|in a red <n>|in a blue <n>|on top of a <n>|in front of a <n>|fighting a <n>|cooking <n>s|with a <n> and a <n>|called <n>|holding a <n>|wearing a <n>|eating a <n>|playing with a <n>|on a <n>|next to a <n>|in a <n>|under a <n>|with <a> <n>s|"
    form += "made of <n>|looking like a <n>|and its <n>|riding a <n>|chasing a <n>|behind a <n>|carrying a <n>|dressed as a <n>}"
    return fill(rng, form, n=_noun(rng), a=rng.choice(nouns.ADJECTIVES))


def useful_odd(rng: random.Random) -> str:
    """The bare noun of a thing that cannot be drawn."""
    return rng.choice(nouns.THINGS).replace("-", " ")


def place_odd(rng: random.Random) -> str:
    """A place that is no background."""
    if rng.random() < 0.7:
        return rng.choice(nouns.PLACES)
    return fill(
        rng, "{in a <n>|at the <n>|on a <n>|inside a <n>|in the <n>|near the <n>|in front of a <n>}", n=_noun(rng)
    )


def ground_odd(rng: random.Random) -> str:
    """A background, by name, that is none."""
    return rng.choice(("a ", "a ", "the ", "")) + (_noun(rng) if rng.random() < 0.4 else rng.choice(_GROUNDS))


def style_odd(rng: random.Random) -> str:
    """A style that is none of the five."""
    return made_up(rng) + rng.choice(("ist", "wave", "punk", "ism")) if rng.random() < 0.1 else rng.choice(nouns.STYLES)


def thing_odd(rng: random.Random, long: float = 0.2) -> str:
    """A noun phrase for something that cannot be drawn, with its article or number."""
    roll = rng.random()
    if roll < 0.06:
        return rng.choice(nouns.BRANDS).replace("-", " ")
    if roll < 0.16:
        return fill(rng, "{my|your|my old|his|her} <n>", n=_noun(rng))
    before = [rng.choice(_COLOURS)] if rng.random() < 0.25 else []
    if rng.random() < 0.15:
        before.insert(0, rng.choice(_SIZES))
    if rng.random() < 0.2:
        before.append(rng.choice(nouns.ADJECTIVES))
    word = _noun(rng)
    if roll > 0.97:
        of = ("slice", "bowl", "glass", "plate", "piece", "picture", "pile", "statue", "portrait", "box", "logo", "map")
        return f"a {rng.choice(of)} of {' '.join((*before, word))}"
    if roll < 0.86:
        lead = "a" if roll < 0.8 else "the" if roll < 0.83 else ""
    else:
        lead = rng.choice(("two", "three", "some", "many", "several", "a few", "five", "a pair of", ""))
        word += "" if word.endswith("s") else "es" if word.endswith(("sh", "ch", "x", "z")) else "s"
    text = " ".join(filter(None, (lead, *before, word)))
    return f"{text} {phrase_odd(rng)}" if rng.random() < long else text


def request_odd(rng: random.Random) -> str:
    """A whole request with nothing that can be drawn, marked with what to quote of it."""
    roll = rng.random()
    if roll < 0.36:
        return _talk(rng)
    if roll < 0.42:
        return fill(
            rng,
            "{draw|show me|paint|a picture of|can you draw|illustrate} <q>",
            q=quote(rng.choice(nouns.ABSTRACT).replace("-", " ")),
        )
    if roll < 0.47:
        return quote(_mash(rng))
    if roll < 0.53:
        return _wished(rng)
    thing = thing_odd(rng)
    if rng.random() < 0.15:
        thing += " " + rng.choice(nouns.PLACES)
    return fill(rng, early(rng, _FRAMES, 1.2), q=quote(thing))


def _talk(rng: random.Random) -> str:
    text = fill(
        rng,
        rng.choice(TALK),
        n=_noun(rng),
        m=_noun(rng),
        b=rng.choice(nouns.BRANDS).replace("-", " "),
        d=str(rng.randrange(2, 999)),
    )
    end = rng.choice(("", "", "?", "!", ".")) if text[-1].isalnum() else ""
    return quote(text) + end


def _wished(rng: random.Random) -> str:
    """Something to be designed for an owner, named perhaps; or a thing that was called something else at first."""
    if rng.random() < 0.5:
        form = "{|a |}{logo|poster|flyer|banner|menu|sign|business card|web page|cover|label|ticket} for {my|our|a|his|her} <n>[ {called|named} <m>[ <b>]]"
        return quote(fill(rng, form, n=_noun(rng), m=made_up(rng), b=useful_odd(rng)))
    form = (
        "{a <c> <n>|a <n>|the <n>}{... |, |. }{i mean|no,|no wait,|or rather,|sorry,|i meant|i mean not a <n> but} <q>"
    )
    thing = f"{rng.choice(('an actual', 'a real', 'a'))} {_noun(rng)}" if rng.random() < 0.5 else thing_odd(rng)
    return fill(rng, form, n=_noun(rng), c=rng.choice(_COLOURS), q=quote(thing))


def _mash(rng: random.Random) -> str:
    if rng.random() < 0.4:
        return " ".join(made_up(rng) for _ in range(rng.randrange(1, 5)))
    row = rng.choice(
        ("asdfghjkl", "qwertyuiop", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "jkl;", "hjkl", ".,?!")
    )
    word = "".join(rng.choice(row) for _ in range(rng.randrange(4, 14)))
    return (
        word
        if any(c.isalnum() for c in word)
        else "xx" + word.replace("!", "").replace("?", "").replace(".", "").replace(",", "") + "q"
    )


_GROUNDS = tuple(
    "forest|city|kitchen|castle|street|garden|jungle|space|galaxy|cave|library|school|farm|village|bridge|river|lake|rainbow|brick wall|transparent|city skyline|bamboo forest|park|supermarket|temple|gradient|stadium|waterfall|storm|fire|clouds of smoke".replace(
        "|clouds of smoke", ""
    ).split("|")
)
_FRAMES = (
    "<q>", "draw <q>", "draw <q>", "please draw <q>", "can you draw <q>?", "{paint|make|create|generate|show me|give me} <q>", "i want <q>",
    "{a picture|an image|a drawing|a photo} of <q>", "draw me <q>", "could you {draw|make|paint} <q>{?| please}", "i'd like <q>",
    "{make|create|generate|design} {a poster|a logo|a portrait|an image|a picture} of <q>", "<q> please", "pls draw <q>",
    "how about <q>?", "what about <q>", "i'd love to see <q>", "let's draw <q>", "hey, draw <q>", "now <q>",
)  # fmt: skip
