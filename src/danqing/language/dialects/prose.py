"""A scene in English sentences, for models that read with T5 or a language model."""

import re
from collections.abc import Iterator, Sequence

from danqing.core.scene import Scene, Subject
from danqing.language.dialects.english import details, follows, with_its_article
from danqing.language.dialects.nouns import is_plural, mention, with_article
from danqing.language.dialects.tags import quoted

_WORKS = re.compile(
    r"(?:.* )?(?:painting|drawing|photo|photograph|illustration|sketch|render|rendering|art|logo|poster|print|icon|"
    r"sticker|watercolou?r|mural|woodcut|engraving|collage|comic|cartoon|portrait|etching|linocut|diagram|calligraphy)"
)
_AT = frozenset(("night", "dawn", "dusk", "noon", "midnight", "sunset", "sunrise", "twilight"))
_IN = frozenset(("spring", "summer", "autumn", "fall", "winter"))
_IN_THE = frozenset(("morning", "afternoon", "evening", "early morning", "late afternoon"))
_STARTS = (
    ("weather", "The weather is"),
    ("lighting", "The lighting is"),
    ("palette", "The colours are"),
    ("composition", "The composition is"),
    ("mood", "The mood is"),
    ("artist", "It is in the manner of"),
)


def sentences(scene: Scene, quality: Sequence[str] = ()) -> str:
    """Fluent English: what it is a picture of, each thing in turn, then place, light, composition and mood."""
    found = [*_subjects(scene), *_setting(scene)]
    said = " ".join(found)
    found += [_sentence(phrase) for phrase, _ in scene.weights if not mention(phrase).search(said)]
    return " ".join([*found, *map(_sentence, quality)])


def _subjects(scene: Scene) -> Iterator[str]:
    works, styles = _looks(scene)
    work = with_article(works[0], works[0]) if works else None
    bare = [s.id for s in scene.subjects if not details(s, scene)]
    named: set[str] = set()
    for i, subject in enumerate(scene.subjects):
        if subject.id in named:
            continue
        to = subject.relation.to if subject.relation else ()
        new = [other for other in to if other in bare and other not in named]
        named |= {subject.id, *new}
        phrase = _described(subject, scene, new)
        if i == 0:
            yield _sentence(f"{work} of {phrase}" if work else phrase)
        else:
            many = (subject.count > 1 or is_plural(subject.kind)) and not phrase.startswith("a ")
            yield _sentence(f"There {'are' if many else 'is'} {phrase}")
    if work and not scene.subjects:
        yield _sentence(work)
    if scene.text:
        yield f'The words "{quoted(scene.text)}" are written in the picture.'
    if rest := [*works[1:], *styles]:
        yield _sentence(f"The style is {_listed(rest)}")


def _described(subject: Subject, scene: Scene, introduced: Sequence[str]) -> str:
    phrase, found = with_its_article(subject), details(subject, scene, introduced)
    if found and follows(found[0]):
        phrase = f"{phrase} {found.pop(0)}"
    return ", ".join([phrase, *found])


def _looks(scene: Scene) -> tuple[list[str], list[str]]:
    """Media and styles: those that name a work, such as an ink wash painting, and the others."""
    parts = [*_parts(scene.medium), *_parts(scene.style)]
    works = [part for part in dict.fromkeys(parts) if _WORKS.fullmatch(part.lower())]
    return works, [part for part in dict.fromkeys(parts) if part not in works]


def _setting(scene: Scene) -> Iterator[str]:
    places, times = _parts(scene.place), list(map(_when, _parts(scene.time)))
    if places:
        yield _sentence(f"The setting: {', '.join([_listed(places), *times])}")
    elif scene.time:
        yield _sentence(f"The time is {scene.time}")
    if scene.background:
        against = mention("background").search(scene.background)
        yield _sentence(f"{'Against' if against else 'Behind it,'} {with_article(scene.background, scene.background)}")
    for name, start in _STARTS:
        if parts := _parts(getattr(scene, name)):
            yield _sentence(f"{start} {_listed(parts)}")


def _parts(value: str | None) -> list[str]:
    return value.split(", ") if value else []


def _when(time: str) -> str:
    kinds = ((_AT, "at "), (_IN, "in "), (_IN_THE, "in the "))
    return next((start + time for words, start in kinds if time in words), time)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
