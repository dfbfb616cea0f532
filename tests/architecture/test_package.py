"""What is shipped: the wheel holds every module and every file that a module reads."""

import ast
import os
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

from hatchling.build import build_wheel

from tests.architecture.source import PACKAGE, ROOT, SRC, modules, tracked, tree

DATA = {".toml", ".json", ".jinja", ".lark", ".safetensors", ".txt", ".typed", ".py", ".md"}


# Needed without being imported here.
BEHIND = {"accelerate": "diffusers and transformers load weights through it"}


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
    assert "danqing/server/static/index.html" in shipped
    assert "danqing/language/vocabulary/compiled.json" in shipped
    kept = {path for path in tracked() if path.is_relative_to(PACKAGE)}
    assert not {path.relative_to(SRC).as_posix() for path in kept} - shipped
    strange = sorted(path.name for path in kept if path.suffix not in DATA)
    assert not strange, "a new kind of file in the package: is it meant to be shipped?"


def test_version_is_in_one_place() -> None:
    from danqing import __version__

    assert f'__version__ = "{__version__}"' in (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert __version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def plain(name: str) -> str:
    """A distribution's name in one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The distributions that the package imports, anywhere."""
    names: set[str] = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    foreign = names - set(sys.stdlib_module_names) - {"danqing"}
    return {plain(distribution) for name in foreign for distribution in known.get(name, [name])[:1]}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {plain(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    optional = {plain(re.split(r"[^\w.-]", line)[0]) for line in extras}
    assert imported() - optional == declared - set(BEHIND)


def test_constraints_pin_every_dependency_portably() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    pattern = re.compile(r"([\w.-]+)==\d[\w.]*( ; \w+ == \"\w+\")?")
    assert not [pin for pin in pins if not pattern.fullmatch(pin)], "exact versions, without local suffix or address"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    assert {plain(re.split(r"[^\w.-]", line)[0]) for line in wanted} <= {plain(pin.partition("==")[0]) for pin in pins}
