"""A model's place in memory, as model code sees it: where its weights go, and when it may use which of them."""

import logging
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, Literal, Protocol, TypeVar

from danqing.core.memory import Precision
from danqing.models.devices import Device

T = TypeVar("T")
_log = logging.getLogger(__name__)

StepName = Literal["read", "encode", "denoise", "decode"]


class Tenancy(Protocol):
    """Of one model, from when its weights are read until it leaves."""

    @property
    def tiled(self) -> bool:
        """Whether pictures are decoded in tiles."""
        ...

    @property
    def steady(self) -> bool:
        """Whether weights lie still while they are used, as a CUDA graph of the network needs it."""
        ...

    def precision(self, device: Device) -> Precision:
        """How the weights are to be held on ``device``. Asked before they are read; ModelUnusable where they cannot fit
        at any."""
        ...

    def settle(self, device: Device, networks: Mapping[str, Any]) -> None:
        """Takes networks that were read into main memory to the device, under the names of the model's parts."""
        ...

    def using(self, size: tuple[int, int] = (0, 0)) -> AbstractContextManager[None]:
        """Around a whole picture or answer: the model is not taken away meanwhile. ``size``: of the picture, in pixels;
        what is leased inside, by the same thread, is for it."""
        ...

    def lease(self, step: StepName, pictures: int = 1) -> AbstractContextManager[None]:
        """Around one step of so many pictures: its parts are there, and nobody takes their place.

        Whoever asks holds no other lease.
        """
        ...

    def relieve(self, error: BaseException, tried: int) -> int | None:
        """Makes room after memory was full, when nothing is in use; how much has been tried by now.

        None where nothing is left to try or the error is another one. ``tried``: what it said the last time, 0 at
        first. What it lowers it remarks (``core.remarks``).
        """
        ...


class Loose:
    """A model that nobody keeps account of: its weights go to the device and stay there."""

    tiled = False
    steady = True

    def precision(self, device: Device) -> Precision:
        return plain(device)

    def settle(self, device: Device, networks: Mapping[str, Any]) -> None:
        for network in networks.values():
            network.to(device.name)

    def using(self, size: tuple[int, int] = (0, 0)) -> AbstractContextManager[None]:
        return nullcontext()

    def lease(self, step: StepName, pictures: int = 1) -> AbstractContextManager[None]:
        return nullcontext()

    def relieve(self, error: BaseException, tried: int) -> int | None:
        return None


def relieved(tenancy: Tenancy, work: Callable[[], T]) -> T:
    """Does ``work`` again after memory was full, as long as there is something to lower. Raises what it raised last.

    ``work`` begins with ``using`` and leaves it by its error.
    """
    tried = 0
    while True:
        try:
            return work()
        except (RuntimeError, MemoryError) as error:
            failed = error
        for each in (failed, failed.__cause__):  # what its frames hold is what there is no room for
            traceback.clear_frames(None if each is None else each.__traceback__)
        now = tenancy.relieve(failed, tried)
        if now is None:
            raise failed
        _log.warning("memory was full (%s); way %d of making room", failed, now)
        tried = now


def computing(device: Device, tenancy: Tenancy) -> Device:
    """The device with the number format that a model's weights are read in. Raises ModelUnusable."""
    held = tenancy.precision(device)
    dtype = next((name for name, precision in _PLAIN.items() if precision == held), device.dtype)
    return replace(device, dtype=dtype)


_PLAIN: dict[str, Precision] = {"float32": "fp32", "float16": "fp16", "bfloat16": "bf16"}


def plain(device: Device) -> Precision:
    """That of the device's own number format."""
    return _PLAIN[device.dtype]
