"""One run: the rows that were asked for, one after another, each kept as soon as it is measured."""

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.core.messages import say
from danqing.evaluation.gpu.row import Row, Unavailable
from danqing.evaluation.gpu.rows import chosen
from danqing.evaluation.gpu.stage import Report, Stage
from danqing.evaluation.surroundings import surroundings
from danqing.models.devices import calm_threads

LANGUAGES: tuple[Language, ...] = ("en", "zh")
LIBRARIES = ("torch", "diffusers", "transformers", "bitsandbytes", "xformers")
_WRONG = (DanqingError, RuntimeError, OSError, ImportError, ValueError, TypeError, KeyError, AttributeError)
"""What a row may end with; the others are measured all the same."""


@dataclass(frozen=True, slots=True)
class Options:
    """``only``: names of rows, none for all. ``small``: tiny models on the processor. ``out``: a file that is written
    after each row; rows that it holds of the same card stay. ``models``: a folder for the models, kept afterwards."""

    only: tuple[str, ...] = ()
    quick: bool = False
    small: bool = False
    out: Path | None = None
    models: Path | None = None


def run(options: Options, report: Report) -> dict[str, Any]:
    """Everything that was measured. BadInput for an unknown row, Unavailable without a card."""
    rows = chosen(options.only)
    calm_threads()
    import torch

    if not options.small and not torch.cuda.is_available():
        raise Unavailable("bench_no_card")
    device = torch.device("cpu" if options.small else "cuda:0")
    found = _begun(options, "CPU" if options.small else torch.cuda.get_device_name(device))
    with ExitStack() as ending:
        folders = options.models or Path(ending.enter_context(TemporaryDirectory(prefix="danqing-bench-")))
        folders.mkdir(parents=True, exist_ok=True)
        stage = Stage(folders, device, report, options.small, options.quick)
        ending.callback(stage.close)
        for row in rows:
            report(row.name)
            found["rows"][row.name] = _measured(row, stage)
            if options.out is not None:
                _write(options.out, found)
    return found


def _begun(options: Options, card: str) -> dict[str, Any]:
    """What is known of the run beforehand, with the rows that its file holds already."""
    head = surroundings() | {"card": card, "versions": _versions(), "quick": options.quick, "small": options.small}
    before: dict[str, Any] = {}
    if options.out is not None and options.out.is_file():
        before = json.loads(options.out.read_text(encoding="utf-8"))
    return head | {"rows": before["rows"] if before.get("card") == card else {}}


def _measured(row: Row, stage: Stage) -> dict[str, Any]:
    started = time.monotonic()
    try:
        got: dict[str, Any] = {"figures": {name: _short(value) for name, value in row.measure(stage).items()}}
    except Unavailable as missing:
        got = _without(missing.key, **missing.params)
    except ModuleNotFoundError as missing:
        got = _without("bench_missing", what=missing.name or missing)
    except _WRONG as error:
        stage.clear()
        detail = (str(error).strip().splitlines() or [""])[0]
        stage.report(f"{row.name}: {type(error).__name__}: {detail}")
        got = _without("bench_row_failed", detail=f"{type(error).__name__}: {detail}"[:200])
    return got | {"seconds": round(time.monotonic() - started, 1)}


def _without(key: str, **params: object) -> dict[str, Any]:
    """What stands in the place of figures, in both languages."""
    return {"without": {language: say(language, key, **params) for language in LANGUAGES}}


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def _versions() -> str:
    return ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _write(path: Path, found: dict[str, Any]) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)
