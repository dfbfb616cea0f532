"""A model tried out: one picture or one answer, with what it took. This is how a person confirms a model's weights."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from danqing.app import build, prompting
from danqing.app.inspecting import the_model
from danqing.app.shelf import RULES, Shelf
from danqing.core.errors import BadInput
from danqing.core.scene import Scene, SceneEdit
from danqing.core.settings import Configuration
from danqing.core.types import DrawOptions, Settings
from danqing.models.registry import AddedRole

if TYPE_CHECKING:
    from PIL.Image import Image

    from danqing.core.types import ApprovedPrompt

REQUEST = "a red boat on the sea at night"
OnStep = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tried:
    """``load_s``: reading the weights; ``run_s``: the picture or the answer; ``peak``: bytes of memory at most, on the
    card where there is one, else of this process, 0 where the system does not say.

    ``flat``: a picture of one single colour, as where numbers overflowed; ``edits``: what a language model answered.
    """

    id: str
    role: str
    device: str
    load_s: float
    run_s: float
    peak: int
    image: "Image | None" = None
    settings: Settings | None = None
    flat: bool = False
    edits: tuple[SceneEdit, ...] = ()


def try_model(
    name: str,
    settings: Configuration,
    options: DrawOptions,
    role: AddedRole | None = None,
    on_step: OnStep = lambda done, total: None,
) -> Tried:
    """Loads the model and has it draw or answer once; nothing is stored. ``options``: size, steps and the like.

    Raises BadInput, ModelUnusable, DrawingFailed.
    """
    info = the_model(name, settings, role)
    known = info.id if info.folder is None or info.id == name else str(info.folder)
    match info.role:
        case "painter":
            return _draw(known, settings, options, on_step)
        case "writer" if known != RULES:
            return _answer(known, settings)
        case _:
            raise BadInput("check_role", id=info.id)


def _draw(name: str, settings: Configuration, options: DrawOptions, on_step: OnStep) -> Tried:
    shelf = Shelf(settings)
    approved = _prompt(shelf, settings, replace(options, painter=name, writer=RULES))
    begun = time.perf_counter()
    shelf.warm_painter(name)
    loaded = time.perf_counter()
    painter = shelf.painter(name)
    image = painter.draw(approved, approved.settings.seed, lambda done, total, _: on_step(done, total), lambda: False)
    took = time.perf_counter() - loaded
    flat = all(low == high for low, high in image.convert("RGB").getextrema())  # type: ignore[misc]
    return Tried(
        painter.id,
        "painter",
        _device(settings),
        loaded - begun,
        took,
        _peak(settings),
        image=image,
        settings=approved.settings,
        flat=flat,
    )


def _prompt(shelf: Shelf, settings: Configuration, options: DrawOptions) -> "ApprovedPrompt":
    """The prompt of ``REQUEST`` in the model's own dialect, written by the rules, let through by the policy."""
    from danqing.safety.policy import Policy

    painter = shelf.painter(options.painter or "")
    tools = build.tools(shelf, settings.home)
    made = prompting.look(build.understanding(REQUEST, settings), None, options, painter, tools).draft
    assert made.prompt is not None and made.settings is not None  # the rules always find the boat
    painter.check(made.settings)
    return Policy().approve(made.prompt, made.settings)


def _answer(name: str, settings: Configuration) -> Tried:
    """Held to edits of a scene as in any turn. What the rules would write in its place counts as its failure."""
    shelf = Shelf(settings)
    begun = time.perf_counter()
    shelf.warm_writer(name)
    loaded = time.perf_counter()
    found = shelf.writer(name, shelf.painter("fake").domain).write((), Scene(), build.understanding(REQUEST, settings))
    took = time.perf_counter() - loaded
    if found.fallback is not None:
        raise found.fallback
    return Tried(name, "writer", _device(settings), loaded - begun, took, _peak(settings), edits=found.edits)


def _device(settings: Configuration) -> str:
    from danqing.models.devices import pick_device

    return pick_device(name="cpu" if settings.cpu else None).title


def _peak(settings: Configuration) -> int:
    import torch

    if torch.cuda.is_available() and not settings.cpu:
        return int(torch.cuda.max_memory_reserved())
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # KiB on Linux, bytes on macOS
