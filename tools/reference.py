"""Write docs/cli.md, docs/settings.md and ARCHITECTURE.md's modules from the program; --check: are they up to date?"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "danqing"
LAYERS = (
    "app", "cli", "server", "evaluation", "conversation", "training", "language", "vision", "safety", "scheduling",
    "store", "engine", "models", "core",
)  # fmt: skip
NOTE = "<!-- Written by `make docs` from the program itself. Do not edit. -->\n"
PLAIN = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "TERM": "dumb", "LANG": "en_US.UTF-8"}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The argument lists of the program and of every command in it."""
    yield path
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        if not inner.hidden:
            yield from commands(inner, (*path, name))


def cli() -> str:
    """Every `--help`, as a person sees it in a terminal of 100 columns."""
    os.environ.update(PLAIN)
    from typer.main import get_command
    from typer.testing import CliRunner

    from danqing.cli.main import app

    parts = [NOTE, "# The command line\n"]
    for path in commands(get_command(app)):
        shown = CliRunner().invoke(app, [*path, "--help"], prog_name="danqing")
        if shown.exit_code != 0:
            raise SystemExit(f"danqing {' '.join(path)} --help failed: {shown.output}")
        text = "\n".join(line.rstrip() for line in shown.stdout.strip("\n").splitlines())
        parts.append(f"## {' '.join(('danqing', *path))}\n\n```text\n{text.strip()}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    """One row a setting: its name in the file, its variable, its default, what it is."""
    from danqing.core.settings import FILE, Configuration

    head = (
        f"{NOTE}\n# Settings\n\nA variable comes before the file `{FILE}` in the data folder, the file before the "
        "default; options of the command line come before all.\n\n"
        "| in the file | variable | default | |\n|---|---|---|---|\n"
    )
    return head + "".join(settings_rows(Configuration.model_fields))


def settings_rows(fields: Any, table: str = "") -> Iterator[str]:
    """One row a setting, those of a table each for itself."""
    for name, field in fields.items():
        if not field.is_required() and hasattr(field.default, "model_fields_set"):
            yield from settings_rows(type(field.default).model_fields, name)
            continue
        if field.is_required():
            default = "the platform's folder" if name == "home" else "required"
        else:
            value = field.default
            if isinstance(value, bool):
                value = str(value).lower()
            elif isinstance(value, tuple):
                value = list(value)
            default = "" if value is None else f"`{value}`"
        key = "" if name == "home" else f"`[{table}] {name}`" if table else f"`{name}`"
        variable = f"DANQING_{table.upper()}__{name.upper()}" if table else f"DANQING_{name.upper()}"
        yield f"| {key} | `{variable}` | {default} | {field.description} |\n"


def modules() -> str:
    """ARCHITECTURE.md with one line a module, packages from the highest to the lowest."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    parts = []
    for folder in [PACKAGE, *(PACKAGE / name for name in LAYERS)]:
        found = sorted(folder.glob("*.py") if folder == PACKAGE else folder.rglob("*.py"))
        if not found:
            continue
        parts.append(f"### {folder.name}\n\n{duty(folder / '__init__.py')}\n")
        lines = [f"- `{dotted(path)}`: {duty(path)}" for path in found if path != folder / "__init__.py" and duty(path)]
        parts.append("\n".join(lines) + "\n")
    body = "\n".join(parts)
    return re.sub(r"(<!-- modules.*? -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}\n{body}\n{m[2]}", text, flags=re.S)


def duty(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def dotted(path: Path) -> str:
    """``danqing.core.scene`` for src/danqing/core/scene.py."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def main() -> int:
    """0 where everything is up to date or was written, 1 where --check found an old page."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, text in (("docs/cli.md", cli()), ("docs/settings.md", settings()), ("ARCHITECTURE.md", modules())):
        page = ROOT / name
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            page.write_text(text, encoding="utf-8")
    if stale:
        sys.stdout.write(f"{'out of date, run `make docs`' if check else 'written'}: {', '.join(stale)}\n")
    return 1 if stale and check else 0


if __name__ == "__main__":
    raise SystemExit(main())
