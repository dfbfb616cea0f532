"""Small pictures of latents while a picture is drawn."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import ModelUnusable
from danqing.engine.families.model import PictureModel
from danqing.models.streams import working

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

FILE = "preview.json"
"""Optional, in the model's folder: ``{"weights": [[r, g, b], … one a latent channel], "bias": [r, g, b]}``, giving
RGB from -1 to 1 straight from the latents."""

_ENLARGE = 4
_PATCHES = 16
_SIDE = 256

Linear = tuple[list[list[float]], list[float]]
"""Weights and bias as in the file."""


class Previewer:
    """Latents to a small picture by a linear map: the folder's, else one fitted to the model's own autoencoder.

    Decoding would show more, and cost more than a step.
    """

    def __init__(self, folder: Path, model: PictureModel) -> None:
        self._model = model
        self._linear = _read_linear(folder / FILE)

    def draw(self, latents: "torch.Tensor") -> "Image":
        """Half the picture's width and height, RGB. ``latents`` has shape (1, channels, height / 8, width / 8).

        On a card in a stream of its own, beside the step that is under way; the latents have to be there already.
        """
        import torch
        from PIL import Image

        with torch.inference_mode(), working(self._model.device, "preview"):
            if self._linear is None:
                self._linear = _fitted(self._model)
            weights, bias = self._linear
            rows = latents[0].permute(1, 2, 0).float().cpu() @ torch.tensor(weights) + torch.tensor(bias)
            small = to_image(rows.permute(2, 0, 1))
        return small.resize((small.width * _ENLARGE, small.height * _ENLARGE), Image.Resampling.BICUBIC)


def _fitted(model: PictureModel) -> Linear:
    """The map from latents to colours that is nearest to the truth on a picture of soft patches in many colours."""
    import numpy as np
    import torch
    from PIL import Image

    patches = np.random.default_rng(0).integers(0, 256, (_PATCHES, _PATCHES, 3), dtype=np.uint8)
    picture = Image.fromarray(patches).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
    latents = model.encode_picture(picture)[0].flatten(1).T.cpu()
    side = round(latents.shape[0] ** 0.5)
    colours = torch.from_numpy(np.array(picture.resize((side, side), Image.Resampling.BOX))).float() / 127.5 - 1
    known = torch.cat([latents, torch.ones(len(latents), 1)], dim=1)
    *weights, bias = torch.linalg.lstsq(known, colours.flatten(0, 1)).solution.tolist()
    return weights, bias


def to_image(pixels: "torch.Tensor") -> "Image":
    """An RGB picture from values of -1 to 1, shape (3, height, width)."""
    import torch
    from PIL import Image

    levels = (pixels.float() * 127.5 + 127.5).clamp(0, 255).round().to(torch.uint8)
    return Image.fromarray(levels.permute(1, 2, 0).contiguous().cpu().numpy())


def _read_linear(path: Path) -> Linear | None:
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
        weights = [[float(value) for value in row] for row in data["weights"]]
        bias = [float(value) for value in data["bias"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelUnusable("model_damaged", path=path, detail=str(error)) from error
    if len(bias) != 3 or any(len(row) != 3 for row in weights):
        raise ModelUnusable("model_damaged", path=path, detail="three numbers a channel are needed")
    return weights, bias
