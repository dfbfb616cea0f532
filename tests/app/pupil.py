"""A process to kill: trains a small model's adapter and tells when a checkpoint is kept."""

import io
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from danqing import Studio
from danqing.app.trainings import Lesson
from danqing.core.training import TrainingSaved
from danqing.engine.fake import FakePainter
from danqing.models.registry import add
from danqing.training.lora.recipe import Recipe
from tests.engine.folders import make_folder

QUICK = Recipe("zq", rank=2, steps=400, resolution=64, warmup=0, sample_every=0, save_every=5)


def school(home: Path) -> Studio:
    """A studio with a small model of random weights, which adapters can be learnt for."""
    if not (home / "models.toml").exists():
        home.mkdir(parents=True, exist_ok=True)
        folder = make_folder(home / "small", "sd15")
        (folder / "danqing.json").write_text('{"steps": 3}', encoding="utf-8")
        add(home, "small", {"role": "painter", "folder": str(folder)})
    return Studio(home, painter=FakePainter(delay=0.03), writer="scripted")


def discs(studio: Studio, number: int = 3) -> list[Lesson]:
    """Pictures to learn from."""
    rng, found = random.Random(3), []
    for _ in range(number):
        image = Image.new("RGB", (64, 64), (30, 60, 160))
        x, y = rng.randint(20, 44), rng.randint(20, 44)
        ImageDraw.Draw(image).ellipse((x - 14, y - 14, x + 14, y + 14), fill=(220, 40, 40))
        data = io.BytesIO()
        image.save(data, "PNG")
        found.append(Lesson(studio.bring(data.getvalue()).id, "a zq disc"))
    return found


def main(home: str) -> None:
    studio = school(Path(home))
    training_id = studio.trainings.begin("small", discs(studio), QUICK)
    print(training_id, flush=True)
    for stored in studio.trainings.events(training_id):
        if isinstance(stored.event, TrainingSaved):
            break
    print("trained", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
