"""The Lark grammar of one request: it admits the edits that are valid for the present scene, and nothing else.

The answer is a walk over states. A state knows how many subjects will be added in all (a relation may name one
that comes later), which have been taken out, and how many were added so far; so ids always exist, and no answer is
endless. Settings and omissions follow in their order. More subjects than the domain has room for are admitted: what
the user said is read as said, and the conversation tells what does not fit.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from danqing.core.codec import dumps
from danqing.core.domain import Domain
from danqing.core.scene import Scene

MAX_OMITS = 6
MAX_CHANGES = 6  # to subjects in a row
MAX_PICTURE = 99  # highest number that goto takes


def edit_grammar(scene: Scene, domain: Domain, text: str) -> str:
    """Lark text for llguidance. The language is compact JSON exactly as ``language.wires.starter`` writes answers."""
    return "\n".join(_Grammar(scene, domain, text).lines())


def wire_name(subject_id: str, kind: str, colour: str | None = None) -> str:
    """``rabbit2`` for ``s2``, a rabbit; ``red rabbit2`` for a red one that the scene already has."""
    return f"{colour} {kind}{subject_id[1:]}" if says_colour(colour) else f"{kind}{subject_id[1:]}"


def says_colour(colour: str | None) -> bool:
    """Whether a name says the colour: one of a single word."""
    return colour is not None and colour.isascii() and colour.isalpha()


@dataclass(frozen=True, slots=True)
class _State:
    """``present``: names that may still be changed; ``total``: subjects that this answer adds, ``added`` so far.

    ``first``: number of the first fresh name; ``rested``: no change may follow directly.
    """

    present: tuple[str, ...]
    first: int
    total: int
    added: int = 0
    rested: bool = False

    @property
    def name(self) -> str:
        parts = (
            "".join(self.present).replace(" ", "_"),
            f"f{self.first}",
            f"t{self.total}",
            f"a{self.added}",
            "r" if self.rested else "",
        )
        return "x".join(part for part in parts if part)

    @property
    def fresh(self) -> tuple[str, ...]:
        """Names of subjects whose kind the answer has yet to say."""
        return tuple(f"{_FRESH}{self.first + i}" for i in range(self.total))

    def others(self, name: str) -> tuple[str, ...]:
        """The names that a relation of ``name`` may mention."""
        return tuple(i for i in (*self.present, *self.fresh) if i != name)


class _Grammar:
    def __init__(self, scene: Scene, domain: Domain, text: str) -> None:
        self._domain = domain
        self._text = text
        self._names = tuple(wire_name(s.id, s.kind, s.colour) for s in scene.subjects)
        self._first = int(scene.next_id[1:])
        self._targets: set[tuple[str, ...]] = set()
        self._fresh: set[str] = set()
        self._rules: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        """All rules, one a line."""
        most = self._domain.max_subjects + (0 if self._names else 1)
        kept = [self._visit(_State(self._names, self._first, total)) for total in range(most + 1)]
        anew = [self._visit(_State((), 1, total)) for total in range(self._domain.max_subjects + 2)]
        begin = [f"f_{name}" for name in kept]
        begin += [f"{_quoted('clear')} n_{name}" for name in anew]
        begin += [f"walk n_{_SETTING}"]
        yield f'start: "[" ({" | ".join(begin)}) "]"'
        go_to = f"{_literal(_opening('goto', 'number'))} NUMBER {_literal('}')}"
        undo = _quoted("undo")
        yield f'walk: {undo} ("," {undo})? | {_quoted("redo")} | {go_to}'
        yield f"NUMBER: /[1-9][0-9]{{0,{len(str(MAX_PICTURE)) - 1}}}/"
        yield from (f"{name}: {body}" for name, body in self._rules.items())
        yield from self._tail()
        for targets in sorted(self._targets):
            yield from self._place(targets)
        yield from self._words()

    def _visit(self, state: _State) -> str:
        """Writes the rules of ``state`` and of all that follow it; its name.

        ``f_…`` is what may stand next, ``n_…`` the same after a comma or, where the answer may end, nothing.
        """
        if f"n_{state.name}" not in self._rules:
            done = state.added == state.total
            self._rules[f"n_{state.name}"] = f'("," f_{state.name}){"?" if done else ""}'
            options = [*self._options(state), *([f"f_{_SETTING}"] if done else [])]
            self._rules[f"f_{state.name}"] = " | ".join(options)
        return state.name

    def _options(self, state: _State) -> Iterator[str]:
        if state.added < state.total:
            fresh = state.fresh[state.added]
            after = self._visit(replace(state, added=state.added + 1, rested=False))
            subject = f"subject_{self._target(state.others(fresh))}"
            yield f"{_literal(_opening('add', 'id')[:-1])} {self._name(fresh)} {subject} n_{after}"
        for gone in state.present:
            rest = tuple(i for i in state.present if i != gone)
            after = self._visit(replace(state, present=rest, rested=False))
            yield f"{_literal(dumps({'op': 'remove', 'id': gone}))} n_{after}"
        if state.present and not state.rested:
            after = self._visit(replace(state, rested=True))
            self._rules[f"c_{state.name}"] = " | ".join(self._changes(state))
            yield f'c_{state.name} ("," c_{state.name}){{0,{MAX_CHANGES - 1}}} n_{after}'

    def _changes(self, state: _State) -> Iterator[str]:
        for i in state.present:
            yield f"{_literal(_opening('set', 'id', i, 'field'))} value_{self._target(state.others(i))}"
            yield f"{_literal(_opening('replace', 'id', i, 'kind'))} KIND {_literal(_CLOSE)}"

    def _target(self, names: tuple[str, ...]) -> str:
        self._targets.add(names)
        self._fresh.update(name for name in names if name.startswith(_FRESH))
        return _rule(names)

    def _name(self, name: str) -> str:
        """A name in its quotes: a literal, or a terminal where any kind may have the number."""
        if not name.startswith(_FRESH):
            return _literal(f'"{name}"')
        self._fresh.add(name)
        return name.upper()

    def _tail(self) -> Iterator[str]:
        """Background, style, omissions."""
        omit = f"{_literal(_opening('omit', 'text'))} QUOTE {_literal(_CLOSE)}" if self._text else ""
        setting = _opening("set", "id", "scene", "field")
        for name in ("background", "style"):
            value = f"{_literal(chr(34))} {name.upper()} {_literal(_CLOSE)} | {_literal('null}')}"
            yield f"{name}: {_literal(setting + name + _VALUE[:-1])} ({value})"
        omits = " | omits" if omit else ""
        yield f"f_{_SETTING}: background n_style | style n_omits{omits}"
        yield f'n_{_SETTING}: ("," f_{_SETTING})?'
        yield f'n_style: ("," (style n_omits{omits}))?'
        yield 'n_omits: ("," omits)?' if omit else 'n_omits: ""'
        if omit:
            yield f'omits: omit ("," omit){{0,{MAX_OMITS - 1}}}'
            yield f"omit: {omit}"
            yield f"QUOTE: PIECE & /(?s:.)+/\nPIECE: %regex {json.dumps({'substring_chunks': _escaped(self._text)})}"

    def _place(self, targets: tuple[str, ...]) -> Iterator[str]:
        """What may be said of a subject that can stand in relation to ``targets``."""
        name = _rule(targets)
        relation = f"relation_{name}"
        place = f"position | {_literal(_field('relation'))} {relation}" if targets else "position"
        value = f" | {_literal('relation' + _VALUE[:-1])} {relation}" if targets else ""
        yield f"subject_{name}: count? colour? size? ({place})? {_literal('}')}"
        yield f"value_{name}: (plain_value{value}) {_literal('}')}"
        if targets:
            yield f"{relation}: {self._relations(targets)}"

    def _relations(self, targets: tuple[str, ...]) -> str:
        """No literal here may begin another one: the lexer always takes the longest."""
        single = " | ".join(map(self._name, targets))
        choices = f"RELATION {_literal(_TO)} ({single})"
        if "between" in self._domain.names("relations") and len(targets) > 1:
            pairs = " | ".join(f'{self._name(a)} "," {self._name(b)}' for a, b in permutations(targets, 2))
            choices += f" | {_literal('between')} {_literal(_TO)} ({pairs})"
        return f'{_literal(_KIND_OF)} ({choices}) "]}}"'

    def _words(self) -> Iterator[str]:
        domain = self._domain
        yield f"count: {_literal(_field('count'))} MANY"
        for word in ("colour", "size", "position"):
            yield f"{word}: {_literal(_field(word) + chr(34))} {word.upper()} {_literal(chr(34))}"
        plain = [f"{_literal('count' + _VALUE[:-1])} COUNT"]
        plain += [f"{_literal(w + _VALUE)} {w.upper()} {_literal(chr(34))}" for w in ("colour", "size", "position")]
        yield f"plain_value: {' | '.join(plain)}"
        yield f"COUNT: {' | '.join(_literal(str(n)) for n in range(1, domain.max_count + 1))}"
        yield f"MANY: {' | '.join(_literal(str(n)) for n in range(2, domain.max_count + 1))}"
        for group in ("kind", "colour", "size", "position", "background", "style", "relation"):
            names = [name for name in domain.names(f"{group}s") if name != "between"]
            yield f"{group.upper()}: {' | '.join(map(_literal, names))}"
        for name in sorted(self._fresh):
            any_kind = (
                _literal(dumps(wire_name(f"s{name.removeprefix(_FRESH)}", kind))) for kind in domain.names("kinds")
            )
            yield f"{name.upper()}: {' | '.join(any_kind)}"


_FRESH = "fresh"
_SETTING = "setting"
_VALUE = '","value":"'
_CLOSE = '"}'
_KIND_OF = '{"kind":"'
_TO = '","to":['


def _rule(names: tuple[str, ...]) -> str:
    """A rule's name: without the spaces of names that say a colour."""
    return "_".join(names).replace(" ", "_") or "none"


def _opening(op: str, *keys: str) -> str:
    """The beginning of an edit up to its first open value: ``{"op":"set","id":"s1","field":"``.

    ``keys`` are key, value, key, value, …, key; a number's value has no quote.
    """
    text = f'{{"op":"{op}"'
    for key, value in zip(keys[::2], keys[1::2], strict=False):
        text += f',"{key}":"{value}"'
    return text + f',"{keys[-1]}":' + ("" if op == "goto" else '"')


def _field(name: str) -> str:
    return f',"{name}":'


def _quoted(op: str) -> str:
    return _literal(dumps({"op": op}))


def _literal(text: str) -> str:
    """A Lark string: JSON escapes serve."""
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> list[str]:
    """The characters of ``text`` as they stand in a JSON string, so that an escape is never cut in two."""
    return [dumps(character)[1:-1] for character in text]
