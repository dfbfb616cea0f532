"""Who may import whom, and what must not be loaded until it is needed."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

PYPROJECT = str(ROOT / "pyproject.toml")
HEAVY = ("torch", "diffusers", "transformers", "peft")


def loaded_after(code: str) -> set[str]:
    """The top-level modules in a fresh interpreter once ``code`` ran."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_contracts_hold() -> None:
    code = f"from importlinter.cli import lint_imports; raise SystemExit(lint_imports({PYPROJECT!r}, no_cache=True))"
    done = subprocess.run(  # in a process of its own: it turns off all loggers of this one
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout


def test_every_package_has_its_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = " | ".join(next(c for c in contracts if c["id"] == "layers")["layers"])
    placed = {name.strip(" ()") for name in layers.split("|")}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= placed


def test_help_loads_no_heavy_library() -> None:
    code = "import sys\nfrom danqing.cli.main import app\ntry:\n    app(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded_after(code).isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["danqing", "danqing.core.events", "danqing.app.studio", "danqing.cli.main"])
def test_import_loads_no_heavy_library(module: str) -> None:
    assert loaded_after(f"import {module}").isdisjoint(HEAVY)


def test_import_of_the_package_loads_next_to_nothing() -> None:
    assert loaded_after("import danqing").isdisjoint({"pydantic", "sqlalchemy", "numpy", "PIL", "rich", "typer"})


def test_module_entry_point_answers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "danqing", "--help"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "draw" in done.stdout
