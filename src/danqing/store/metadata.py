"""What a picture file tells about its making: nothing, the settings, or all of it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from danqing import __version__
from danqing.core.codec import dumps, scene_to_json
from danqing.core.technique import Technique
from danqing.core.types import Job

if TYPE_CHECKING:
    from PIL.PngImagePlugin import PngInfo


def png_texts(job: Job, index: int, seed: int) -> dict[str, str]:
    """PNG text chunks by ``job.settings.embedding``: ``parameters`` as A1111 writes it, ``danqing`` as JSON.

    ``no-text`` keeps every word of the user, the prompt and the scene out; ``none`` everything.
    """
    settings = job.settings
    if settings.embedding == "none":
        return {}
    line = (
        f"Steps: {settings.steps}, CFG scale: {settings.guidance:g}, Seed: {seed}, "
        f"Size: {settings.width}x{settings.height}, Model: {settings.painter}, {_technique(settings.technique)}"
        f"Version: danqing {__version__}"
    )
    facts = {"version": __version__, "settings": asdict(settings), "seed": seed, "index": index}
    if settings.embedding == "no-text":
        return {"parameters": line, "danqing": dumps(facts)}
    facts |= {"text": job.text, "prompt": asdict(job.prompt), "scene": scene_to_json(job.scene)}
    head = [job.prompt.text, *([f"Negative prompt: {job.prompt.negative}"] if job.prompt.negative else [])]
    return {"parameters": "\n".join([*head, line]), "danqing": dumps(facts)}


def _technique(technique: Technique) -> str:
    """What WebUIs have a word for, under that word; JSON tells all."""
    other = technique.variation
    words = {
        "Sampler": technique.sampler,
        "Clip skip": technique.clip_skip,
        "Lora": " ".join(f"{use.id}:{use.weight:g}" for use in technique.loras),
        "Hires upscale": technique.highres,
        "Variation seed": other and other.seed,
        "Variation seed strength": other and other.amount,
    }
    return "".join(f"{word}: {value}, " for word, value in words.items() if value not in (None, ""))


def png_info(texts: dict[str, str]) -> "PngInfo":
    """The chunks as Pillow takes them: tEXt where Latin-1 suffices, iTXt elsewhere."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    return info
