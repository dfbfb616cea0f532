"""ScriptedWriter: a language model double that answers with scene edits by rules. For development and load proofs.

It knows the lexicon and simple sentences; it is no measure of what the trained writer can do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from danqing.core.domain import STARTER
from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Entity, Message
from danqing.core.scene import (
    Add,
    Clear,
    GoTo,
    Omit,
    Redo,
    Relation,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
)
from danqing.language.lexicon import recognise
from danqing.language.wires.starter import read_request, write_answer

_STEPS = STARTER.names("sizes")
_OPEN_FIELDS = {"colours": "colour", "sizes": "size", "positions": "position"}


class ScriptedWriter:
    """Implements ``LanguageModel`` without a model. Reads the last message as the writer does: scene, newline, text."""

    id = "scripted"
    wire = "starter"
    context = 4096

    def complete(
        self,
        messages: Sequence[Message],
        *,
        constraint: Constraint | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Cancelled = lambda: False,
        on_text: OnText | None = None,
    ) -> str:
        """The edits as JSON; ``constraint``, ``max_new_tokens`` and ``temperature`` change nothing."""
        if cancelled():
            raise CancelledError()
        scene, text = read_request(messages[-1])
        answer = write_answer(scene, scripted_edits(scene, text))
        if on_text is not None:
            on_text(answer)
        return answer

    def count(self, text: str) -> int:
        """A token a character."""
        return len(text)


def scripted_edits(scene: Scene, text: str) -> list[SceneEdit]:
    """What the rules make of one request."""
    entities = recognise(text)
    verbs = {entity.name for entity in entities if entity.group == "verbs"}
    edits = _walk(verbs, entities) or _change(scene, verbs, entities) or _compose(scene, verbs, entities)
    return edits or [Omit(text)]


def _walk(verbs: set[str], entities: Sequence[Entity]) -> list[SceneEdit]:
    """Undo, redo, goto, clear."""
    if any(e.group == "kinds" for e in entities):
        return []
    if "goto" in verbs:
        numbers = [int(e.name) for e in entities if e.group in ("ordinals", "counts") and e.name.isdigit()]
        return [GoTo(number) for number in numbers[:1]]
    single: dict[str, SceneEdit] = {"undo": Undo(), "redo": Redo(), "clear": Clear()}
    return [edit for verb, edit in single.items() if verb in verbs][:1]


def _change(scene: Scene, verbs: set[str], entities: Sequence[Entity]) -> list[SceneEdit]:
    """Edits of what is already there; none when the request asks for something new."""
    targets = _targets(scene, verbs, entities)
    kinds = [e.name for e in entities if e.group == "kinds"]
    if "remove" in verbs:
        return [Remove(s.id) for s in targets]
    if "replace" in verbs and kinds and targets and kinds[-1] != targets[0].kind:
        return [Replace(targets[0].id, kinds[-1])]
    if "draw" in verbs or "add" in verbs or any(kind not in {s.kind for s in scene.subjects} for kind in kinds):
        return []
    edits: list[SceneEdit] = []
    for subject in targets:
        edits += [Set(subject.id, _OPEN_FIELDS[e.group], e.name) for e in entities if e.group in _OPEN_FIELDS]
        edits += [
            Set(subject.id, "size", _stepped(subject.size, verb)) for verb in sorted(verbs & {"bigger", "smaller"})
        ]
    return edits + _setting(entities) if scene.subjects else []


def _targets(scene: Scene, verbs: set[str], entities: Sequence[Entity]) -> list[Subject]:
    kinds = {e.name for e in entities if e.group == "kinds"}
    ordinals = [int(e.name) for e in entities if e.group == "ordinals"]
    if "them" in verbs:
        return list(scene.subjects)
    if ordinals and ordinals[0] <= len(scene.subjects):
        return [scene.subjects[ordinals[0] - 1]]
    named = [s for s in scene.subjects if s.kind in kinds]
    if named or kinds or not verbs & {"it", "bigger", "smaller", "replace", "remove"}:
        return named
    return list(scene.subjects[-1:])


def _stepped(size: str | None, verb: str) -> str:
    at = _STEPS.index(size or "medium") + (1 if verb == "bigger" else -1)
    return _STEPS[min(max(at, 0), len(_STEPS) - 1)]


def _setting(entities: Sequence[Entity]) -> list[SceneEdit]:
    last = {e.group: e.name for e in entities if e.group in ("backgrounds", "styles")}
    return [Set("scene", group.removesuffix("s"), last[group]) for group in ("backgrounds", "styles") if group in last]


@dataclass
class _Reading:
    """Subjects read so far, and the words that wait for the next noun."""

    subjects: list[Subject] = field(default_factory=list)
    waiting: dict[str, str | int] = field(default_factory=dict)
    relation: str | None = None


def _compose(scene: Scene, verbs: set[str], entities: Sequence[Entity]) -> list[SceneEdit]:
    """New subjects: words before a noun describe it, a position after it too."""
    adding = "add" in verbs or not scene.subjects
    start = scene if adding else Scene()
    numbers = count(int(start.next_id[1:]))
    reading = _Reading()
    omitted: list[SceneEdit] = []
    for entity in entities:
        if entity.group == "outside" or entity.name == "many":
            omitted.append(Omit(entity.text))
        _read(reading, entity, numbers)
    subjects = _fitting(reading.subjects, STARTER.max_subjects - len(start.subjects))
    edits: list[SceneEdit] = [Add(s) for s in subjects] + _setting(entities)
    if subjects and not adding:
        edits.insert(0, Clear())
    return edits + omitted if edits else []


def _fitting(subjects: Sequence[Subject], room: int) -> list[Subject]:
    """The first ``room`` subjects, without relations to one that is left out."""
    kept = {s.id for s in subjects[:room]}
    return [
        s if s.relation is None or set(s.relation.to) <= kept else replace(s, relation=None) for s in subjects[:room]
    ]


def _read(reading: _Reading, entity: Entity, numbers: "count[int]") -> None:
    match entity.group:
        case "counts":
            reading.waiting["count"] = int(entity.name) if entity.name.isdigit() else STARTER.max_count
        case "positions" if reading.subjects and not reading.waiting:
            reading.subjects[-1] = replace(reading.subjects[-1], position=entity.name, relation=None)
        case "colours" | "sizes" | "positions" as group:
            reading.waiting[_OPEN_FIELDS[group]] = entity.name
        case "relations" if reading.subjects and entity.name != "between":
            reading.relation = entity.name
        case "kinds":
            if entity.text.endswith("s"):
                reading.waiting.setdefault("count", 3)
            subject = Subject(f"s{next(numbers)}", entity.name, **reading.waiting)  # type: ignore[arg-type]
            if reading.relation:
                relation = Relation(reading.relation, (subject.id,))
                reading.subjects[-1] = replace(reading.subjects[-1], relation=relation, position=None)
            reading.subjects.append(subject)
            reading.waiting, reading.relation = {}, None
