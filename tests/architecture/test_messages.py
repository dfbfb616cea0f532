"""Every sentence exists in both languages, and whoever says it fills it in completely."""

import ast
import re
import string

import pytest

from danqing.cli.texts import TEXTS
from danqing.core import errors
from danqing.core.messages import MESSAGES, say
from tests.architecture.source import called, here, modules, tree

HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCES = {**MESSAGES, **{f"terminal {key}": pair for key, pair in TEXTS.items()}}


def parameters(template: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_both_languages_take_the_same_parameters(key: str) -> None:
    english, chinese = SENTENCES[key]
    assert parameters(english) == parameters(chinese)
    assert not HAN.search(english)
    if re.search(r"[a-z]", re.sub(r"\{.*?\}", "", english)):
        assert HAN.search(chinese)


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_can_be_said(key: str) -> None:
    values = dict.fromkeys(parameters(MESSAGES[key][0]), "1")
    assert say("en", key, **values)
    assert say("zh", key, **values)


def error_classes() -> dict[str, type[errors.DanqingError]]:
    """The tree, by class name."""
    found: dict[str, type[errors.DanqingError]] = {}
    todo = [errors.DanqingError]
    while todo:
        kind = todo.pop()
        found[kind.__name__] = kind
        todo += kind.__subclasses__()
    return {name: kind for name, kind in found.items() if kind.__module__ == errors.__name__}


def said(node: ast.Call) -> tuple[dict[str, tuple[str, str]], str] | None:
    """Where the message of ``say(language, "key", …)``, ``tell("key", …)`` or ``SomeError("key", …)`` stands.

    None where the key is no literal, or the call says nothing.
    """
    name = called(node)
    kind = error_classes().get(name)
    default = None
    if name == "say":
        where, arguments = MESSAGES, node.args[1:2]
    elif name in {"tell", "TerminalError", "BadUse"}:
        where, arguments = TEXTS, node.args[:1]
    elif kind is not None and "__init__" not in vars(kind):
        where, arguments, default = MESSAGES, node.args[:1], kind.default_key
    else:
        return None
    match arguments:
        case [ast.Constant(value=str(key))]:
            return where, key
        case [] if default:
            return where, default
        case _:
            return None


def test_what_is_said_exists_and_is_filled_in() -> None:
    wrong = []
    for path in modules():
        # ``Refused`` and ``Cancelled`` are also events: there the keywords are fields.
        events = imported_from(tree(path), "danqing.core.events")
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or called(node) in events or (place := said(node)) is None:
                continue
            sentences, key = place
            if key not in sentences:
                wrong.append(f"{here(path, node)}: no message {key!r}")
            elif all(keyword.arg for keyword in node.keywords):
                given = {keyword.arg for keyword in node.keywords}
                if missing := parameters(sentences[key][0]) - given:
                    wrong.append(f"{here(path, node)}: {key!r} lacks {sorted(missing)}")
    assert not wrong


def imported_from(module: ast.Module, name: str) -> set[str]:
    """What a file imports from the module ``name``, as it calls it."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == name
        for alias in node.names
    }


def test_the_drawn_error_tree_is_the_real_one() -> None:
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"^([│├└─ ]*)([A-Z]\w+)", line):
            depth = len(match[1]) // 4
            if depth == 0 and match[2] != "DanqingError":
                continue
            path = [*path[:depth], match[2]]
            drawn[match[2]] = path[-2] if depth else "Exception"
    real = {name: kind.__bases__[0].__name__ for name, kind in error_classes().items()}
    assert drawn == real


def test_the_drawn_codes_are_the_real_ones() -> None:
    for name, exit_code, status in re.findall(r"([A-Z]\w+) +(\d) +(\d{3})", errors.__doc__ or ""):
        kind = error_classes()[name]
        assert (kind.exit_code, kind.status) == (int(exit_code), int(status)), name


def test_errors_without_a_key_of_their_own_name_one() -> None:
    for kind in error_classes().values():
        assert kind.default_key in MESSAGES
