"""A transformer's repeated blocks: one is compiled in the background, and computes for all that are built alike."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from danqing.engine.building import Around, Builder, Builds, shadow
from danqing.engine.graphs import Tensors
from danqing.models.memory.tenancy import Tenancy

if TYPE_CHECKING:
    import torch

WEIGHT = "weight "
"""Begins the names of weights among the inputs of what is compiled: no parameter of a function has a space in it."""


class Alike:
    """Blocks of one build, whose calls go to a faster version where there is one.

    ``busy``: whether something is found out about their calls as they are, so that none may be left out.
    """

    def __init__(
        self, blocks: Sequence[Any], builder: Builder, tenancy: Tenancy, around: Around, busy: Callable[[], bool]
    ) -> None:
        template = shadow(blocks[0])  # before its calls are redirected
        name = type(template).__name__
        self.builds = Builds(name, template, _called, builder, tenancy, "denoise", None, around, weights_of)
        self._busy = busy
        self._number: int | None = None
        for block in blocks:
            self._redirect(block)

    @contextmanager
    def picture(self, plain: bool) -> Iterator[None]:
        """Around one picture, which ends with the version that it begins with. ``plain``: nothing but the model itself
        acts on the blocks. Outside of it no faster version is used."""
        self._number = self.builds.number if plain else None
        try:
            yield
        finally:
            self._number = None

    def _redirect(self, block: Any) -> None:
        forward, weights = block.forward, weights_of(block)
        signature = inspect.signature(forward)

        @wraps(forward)
        def faster(*given: Any, **named: Any) -> Any:
            number = self._number
            inputs = None if number is None or self._busy() else _tensors(signature.bind(*given, **named).arguments)
            built = None if inputs is None or number is None else self.builds.chosen(inputs, number)
            if built is None or inputs is None:
                return forward(*given, **named)
            return built.function(**inputs, **weights)

        block.forward = faster


def alike(
    blocks: Sequence[Any], builder: Builder, tenancy: Tenancy, around: Around, busy: Callable[[], bool]
) -> tuple[Alike, ...]:
    """Blocks that may share what is compiled, together; without those that give anything but several tensors."""
    groups: dict[Any, list[Any]] = {}
    for block in blocks:
        if not getattr(block, "context_pre_only", False):  # the last of Stable Diffusion 3, which gives one and None
            groups.setdefault(_build_of(block), []).append(block)
    return tuple(Alike(group, builder, tenancy, around, busy) for group in groups.values())


def weights_of(block: Any) -> "dict[str, torch.Tensor]":
    """By the names that they have among the inputs."""
    named = [*block.named_parameters(), *block.named_buffers()]
    return {WEIGHT + name: weight for name, weight in named}


def _called(block: Any, **inputs: "torch.Tensor") -> Tensors:
    from torch.func import functional_call

    weights = {name.removeprefix(WEIGHT): each for name, each in inputs.items() if name.startswith(WEIGHT)}
    arguments: dict[str, Any] = {}
    for name, each in inputs.items():
        stem, dot, _ = name.partition(".")
        if not name.startswith(WEIGHT):
            arguments[stem] = (*arguments.get(stem, ()), each) if dot else each
    given: Tensors = functional_call(block, weights, (), arguments)
    return given


def _tensors(arguments: dict[str, Any]) -> "dict[str, torch.Tensor] | None":
    """By name, those of a tuple numbered; None where something else is among them."""
    import torch

    found: dict[str, torch.Tensor] = {}
    for name, value in arguments.items():
        if isinstance(value, torch.Tensor):
            found[name] = value
        elif isinstance(value, tuple) and all(isinstance(each, torch.Tensor) for each in value):
            found |= {f"{name}.{index}": each for index, each in enumerate(value)}
        elif value:  # what is none or empty is left to the default
            return None
    return found


def _build_of(block: Any) -> Any:
    """Equal for blocks of which one computes what the other does, but for their weights."""
    import torch

    weights = tuple((name, weight.shape, weight.dtype) for name, weight in weights_of(block).items())
    parts = tuple((type(part), _plain(vars(part))) for part in block.modules() if isinstance(part, torch.nn.Module))
    return weights, parts


def _plain(attributes: dict[str, Any]) -> Any:
    """Numbers and switches as they are, of all else the class."""
    own = sorted((name, value) for name, value in attributes.items() if not name.startswith("_"))
    simple = (int, float, str, bool, type(None))
    return tuple((name, value if isinstance(value, simple) else type(value)) for name, value in own)
