"""What a picture file tells about its making: nothing, the settings, or all of it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from danqing import __version__
from danqing.core.codec import dumps, scene_to_json
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
        f"Size: {settings.width}x{settings.height}, Model: {settings.painter}, Version: danqing {__version__}"
    )
    facts = {"version": __version__, "settings": asdict(settings), "seed": seed, "index": index}
    if settings.embedding == "no-text":
        return {"parameters": line, "danqing": dumps(facts)}
    facts |= {"text": job.text, "prompt": asdict(job.prompt), "scene": scene_to_json(job.scene)}
    head = [job.prompt.text, *([f"Negative prompt: {job.prompt.negative}"] if job.prompt.negative else [])]
    return {"parameters": "\n".join([*head, line]), "danqing": dumps(facts)}


def png_info(texts: dict[str, str]) -> "PngInfo":
    """The chunks as Pillow takes them: tEXt where Latin-1 suffices, iTXt elsewhere."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    return info
