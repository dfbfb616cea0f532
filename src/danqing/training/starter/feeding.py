"""Feeding: a thread that moves drawn pictures from the processes' shared memory to the device while training runs."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from danqing.training.starter.pictures import BLOCK, SIDE, PicturePool, Pictures

if TYPE_CHECKING:
    import torch

TOGETHER = 8
"""Blocks moved at a time: one call of the autoencoder for 256 pictures, not eight."""


class Feeder:
    """Calls ``take(images, blocks)`` until ``enough()``; ``images`` (n, 256, 256, 3) uint8 lie on the device.

    On CUDA everything happens on a stream of its own, from pinned memory, beside the training's kernels. A picture that
    is overwritten while a batch reads it is half old and half new once: harmless, and not worth a lock.
    """

    def __init__(
        self,
        pool: PicturePool,
        device: "torch.device",
        take: "Callable[[torch.Tensor, list[Pictures]], None]",
        enough: Callable[[], bool],
    ) -> None:
        self._pool, self._device, self._take, self._enough = pool, device, take, enough
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)

    def __enter__(self) -> "Feeder":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=30)

    @property
    def alive(self) -> bool:
        """False once everything is fed, or the thread has failed."""
        return self._thread.is_alive()

    def _run(self) -> None:
        import torch

        cuda = self._device.type == "cuda"
        together = TOGETHER if cuda else 1
        staging = torch.empty((together * BLOCK, SIDE, SIDE, 3), dtype=torch.uint8, pin_memory=cuda)
        stream = torch.cuda.Stream() if cuda else None
        while not self._stopped.is_set() and not self._enough():
            blocks = list(self._pool.blocks(together, wait=True))
            for i, block in enumerate(blocks):
                staging[i * BLOCK : (i + 1) * BLOCK] = torch.from_numpy(block.images)
            number = len(blocks) * BLOCK
            if stream is None:
                self._take(staging[:number].clone(), blocks)
                continue
            with torch.cuda.stream(stream):
                self._take(staging[:number].to(self._device, non_blocking=True), blocks)
            stream.synchronize()
