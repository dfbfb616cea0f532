"""English inflection: plurals and their singulars, and the forms of a verb from its -ing form. Rules, no dictionary."""

import re
import unicodedata

IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "mouse": "mice", "goose": "geese",
    "tooth": "teeth", "foot": "feet", "ox": "oxen", "leaf": "leaves", "knife": "knives", "wolf": "wolves",
    "shelf": "shelves", "wife": "wives", "life": "lives", "loaf": "loaves", "scarf": "scarves", "calf": "calves",
    "hoof": "hooves", "elf": "elves", "dwarf": "dwarves", "half": "halves", "thief": "thieves", "cactus": "cacti",
    "fish": "fish", "sheep": "sheep", "deer": "deer", "aircraft": "aircraft", "spacecraft": "spacecraft",
    "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "mango": "mangoes", "echo": "echoes",
    "mechanic": "mechanics", "medic": "medics", "picnic": "picnics", "fabric": "fabrics", "mosaic": "mosaics",
    "clinic": "clinics", "critic": "critics",
    "torpedo": "torpedoes", "volcano": "volcanoes", "buffalo": "buffaloes", "quiz": "quizzes",
}  # fmt: skip
PAST = {
    "eat": "ate", "run": "ran", "sit": "sat", "stand": "stood", "fly": "flew", "swim": "swam", "sleep": "slept",
    "hold": "held", "wear": "wore", "ride": "rode", "drive": "drove", "read": "read", "write": "wrote",
    "drink": "drank", "sing": "sang", "throw": "threw", "catch": "caught", "fall": "fell", "rise": "rose",
    "grow": "grew", "hide": "hid", "lie": "lay", "build": "built", "carry": "carried", "fight": "fought",
}  # fmt: skip
_SINGULAR = {plural: word for word, plural in IRREGULAR.items()}
_SIBILANT = re.compile(r"(?:s|sh|ch|x|z)$")
_SAME = re.compile(r"(?:ss|us|is|ous|as|ics|ness|less)$")


def plural(noun: str) -> str:
    """``boxes`` for ``box``; of several words the last is inflected, Chinese never."""
    head, last = _split(noun)
    if not last[-1:].isascii():
        return noun
    if last in IRREGULAR:
        return head + IRREGULAR[last]
    for end in ("woman", "man", "child"):
        if last.endswith(end):
            return head + last.removesuffix(end) + IRREGULAR[end]
    if _SIBILANT.search(last):
        return f"{head}{last}es"
    if re.search(r"[^aeiou]y$", last):
        return f"{head}{last[:-1]}ies"
    return f"{head}{last}s"


def singular(noun: str) -> str:
    """``box`` for ``boxes``; the word itself where it does not look like a plural."""
    head, last = _split(noun)
    if last in _SINGULAR:
        return head + _SINGULAR[last]
    for end in ("women", "men", "children"):
        if last.endswith(end):
            return head + last.removesuffix(end) + _SINGULAR[end]
    if len(last) < 4 or not last.endswith("s") or _SAME.search(last):
        return noun
    if last.endswith("ies") and len(last) > 4:
        return f"{head}{last[:-3]}y"
    if re.search(r"(?:ss|sh|ch|x|zz)es$", last):
        return head + last[:-2]
    return head + last[:-1]


def forms(ing: str) -> tuple[str, ...]:
    """What else is said for the action ``ing``: ``runs``, ``run``, ``ran`` for ``running``; words after it are kept.

    Where the spelling leaves the stem open (``making``, ``eating``) all that it may be are given, words or not.
    """
    verb, space, rest = ing.partition(" ")
    if not verb.endswith("ing") or not re.search("[aeiouy]", verb[:-3]):
        return ()
    stem = verb[:-3]
    stems = [stem[:-1]] if re.search(r"([bdgmnprt])\1$", stem) else [stem, f"{stem}e"]
    if stem.endswith("y") and len(stem) == 2:
        stems = [f"{stem[:-1]}ie"]
    found: list[str] = []
    for base in stems:
        third = plural(base) if base not in IRREGULAR else f"{base}s"
        past = PAST.get(base) or (f"{base}d" if base.endswith("e") else f"{stem}ed")
        if re.search(r"[^aeiou]y$", base):
            past = PAST.get(base) or f"{base[:-1]}ied"
        found += [base, third, past]
    return tuple(dict.fromkeys(f"{word}{space}{rest}" for word in found))


def compared(adjective: str) -> str | None:
    """The plain form that ``bigger``, ``foggiest`` may come of; None where it does not look like a comparison."""
    match = re.fullmatch(r"(\w{2,}?)(?:er|est)", adjective)
    if match is None:
        return None
    stem = match.group(1)
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    return stem[:-1] if re.search(r"([bdgmnt])\1$", stem) else stem


def unaccented(word: str) -> str:
    """A Latin word without its accents: ``Beksinski`` for ``Beksiński``."""
    letters = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _split(noun: str) -> tuple[str, str]:
    head, space, last = noun.rpartition(" ")
    return head + space, last
