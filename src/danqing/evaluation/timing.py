"""Seconds, taken by turns after a warm-up, and how far two pictures lie apart."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

Work = Callable[[], object]


def seconds(work: Work, device: "torch.device | None" = None) -> float:
    """Of one call, until the card has done what it was given."""
    wait(device)
    started = time.perf_counter()
    work()
    wait(device)
    return time.perf_counter() - started


def by_turns(ways: Mapping[str, Work], rounds: int, device: "torch.device | None" = None) -> dict[str, float]:
    """The median of each way's seconds: every round runs each of them once, so that all meet the same machine."""
    taken = [{name: seconds(work, device) for name, work in ways.items()} for _ in range(rounds)]
    return {name: median(row[name] for row in taken) for name in ways}


def wait(device: "torch.device | None" = None) -> None:
    """Until the card is idle; on a processor nothing is ever pending."""
    if device is not None and device.type == "cuda":
        import torch

        torch.cuda.synchronize(device)


def psnr(picture: "Image", reference: "Image") -> float:
    """Peak signal-to-noise ratio of two pictures of one size, in dB; 100 where they are equal."""
    import numpy as np

    one, other = (np.asarray(image, dtype=np.float64) for image in (picture, reference))
    error = float(((one - other) ** 2).mean())
    return 100.0 if error == 0 else float(20 * np.log10(255) - 10 * np.log10(error))
