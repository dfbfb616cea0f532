"""English light and colour: what is described as light, and colours with their shades and tones."""

from danqing.language.parsing.english_nouns import SHADES, Nouns
from danqing.language.parsing.reader import Reader

_TONES = frozenset("gradient palette colours colors tones tone hues shades accents scheme".split())
_LIGHTS = frozenset(
    "light lighting glow lamplight shadows shadow rays beams spotlight spotlights backlight backlighting".split()
)
_SHEDDING = frozenset("unknown attribute mood subject time colour weather material size".split())
"""What may stand before light and say which."""
_STRENGTHS = frozenset(
    "soft gentle light thick thin dense fine harsh hard bright dim low dramatic strong faint bitter drifting swirling "
    "sudden sharp clear gloomy dappled hazy golden".split()
)
"""How light and weather are, in words that say something else by themselves."""


class Light:
    """Light, weather and colour among the tokens of ``reader``."""

    def __init__(self, reader: Reader, nouns: Nouns) -> None:
        self._r = reader
        self._n = nouns

    def lit(self, i: int) -> int | None:
        """Light that is described: breakfast light, long blue shadows, lit by a single bulb."""
        r, end = self._r, i
        if r.at(i).text in ("lit", "backlit", "illuminated") and (led := self._lit_by(i + 1)):
            return r.emit("lighting", i, led, r.said_from(i, led))
        plain = r.kind(i) in ("weather", "time") or r.at(i).text in ("low", "late", "warm", "soft", "harsh", "pale")
        sources = (*_LIGHTS, "sun", "lamp", "lamps") if plain else _LIGHTS
        while r.kind(end) in _SHEDDING and self._last(end) not in sources and (end == i or r.is_next(end)):
            end += 1
        shining = self._last(end) in sources
        if end > i and r.is_next(end) and shining:
            return r.emit("lighting", i, end + 1, r.said_from(i, end + 1))
        led = r.kind(i + 1) in ("inside", "relation", "attribute", "verb") or r.at(i + 1).text.endswith("ing")
        alone = r.at(i).text == "light" and led
        return r.emit("lighting", i, i + 1) if alone and r.kind(i - 1) not in ("colour", "subject") else None

    def _last(self, i: int) -> str:
        text = self._r.at(i).text
        return text.rpartition(" ")[2] if self._r.kind(i) == "subject" else text  # desk lamp

    def strong(self, i: int) -> int | None:
        """Soft daylight, dramatic side light, heavy rain: how strong it is belongs to it."""
        r, end = self._r, i
        while r.at(end).text in _STRENGTHS | SHADES and (end == i or r.is_next(end)):
            end += 1
        if end == i or r.kind(end) not in ("lighting", "weather") or not r.is_next(end):
            return None
        return r.emit(r.kind(end), i, end + 1, r.said_from(i, end + 1))

    def _lit_by(self, i: int) -> int:
        """Where what lights the picture ends: ``only by a candle``; 0 where nothing does."""
        start = i + (self._r.at(i).text in ("only", "just", "solely"))
        return self._n.phrase(start + 1) if self._r.at(start).text in ("by", "with", "from") else 0

    def shaded(self, i: int) -> int | None:
        """Dark red; a lilac to peach gradient; muted tones."""
        r, end = self._r, i
        while r.at(end).text in SHADES and (end == i or r.is_next(end)):
            end += 1
        shaded = end > i
        while r.kind(end) == "colour" and (end == i or r.is_next(end)):
            end += 1
            if r.at(end).text == "to" and r.kind(end + 1) == "colour":
                end += 1
        if end > i and r.at(end).text in _TONES and (shaded or r.at(end).text == "gradient"):
            return r.emit("colour", i, end + 1, " ".join(t.value for t in r.tokens[i : end + 1]))
        if r.kind(end - 1) == "colour" and end > i:
            return r.emit("colour", i, end)
        return None
