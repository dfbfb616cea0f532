"""Composer: the edits that a request makes to a scene, by rules over its entities. No language model is asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from danqing.core.protocols import Cancelled
from danqing.core.reading import Earlier, Interpretation, Request
from danqing.core.scene import (
    SUBJECT_FIELDS,
    Add,
    Clear,
    GoTo,
    Omit,
    Redo,
    Remove,
    Replace,
    Scene,
    SceneEdit,
    Set,
    Subject,
    Undo,
    Value,
)
from danqing.language.composing.binding import Bound, bind
from danqing.language.lexicon import recognise

NAME = "composer"
"""Its id among the writers."""
_STEPS = {"bigger": "large", "larger": "large", "smaller": "small"}
_SWAP = re.compile(r"换成|变成|改成|替换|改为|换个|\b(?:into|instead of|swap|replace|turn .* to|change .* to)\b")
_GONE = re.compile(r"去掉|删|移除|拿掉|擦掉|不要|\b(?:remove|delete|erase|take (?:away|out)|get rid|no more|lose)\b")
_MORE = re.compile(r"再|加|添|还要|多|也|\b(?:add|also|too|another|more|plus|include|put|place|with)\b")
_ANEW = re.compile(
    r"^(?:请|帮我|给我|麻烦|能不能|可以)*\s*(?:重新|另外)?(?:画|绘制|生成|来一?张)|"
    r"\b(?:draw|paint|create|generate|picture of)\b"
)


class Composer:
    """Implements ``Writer`` by rules."""

    def write(
        self,
        history: Sequence[Earlier],
        scene: Scene,
        request: Request,
        cancelled: Cancelled = lambda: False,
    ) -> Interpretation:
        """The edits; the request itself left out where nothing in it was recognised."""
        edits = tuple(compose(history, scene, request)) or (Omit(request.text),)
        return Interpretation(edits, tuple(e.text for e in edits if isinstance(e, Omit)), NAME)


@dataclass(frozen=True, slots=True)
class _Read:
    """A request bound to a scene: ``known`` subjects of it with what is said of them, ``fresh`` ones."""

    known: tuple[tuple[Subject, Subject], ...]
    fresh: tuple[Subject, ...]
    setting: dict[str, Value]


def compose(history: Sequence[Earlier], scene: Scene, request: Request) -> list[SceneEdit]:
    """What the rules make of one request."""
    walk = _walk(request)
    subjects = [e for e in request.entities if e.group == "subject"]
    if walk and not subjects and not any(isinstance(edit, GoTo) for edit in walk):
        return walk
    meant = None if subjects or not scene.subjects else _meant(history, scene, request)
    if meant is not None and _GONE.search(request.text) and _points(request):
        return [Remove(meant.id)]
    bound = bind(request, int(scene.next_id[1:]), meant, anew=scene == Scene())
    if not scene.subjects:
        return [*(Add(s) for s in bound.subjects), *_settings(bound.setting, scene)]
    return [*walk, *_changes(_matched(bound, scene), scene, request)]


def _walk(request: Request) -> list[SceneEdit]:
    """Undo, redo, start over, or back to a picture that is named."""
    verbs = {e.name for e in recognise(request.text) if e.group == "verbs"}
    simple: dict[str, SceneEdit] = {"undo": Undo(), "redo": Redo(), "clear": Clear()}
    for reference in (e.name for e in request.entities if e.group == "reference"):
        kind, _, number = reference.partition(":")
        if kind == "picture" and number.isdigit() and int(number) >= 1:
            return [GoTo(int(number))]
    return [edit for verb, edit in simple.items() if verb in verbs][:1]


def _points(request: Request) -> bool:
    """Whether it points at one thing: it, that cat."""
    return any(e.group == "reference" and not e.name.startswith("picture") for e in request.entities)


def _meant(history: Sequence[Earlier], scene: Scene, request: Request) -> Subject:
    """The subject that a request without one speaks of: the one it refers to, the one touched last, or the last."""
    for reference in (e.name for e in request.entities if e.group == "reference"):
        kind, _, name = reference.partition(":")
        named = [s for s in scene.subjects if kind == "subject" and _alike(s.kind, name)]
        if named:
            return named[0]
    for turn in reversed(history):
        touched = [
            e.id if isinstance(e, Set | Replace) else e.subject.id
            for e in turn.edits
            if isinstance(e, Add | Set | Replace)
        ]
        for subject in (s for i in reversed(touched) for s in scene.subjects if s.id == i):
            return subject
    return scene.subjects[-1]


def _matched(bound: Bound, scene: Scene) -> _Read:
    known, fresh = list[tuple[Subject, Subject]](), list[Subject]()
    for subject in bound.subjects:
        match = next((s for s in scene.subjects if s.id == subject.id or _alike(s.kind, subject.kind)), None)
        if match is None:
            fresh.append(subject)
        else:
            known.append((match, subject))
    return _Read(tuple(known), tuple(fresh), bound.setting)


def _alike(one: str, other: str) -> bool:
    """The same noun, with or without what goes before it: ``cat`` and ``orange cat``."""
    return one == other or one.split()[-1:] == other.split()[-1:]


def _changes(read: _Read, scene: Scene, request: Request) -> list[SceneEdit]:
    text, settings = request.text, _settings(read.setting, scene)
    if _GONE.search(text) and read.known and not read.fresh:
        return [*(Remove(old.id) for old, _ in read.known), *settings]
    if _SWAP.search(text) and read.known and read.fresh:
        (old, _), new = read.known[0], read.fresh[0]
        return [Replace(old.id, new.kind, new.label), *_sets(old, new), *(Add(s) for s in read.fresh[1:]), *settings]
    adding = _MORE.search(text) is not None
    if read.fresh and not adding and (_ANEW.search(text) or not read.known):
        anew = bind(request)
        return [Clear(), *(Add(s) for s in anew.subjects), *_settings(anew.setting, Scene())]
    changed = [edit for old, new in read.known for edit in _sets(old, new)]
    return [*changed, *(Add(s) for s in read.fresh), *settings]


def _sets(old: Subject, new: Subject) -> Iterator[SceneEdit]:
    """What is said of a subject that is there already."""
    for name in SUBJECT_FIELDS:
        value = getattr(new, name)
        if name == "kind" or value in (None, ()) or (name == "count" and value == 1):
            continue
        if name == "size":
            value = _STEPS.get(value, value)
        if name == "attributes":
            value = (*old.attributes, *(a for a in value if a not in old.attributes))
        if value != getattr(old, name):
            yield Set(old.id, name, value)


def _settings(setting: dict[str, Value], scene: Scene) -> list[SceneEdit]:
    """Fields of the whole picture. What is unwanted and stands in the scene is removed from it; lists grow."""
    edits: list[SceneEdit] = []
    for name, value in setting.items():
        if name == "exclusions" and isinstance(value, tuple):
            unwanted = [str(v) for v in value]
            gone = [s for s in scene.subjects if any(_alike(s.kind, v) for v in unwanted)]
            edits += [Remove(s.id) for s in gone]
            kept = [v for v in unwanted if not any(_alike(s.kind, v) for s in gone)]
            new: Value = tuple(dict.fromkeys((*scene.exclusions, *kept)))
        elif name == "weights" and isinstance(value, tuple):
            new = (*scene.weights, *(part for part in value if isinstance(part, tuple)))
        else:
            new = value
        if new not in ((), getattr(scene, name)):
            edits.append(Set("scene", name, new))
    return edits
