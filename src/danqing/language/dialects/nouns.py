"""English nouns in a sentence: number, plural, article; and whether a text mentions a thing."""

import re
from functools import lru_cache

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "mouse": "mice", "goose": "geese",
    "foot": "feet", "tooth": "teeth", "ox": "oxen", "leaf": "leaves", "wolf": "wolves", "knife": "knives",
    "shelf": "shelves", "loaf": "loaves", "half": "halves", "thief": "thieves", "calf": "calves", "scarf": "scarves",
    "tomato": "tomatoes", "potato": "potatoes", "hero": "heroes",
}  # fmt: skip
UNCHANGED = frozenset(("sheep", "fish", "deer", "people", "spacecraft", "aircraft", "bonsai", "swine", "koi", "bison"))
MASS = frozenset({
    "bamboo", "bread", "calligraphy", "coffee", "dust", "fire", "fog", "food", "fruit", "furniture", "grass", "hair",
    "ice", "ivy", "jewellery", "jewelry", "lightning", "milk", "mist", "moss", "mud", "pasta", "rain", "ramen",
    "rice", "sand", "scenery", "smoke", "snow", "soup", "spaghetti", "steam", "tea", "text", "tofu", "water", "wheat",
})  # fmt: skip
_HEAD = re.compile(r"^(.*?)(\s+(?:of|with|in|on|from|at|without|for|to)\s.*)?$", re.DOTALL)


def number(count: int) -> str:
    """``two``; digits above twelve."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def plural(noun: str) -> str:
    """``cats``, ``cups of tea``, ``fishermen``; a noun that is in the plural already stays as it is."""
    match = _HEAD.match(noun)
    head, rest = (match[1], match[2] or "") if match else (noun, "")
    before, space, last = head.rpartition(" ")
    return f"{before}{space}{_plural(last)}{rest}"


def _plural(word: str) -> str:
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low in UNCHANGED or low in IRREGULAR.values() or not low[-1:].isascii() or not low[-1:].isalpha():
        return word
    if low.endswith(("man", "child", "mouse")) and not low.endswith("human"):
        end = next(end for end in ("woman", "man", "child", "mouse") if low.endswith(end))
        return word[: -len(end)] + IRREGULAR[end]
    if re.search(r"[^aeiou]y$", low):
        return f"{word[:-1]}ies"
    if low.endswith(("ss", "us", "x", "z", "ch", "sh")):
        return f"{word}es"
    return word if low.endswith("s") else f"{word}s"


def is_plural(noun: str) -> bool:
    """Whether a noun is in the plural already: ``fireworks``, ``women``."""
    match = _HEAD.match(noun)
    last = (match[1] if match else noun).rpartition(" ")[2].lower()
    return last in IRREGULAR.values() or last == "people" or (last.endswith("s") and not last.endswith(("ss", "us")))


def with_article(phrase: str, noun: str) -> str:
    """``an orange cat``; no article before names, plurals and what cannot be counted."""
    match = _HEAD.match(noun)
    last = (match[1] if match else noun).rpartition(" ")[2]
    counted = last.islower() and last not in MASS and not is_plural(noun)
    if not counted or re.match(r"(?:a|an|the|some|his|her|its|their|my|one)\b", phrase):
        return phrase
    return f"{'an' if re.match(r'(?!uni|eu|one|use)[aeiou]|hour', phrase) else 'a'} {phrase}"


@lru_cache(maxsize=4096)
def mention(phrase: str) -> re.Pattern[str]:
    """Finds a phrase as words of their own, in the singular or plural, in any case; among Han anywhere."""
    forms = {phrase.lower(), plural(phrase.lower())}
    options = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    bounded = rf"(?<![\w-])(?:{options})(?![\w-])" if phrase.isascii() else f"(?:{options})"
    return re.compile(bounded, re.IGNORECASE)
