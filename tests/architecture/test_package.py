"""What is shipped: the wheel holds every module and every file that a module reads."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hatchling.build import build_wheel

from tests.architecture.source import PACKAGE, ROOT, SRC, tracked

DATA = {".toml", ".json", ".jinja", ".lark", ".safetensors", ".txt", ".typed", ".py", ".md"}


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """A build backend is called in the project's folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_wheel_is_whole(tmp_path: Path) -> None:
    with inside(ROOT):
        wheel = tmp_path / build_wheel(str(tmp_path))
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
        entry = next(name for name in shipped if name.endswith("entry_points.txt"))
        assert "danqing = danqing.cli.main:app" in archive.read(entry).decode()
    kept = {path for path in tracked() if path.is_relative_to(PACKAGE)}
    assert not {path.relative_to(SRC).as_posix() for path in kept} - shipped
    strange = sorted(path.name for path in kept if path.suffix not in DATA)
    assert not strange, "a new kind of file in the package: is it meant to be shipped?"


def test_version_is_in_one_place() -> None:
    from danqing import __version__

    assert f'__version__ = "{__version__}"' in (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert __version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
