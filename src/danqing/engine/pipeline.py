"""DiffusersPainter: from an approved prompt to a picture, by a model folder in diffusers' layout."""

import inspect
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import BadInput, DrawingFailed, ModelUnusable
from danqing.core.errors import Cancelled as CancelledError
from danqing.core.protocols import Cancelled
from danqing.core.technique import NOTHING, ControlMap
from danqing.core.types import ApprovedPrompt, Prompt, RedrawMode, Settings, Start, StepReport
from danqing.engine.families.stable_diffusion import StableDiffusion
from danqing.engine.preview import Previewer, to_image
from danqing.engine.starting import begin, blended
from danqing.models.card import read_card
from danqing.models.devices import pick_device
from danqing.models.families import FAMILIES
from danqing.models.inspect import check_painter, read_json

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

_FAMILIES = {"StableDiffusionPipeline": StableDiffusion}
MAX_STEPS = 150
MAX_GUIDANCE = 30.0


class DiffusersPainter:
    """Implements ``Painter``. Weights are read at the first picture, or by ``load()``."""

    def __init__(self, folder: Path, painter_id: str = "", device: str | None = None) -> None:
        self._card = read_card(folder)
        self.id = painter_id or folder.name
        self.folder = folder
        self.dialect = self._card.dialect
        self.domain = self._card.domain
        self.default_steps = self._card.steps
        self.default_guidance = self._card.guidance
        self.default_size = self._card.default_size
        self.modes: frozenset[RedrawMode] = frozenset(("image", "inpaint"))
        self.abilities = NOTHING
        self._device = device
        self._lock = threading.Lock()
        self._ready: tuple[StableDiffusion, Previewer] | None = None
        self._tokenizer: Any = None

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory."""
        return self._ready is not None

    def load(self) -> None:
        """Reads the weights; ModelUnusable names what is wrong with the folder."""
        self._parts()

    def count(self, text: str) -> int:
        """How many tokens of its budget ``text`` takes, by its own tokenizer; ModelUnusable where it has none."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _read_tokenizer(self.folder / self._card.tokenizer)
        return len(self._tokenizer(text, add_special_tokens=False, verbose=False).input_ids)

    def check(self, settings: Settings) -> None:
        card, size = self._card, (settings.width, settings.height)
        if card.sizes and size not in card.sizes:
            choices = ", ".join(f"{width}x{height}" for width, height in card.sizes)
            raise BadInput("choice_invalid", name="size", value=f"{size[0]}x{size[1]}", choices=choices)
        if any(side % card.multiple or not card.low <= side <= card.high for side in size):
            text, example = f"{size[0]}x{size[1]}", "{}x{}".format(*card.default_size)
            limits = {"multiple": card.multiple, "low": card.low, "high": card.high}
            raise BadInput("size_invalid", size=text, **limits, example=example)
        if not 1 <= settings.steps <= MAX_STEPS:
            raise BadInput("setting_invalid", name="steps", value=settings.steps, low=1, high=MAX_STEPS)
        if not 0 <= settings.guidance <= MAX_GUIDANCE:
            raise BadInput("setting_invalid", name="guidance", value=settings.guidance, low=0, high=MAX_GUIDANCE)

    def draw(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: Cancelled,
        start: Start | None = None,
        maps: Sequence[ControlMap] = (),
    ) -> "Image":
        import torch

        family, previewer = self._parts()
        with torch.inference_mode():
            try:
                latents = _denoise(family, previewer, approved, seed, on_step, cancelled, start)
                pixels = family.decode(latents)[0]
            except RuntimeError as error:  # torch's own, such as a full device memory
                raise DrawingFailed(detail=str(error).splitlines()[0]) from error
            if not bool(torch.isfinite(pixels).all()):
                raise DrawingFailed(detail="the model computed values that are not numbers")
            drawn = to_image(pixels)
            return drawn if start is None else blended(drawn, start, approved.settings)

    def _parts(self) -> tuple[StableDiffusion, Previewer]:
        with self._lock:
            if self._ready is None:
                check_painter(self.folder)
                name = str(read_json(self.folder / "model_index.json").get("_class_name"))
                if name not in _FAMILIES:
                    raise ModelUnusable("model_refused", path=self.folder, detail=f"{name} is no supported family")
                family = _FAMILIES[name](self.folder, pick_device("painter", self._device))
                self._ready = family, Previewer(self.folder, family)
            return self._ready


def _denoise(
    family: StableDiffusion,
    previewer: Previewer,
    approved: ApprovedPrompt,
    seed: int,
    on_step: StepReport,
    cancelled: Cancelled,
    start: Start | None,
) -> "torch.Tensor":
    """From noise to latents, shape (1, channels, height / 8, width / 8). Raises Cancelled within one step."""
    import torch

    prompt, settings = approved.prompt, approved.settings
    guided = settings.guidance > 1
    texts = [prompt.negative, prompt.text] if guided else [prompt.text]
    embeddings = family.encode_weighted(texts) if _is_weighted(prompt) else family.encode(texts)
    scheduler = family.new_scheduler()
    scheduler.set_timesteps(settings.steps, device=family.device)
    extra = _step_arguments(scheduler, seed)
    noise = family.noise(seed, settings.width, settings.height)
    latents: torch.Tensor = noise * scheduler.init_noise_sigma
    total = len(scheduler.timesteps)
    beginning = None if start is None else begin(family, start, settings, noise, total)
    first = 0 if beginning is None else beginning.first
    if beginning is not None:
        latents = beginning.noised(scheduler, first)
        if hasattr(scheduler, "set_begin_index"):  # samplers that count their steps
            scheduler.set_begin_index(first)
    for done, timestep in enumerate(scheduler.timesteps[first:], start=1):
        if cancelled():
            raise CancelledError()
        predicted = family.predict(scheduler.scale_model_input(latents, timestep), timestep, embeddings)
        if guided:
            without, with_prompt = predicted.chunk(2)
            predicted = torch.lerp(without, with_prompt, settings.guidance)
        out = scheduler.step(predicted, timestep, latents, **extra)
        latents = out.prev_sample
        if beginning is not None:
            latents = beginning.held(latents, scheduler, first + done)
        expected = out.get("pred_original_sample")
        clean = latents if expected is None else expected
        on_step(done, total - first, lambda clean=clean: previewer.draw(clean))  # type: ignore[misc]
    if cancelled():
        raise CancelledError()
    return latents


def _read_tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnusable("model_damaged", path=folder, detail=str(error).splitlines()[0]) from error


def _is_weighted(prompt: Prompt) -> bool:
    """Whether the prompt is in a dialect that has weights, and may be as long as it likes."""
    return prompt.dialect in FAMILIES and FAMILIES[prompt.dialect].weights


def _step_arguments(scheduler: Any, seed: int) -> dict[str, Any]:
    """Samplers that add noise draw it from the seed too; on the CPU, as the first noise."""
    import torch

    if "generator" not in inspect.signature(scheduler.step).parameters:
        return {}
    return {"generator": torch.Generator("cpu").manual_seed(seed + 1)}
