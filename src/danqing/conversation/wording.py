"""Scenes, subjects and changes in plain English and Chinese, for replies."""

from collections.abc import Sequence

from danqing.core.domain import Domain, Language, Term
from danqing.core.history import Change
from danqing.core.messages import say
from danqing.core.scene import Relation, Scene, Subject

_NUMBERS = {"en": ("no", "one", "two", "three", "four"), "zh": ("零", "一", "两", "三", "四")}
_AT = {"centre": "in the centre", "left": "on the left", "right": "on the right"}


def scene_words(scene: Scene, domain: Domain | None, language: Language) -> str:
    """``a red boat on the left, background night``; ``左边的一艘红色的船，背景夜空``."""
    parts = [subject_words(subject, scene, domain, language) for subject in scene.subjects]
    for field, value in (("background", scene.background), ("style", scene.style)):
        if value:
            space = "" if language == "zh" else " "
            parts.append(f"{say(language, f'field_{field}')}{space}{word(f'{field}s', value, domain, language)}")
    return ("，" if language == "zh" else ", ").join(parts)


def subject_words(subject: Subject, scene: Scene, domain: Domain | None, language: Language) -> str:
    """The subject with number, size, colour and place."""
    place = _place(subject, scene, domain, language)
    colour, size = _term("colours", subject.colour, domain), _term("sizes", subject.size, domain)
    kind = _term("kinds", subject.kind, domain) or Term(subject.kind, subject.kind)
    number = _number(subject.count, language)
    if language == "zh":
        of_size = "" if size is None else size.zh if len(size.zh) == 1 else f"{size.zh}的"
        return f"{place}{number}{kind.measure}{f'{colour.zh}的' if colour else ''}{of_size}{kind.zh}"
    words = [term.name for term in (size, colour) if term]
    words.append(kind.label("en", subject.count))
    if subject.count == 1:
        number = "an" if words[0][0] in "aeiou" else "a"
    return " ".join([number, *words, *([place] if place else [])])


def change_words(change: Change, scene: Scene, domain: Domain | None, language: Language) -> str:
    """One line of a diff."""
    if isinstance(change.after, Subject):
        return say(language, "change_added", subject=subject_words(change.after, scene, domain, language))
    if isinstance(change.before, Subject):
        return say(language, "change_removed", subject=_named(change.kind, domain, language))
    value = change.after
    if change.field == "kind":
        before, after = (_named(str(kind), domain, language) for kind in (change.before, change.after))
        return say(language, "change_replaced", before=before, after=after)
    field = say(language, f"field_{change.field}")
    if change.id == "scene":
        if value is None:
            return say(language, "change_setting_cleared", field=field)
        return say(
            language, "change_setting", field=field, value=word(f"{change.field}s", str(value), domain, language)
        )
    subject = _named(change.kind, domain, language)
    if value is None:
        return say(language, "change_cleared", subject=subject, field=field)
    return say(language, "change_field", subject=subject, field=field, value=_value(change, scene, domain, language))


def offer(domain: Domain | None, language: Language) -> str:
    """What the picture model can draw; empty for one that draws anything."""
    if domain is None:
        return ""
    mark = "、" if language == "zh" else ", "
    kinds = mark.join(term.label(language, 2) for term in domain.kinds)
    return say(language, "reply_offer", kinds=kinds, colours=len(domain.colours), styles=len(domain.styles))


def quoted(parts: Sequence[str], language: Language) -> str:
    """The user's own words in quotation marks."""
    return ("、" if language == "zh" else ", ").join(f"“{part}”" for part in parts)


def word(group: str, name: str, domain: Domain | None, language: Language) -> str:
    """The word of the vocabulary in the user's language, or the word itself where there is none."""
    term = _term(group, name, domain)
    return term.label(language) if term else name


def _value(change: Change, scene: Scene, domain: Domain | None, language: Language) -> str:
    if isinstance(change.after, Relation):
        return _relation(change.after, scene, domain, language)
    if change.field == "count":
        return str(change.after)
    return word(f"{change.field}s", str(change.after), domain, language)


def _place(subject: Subject, scene: Scene, domain: Domain | None, language: Language) -> str:
    if subject.relation is not None:
        where = _relation(subject.relation, scene, domain, language)
        return f"{where}的" if language == "zh" else where
    if subject.position is None:
        return ""
    if language == "zh":
        return f"{word('positions', subject.position, domain, language)}的"
    return _AT.get(subject.position, f"at the {subject.position}")


def _relation(relation: Relation, scene: Scene, domain: Domain | None, language: Language) -> str:
    kinds = {subject.id: subject.kind for subject in scene.subjects}
    names = [_named(kinds[i], domain, language) for i in relation.to if i in kinds]
    where = word("relations", relation.kind, domain, language)
    if language == "zh":
        return f"{'和'.join(names)}{where}"
    return f"{where} {' and '.join(names)}"


def _named(kind: str, domain: Domain | None, language: Language) -> str:
    name = word("kinds", kind, domain, language)
    return name if language == "zh" else f"the {name}"


def _number(count: int, language: Language) -> str:
    words = _NUMBERS[language]
    return words[count] if count < len(words) else str(count)


def _term(group: str, name: str | None, domain: Domain | None) -> Term | None:
    if name is None:
        return None
    found = () if domain is None else getattr(domain, group)
    return next((term for term in found if term.name == name), Term(name, name))
