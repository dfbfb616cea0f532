"""Sentence templates: ``{a|b}`` picks one, ``[x]`` comes half of the time, ``<slot>`` is filled in."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar

T = TypeVar("T")
Node = str | tuple[str, tuple["Sequence[Node]", ...]]
_TOKENS = re.compile(r"[{}|\[\]]|<\w+>|[^{}|\[\]<]+|<")
SLOT = re.compile(r"<([a-z]+)(\d*)>")


def table(rows: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Rows of ``a|b|c`` as tuples."""
    return {key: tuple(row.split("|")) for key, row in rows.items()}


def early(rng: random.Random, options: Sequence[T], bend: float = 1.6) -> T:
    """One of the options, the first ones more often: with ``bend`` 1 all alike."""
    return options[int(len(options) * rng.random() ** bend)]


def fill(rng: random.Random, template: str, **slots: str) -> str:
    """The template with its choices taken and its slots filled."""
    return _render(rng, _parsed(template), slots)


class _Kept(dict[str, str]):
    """Every slot as it stands."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


_KEPT = _Kept()


def chosen(rng: random.Random, template: str) -> str:
    """The template with its choices taken and its slots left, for those who must know first which were asked for."""
    return _render(rng, _parsed(template), _KEPT)


def _render(rng: random.Random, nodes: Sequence[Node], slots: Mapping[str, str]) -> str:
    out = []
    for node in nodes:
        if isinstance(node, str):
            out.append(slots[node[1:-1]] if node[0] == "<" and len(node) > 2 else node)
        elif node[0] == "{":
            out.append(_render(rng, node[1][int(rng.random() * len(node[1]))], slots))
        elif rng.random() < 0.5:
            out.append(_render(rng, node[1][0], slots))
    return "".join(out)


@cache
def _parsed(template: str) -> Sequence[Node]:
    nodes, rest = _sequence(_TOKENS.findall(template), 0, "")
    if rest != len(_TOKENS.findall(template)):
        raise ValueError(template)
    return nodes


def _sequence(tokens: Sequence[str], at: int, until: str) -> tuple[Sequence[Node], int]:
    nodes: list[Node] = []
    while at < len(tokens) and tokens[at] not in until.split():
        token = tokens[at]
        if token == "{":
            options = []
            while tokens[at] != "}":
                option, at = _sequence(tokens, at + 1, "| }")
                options.append(option)
            nodes.append(("{", tuple(options)))
            at += 1
        elif token == "[":
            option, at = _sequence(tokens, at + 1, "]")
            nodes.append(("[", (option,)))
            at += 1
        else:
            nodes.append(token)
            at += 1
    return nodes, at
