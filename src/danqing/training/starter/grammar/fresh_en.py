"""Fresh English nouns: made anew each time, so that what is not known is told by its not being known."""

import random
from functools import cache

from danqing.training.starter.grammar import lexicon_en
from danqing.training.starter.grammar import outside_nouns_en as nouns

_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k kl l m n p pl pr qu r s sh sk sl sn sp st t th tr v w y z".split()
_VOWELS = "a e i o u a e i o oo ee ai ou".split()
_CODAS = "b ck d f g l ll m n nd nk p r rk s sh st t x z".split() + [""] * 8
_ENDINGS = "er ing o ix le y oid ster ette ling on um a ax or ist ia ino ard ane ite ose".split() + [""] * 14
_HEADS = """machine engine maker keeper stand box holder case rack cutter player driver tower shop worker club suit costume soup pie cake sauce
    salad juice fighter monster beast creature toy doll statue mask helmet gun lamp chair table bench shelf""".split()


@cache
def known_words() -> frozenset[str]:
    """Every word of the lexicon, and each word of those that are several: what they name can be drawn, or says how."""
    tables = (lexicon_en.KINDS, lexicon_en.COLOURS, lexicon_en.SIZES, lexicon_en.COUNTS, lexicon_en.PLACES,
              lexicon_en.LINKS, lexicon_en.SETTINGS, lexicon_en.SETTING_NAMES, lexicon_en.STYLES)  # fmt: skip
    whole = {word for rows in tables for row in rows.values() for word in row}
    return frozenset(whole | {part for word in whole for part in word.split()})


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted({word for row in lexicon_en.KINDS.values() for word in row}))


def is_known(word: str) -> bool:
    """Whether the noun, or the head that it ends with, names something that can be drawn or says how."""
    return word in known_words() or word.rsplit(maxsplit=1)[-1] in known_words()


def pseudo_word(rng: random.Random) -> str:
    """A word that nobody knows: ``glorp``, ``skaindler``."""
    while True:
        syllables = 1 if rng.random() < 0.45 else 2
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables))
        word += rng.choice(_ENDINGS)
        word = word if len(word) > 3 else word + rng.choice(_ONSETS) + "o"
        if not is_known(word):
            return word


def made_up(rng: random.Random) -> str:
    """A noun of one or two words that is not known."""
    while is_known(word := _composed(rng)):
        pass
    return word


def _composed(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.5:
        return pseudo_word(rng)
    head = rng.choice((rng.choice(_HEADS), pseudo_word(rng), rng.choice(nouns.THINGS).replace("-", " ")))
    if roll < 0.75:  # a thing of something that can be drawn: a fish lamp is no fish
        return f"{rng.choice(_kinds())} {head}"
    first = rng.choice((pseudo_word(rng), rng.choice(rng.choice(nouns.ALL)).replace("-", " ")))
    return f"{first} {head}"
