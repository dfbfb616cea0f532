"""Reading the libraries: what the package brings, and before it what stands in ``library`` of the data folder."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from danqing.core.errors import BadInput
from danqing.language.library.entries import File, Library, Preset, Style

FOLDER = "library"
"""Within the data folder: ``*.toml`` as in the package, and ``wildcards/*.txt``."""

Stamps = tuple[tuple[Path, int, int], ...]


def at(home: Path | None) -> Library:
    """The libraries with the user's entries from ``home``, as they are now. BadInput names the file and the entry."""
    return _library(stamped(home, "*.toml"))


def in_use() -> Library:
    """The library of the block that ``using`` opened, else the package's alone."""
    return _IN_USE.get() or at(None)


@contextmanager
def using(library: Library) -> Iterator[None]:
    """Within the block every style and negative comes from ``library``."""
    token = _IN_USE.set(library)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def stamped(home: Path | None, pattern: str) -> Stamps:
    """The user's files of that form with time and size: what is kept of them holds as long as these do."""
    if home is None:
        return ()
    found = []
    for path in sorted((home / FOLDER).glob(pattern)):
        try:
            about = path.stat()
        except OSError as error:
            raise unreadable(path, error) from error
        found.append((path, about.st_mtime_ns, about.st_size))
    return tuple(found)


def unreadable(path: Path, error: object) -> BadInput:
    """The error for a file of the user's that cannot be used."""
    return BadInput("library_file", path=path, detail=error)


_IN_USE: ContextVar[Library | None] = ContextVar("library", default=None)


@lru_cache(maxsize=4)
def _library(own: Stamps) -> Library:
    user, ours = File(), _packaged()
    read = {path: _read(path) for path, _, _ in own}
    for file in read.values():
        user.style.update(file.style)
        user.negative.update(file.negative)
        user.preset.update(file.preset)
    for path, file in read.items():
        _check_themes(path, file, {*ours.negative, *user.negative})
    return Library(
        {**user.style, **{k: v for k, v in ours.style.items() if k not in user.style}},
        {**user.negative, **{k: v for k, v in ours.negative.items() if k not in user.negative}},
        {**user.preset, **{k: v for k, v in ours.preset.items() if k not in user.preset}},
        frozenset(f"{kind}.{entry}" for kind in File.model_fields for entry in getattr(user, kind)),
    )


def _check_themes(path: Path, file: File, known: set[str]) -> None:
    """BadInput for an entry with a theme that no negative has."""
    entries: list[tuple[str, Style | Preset]] = [(f"style.{id}", style) for id, style in file.style.items()]
    entries += [(f"preset.{id}", preset) for id, preset in file.preset.items()]
    for place, entry in entries:
        for theme in entry.themes:
            if theme not in known:
                raise unreadable(path, f"{place}.themes: {theme} is none of: {', '.join(sorted(known))}")


@lru_cache(maxsize=1)
def _packaged() -> File:
    folder = files("danqing.language.library")
    tables: dict[str, object] = {}
    for kind in ("styles", "negatives", "presets"):
        tables |= tomllib.loads((folder / f"{kind}.toml").read_text("utf-8"))
    return File.model_validate(tables)


def _read(path: Path) -> File:
    try:
        return File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise unreadable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise unreadable(path, error) from error
