"""Whole dialogues: requests and edits one after the other, each with the scene before and after it."""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from danqing.core.domain import Language
from danqing.core.history import SceneHistory, apply
from danqing.core.reading import Earlier, Message
from danqing.core.scene import Add, Clear, GoTo, Omit, Redo, Relation, Remove, Replace, Scene, SceneEdit, Set, Undo
from danqing.language.wires.starter import compose_messages, write_answer
from danqing.training.starter.grammar import chinese, edits, english, first
from danqing.training.starter.grammar.markup import Reading
from danqing.training.starter.grammar.move import Move, Turning
from danqing.training.starter.grammar.plan import some_plan
from danqing.training.starter.grammar.speech import SPEECHES, Focus, Speech
from danqing.training.starter.grammar.template import early, fill

_HELD_OUT = 50  # one text in so many
OUTSIDE_FIRST, OUTSIDE_LATER = 0.22, 0.07
"""Share of the turns with nothing that can be drawn: of those before there is any scene, and of those after."""
MIXED, MIXED_NEW = 0.24, 0.12
"""Share of the requests for a picture, of first ones and of later ones, of which something cannot be drawn."""
_LENGTHS = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Turn:
    """One request with its gold edits. ``kind``: first, mixed, outside, new, edit, compound, undo, redo, goto or clear."""

    text: str
    edits: tuple[SceneEdit, ...]
    before: Scene
    after: Scene
    language: Language
    kind: str


@dataclass(slots=True)
class _Talk:
    """A dialogue in the making. ``age`` counts the turns since ``focus`` was touched: the writer sees only three."""

    rng: random.Random
    language: Language
    speech: Speech
    history: SceneHistory
    focus: Focus
    age: int = 0


def dialogue(rng: random.Random, *, language: Language | None = None, turns: int | None = None) -> tuple[Turn, ...]:
    """One to six turns in one language (now and then a word of the other), each edit valid and unambiguous."""
    spoken: Language = language or ("en" if rng.random() < 0.5 else "zh")
    talk = _Talk(rng, spoken, SPEECHES[spoken], SceneHistory(), Focus())
    said: list[Turn] = []
    for _ in range(turns or rng.choice(_LENGTHS)):
        before = talk.history.present
        text, found, kind = _turn(talk)
        talk.history = apply(talk.history, found)
        said.append(Turn(text, found, before, talk.history.present, spoken, kind))
        _refocus(talk, found)
    return tuple(said)


def messages(turns_before: Sequence[Turn], turn: Turn) -> list[Message]:
    """The turn as the writer reads it."""
    return compose_messages([Earlier(t.text, t.edits, t.before) for t in turns_before], turn.before, turn.text)


def answer(turn: Turn) -> str:
    """What the writer shall write."""
    return write_answer(turn.before, turn.edits)


def is_held_out(text: str) -> bool:
    """Whether a text is kept out of training for the evaluation: one in fifty, by its hash."""
    return int.from_bytes(hashlib.sha1(text.encode(), usedforsecurity=False).digest()[:4], "big") % _HELD_OUT == 0


def _turn(talk: _Talk) -> tuple[str, tuple[SceneEdit, ...], str]:
    rng = talk.rng
    roll = rng.random()
    if roll < (OUTSIDE_LATER if talk.history.scenes else OUTSIDE_FIRST):
        return (*first.outside(rng, talk.language), "outside")
    if talk.history.present == Scene():
        mixed = rng.random() < MIXED
        return (*first.request(rng, talk.language, mixed), "mixed" if mixed else "first")
    if roll < 0.145 or not talk.history.present.subjects:
        return (*_new(talk), "new")
    moved_back = talk.history.cursor in talk.history.parents
    if roll < (0.34 if moved_back else 0.26) and (move := _travel(talk)):
        return (*_finished(talk, [move]), move.topic)
    if roll < 0.48 and len(moves := _compound(talk)) == 2:
        return (*_finished(talk, moves), "compound")
    return (*_finished(talk, [_simple(talk, _turning(talk))]), "edit")


def _new(talk: _Talk) -> tuple[str, tuple[SceneEdit, ...]]:
    """A full request for another picture."""
    body: Callable[..., tuple[str, list[str], bool]] = english.body if talk.language == "en" else chinese.body
    clause, tails = True, list[str]()
    while clause or tails:  # another plan each time: some can only be said as a clause
        plan = some_plan(talk.rng, talk.rng.random() < MIXED_NEW)
        text, tails, clause = body(first.voice(talk.rng), plan)
    marked = fill(talk.rng, early(talk.rng, talk.speech.forms["new"], 1.25), x=text)
    reading = first.finish(talk.rng, marked, talk.language)
    found = first.plan_edits(plan, reading)
    return reading.text, (Clear(), *found)


def _travel(talk: _Talk) -> Move | None:
    history, turning = talk.history, _turning(talk)
    options: list[tuple[str, int]] = [("clear", 0)] * (1 if len(history.scenes) > 1 or talk.rng.random() < 0.2 else 0)
    if history.parents[history.cursor] >= 0:
        options += [("undo", 0)] * 5
        if history.parents[history.parents[history.cursor]] >= 0:
            options += [("undo_twice", 0)]
    if history.cursor in history.parents:
        options += [("redo", 0)] * 7
    options += [("goto", i + 1) for i in range(min(6, len(history.scenes))) if i != history.cursor]
    if not options:
        return None
    form, number = talk.rng.choice(options)
    return edits.travel(turning, form, number)


def _turning(talk: _Talk, scene: Scene | None = None, focus: Focus | None = None, offset: int = 0) -> Turning:
    present = talk.history.present if scene is None else scene
    return Turning(first.voice(talk.rng), talk.speech, present, focus or talk.focus, offset)


def _simple(talk: _Talk, turning: Turning) -> Move:
    functions, weights = zip(*edits.SIMPLE, strict=True)
    while True:
        move: Move | None = talk.rng.choices(functions, weights)[0](turning)
        if move is not None:
            return move


def _compound(talk: _Talk) -> list[Move]:
    """Two changes in one breath that do not get in each other's way."""
    one = _simple(talk, _turning(talk))
    if one.topic == "odd":
        return [one]
    middle = _applied(talk.history.present, one.edits)
    if not middle.subjects:
        return [one]
    touched = one.about[0] if len(one.about) == 1 and one.topic not in ("add", "remove") else None
    fresh = {s.id for s in middle.subjects} - {s.id for s in talk.history.present.subjects}
    for _ in range(6):
        other = _simple(talk, _turning(talk, middle, Focus(touched), 1))
        clash = other.topic == one.topic and (
            not other.about or set(other.about) & set(one.about) or other.topic == "replace"
        )
        unclear = one.topic in ("add", "remove", "replace") and other.topic not in ("add", "background", "style")
        if (
            not clash
            and not unclear
            and not fresh & set(other.about)
            and not _mentions(other, fresh)
            and len(one.about) < 2 > len(other.about)
        ):
            return [one, other]
    return [one]


def _mentions(move: Move, ids: set[str]) -> bool:
    return any(isinstance(e, Add) and e.subject.relation and ids & set(e.subject.relation.to) for e in move.edits)


def _applied(scene: Scene, found: Sequence[SceneEdit]) -> Scene:
    return apply(SceneHistory((scene,), (-1,), 0), _numbered(scene, found)).present


def _finished(talk: _Talk, moves: Sequence[Move]) -> tuple[str, tuple[SceneEdit, ...]]:
    """The text of the moves as typed, and their edits in the order of the rules with real ids."""
    joint = talk.rng.choice(talk.speech.joints)
    reading: Reading = first.finish(
        talk.rng,
        joint.join(m.text.rstrip("?") if i < len(moves) - 1 else m.text for i, m in enumerate(moves)),
        talk.language,
    )
    found = sorted((e for m in moves for e in m.edits if not isinstance(e, Omit)), key=_rank)
    return reading.text, (*_numbered(talk.history.present, found), *(Omit(q) for q in reading.quoted))


def _rank(edit: SceneEdit) -> int:
    if isinstance(edit, Set) and edit.id == "scene":
        return 2 if edit.field == "background" else 3
    return 0 if isinstance(edit, (Clear, Undo, Redo, GoTo)) else 1


def _numbered(scene: Scene, found: Sequence[SceneEdit]) -> tuple[SceneEdit, ...]:
    """The edits with the ids of added subjects counted up from the highest in use before this turn."""
    highest = int(scene.next_id[1:]) - 1
    out: list[SceneEdit] = []
    for edit in found:
        if isinstance(edit, Add):
            highest += 1
            own = f"s{highest}"
            edit = edit if edit.subject.id == own else Add(replace(edit.subject, id=own))
        out.append(edit)
    return tuple(out)


def _refocus(talk: _Talk, found: Sequence[SceneEdit]) -> None:
    """What "it" means next: the one subject that this turn touched; nothing clear after several or a jump."""
    if any(isinstance(e, (Undo, Redo, GoTo, Clear)) for e in found):
        talk.focus = Focus()
    added = [e.subject.id for e in found if isinstance(e, Add)]
    touched = [*added, *(e.id for e in found if isinstance(e, (Set, Replace)) and e.id != "scene")]
    touched += [i for e in found if isinstance(e, Set) and isinstance(e.value, Relation) for i in e.value.to]
    if any(isinstance(e, Remove) for e in found) or len(set(touched)) > 1:
        talk.focus = Focus()
    elif touched:
        talk.focus, talk.age = Focus(touched[0], added[0] if added else None), 0
    else:
        talk.age += 1
        talk.focus = Focus(talk.focus.touched) if talk.age < 3 else Focus()
