"""A function of tensors compiled for the shapes of one call, apart from everything that could compile it once more."""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FunctionType
from typing import TYPE_CHECKING, Any

from danqing.engine.graphs import Tensors

if TYPE_CHECKING:
    import torch

Function = Callable[..., Tensors]
"""Takes tensors by name."""

_CACHE = "TORCHINDUCTOR_CACHE_DIR"


class _Caught(BaseException):
    """Ends the first call of what was compiled: until then nothing has run."""


class Compiled:
    """What inductor made of a function. It checks nothing: whoever calls it gives the shapes that it was made for."""

    def __init__(self, run: Callable[..., Any], given: tuple[Any, ...], inputs: "Mapping[str, torch.Tensor]") -> None:
        """``given``: what ``run`` takes, weights and ``inputs``, as it was compiled for."""
        self._run = run
        self._given = given
        self._places = [(at, name) for at, one in enumerate(given) for name, own in inputs.items() if own is one]

    def __call__(self, **inputs: "torch.Tensor") -> Tensors:
        given = list(self._given)
        for at, name in self._places:
            given[at] = inputs[name].contiguous()
        return tuple(self._run(*given))


def compiled(function: Function, inputs: "Mapping[str, torch.Tensor]") -> Compiled:
    """``function`` as inductor compiles it for tensors like ``inputs``, which are contiguous. Runs nothing of it.

    Dynamo's own result is left aside: it asks at each call whether it still holds, and compiles again where it thinks
    not, at the cost of the picture that called. What a graph of fixed shapes depends on stands in the key it is kept
    under. Raises what torch raises.
    """
    import torch
    from torch._inductor.compile_fx import compile_fx

    _keep_on_disk()
    # Products in float32 are meant to be exact: an autoencoder is held in it because less overflows.
    warnings.filterwarnings("ignore", "TensorFloat32 tensor cores")
    made: list[Any] = []

    def backend(graph: Any, examples: Any) -> Callable[..., Any]:
        # Padding is chosen by timing it, which waits for the whole card: not while another thread captures.
        made.append(compile_fx(graph, examples, config_patches={"shape_padding": False}))
        return caught

    def caught(*given: Any) -> Any:
        made.append(given)
        raise _Caught

    def call(**named: "torch.Tensor") -> Tensors:
        return function(**named)

    # Dynamo counts what it compiled by code object, and gives up after a few shapes: each has one of its own.
    own = FunctionType(call.__code__.replace(), globals(), call.__name__, None, call.__closure__)
    try:
        with torch.inference_mode():
            torch.compile(own, backend=backend, fullgraph=True, dynamic=False)(**inputs)
    except _Caught:
        given, run = made.pop(), made.pop()
        return Compiled(run, given, inputs)
    finally:
        made.clear()  # dynamo keeps the backend, and with it would keep the weights
    raise RuntimeError("nothing was left to compile")


@contextmanager
def keyed(tag: str) -> Iterator[None]:
    """What is compiled meanwhile is kept on disk apart from the same compiled with another tag.

    For what torch's keys do not hold, such as which way of attention comes first.
    """
    import torch.compiler.config

    config: Any = torch.compiler.config
    with config.patch(cache_key_tag=config.cache_key_tag + tag):
        yield


def _keep_on_disk() -> None:
    """Kernels are kept in the user's cache folder, unless a person has named another: the next start finds them."""
    from platformdirs import user_cache_path

    if not os.environ.get(_CACHE):
        os.environ[_CACHE] = str(user_cache_path("danqing", appauthor=False) / "kernels")
