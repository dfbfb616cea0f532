"""Write docs/cli.md and docs/settings.md from the program itself; with --check only say whether they are up to date."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
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
    rows = []
    for name, field in Configuration.model_fields.items():
        if field.is_required():
            default = "the platform's folder" if name == "home" else "required"
        else:
            value = str(field.default).lower() if isinstance(field.default, bool) else field.default
            default = "" if value is None else f"`{value}`"
        key = "" if name == "home" else f"`{name}`"
        rows.append(f"| {key} | `DANQING_{name.upper()}` | {default} | {field.description} |\n")
    return head + "".join(rows)


def main() -> int:
    """0 where everything is up to date or was written, 1 where --check found an old page."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, text in (("cli.md", cli()), ("settings.md", settings())):
        page = DOCS / name
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(f"docs/{name}")
        if not check:
            page.write_text(text, encoding="utf-8")
    if stale:
        sys.stdout.write(f"{'out of date, run `make docs`' if check else 'written'}: {', '.join(stale)}\n")
    return 1 if stale and check else 0


if __name__ == "__main__":
    raise SystemExit(main())
