"""``danqing eval starter``: every figure about the bundled models that the documentation quotes."""

import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.domain import STARTER
from danqing.core.types import Prompt, Settings
from danqing.evaluation import painting, writing
from danqing.evaluation.scoring import score, shares
from danqing.evaluation.surroundings import surroundings
from danqing.vision.critic import Critic

if TYPE_CHECKING:
    from PIL.Image import Image

    from danqing.models.catalog import Role

CHECKOUT = Path(__file__).parents[3]
RESERVED = CHECKOUT / "benchmarks" / "reserved-critic"
"""The critic kept for final figures: in the repository, not in the wheel."""
FIXTURES = CHECKOUT / "tests" / "fixtures"
UNSEEN = ", unseen"
"""Nobody reads what is missed of these rows, so that they stay as good as new."""
BY_HAND = (("", "phrasing", "edge"), (", newer", "fresh", "fresh_edge"), (UNSEEN, "fresh2", "fresh2_edge"))
"""Sets of hand-written requests: how their rows are called, the files inside the domain and outside it."""
Report = Callable[[str], None]
PARTS = ("writer", "painter", "critics")


def run(n: int, report: Report, parts: Sequence[str] = PARTS) -> dict[str, Any]:
    """All figures. ``n``: held-out requests for each of the writer's rows and prompts for the painter's, together.

    Hand-written requests and the reserved critic are in the repository only; from a wheel their rows say so.
    """
    out: dict[str, Any] = surroundings()
    if "writer" in parts:
        out["writer"] = _writer(n, report)
    if "painter" in parts or "critics" in parts:
        critic = Critic(RESERVED if RESERVED.exists() else _bundled("critic"))
        out["judged by"] = "the reserved critic" if RESERVED.exists() else "the bundled critic"
        if "painter" in parts:
            out["painter"] = _painter(n, critic, report)
        if "critics" in parts:
            out["critics"] = _critics(n, report)
    return out


def _writer(n: int, report: Report) -> dict[str, Any]:
    from danqing.language.opening import open_writer
    from danqing.language.scene_writer import SceneWriter
    from danqing.language.wires.starter import StarterWire
    from danqing.models.catalog import find_model

    writer = SceneWriter(open_writer(find_model("starter", "writer")), StarterWire(STARTER))
    rows: dict[str, tuple[dict[str, float], list[writing.Miss]]] = {
        "first requests, en": writing.first_requests(writer, n, "en", report),
        "first requests, zh": writing.first_requests(writer, n, "zh", report),
        "edits": writing.edits(writer, n, report),
    }
    if FIXTURES.exists():
        for which, inside, beyond in BY_HAND:
            for language in ("en", "zh"):
                for row, judged, stem in (
                    ("written by hand", writing.phrasing, inside),
                    ("outside the domain", writing.edge, beyond),
                ):
                    if (file := FIXTURES / f"{stem}_{language}.jsonl").exists():
                        rows[f"{row}{which}, {language}"] = judged(writer, file, report)
        rows["dialogues by hand"] = writing.dialogues(writer, FIXTURES / "dialogues.jsonl", report)
    for name, (_, misses) in rows.items():
        for miss in () if UNSEEN in name else misses:
            report(
                json.dumps({"row": name, "text": miss.text, "wanted": miss.wanted, "got": miss.got}, ensure_ascii=False)
            )
    return {name: figures for name, (figures, _) in rows.items()}


def _painter(n: int, critic: Critic, report: Report) -> dict[str, Any]:
    draw = drawer()
    third = max(1, n // 3)
    rows = {f"{k} subject{'s' * (k > 1)}": painting.tasks(third, k, "seen") for k in (1, 2, 3)}
    rows["pairs never trained, 1 subject"] = painting.tasks(max(1, n // 5), 1, "held_out")
    out: dict[str, Any] = {}
    for name, tasks in rows.items():
        report(name)
        out[name] = {**painting.judge(tasks, draw, critic, report), "n": len(tasks)}
        report(json.dumps(out[name]))
    return out


def drawer() -> painting.Draw:
    """Draws prompts with the bundled painter at its defaults; each prompt has its own seed, always the same."""
    from danqing.engine.opening import open_painter
    from danqing.models.catalog import find_model
    from danqing.safety.policy import Policy

    painter, policy = open_painter(find_model("starter", "painter")), Policy()
    width, height = painter.default_size

    def draw(prompts: Sequence[str]) -> "list[Image]":
        images = []
        for text in prompts:
            seed = zlib.crc32(text.encode())
            settings = Settings("starter", "", seed, painter.default_steps, painter.default_guidance, width, height)
            approved = policy.approve(Prompt(text, "", "starter"), settings)
            images.append(painter.draw(approved, seed, lambda *_: None, lambda: False))
        return images

    return draw


def _critics(n: int, report: Report) -> dict[str, Any]:
    """Both critics on rendered truth, and on the same pictures after the autoencoder."""
    import numpy as np
    from PIL import Image

    from danqing.training.starter.renderer import render

    tasks = [t for k in (1, 2, 3) for t in painting.tasks(max(1, n // 3), k, "all")]
    rendered = [Image.fromarray(render(t.layout, np.random.default_rng(i))) for i, t in enumerate(tasks)]
    pictures = {"rendered": rendered, "through the autoencoder": _reconstructed(rendered)}
    folders = {"bundled": _bundled("critic"), **({"reserved": RESERVED} if RESERVED.exists() else {})}
    out: dict[str, Any] = {}
    for name, folder in folders.items():
        critic = Critic(folder)
        for kind, images in pictures.items():
            report(f"critic {name}, {kind}")
            readings = [r for i in range(0, len(images), 32) for r in critic.read(images[i : i + 32])]
            out[f"{name}, {kind}"] = shares(score(t.scene, t.layout, r) for t, r in zip(tasks, readings, strict=True))
    return out


def _reconstructed(images: "Sequence[Image]") -> "list[Image]":
    import numpy as np
    import torch
    from diffusers import AutoencoderKL

    from danqing.engine.preview import to_image

    vae = AutoencoderKL.from_pretrained(_bundled("painter") / "vae", torch_dtype=torch.float32, local_files_only=True)
    out = []
    with torch.inference_mode():
        for image in images:
            pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 127.5 - 1
            out.append(to_image(vae.decode(vae.encode(pixels).latent_dist.mean).sample[0]))
    return out


def _bundled(role: "Role") -> Path:
    from danqing.models.catalog import starter_folder

    return starter_folder(role)
