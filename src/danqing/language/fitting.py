"""Fitting: edits in open words into the vocabulary of a picture model that has a closed one; the rest is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from danqing.core.domain import Domain
from danqing.core.reading import Request
from danqing.core.scene import Add, Omit, Relation, Replace, SceneEdit, Set, Subject, Value
from danqing.language.lexicon import recognise
from danqing.language.quantities import is_quantity, looks_of
from danqing.language.taught import names

_GROUPS = {"kind": "kinds", "colour": "colours", "size": "sizes", "position": "positions", "style": "styles"}
_GROUNDS = ("background", "place", "time", "weather")
"""Fields of an open scene that a closed vocabulary knows as backgrounds."""
_SILENT = ("exclusions", "label", "number", "canvas", "seed", "base", "weights", "palette", "mood")
"""What is left out without a word: it asks for nothing to be seen, or is no matter of the vocabulary."""


def fit(domain: Domain | None, edits: Sequence[SceneEdit], request: Request) -> tuple[SceneEdit, ...]:
    """The edits in words of ``domain``, and an Omit for each thing that it has no word for."""
    return tuple(edits) if domain is None else _Fitting(domain, request).fitted(edits)


@dataclass
class _Fitting:
    domain: Domain
    request: Request

    def fitted(self, edits: Sequence[SceneEdit]) -> tuple[SceneEdit, ...]:
        kept: list[SceneEdit] = []
        omitted: list[str] = []
        for edit in edits:
            match edit:
                case Add(subject):
                    new, lost = self._subject(subject)
                    kept += [] if new is None else [Add(new)]
                    omitted += lost
                case Replace(subject_id, kind, label):
                    word = self._word("kind", kind) or self._word("kind", label)
                    kept += [Replace(subject_id, word)] if word else []
                    omitted += [] if word else [self._said(label or kind)]
                case Set(subject_id, name, value):
                    found, lost = self._set(subject_id, name, value)
                    kept += found
                    omitted += lost
                case Omit(text):
                    omitted.append(text)
                case _:
                    kept.append(edit)
        # What a LoRA taught stands in the prompt, whatever the request says of it.
        left_out = [text for text in dict.fromkeys(omitted) if text and not names(text, self.domain.taught)]
        return (*_without_strangers(kept), *map(Omit, left_out))

    def _subject(self, subject: Subject) -> tuple[Subject | None, list[str]]:
        kind = self._word("kind", subject.kind) or self._word("kind", subject.label)
        if kind is None:
            return None, [self._said(subject.label or subject.kind)]
        lost = [subject.material, subject.action, *looks_of(subject)]
        plain = (subject.colour, subject.size, subject.position)
        colour, size, position = map(self._word, ("colour", "size", "position"), plain)
        lost += [said for said, word in zip(plain, (colour, size, position), strict=True) if word is None]
        relation = self._relation(subject.relation)
        count = min(subject.count, self.domain.max_count)
        new = Subject(subject.id, kind, count, colour, size, position, relation)
        return new, [self._said(text) for text in lost if text]

    def _set(self, subject_id: str, name: str, value: Value) -> tuple[list[SceneEdit], list[str]]:
        if name in _SILENT:
            return [], []
        if value in (None, ()):
            return ([Set(subject_id, name, None)] if hasattr(self.domain, f"{name}s") else []), []
        if name == "count" and isinstance(value, int):
            return [Set(subject_id, name, min(value, self.domain.max_count))], []
        if isinstance(value, Relation):
            relation = self._relation(value)
            return ([Set(subject_id, name, relation)] if relation else []), []
        if isinstance(value, tuple):
            return [], [self._said(str(part)) for part in value if not is_quantity(str(part))]
        if not isinstance(value, str):
            return [], []
        field = "background" if name in _GROUNDS else name
        word = self._word(field, value)
        return ([Set(subject_id, field, word)], []) if word else ([], [self._said(value)])

    def _relation(self, relation: Relation | None) -> Relation | None:
        if relation is None:
            return None
        names = self.domain.names("relations")
        kind = relation.kind if relation.kind in names else self._named(relation.kind, "relations")
        return Relation(kind, relation.to) if kind else None

    def _word(self, field: str, value: str | None) -> str | None:
        """The vocabulary's word for a value."""
        if not value:
            return None
        group = _GROUPS.get(field, f"{field}s")
        if not hasattr(self.domain, group):
            return None
        return value if value in self.domain.names(group) else self._named(value, group)

    def _named(self, value: str, group: str) -> str | None:
        names = self.domain.names(group)
        found = [e for e in recognise(value) if e.group == group and e.name in names]
        return found[-1].name if found else None

    def _said(self, value: str) -> str:
        """The user's own words for a value, where they are known."""
        return next((e.text for e in self.request.entities if e.name == value), value)


def _without_strangers(edits: Sequence[SceneEdit]) -> list[SceneEdit]:
    """Relations among the added only to those that stayed; others name what stands in the scene."""
    added = {e.subject.id for e in edits if isinstance(e, Add)}
    lowest = min((int(i[1:]) for i in added), default=0)
    out: list[SceneEdit] = []
    for edit in edits:
        match edit:
            case Add(Subject(relation=Relation(to=to)) as subject) if not all(
                i in added or int(i[1:]) < lowest for i in to
            ):
                out.append(Add(replace(subject, relation=None)))
            case _:
                out.append(edit)
    return out
