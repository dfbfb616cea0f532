"""One lesson taught to the starter and measured: before and after, the old domain, time."""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from benchmarks.lora.judging import Classifier
from benchmarks.lora.lessons import LESSONS, Lesson, write_lesson
from PIL import Image

from danqing.evaluation.painting import judge, tasks
from danqing.language.dialects.starter import sentence
from danqing.models.catalog import find_model, starter_folder
from danqing.training.lora.events import Begun, Ended, Preparing, Stepped
from danqing.training.lora.opening import Order, look_through, train
from danqing.training.lora.recipe import Recipe
from danqing.training.starter.scenes import sample_layout
from danqing.vision.critic import Critic

Report = Callable[[str], None]
DRAWN = 8
"""Pictures drawn at a time."""
CLASSES = 24


def class_prompts(number: int = CLASSES) -> tuple[str, ...]:
    """Sentences of the starter's own domain, not those that it is judged by."""
    rng = random.Random(5)
    return tuple(sentence(sample_layout(rng)[1]) for _ in range(number))


def recipe(lesson: Lesson, **settings: Any) -> Recipe:
    """The recipe that the figures are of; ``settings`` change it."""
    few: dict[str, Any] = {"steps": 300, "batch": 4, "lr": 1e-3, "layers": "all", "rank": 16}
    quiet: dict[str, Any] = {"sample_every": 0, "save_every": 0}
    return Recipe(trigger=lesson.trigger, **{**few, **quiet, **settings})


def teach(name: str, folder: Path, settings: dict[str, Any], device: str, report: Report) -> dict[str, Any]:
    """Trains on 24 pictures; how long it took. The adapter is ``folder / "out" / "lora.safetensors"``."""
    lesson = LESSONS[name]
    write_lesson(lesson, folder / "pictures")
    made = recipe(lesson, **settings)
    order = Order(folder / "pictures", find_model("starter", "painter"), folder / "out", made, device=device)
    began, at, paces = time.monotonic(), time.monotonic(), list[float]()
    out: dict[str, Any] = {"steps": made.steps, "batch": made.batch, "rank": made.rank, "lr": made.lr}
    for event in train(look_through(order)):
        match event:
            case Preparing(stage="prior", done=done, total=total):
                report(f"prior {done}/{total}")
            case Begun():
                out |= {"parameters": event.parameters, "pictures": event.pictures, "priors": event.priors}
                out |= {"device": event.device, "precision": event.precision, "threads": torch.get_num_threads()}
                out["seconds to prepare"] = round(time.monotonic() - began, 1)
                at = time.monotonic()
            case Stepped():
                paces.append(time.monotonic() - at)
                at = time.monotonic()
                if event.step % 20 == 0:
                    report(f"step {event.step}/{event.steps} loss {event.loss:.4f} left {event.left_s or 0:.0f} s")
            case Ended():
                out["peak GPU MiB"] = event.peak_bytes >> 20
    out["seconds a step, median"] = round(sorted(paces)[len(paces) // 2], 3)
    out["seconds in all"] = round(time.monotonic() - began, 1)
    return out


def measure(
    name: str, lora: Path, device: str, pictures: int, report: Report, sheet: Path | None = None
) -> dict[str, Any]:
    """What the adapter draws and what the base drew, by the same prompts and seeds, none of them trained."""
    lesson, pipeline = LESSONS[name], _pipeline(device)
    classifier = Classifier(lesson, pipeline.vae, device, pictures=800, epochs=20, report=report)
    rng = random.Random(303)
    asked = [lesson.draw(rng, True).caption for _ in range(pictures)]
    old = [task for subjects in (1, 2) for task in tasks(max(1, pictures // 2), subjects, "seen")]
    critic = Critic(starter_folder("critic"))
    out: dict[str, Any] = {"classifier, rendered pictures": round(classifier.accuracy(160), 4)}
    rows: list[list[Image.Image]] = []
    for when in ("before", "after"):
        if when == "after":
            pipeline.load_lora_weights(lora.parent, weight_name=lora.name)
        report(f"{name}: drawing {when}")
        shown = _draw(pipeline, asked)
        drawn_old: list[Image.Image] = []

        def keep(prompts: Sequence[str], kept: list[Image.Image] = drawn_old) -> list[Image.Image]:
            images = _draw(pipeline, prompts)
            kept += images
            return images

        judged = judge(old, keep, critic, report)
        out[when] = {
            "asked for, seen": round(classifier.share(shown), 4),
            "not asked for, seen": round(classifier.share(drawn_old), 4),
            "old prompts, all right": judged["all"],
            "old prompts, kind right": judged["kind"],
        }
        rows += [shown[:12], drawn_old[:12]]
        report(f"{out[when]}")
    if sheet is not None:
        _sheet(rows).save(sheet)
    return {**out, "pictures": len(asked), "old pictures": len(old)}


def _pipeline(device: str) -> Any:
    from diffusers import StableDiffusionPipeline

    more: dict[str, Any] = {"safety_checker": None, "requires_safety_checker": False, "torch_dtype": torch.float32}
    pipeline = StableDiffusionPipeline.from_pretrained(starter_folder("painter"), local_files_only=True, **more)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)


def _draw(pipeline: Any, prompts: Sequence[str]) -> list[Image.Image]:
    """At the starter's usual steps and guidance, each prompt with a seed of its own."""
    images: list[Image.Image] = []
    for start in range(0, len(prompts), DRAWN):
        part = list(prompts[start : start + DRAWN])
        noise = [torch.Generator("cpu").manual_seed(1000 + start + i) for i in range(len(part))]
        images += pipeline(part, num_inference_steps=12, guidance_scale=3.0, generator=noise).images
    return images


def _sheet(rows: list[list[Image.Image]]) -> Image.Image:
    side = 132
    sheet = Image.new("RGB", (side * max(map(len, rows)), side * len(rows)), "white")
    for y, row in enumerate(rows):
        for x, image in enumerate(row):
            sheet.paste(image.resize((128, 128), Image.Resampling.LANCZOS), (x * side, y * side))
    return sheet
