"""Next steps for a picture model with a closed vocabulary: only words of it."""

from collections.abc import Iterator
from itertools import product

from danqing.core.domain import Domain, Language
from danqing.core.messages import say
from danqing.core.reading import Suggestion
from danqing.core.scene import Add, Scene, Set, Subject
from danqing.language.dialects.completing import HOME, NEON_DIM, USUAL_COLOUR, swallowed

_AFTER = {
    "night": ("sunset", "snow", "sea", "grass"),
    "sunset": ("night", "sea", "snow", "grass"),
    "day sky": ("sunset", "night", "grass"),
    "sea": ("sunset", "night", "day sky"),
    "grass": ("night", "snow", "sunset"),
    "snow": ("night", "sunset", "grass"),
}
"""What a background may become, the farthest from it first."""
_ELSEWHERE = ("night", "sunset", "grass", "snow", "sea")
_STYLES = ("watercolour", "pixel", "outline", "neon", "flat")
_COLOURS = ("blue", "red", "yellow", "pink", "purple", "green", "orange", "white")
_BESIDE = {
    "cat": ("flower", "fish", "tree"),
    "rabbit": ("flower", "mushroom", "tree"),
    "bird": ("cloud", "tree", "sun"),
    "fish": ("boat", "star", "flower"),
    "boat": ("bird", "cloud", "moon"),
    "car": ("tree", "house", "cloud"),
    "house": ("tree", "flower", "car"),
    "tree": ("bird", "house", "rabbit"),
    "flower": ("rabbit", "bird", "tree"),
    "mushroom": ("rabbit", "flower", "tree"),
    "mountain": ("tree", "cloud", "house"),
    "rocket": ("star", "moon", "cloud"),
    "moon": ("star", "cloud", "house"),
    "star": ("moon", "rocket", "house"),
    "sun": ("cloud", "bird", "tree"),
    "cloud": ("bird", "balloon", "sun"),
    "balloon": ("cloud", "bird", "star"),
    "cup": ("apple", "flower", "cat"),
    "apple": ("cup", "flower", "tree"),
    "umbrella": ("cloud", "cat", "flower"),
}
"""What goes well with a thing."""
_ALONE = ("star", "heart", "flower")
_NIGHT = frozenset({"moon", "star"})
_CROWDED = 5
"""Objects from which on nothing is added."""


def kinds(scene: Scene, domain: Domain, language: Language) -> list[Iterator[Suggestion]]:
    """One row of suggestions for each kind of step."""
    return [
        _backgrounds(scene, domain, language),
        _styles(scene, domain, language),
        _additions(scene, domain, language),
        _colours(scene, domain, language),
    ]


def _backgrounds(scene: Scene, domain: Domain, language: Language) -> Iterator[Suggestion]:
    drawn = {s.kind for s in scene.subjects}
    there = {scene.background} if scene.background else {HOME.get(kind, "grass") for kind in drawn}
    stated = {s.colour for s in scene.subjects}
    first = scene.background or HOME.get(scene.subjects[0].kind, "grass")
    for name in _AFTER.get(first, _ELSEWHERE):
        if name in there or name not in domain.names("backgrounds") or swallowed(name) & stated:
            continue
        if (name == "night" and "sun" in drawn) or (name == "day sky" and drawn & _NIGHT):
            continue
        said = say(language, f"suggest_background_{name.replace(' ', '_')}")
        yield Suggestion(said, (Set("scene", "background", name),))


def _styles(scene: Scene, domain: Domain, language: Language) -> Iterator[Suggestion]:
    dim = {s.colour for s in scene.subjects} & NEON_DIM
    for name in _STYLES:
        if name == (scene.style or "flat") or name not in domain.names("styles") or (name == "neon" and dim):
            continue
        word = domain.term("styles", name).label(language)
        yield Suggestion(say(language, "suggest_style", style=word), (Set("scene", "style", name),))


def _additions(scene: Scene, domain: Domain, language: Language) -> Iterator[Suggestion]:
    if len(scene.subjects) >= domain.max_subjects or sum(s.count for s in scene.subjects) >= _CROWDED:
        return
    drawn = {s.kind for s in scene.subjects}
    for name in _BESIDE.get(scene.subjects[0].kind, _ALONE):
        if name in drawn or name not in domain.names("kinds"):
            continue
        if name in ("sun", "moon") and drawn & {"sun", "moon"}:
            continue
        term = domain.term("kinds", name)
        article = "an" if name[0] in "aeiou" else "a"
        thing = f"一{term.measure}{term.zh}" if language == "zh" else f"{article} {name}"
        yield Suggestion(say(language, "suggest_add", thing=thing), (Add(Subject(scene.next_id, name)),))


def _colours(scene: Scene, domain: Domain, language: Language) -> Iterator[Suggestion]:
    alike = [s.kind for s in scene.subjects]
    taken = {s.colour for s in scene.subjects}
    hidden = swallowed(scene.background or HOME.get(alike[0], "grass"))
    free = [name for name in _COLOURS if name not in taken | hidden and name in domain.names("colours")]
    plain = [s for s in scene.subjects if alike.count(s.kind) == 1 and s.kind not in USUAL_COLOUR]
    for name, subject in product(free, plain):
        thing = domain.term("kinds", subject.kind).label(language, subject.count)
        colour = domain.term("colours", name).label(language)
        said = say(language, "suggest_colour", thing=thing, colour=colour)
        yield Suggestion(said, (Set(subject.id, "colour", name),))
