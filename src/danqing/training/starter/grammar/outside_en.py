"""English for what cannot be drawn: things with their looks and doings, places and styles, talk."""

import random

from danqing.training.starter.grammar import lexicon_en
from danqing.training.starter.grammar import outside_nouns_en as nouns
from danqing.training.starter.grammar.fresh_en import made_up, pseudo_word
from danqing.training.starter.grammar.markup import quote
from danqing.training.starter.grammar.talk_en import QUESTIONS, TALK
from danqing.training.starter.grammar.template import early, fill

_COLOURS = "red blue green yellow black white pink brown purple grey orange".split()
_SIZES = "big small little huge tiny giant large".split()
colour_odd = nouns.COLOURS


def noun(rng: random.Random) -> str:
    """A noun of something that cannot be drawn: many of them made anew."""
    roll = rng.random()
    if roll < 0.4:
        return made_up(rng)
    return rng.choice(nouns.LOOKALIKES if roll < 0.5 else rng.choice(nouns.ALL)).replace("-", " ")


def verb(rng: random.Random) -> str:
    """What one can be doing to a thing, or a word that could mean it."""
    return pseudo_word(rng) + "ing" if rng.random() < 0.25 else rng.choice(nouns.VERBS)


def adjective_odd(rng: random.Random) -> str:
    """An adjective that cannot be drawn."""
    if rng.random() < 0.6:
        return rng.choice(nouns.ADJECTIVES)
    form = "{<w>{y|ed|ish|ous|like|less|en}|<n>-{shaped|like|powered|covered|flavoured|sized|printed}|<v>}"
    return fill(rng, form, w=pseudo_word(rng), n=noun(rng).replace(" ", "-"), v=verb(rng).split()[0])


def phrase_odd(rng: random.Random) -> str:
    """A trailing phrase that cannot be drawn."""
    if rng.random() < 0.4:
        return rng.choice(nouns.PHRASES)
    form = "{<v> a <n>|<v> <n>s|<v>|with a <n>|in a red <n>|in a blue <n>|on top of a <n>|in front of a <n>|fighting a <n>|cooking <n>s|with a <n> and a <n>|called <n>|holding a <n>|wearing a <n>|eating a <n>|playing with a <n>|on a <n>|next to a <n>|in a <n>|under a <n>|with <a> <n>s|"
    form += "made of <n>|looking like a <n>|and its <n>|riding a <n>|chasing a <n>|behind a <n>|carrying a <n>|dressed as a <n>}"
    return fill(rng, form, n=noun(rng), a=adjective_odd(rng), v=verb(rng))


def useful_odd(rng: random.Random) -> str:
    """The bare noun of a thing that cannot be drawn."""
    return rng.choice(nouns.THINGS).replace("-", " ")


def place_odd(rng: random.Random) -> str:
    """A place that is no background."""
    if rng.random() < 0.55:
        return rng.choice(nouns.PLACES)
    return fill(
        rng, "{in a <n>|at the <n>|on a <n>|inside a <n>|in the <n>|near the <n>|in front of a <n>}", n=noun(rng)
    )


def ground_odd(rng: random.Random) -> str:
    """A background, by name, that is none."""
    return rng.choice(("a ", "a ", "the ", "")) + (noun(rng) if rng.random() < 0.4 else rng.choice(_GROUNDS))


def style_odd(rng: random.Random) -> str:
    """A style that is none of the five."""
    return (
        pseudo_word(rng) + rng.choice(("ist", "wave", "punk", "ism", " art", " painting"))
        if rng.random() < 0.25
        else rng.choice(nouns.STYLES)
    )


def thing_odd(rng: random.Random, long: float = 0.2) -> str:
    """A noun phrase for something that cannot be drawn, with its article or number."""
    roll = rng.random()
    if roll < 0.06:
        return rng.choice(nouns.BRANDS).replace("-", " ")
    if roll < 0.16:
        return fill(rng, "{my|your|my old|his|her} <n>", n=noun(rng))
    before = [rng.choice(_COLOURS)] if rng.random() < 0.25 else []
    if rng.random() < 0.15:
        before.insert(0, rng.choice(_SIZES))
    if rng.random() < 0.2:
        before.append(adjective_odd(rng))
    word = noun(rng)
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
    known, other = (rng.choice(kind) for kind in rng.sample(list(lexicon_en.KINDS.values()), 2))
    text = fill(
        rng,
        rng.choice(QUESTIONS if rng.random() < 0.3 else TALK),
        k=known,
        j=other,
        c=rng.choice(_COLOURS),
        v=verb(rng),
        n=noun(rng),
        m=noun(rng),
        b=rng.choice(nouns.BRANDS).replace("-", " "),
        d=str(rng.randrange(2, 999)),
    )
    end = rng.choice(("", "", "?", "!", ".")) if text[-1].isalnum() else ""
    return quote(text) + end


def _wished(rng: random.Random) -> str:
    """Something to be designed for an owner, named perhaps; or a thing that was called something else at first."""
    if rng.random() < 0.5:
        form = "{|a |}{logo|poster|flyer|banner|menu|sign|business card|web page|cover|label|ticket} for {my|our|a|his|her} <n>[ {called|named} <m>[ <b>]]"
        return quote(fill(rng, form, n=noun(rng), m=pseudo_word(rng), b=useful_odd(rng)))
    form = (
        "{a <c> <n>|a <n>|the <n>}{... |, |. }{i mean|no,|no wait,|or rather,|sorry,|i meant|i mean not a <n> but} <q>"
    )
    thing = f"{rng.choice(('an actual', 'a real', 'a'))} {noun(rng)}" if rng.random() < 0.5 else thing_odd(rng)
    return fill(rng, form, n=noun(rng), c=rng.choice(_COLOURS), q=quote(thing))


def _mash(rng: random.Random) -> str:
    if rng.random() < 0.4:
        return " ".join(pseudo_word(rng) for _ in range(rng.randrange(1, 5)))
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
