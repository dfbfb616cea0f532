"""Wildcards in a user's text: ``{a|b}``, ``{2::a|b}`` and ``__name__``, drawn by a seed before it is understood."""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.language.library.wildcard_lists import WordLists, weighed
from danqing.language.preprocess import detect_language

MAX_DEPTH = 24
"""Choices within choices, and lists within lists."""
MAX_DRAWS = 2000
"""Choices that one text may come to, those of lists within lists included."""

# Full-width braces and bars are what a Chinese keyboard types.
_TOKEN = re.compile(
    r"\\(?P<escaped>[{}|｛｝｜]|__)|(?P<open>[{｛])|(?P<bar>[|｜])|(?P<close>[}｝])|__(?P<name>(?!_)[\w/-]+?)__"
)


_LATIN_NAME = re.compile(r"__[a-z0-9/_-]+?__", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    """``__name__``."""

    name: str


@dataclass(frozen=True, slots=True)
class _Choice:
    """``{a|b}``. ``source``: as it stands in the text; ``options``: each with its weight."""

    source: str
    options: "tuple[tuple[float, _Nodes], ...]"


_Node = str | _Named | _Choice
_Nodes = tuple[_Node, ...]


def has_wildcards(text: str) -> bool:
    """Whether anything in ``text`` is to be drawn. Raises BadInput as ``expand``."""
    return any(not isinstance(node, str) for node in _parsed(text))


def check(text: str, lists: WordLists) -> None:
    """BadInput for what some draw of ``text`` could not carry out: unknown names, lists within themselves."""
    _check(_parsed(text), lists, (), set())


def expand(text: str, seed: int | str, lists: WordLists, limit: int) -> str:
    """``text`` with a choice made at each wildcard: the same for the same seed, whatever else stands in the text.

    Entries of lists come in the language of the text. A backslash before a brace, a bar or ``__`` takes their meaning
    away. Braces without a bar stay as they are. Raises BadInput for an unknown name, for lists within themselves, and
    where the result would pass ``limit`` characters.
    """
    nodes = _parsed(text)
    if not any(not isinstance(node, str) for node in nodes) and "\\" not in text:
        return text
    return _Expansion(lists, seed, detect_language(_LATIN_NAME.sub("", text)), limit).text(nodes)


@dataclass
class _Expansion:
    lists: WordLists
    seed: int | str
    language: Language
    limit: int
    drawn: Counter[str] = field(default_factory=Counter)
    length: int = 0

    def text(self, nodes: _Nodes, within: tuple[str, ...] = (), depth: int = 0) -> str:
        """``within``: the lists that are being drawn from."""
        if depth > MAX_DEPTH:
            raise BadInput("wildcard_deep", limit=MAX_DEPTH)
        return "".join([self._node(node, within, depth + 1) for node in nodes])

    def _node(self, node: _Node, within: tuple[str, ...], depth: int) -> str:
        match node:
            case str():
                self.length += len(node)
                if self.length > self.limit:
                    raise BadInput("text_too_long", length=self.length, limit=self.limit)
                return node
            case _Choice(source, options):
                index = self._draw(source, [weight for weight, _ in options])
                return self.text(options[index][1], within, depth).strip()
            case _Named(name):
                chosen = self.lists.named(name)
                _no_cycle(chosen.id, within)
                index = self._draw(f"__{chosen.id}__", [choice.weight for choice in chosen.choices])
                inner = _parsed(chosen.choices[index].text(self.language))
                return self.text(inner, (*within, chosen.id), depth)

    def _draw(self, source: str, weights: Sequence[float]) -> int:
        """The place of the one drawn. Each wildcard has dice of its own: what one draws never shifts another's."""
        if self.drawn.total() >= MAX_DRAWS:
            raise BadInput("wildcard_many", limit=MAX_DRAWS)
        key = f"{self.seed}|{source}|{self.drawn[source]}"
        self.drawn[source] += 1
        digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
        dice = random.Random(int.from_bytes(digest, "big"))
        return dice.choices(range(len(weights)), weights if any(weights) else None)[0]


def _check(nodes: _Nodes, lists: WordLists, within: tuple[str, ...], done: set[str]) -> None:
    for node in nodes:
        match node:
            case _Choice(options=options):
                for _, option in options:
                    _check(option, lists, within, done)
            case _Named(name):
                found = lists.named(name)
                _no_cycle(found.id, within)
                if len(within) >= MAX_DEPTH:
                    raise BadInput("wildcard_deep", limit=MAX_DEPTH)
                if found.id not in done:
                    done.add(found.id)
                    for text in dict.fromkeys(text for choice in found.choices for text in (choice.en, choice.zh)):
                        _check(_parsed(text), lists, (*within, found.id), done)
            case str():
                pass


def _no_cycle(name: str, within: tuple[str, ...]) -> None:
    if name in within:
        raise BadInput("wildcard_cycle", names=" → ".join((*within, name)))


@dataclass
class _Open:
    """Braces that are not closed yet: where they began, and the options so far."""

    start: int
    options: list[list[_Node]]


def _parsed(text: str) -> _Nodes:
    """The text as a tree. What is no wildcard, unbalanced braces too, stays as typed."""
    stack = [_Open(0, [[]])]
    at = 0
    for token in _TOKEN.finditer(text):
        stack[-1].options[-1].append(text[at : token.start()])
        at = token.end()
        if token["open"] and len(stack) > MAX_DEPTH:
            raise BadInput("wildcard_deep", limit=MAX_DEPTH)
        if token["open"]:
            stack.append(_Open(token.start(), [[]]))
        elif token["bar"] and len(stack) > 1:
            stack[-1].options.append([])
        elif token["close"] and len(stack) > 1:
            closed = stack.pop()
            stack[-1].options[-1] += _closed(closed, text[closed.start : at])
        elif token["name"]:
            stack[-1].options[-1].append(_Named(token["name"]))
        else:
            stack[-1].options[-1].append(token["escaped"] or token[0])
    stack[-1].options[-1].append(text[at:])
    while len(stack) > 1:
        left = stack.pop()
        stack[-1].options[-1] += _as_typed(left, text[left.start])
    return tuple(node for node in stack[0].options[0] if node != "")


def _closed(braces: _Open, source: str) -> list[_Node]:
    if len(braces.options) == 1:
        return [*_as_typed(braces, source[0]), source[-1]]
    return [_Choice(source, tuple(map(_option, braces.options)))]


def _as_typed(braces: _Open, opening: str) -> list[_Node]:
    """Braces that are no choice."""
    nodes: list[_Node] = [opening]
    for number, option in enumerate(braces.options):
        nodes += [*(["|"] if number else []), *option]
    return nodes


def _option(nodes: list[_Node]) -> tuple[float, _Nodes]:
    kept = [node for node in nodes if node != ""]
    if not kept or not isinstance(kept[0], str):
        return 1.0, tuple(kept)
    weight, rest = weighed(kept[0])
    return weight, (rest, *kept[1:])
