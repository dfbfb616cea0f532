"""The critic: reads a picture of the starter's domain and names every object, its colour, place and size."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.domain import STARTER
from danqing.core.layout import Placement

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

THRESHOLD = 0.22
"""Chosen on rendered truth, where both critics count best with 0.20 to 0.25; never on what the painter drew."""
GRID = 32
"""The critic answers on a 32x32 grid: one cell for 8 pixels of a 256 px picture."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the critic saw: objects as placements (without subject ids), background and style."""

    objects: tuple[Placement, ...]
    background: str
    style: str


def make_network(width: int = 48) -> "torch.nn.Module":
    """The network: (n, 3, 256, 256) in [-1, 1] → objects (n, 24+11+3, 32, 32) and setting (n, 19+5).

    The channels of the first are kind heat (sigmoid), colour (softmax), then x and y offsets from the cell's centre in
    cells and the log of the extent, after CenterNet (Zhou et al. 2019, "Objects as Points").
    """
    from torch import nn

    def block(i: int, o: int, stride: int = 1) -> nn.Module:
        return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.SiLU())

    class Residual(nn.Module):
        def __init__(self, c: int, dilation: int = 1) -> None:
            super().__init__()
            self.body = nn.Sequential(
                nn.Conv2d(c, c, 3, 1, dilation, dilation, bias=False),
                nn.BatchNorm2d(c),
                nn.SiLU(),
                nn.Conv2d(c, c, 3, 1, 1, bias=False),
                nn.BatchNorm2d(c),
            )
            self.act = nn.SiLU()

        def forward(self, x: "torch.Tensor") -> "torch.Tensor":
            return self.act(x + self.body(x))  # type: ignore[no-any-return]

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            w = width
            self.stem = nn.Sequential(block(3, w // 2, 2), block(w // 2, w, 2), Residual(w), block(w, 2 * w, 2))
            self.body = nn.Sequential(*(Residual(2 * w, d) for d in (1, 2, 4, 1)))
            kinds, colours = len(STARTER.kinds), len(STARTER.colours)
            last = nn.Conv2d(2 * w, kinds + colours + 3, 1)
            assert last.bias is not None
            last.bias.data[:kinds].fill_(-4.6)  # heat starts near 0.01: most cells are empty
            self.objects = nn.Sequential(block(2 * w, 2 * w), last)
            self.setting = nn.Sequential(
                block(2 * w, 2 * w, 2),
                nn.AdaptiveAvgPool2d(4),
                nn.Flatten(),
                nn.Linear(32 * w, 128),
                nn.SiLU(),
                nn.Linear(128, len(STARTER.backgrounds) + len(STARTER.styles)),
            )

        def forward(self, x: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
            features = self.body(self.stem(x))
            return self.objects(features), self.setting(features)

    return Network()


class Critic:
    """A critic read from a folder with ``critic.safetensors`` and ``config.json`` (its width)."""

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._network = make_network(config["width"])
        weights = {
            k: v.float() if v.is_floating_point() else v for k, v in load_file(folder / "critic.safetensors").items()
        }
        self._network.load_state_dict(weights)
        self._network.to(device).eval()
        self._device = device

    def read(self, images: "Sequence[Image]") -> list[Reading]:
        """One reading a picture; pictures of another size are brought to 256x256 first."""
        import numpy as np
        import torch

        arrays = [
            np.asarray(i.convert("RGB").resize((256, 256)) if i.size != (256, 256) else i.convert("RGB"))
            for i in images
        ]
        batch = torch.from_numpy(np.stack(arrays)).permute(0, 3, 1, 2).float().div(127.5).sub(1)
        with torch.inference_mode():
            objects, setting = self._network(batch.to(self._device))
        return decode(objects.float().cpu(), setting.float().cpu())


def decode(objects: "torch.Tensor", setting: "torch.Tensor") -> list[Reading]:
    """The network's output as readings: peaks of the heat above THRESHOLD, one object a peak."""
    import torch
    from torch.nn.functional import max_pool2d

    kinds, colours = STARTER.names("kinds"), STARTER.names("colours")
    heat = objects[:, : len(kinds)].sigmoid()
    # One object a place, whatever its kind: the strongest kind of a neighbourhood wins.
    best, which = heat.max(1)
    peaks = (max_pool2d(best[:, None], 3, 1, 1)[:, 0] == best) & (best > THRESHOLD)
    backgrounds, styles = STARTER.names("backgrounds"), STARTER.names("styles")
    out = []
    for i in range(len(objects)):
        found = []
        for row, column in torch.nonzero(peaks[i]).tolist():
            cell = objects[i, len(kinds) :, row, column]
            colour = colours[int(cell[: len(colours)].argmax())]
            dx, dy, size = cell[len(colours) :].tolist()
            x, y = (column + 0.5 + dx) / GRID, (row + 0.5 + dy) / GRID
            found.append(Placement("", kinds[int(which[i, row, column])], colour, x, y, 2.718281828**size))
        background = backgrounds[int(setting[i, : len(backgrounds)].argmax())]
        style = styles[int(setting[i, len(backgrounds) :].argmax())]
        out.append(Reading(tuple(found), background, style))
    return out
