"""House rules that a linter has no rule for."""

import ast
import re

from tests.architecture.source import PACKAGE, ROOT, called, dotted, here, modules, tracked, tree

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

# The outermost loops: command line, HTTP, worker. Only here may everything be caught.
OUTERMOST = {"danqing.cli", "danqing.server", "danqing.scheduling"}

GATED = {"ApprovedPrompt", "CheckedPicture", "CheckedPreview"}

# Written so that this file does not match itself.
PRIVATE = re.compile(rb"/(?:home|Users|root)/[A-Za-z0-9_.-]+|/(?:work)/(?:main|shared)|[A-Z]:\\\\Users\\\\")


def test_modules_open_with_their_duty_in_one_line() -> None:
    first_lines = {here(path): (ast.get_docstring(tree(path)) or "").partition("\n")[0] for path in modules()}
    assert not [name for name, line in first_lines.items() if not line.rstrip().endswith((".", ":", "。"))]


def test_names_say_something() -> None:
    named = [here(path) for path in modules() if FORBIDDEN_NAMES & set(path.with_suffix("").parts)]
    assert not named


def test_tests_mirror_the_package() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    others = {"architecture", "browser", "fixtures", "gpu"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert folders - others <= packages


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """``except:``, ``except Exception`` and ``except BaseException``, alone or in a tuple."""
    if handler.type is None:
        return True
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(names & {"Exception", "BaseException"})


def re_raises(handler: ast.ExceptHandler) -> bool:
    """Whether it ends in a bare ``raise``: clean-up, no swallowing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_everything_is_caught_in_the_outermost_loops_only() -> None:
    found: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not re_raises(node):
                found.setdefault(".".join(dotted(path).split(".")[:2]), []).append(here(path, node))
    inside = {package: places for package, places in found.items() if package not in OUTERMOST}
    assert not inside
    assert all(len(places) == 1 for places in found.values()), f"one loop each: {found}"


def test_only_safety_makes_what_the_gate_guards() -> None:
    outside = [
        f"{here(path, node)} {called(node)}"
        for path in modules()
        if not dotted(path).startswith("danqing.safety")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in GATED
    ]
    assert not outside


def test_nothing_is_patched_but_time_and_environment() -> None:
    patched = [
        here(path, node)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and node.module in {"unittest.mock", "mock"})
        or (isinstance(node, ast.Import) and any(alias.name.endswith("mock") for alias in node.names))
    ]
    assert not patched


def test_no_private_paths() -> None:
    leaks = []
    for path in tracked():
        if path.suffix in {".safetensors", ".webp", ".png"}:
            continue
        leaks += [f"{here(path)}: {match.decode(errors='replace')}" for match in PRIVATE.findall(path.read_bytes())]
    assert not leaks


def test_licence_is_apache() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
