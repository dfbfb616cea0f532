"""``package``: trained folders into the wheel's ``models/starter``, with what the engine reads beside the weights."""

import json
import random
import shutil
from pathlib import Path

from danqing.training.starter.painter import make_scheduler
from danqing.training.starter.pictures import draw_block

LIMIT = 44_000_000
"""Bytes that all bundled weights may take together."""
STEPS, GUIDANCE = 12, 3.0
"""The painter's defaults. Not chosen by measurement yet: ``danqing eval starter`` will tell."""


def package(trained: Path, models: Path, reserved: Path) -> int:
    """Copies ``trained/{painter,writer,critic,reserved}`` to ``models/{painter,writer,critic}`` and ``reserved``.

    What was not trained stays, and so do the model cards. Returns the bytes of all bundled weights; ValueError above
    LIMIT.
    """
    for role in ("painter", "writer", "critic"):
        if (trained / role).exists():
            _copy(trained / role, models / role)
    if (trained / "reserved").exists():
        _copy(trained / "reserved", reserved)
    if (trained / "painter").exists():
        _finish(models / "painter")
    total = sum(f.stat().st_size for f in models.rglob("*.safetensors"))
    if total > LIMIT:
        raise ValueError(f"the bundled weights take {total} bytes, {total - LIMIT} too many")
    return total


def _finish(painter: Path) -> None:
    """What the engine reads beside the weights."""
    make_scheduler().save_pretrained(painter / "scheduler")
    _write(
        painter / "danqing.json",
        {
            "dialect": "starter",
            "domain": "starter",
            "sizes": ["256x256"],
            "default_size": "256x256",
            "steps": STEPS,
            "guidance": GUIDANCE,
        },
    )
    _write(painter / "preview.json", preview(painter / "vae"))


def preview(vae_folder: Path) -> dict[str, list[list[float]] | list[float]]:
    """The linear map from latents to RGB in [-1, 1] at an eighth of the size that fits random pictures best."""
    import torch
    from diffusers import AutoencoderKL

    vae = AutoencoderKL.from_pretrained(vae_folder, torch_dtype=torch.float32, local_files_only=True)
    images = torch.from_numpy(draw_block(random.Random(1), number=96).images).permute(0, 3, 1, 2).float() / 127.5 - 1
    with torch.inference_mode():
        latents = torch.cat([vae.encode(part).latent_dist.mean for part in images.split(16)])
        small = torch.nn.functional.avg_pool2d(images, 8)
    rows = latents.permute(0, 2, 3, 1).flatten(0, 2)
    ones = torch.ones(len(rows), 1)
    solved = torch.linalg.lstsq(torch.cat((rows, ones), 1), small.permute(0, 2, 3, 1).flatten(0, 2)).solution
    rounded = [[round(float(v), 5) for v in row] for row in solved]
    return {"weights": rounded[:-1], "bias": rounded[-1]}


def _copy(source: Path, target: Path) -> None:
    """Every file but hidden ones; old weights in the target go, its card stays; readable for everybody."""
    for old in target.rglob("*"):
        if old.is_file() and old.suffix == ".safetensors":
            old.unlink()
    for file in source.rglob("*"):
        inside = file.relative_to(source)
        if file.is_file() and not any(part.startswith(".") for part in inside.parts):
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / inside)


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
