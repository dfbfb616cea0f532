"""The training: made ready, step after step with samples and checkpoints in between, ended and written down."""

import io
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import Cancelled, Refused
from danqing.core.protocols import Gate
from danqing.safety.policy import Policy
from danqing.store.disk import Disk, put, spoken
from danqing.training.lora import checkpoints, output, samples
from danqing.training.lora.adapter import Adapter
from danqing.training.lora.base import Base
from danqing.training.lora.checkpoints import Checkpoint
from danqing.training.lora.conditions import Condition, too_long
from danqing.training.lora.curve import Curve, smoothed
from danqing.training.lora.dataset import Photo, Size, fingerprint
from danqing.training.lora.events import Begun, Ended, Event, Sampled, Saved, Stepped
from danqing.training.lora.examples import Example, Examples, encode_captions
from danqing.training.lora.optimising import restore, state_tensors
from danqing.training.lora.recipe import Recipe
from danqing.training.lora.stepping import Stepper

if TYPE_CHECKING:
    from PIL.Image import Image

SAMPLES = 2
"""So many captions are drawn as samples where no prompts for them are given."""
_PACE_STEPS = 30


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be learnt: the base, the recipe, the pictures, and where the result goes. ``gate``: for samples."""

    base: Base
    recipe: Recipe
    photos: tuple[Photo, ...]
    priors: tuple[Photo, ...]
    sizes: tuple[Size, ...]
    out: Path
    gate: Gate = field(default_factory=Policy)


def never() -> bool:
    """Never stops."""
    return False


def at_once() -> None:
    """No pause."""


class Trainer:
    """One training. ``pause`` is called between steps, those of samples too, and may take its time: drawing goes first.

    ``stop`` is asked then: once it says so, a checkpoint is kept, the adapter is written as it is, and the
    training ends. ``examples``: of the photos, then of the priors.
    """

    def __init__(
        self,
        task: Task,
        examples: Sequence[Example],
        resume: Checkpoint | None = None,
        pause: Callable[[], None] = at_once,
        stop: Callable[[], bool] = never,
    ) -> None:
        self._task, self._pause, self._stop = task, pause, stop
        base, recipe = task.base, task.recipe
        every = (*task.photos, *task.priors)
        prompts = list(recipe.sample_prompts) or list(dict.fromkeys(p.caption for p in task.photos))[:SAMPLES]
        self._prompts = prompts
        self._captions = [*(p.caption for p in every), *prompts, ""]
        self._texts = encode_captions(base, self._captions)
        learnt = {} if recipe.text_encoder else self._texts
        own = len(task.photos) * (2 if recipe.flip else 1)
        self._examples = Examples(examples[:own], learnt, recipe.batch, recipe.seed)
        self._priors = Examples(examples[own:], learnt, recipe.batch, recipe.seed + 1) if task.priors else None
        self.adapter = Adapter(base, recipe.rank, recipe.layers, recipe.text_encoder, recipe.seed)
        self._place()
        self._stepper = Stepper(base, self.adapter, recipe, self._examples, self._priors)
        self._done, self._before = 0, 0.0
        if resume is not None:
            self.adapter.take(dict(resume.adapter))
            restore(self._stepper.optimizer, dict(resume.optimizer))
            if resume.scaler:
                self._stepper.scaler.load_state_dict(resume.scaler)
            self._done, self._before = resume.step, resume.seconds
        self._curve = Curve(task.out, self._done)

    def run(self) -> Iterator[Event]:
        """Events as they happen. Closing the iterator ends it at once, without writing anything more."""
        recipe, began = self._task.recipe, time.monotonic()
        _forget_peak(self._task.base)
        yield self._begun()
        pace: deque[float] = deque(maxlen=_PACE_STEPS)
        stopped = False
        while self._done < recipe.steps and not stopped:
            self._pause()
            stopped = self._stop()
            if stopped:
                break
            start = time.monotonic()
            loss, lr = self._stepper.step(self._done)
            pace.append(time.monotonic() - start)
            self._done += 1
            self._curve.add(self._done, loss, lr)
            left = (recipe.steps - self._done) * sum(pace) / len(pace)
            yield Stepped(self._done, recipe.steps, loss, lr, left)
            if _due(self._done, recipe.save_every) and self._done < recipe.steps:
                yield self._keep(began)
            if _due(self._done, recipe.sample_every) or (recipe.sample_every and self._done == recipe.steps):
                with suppress(Cancelled):
                    yield self._sample()
        yield self._keep(began)
        path = self._write(began)
        yield Ended(self._done, not stopped, path, self._seconds(began), _peak(self._task.base))

    def draw(self, prompts: list[str], seeds: list[int]) -> "Iterator[Image]":
        """Pictures by the adapter as it stands."""
        texts = self._texts_of(prompts)
        size = self._task.sizes[0]
        conditions = [texts[prompt] for prompt in prompts]
        yield from samples.draw(self._task.base, conditions, texts[""], seeds, size, self._between)

    def _between(self) -> None:
        """Raises Cancelled where the training is to stop."""
        self._pause()
        if self._stop():
            raise Cancelled()

    def _texts_of(self, prompts: list[str]) -> dict[str, Condition]:
        """As the text encoders, where they learn, read them now."""
        base, recipe = self._task.base, self._task.recipe
        if not recipe.text_encoder and all(p in self._texts for p in prompts):
            return self._texts
        texts = encode_captions(base, [*prompts, ""])
        self._place()
        return texts

    def _place(self) -> None:
        """On the device is what learns, and nothing else."""
        base, recipe = self._task.base, self._task.recipe
        base.unet.to(base.device).train()
        if _checkpointing(base, recipe):
            base.unet.enable_gradient_checkpointing()
        if recipe.text_encoder:
            for _, model in base.texts:
                model.to(base.device)

    def _begun(self) -> Begun:
        task = self._task
        return Begun(
            pictures=len(task.photos),
            priors=len(task.priors),
            sizes=self._examples.sizes,
            truncated=too_long(task.base, [p.caption for p in task.photos]),
            parameters=sum(p.numel() for p in self.adapter.parameters()),
            device=str(task.base.device),
            precision=str(task.base.dtype).removeprefix("torch."),
            step=self._done,
            steps=task.recipe.steps,
        )

    def _sample(self) -> Sampled:
        folder = self._task.out / "samples"
        seeds = [self._task.recipe.seed + i for i in range(len(self._prompts))]
        paths = []
        with spoken(folder):
            folder.mkdir(exist_ok=True)
            for number, (image, seed) in enumerate(zip(self.draw(self._prompts, seeds), seeds, strict=True), 1):
                with suppress(Refused):  # what the policy does not let through is not kept
                    checked = self._task.gate.check(image, seed)
                    paths.append(folder / f"step-{self._done:06d}-{number}.png")
                    data = io.BytesIO()
                    checked.image.save(data, "PNG")
                    put(Disk(), paths[-1], data.getvalue())
        return Sampled(self._done, tuple(paths))

    def _keep(self, began: float) -> Saved:
        task, stepper = self._task, self._stepper
        kept = Checkpoint(
            recipe=task.recipe,
            base=task.base.name,
            step=self._done,
            seconds=self._seconds(began),
            scaler=stepper.scaler.state_dict(),
            adapter=self.adapter.weights(),
            optimizer=state_tensors(stepper.optimizer),
            pictures=fingerprint(task.photos),
        )
        path = checkpoints.keep(task.out, kept)
        self._curve.write()
        return Saved(self._done, path)

    def _write(self, began: float) -> Path:
        task = self._task
        making = output.Making(
            recipe=task.recipe,
            base=task.base,
            pictures=len(task.photos),
            priors=len(task.priors),
            steps=self._done,
            seconds=self._seconds(began),
            loss=smoothed([loss for _, loss, _ in self._curve.rows])[-1] if self._curve.rows else 0.0,
            when=datetime.now(UTC).date().isoformat(),
        )
        return output.write(task.out, self.adapter.weights(), self.adapter.shape(), making)

    def _seconds(self, began: float) -> float:
        return self._before + time.monotonic() - began


def _due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


def _checkpointing(base: Base, recipe: Recipe) -> bool:
    """On GPUs by default: there memory is short, and a third more time is less than a failure."""
    return base.device.type == "cuda" if recipe.checkpointing is None else recipe.checkpointing


def _forget_peak(base: Base) -> None:
    import torch

    if base.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(base.device)


def _peak(base: Base) -> int:
    """The most memory of the GPU that was held at once, 0 on other devices."""
    import torch

    return torch.cuda.max_memory_allocated(base.device) if base.device.type == "cuda" else 0
