"""Small pictures of latents while a picture is drawn."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import ModelUnusable
from danqing.engine.families.model import PictureModel

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

FILE = "preview.json"
"""Optional, in the model's folder: ``{"weights": [[r, g, b], … one a latent channel], "bias": [r, g, b]}``, giving
RGB from -1 to 1 straight from the latents."""

_ENLARGE = 4


class Previewer:
    """Latents to a small picture: by the folder's linear map, else by decoding latents of half the size."""

    def __init__(self, folder: Path, model: PictureModel) -> None:
        self._model = model
        self._linear = _read_linear(folder / FILE)

    def draw(self, latents: "torch.Tensor") -> "Image":
        """Half the picture's width and height, RGB. ``latents`` has shape (1, channels, height / 8, width / 8)."""
        import torch
        from PIL import Image

        with torch.inference_mode():
            if self._linear is None:
                half = torch.nn.functional.avg_pool2d(latents, 2, ceil_mode=True)
                return to_image(self._model.decode(half)[0])
            weights, bias = self._linear
            rows = latents[0].permute(1, 2, 0).float().cpu() @ torch.tensor(weights) + torch.tensor(bias)
            small = to_image(rows.permute(2, 0, 1))
        return small.resize((small.width * _ENLARGE, small.height * _ENLARGE), Image.Resampling.BICUBIC)


def to_image(pixels: "torch.Tensor") -> "Image":
    """An RGB picture from values of -1 to 1, shape (3, height, width)."""
    import torch
    from PIL import Image

    levels = (pixels.float() * 127.5 + 127.5).clamp(0, 255).round().to(torch.uint8)
    return Image.fromarray(levels.permute(1, 2, 0).contiguous().cpu().numpy())


def _read_linear(path: Path) -> tuple[list[list[float]], list[float]] | None:
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
