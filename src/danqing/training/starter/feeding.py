"""Feeding: a thread that moves drawn pictures from the processes' shared memory to the device while training runs."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from danqing.training.starter.pictures import BLOCK, SIDE, PicturePool, Pictures

if TYPE_CHECKING:
    import torch

TOGETHER = 8
"""Blocks moved at a time, always as many: one call of the autoencoder for 256 pictures, of one shape."""


class Ring:
    """Rows kept on the device in columns; the newest take the place of the oldest.

    ``columns``: shape of a row and dtype of each. ``filled`` rows may be read: ``settle`` shows what was written.
    """

    def __init__(
        self, size: int, device: "torch.device", columns: "Sequence[tuple[tuple[int, ...], torch.dtype]]"
    ) -> None:
        import torch

        self.columns = [torch.zeros((size, *shape), dtype=dtype, device=device) for shape, dtype in columns]
        self.size, self.device = size, device
        self.filled = self.seen = self._next = 0

    def write(self, rows: "Sequence[torch.Tensor]") -> None:
        """Copies rows, one tensor a column, to where the oldest are."""
        number = len(rows[0])
        start = self._next if self._next + number <= self.size else 0
        for column, new in zip(self.columns, rows, strict=True):
            column[start : start + number] = new
        self._next = start + number
        self.seen += number

    def settle(self) -> None:
        """Once the device has finished writing."""
        self.filled = max(self.filled, self._next)

    def sample(self, number: int) -> "torch.Tensor":
        """Indices of random rows; the first one again and again while there is none."""
        import torch

        return torch.randint(max(self.filled, 1), (number,), device=self.device)


class Feeder:
    """Writes ``encode(images, blocks)`` into ``ring`` for as long as ``enough()`` is false.

    ``images`` (n, 256, 256, 3) uint8 lie on the device. On CUDA everything happens on a stream of its own, from pinned
    memory, beside the training's kernels. A row that is overwritten while a batch reads it is half old and half new
    once: harmless, and not worth a lock.
    """

    def __init__(
        self,
        pool: PicturePool,
        ring: Ring,
        encode: "Callable[[torch.Tensor, list[Pictures]], Sequence[torch.Tensor]]",
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self._pool, self._ring, self._encode, self._enough = pool, ring, encode, enough
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)

    def __enter__(self) -> "Feeder":
        # A thread that waits for the interpreter gets it at once: the training's kernels must not stand still.
        sys.setswitchinterval(5e-4)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=30)

    def wait(self, rows: int) -> None:
        """Returns when so many rows can be read; RuntimeError where the thread has failed."""
        while self._ring.filled < rows:
            if not self._thread.is_alive():
                raise RuntimeError("the feeder has ended")
            time.sleep(0.02)

    def _run(self) -> None:
        import torch

        device = self._ring.device
        cuda = device.type == "cuda"
        together = TOGETHER if cuda else 1
        staging = torch.empty((together * BLOCK, SIDE, SIDE, 3), dtype=torch.uint8, pin_memory=cuda)
        stream = None
        if cuda:
            torch.cuda.set_device(device)  # of this thread
            stream = torch.cuda.Stream()
        while not self._enough():
            blocks: list[Pictures] = []
            while len(blocks) < together:
                block = self._pool.block(staging[len(blocks) * BLOCK :][:BLOCK].numpy())
                if self._stopped.is_set():
                    return
                if block is not None:
                    blocks.append(block)
            with torch.no_grad(), torch.cuda.stream(stream):
                images = staging.to(device, non_blocking=True) if cuda else staging.clone()
                self._ring.write(self._encode(images, blocks))
            if stream is not None:
                stream.synchronize()
            self._ring.settle()
