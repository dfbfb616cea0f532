"""DiffusersPainter: from an approved prompt to a picture, by a model folder in diffusers' layout."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from danqing.core.errors import DrawingFailed, ModelUnusable
from danqing.core.memory import Attention, Compile
from danqing.core.protocols import Cancelled
from danqing.core.technique import CONTROLS, NOTHING, Abilities, ControlMap
from danqing.core.types import ApprovedPrompt, RedrawMode, Settings, Start, StepReport
from danqing.engine.asked import check_layers, check_settings
from danqing.engine.attending import attend
from danqing.engine.building import Builds, builder
from danqing.engine.controls import Controls
from danqing.engine.extras import Catalogue, Extras
from danqing.engine.families.model import Adapters, Guide, PictureModel, Traits, Work
from danqing.engine.families.registry import OPENINGS
from danqing.engine.limits import check_technique
from danqing.engine.loras import Loras
from danqing.engine.passes import Counting, counting, enlarged, widened
from danqing.engine.preview import Previewer, to_image
from danqing.engine.probing import probe
from danqing.engine.starting import begin, blended
from danqing.engine.variation import between
from danqing.engine.watching import Watching
from danqing.models.card import pipeline_of, read_card, text_layers
from danqing.models.devices import pick_device, wide
from danqing.models.foreground import foreground
from danqing.models.inspect import check_painter
from danqing.models.memory.full import is_full
from danqing.models.memory.tenancy import Loose, Tenancy, computing, relieved
from danqing.models.streams import mark, working
from danqing.models.vocabulary import clip_tokenizer, companion

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image


class _Loaded(NamedTuple):
    model: PictureModel
    previewer: Previewer
    loras: Loras
    controls: Controls
    builds: tuple[Builds, ...]


class DiffusersPainter:
    """Implements ``Painter``, also for several pictures at a time, each drawn by a thread of its own.

    Weights are read at the first picture, or by ``load()``.
    """

    def __init__(
        self, folder: Path, painter_id: str = "", device: str | None = None, catalogue: Catalogue = tuple
    ) -> None:
        """``catalogue``: the LoRAs and ControlNets that it may be asked to draw with."""
        self._card = read_card(folder)
        self.id = painter_id or folder.name
        self.folder = folder
        self.dialect = self._card.dialect
        self.domain = self._card.domain
        self.default_steps = self._card.steps
        self.default_guidance = self._card.guidance
        self.default_size = self._card.default_size
        self._kind = pipeline_of(folder)
        self._opening = OPENINGS.get(self._kind)
        traits = Traits(NOTHING, frozenset()) if self._opening is None else self._opening.traits
        self.modes: frozenset[RedrawMode] = traits.modes
        # A model of fixed sizes draws no second pass and no margins.
        other_sizes = self._opening is not None and not self._card.sizes
        self._abilities = replace(traits.abilities, highres=other_sizes, outpaint=other_sizes)
        self._guided = traits.guided
        self._extras = Extras(folder, self._kind, self.id, catalogue)
        self._device = device
        self.tenancy: Tenancy = Loose()
        self.attention: Attention = "auto"
        self.compile: Compile = "auto"
        self._lock = threading.Lock()
        self._ready: _Loaded | None = None
        self._tokenizer: Any = None

    @property
    def abilities(self) -> Abilities:
        return replace(self._abilities, controls=self._extras.controls()) if self._guided else self._abilities

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory."""
        return self._ready is not None

    @property
    def captures(self) -> int:
        """CUDA graphs that have been captured so far."""
        return 0 if self._ready is None else self._ready[0].captures

    @property
    def building(self) -> bool:
        """Whether a faster version of its network is being built in the background."""
        ready = self._ready  # which another thread may let go meanwhile
        return ready is not None and any(each.building for each in ready.builds)

    def load(self) -> None:
        """Reads the weights; ModelUnusable names what is wrong with the folder."""
        with self.tenancy.using():
            self._parts()

    def unload(self) -> None:
        """Lets go of the weights; they are read again when they are needed."""
        with self._lock:
            for each in () if self._ready is None else self._ready.builds:
                each.close()
            self._ready = None

    def count(self, text: str) -> int:
        """How many tokens of its budget ``text`` takes, by its own tokenizer; ModelUnusable where it has none."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _read_tokenizer(self.folder, self._card.tokenizer)
        return len(self._tokenizer(text, add_special_tokens=False, verbose=False).input_ids)

    def check(self, settings: Settings) -> None:
        asked = settings.technique
        for control in asked.controls:
            if self._guided and control.kind in CONTROLS:
                self._extras.control(control.kind)
        check_technique(asked, self.abilities, self.id)
        for use in asked.loras:
            self._extras.lora(use.id)
        check_settings(settings, self._card)
        if asked.clip_skip is not None:
            check_layers(asked.clip_skip, text_layers(self.folder), self.id)

    def draw(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: Cancelled,
        start: Start | None = None,
        maps: Sequence[ControlMap] = (),
    ) -> "Image":
        def attempt() -> "Image":
            with self.tenancy.using(), self._on_device():
                return self._passes(approved, seed, counting(on_step, approved.settings), cancelled, start, maps)

        with _computing(), foreground.served():
            return relieved(self.tenancy, attempt)

    def _passes(
        self,
        approved: ApprovedPrompt,
        seed: int,
        report: Counting,
        cancelled: Cancelled,
        start: Start | None,
        maps: Sequence[ControlMap],
    ) -> "Image":
        settings, multiple = approved.settings, self._card.multiple
        if settings.technique.outpaint is not None and start is not None:
            start, settings = widened(start, settings, multiple, seed)
        drawn = self._pass(replace(approved, settings=settings), seed, report, cancelled, start, maps)
        if settings.technique.highres is None:
            return drawn
        report.next()
        second, settings = enlarged(drawn, start, settings, multiple)
        return self._pass(replace(approved, settings=settings), seed, report, cancelled, second, maps)

    def _pass(
        self,
        approved: ApprovedPrompt,
        seed: int,
        on_step: StepReport,
        cancelled: Cancelled,
        start: Start | None,
        maps: Sequence[ControlMap],
    ) -> "Image":
        """Encode, denoise, decode: one picture of the settings' size."""
        import torch

        model, previewer, *_ = self._parts()
        guides, adapters = self._led(maps, approved.settings), self._adapters(approved.settings)
        with torch.inference_mode(), self.tenancy.using((approved.settings.width, approved.settings.height)):
            noise = _noise(model, approved.settings, seed)
            beginning = None if start is None else begin(model.encode_picture, start, approved.settings, noise)
            work = Work(approved.prompt, approved.settings, seed, noise, beginning, guides, adapters)
            watching = Watching(previewer, on_step, cancelled, partial(mark, model.device))
            latents = model.denoise(work, watching)
            with working(model.device, "decoder"):
                pixels = model.decode(latents)[0]
                watching.end()
                if not bool(torch.isfinite(pixels).all()):
                    raise DrawingFailed(detail="the model computed values that are not numbers")
                drawn = to_image(pixels)
            return drawn if start is None else blended(drawn, start, approved.settings)

    def _on_device(self) -> AbstractContextManager[None]:
        """Where what is drawn is computed: on a card, in a stream of its own."""
        return working(self._parts().model.device, "painter")

    def _adapters(self, settings: Settings) -> Adapters:
        """The LoRAs that are asked for."""
        uses = settings.technique.loras
        return self._parts().loras.adapters([(self._extras.lora(use.id), use.weight) for use in uses])

    def _led(self, maps: Sequence[ControlMap], settings: Settings) -> tuple[Guide, ...]:
        """What leads the model along the maps."""
        return self._parts().controls.guides([(self._extras.control(each.kind), each) for each in maps], settings)

    def _parts(self) -> _Loaded:
        with self._lock:
            if self._ready is None:
                check_painter(self.folder)
                if self._opening is None:
                    raise ModelUnusable(
                        "model_refused", path=self.folder, detail=f"{self._kind} is no supported family"
                    )
                device = pick_device("painter", self._device)
                device = computing(wide(device) if self._opening.traits.wide else device, self.tenancy)
                model = self._opening.load(self.folder, device, self.tenancy)
                attend(model.networks(), self.attention)
                if self.attention == "auto" and model.device.type == "cuda":
                    model.choose_attention(probe())
                fast = self.compile == "auto" and model.device.type == "cuda" and self.tenancy.steady
                builds = model.speed_up(builder()) if fast else ()
                self._ready = _Loaded(model, Previewer(self.folder, model), Loras(model), Controls(model), builds)
            return self._ready


@contextmanager
def _computing() -> Iterator[None]:
    """Around what computes on the device: what goes wrong there becomes DrawingFailed."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:  # torch's own, such as a full device memory
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        raise DrawingFailed("memory_full" if is_full(error) else None, detail=detail) from error


def _noise(model: PictureModel, settings: Settings, seed: int) -> "torch.Tensor":
    """The noise of ``seed``, or between it and that of another seed where a variation is asked for."""
    noise = model.noise(seed, settings.width, settings.height)
    variation = settings.technique.variation
    if variation is None:
        return noise
    return between(noise, model.noise(variation.seed, settings.width, settings.height), variation.amount)


def _read_tokenizer(place: Path, part: str) -> Any:
    """The tokenizer called ``part`` of a model's folder; for a single file the one that it is loaded with."""
    from transformers import AutoTokenizer

    if place.is_file() and not (companion(place) / part).is_dir():
        return clip_tokenizer(place)
    folder = (companion(place) if place.is_file() else place) / part
    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnusable("model_damaged", path=folder, detail=str(error).splitlines()[0]) from error
