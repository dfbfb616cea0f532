"""Documentation that cannot rot: names exist, both languages tell the same, examples run."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import PACKAGE, ROOT, dotted, modules

PAIRS = [
    ("README.md", "README.zh-CN.md"),
    ("docs/usage.md", "docs/usage.zh-CN.md"),
    ("docs/models.md", "docs/models.zh-CN.md"),
    ("docs/real-models.md", "docs/real-models.zh-CN.md"),
    ("docs/page.md", "docs/page.zh-CN.md"),
    ("docs/prompts.md", "docs/prompts.zh-CN.md"),
    ("docs/entities.md", "docs/entities.zh-CN.md"),
    ("docs/engine.md", "docs/engine.zh-CN.md"),
    ("docs/train-lora.md", "docs/train-lora.zh-CN.md"),
    ("docs/router.md", "docs/router.zh-CN.md"),
    ("docs/performance.md", "docs/performance.zh-CN.md"),
]
PAGES = [*(name for pair in PAIRS for name in pair), "ARCHITECTURE.md", "CONTRIBUTING.md"]
FENCE = re.compile(r"^(?P<mark><!-- run -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def page(name: str) -> str:
    """The text of one page."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", text)


def test_architecture_names_every_module() -> None:
    text = page("ARCHITECTURE.md")
    named = set(re.findall(r"`(danqing(?:\.(?!json|toml)\w+)*)`", text))
    real = {dotted(path) for path in modules() if path.name != "__init__.py"}
    missing, gone = real - named, {name for name in named if not exists(name)}
    assert not missing, f"not in ARCHITECTURE.md: {sorted(missing)}"
    assert not gone, f"in ARCHITECTURE.md only: {sorted(gone)}"


def exists(name: str) -> bool:
    """Whether a dotted name is a module or a package."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_have_the_same_shape(english: str, chinese: str) -> None:
    assert HEADING.findall(prose(page(english))) == HEADING.findall(prose(page(chinese)))


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_show_the_same_commands(english: str, chinese: str) -> None:
    assert code(english) == code(chinese)


def code(name: str) -> list[tuple[str, str]]:
    """The code blocks of a page, comments and quoted text left out: those are translated."""
    blocks = []
    for match in FENCE.finditer(page(name)):
        lines = (
            re.sub(r'"[^"]*"', '""', re.sub(r"(^|\s)#.*", "", line)).rstrip() for line in match["body"].split("\n")
        )
        blocks.append((match["kind"], "\n".join(line for line in lines if line)))
    return blocks


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    base = (ROOT / name).parent
    dead = [link for link in LINK.findall(prose(page(name))) if not (base / link).exists()]
    assert not dead


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_exist(name: str) -> None:
    reference = page("docs/cli.md")
    for line in re.findall(r"^danqing .*", "\n".join(m["body"] for m in FENCE.finditer(page(name))), re.MULTILINE):
        words = re.sub(r'"[^"]*"', "TEXT", line.partition(" #")[0]).split()
        if not words[1].startswith("-"):
            assert f"## danqing {words[1]}\n" in reference, line
        for option in (word for word in words if re.fullmatch(r"--?[a-z][\w-]*", word)):
            assert re.search(rf"(?<![\w-]){option}\b", reference), f"{line}: {option}"


@pytest.mark.parametrize("name", PAGES)
def test_recipes_exist(name: str) -> None:
    recipes = set(re.findall(r"^([a-z-]+):(?!=)", page("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=[^\n]*\n?)", code_text(name))) <= recipes


def code_text(name: str) -> str:
    """All that a page sets in code."""
    return "\n".join([*(m["body"] for m in FENCE.finditer(page(name))), *re.findall(r"`([^`\n]+)`", prose(page(name)))])


def test_addresses_exist(tmp_path: Path) -> None:
    from danqing import Studio
    from danqing.server.app import create_app

    with Studio(tmp_path, painter="fake", writer="scripted") as studio:
        known = {shape(path) for path in create_app(studio).openapi()["paths"]}
    for name in PAGES:
        for address in re.findall(r"/api/[\w/${}]+", code_text(name)):
            assert shape(address) in known, f"{name}: {address}"


def shape(address: str) -> str:
    """An address with its parts that vary left open."""
    return re.sub(r"\{\w+\}|\$\w+", "*", address).rstrip("/")


@pytest.mark.parametrize("tool", ["reference", "figures"])
def test_generated_pages_are_up_to_date(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tools/{tool}.py", "--check"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def examples() -> list[Any]:
    """Marked blocks: page, language, text."""
    return [
        pytest.param(name, match["kind"], match["body"], id=f"{name} {number}")
        for name in PAGES
        for number, match in enumerate(FENCE.finditer(page(name)), start=1)
        if match["mark"]
    ]


@pytest.mark.parametrize(("name", "kind", "body"), examples())
def test_marked_examples_run(name: str, kind: str, body: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DANQING_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "default"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    environment |= {"DANQING_PAINTER": "fake", "DANQING_WRITER": "scripted"}
    command = [sys.executable, "-c", body] if kind == "python" else ["bash", "-euo", "pipefail", "-c", body]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{name}:\n{body}\n{done.stderr}"
    assert "Traceback" not in done.stderr
