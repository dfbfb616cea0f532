"""From what a person asks for to a trainer that is ready: everything is checked before anything is loaded or drawn."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from danqing.core.errors import BadInput
from danqing.core.protocols import Gate
from danqing.core.reading import Request
from danqing.models.card import PainterCard, read_card
from danqing.models.catalog import ModelInfo, check_model, starter_folder
from danqing.models.devices import calm_threads, pick_device
from danqing.safety.policy import Policy
from danqing.scheduling.lane import Aside, Pause
from danqing.store.disk import spoken
from danqing.training.lora import checkpoints
from danqing.training.lora.base import Base, kind_of, load_base, pick_dtype, usual_sizes
from danqing.training.lora.checkpoints import Checkpoint
from danqing.training.lora.conditions import check_trigger
from danqing.training.lora.dataset import Folder, Photo, Propose, Size, fingerprint, read_folder, read_priors
from danqing.training.lora.events import Event, Preparing
from danqing.training.lora.examples import Example, encode_photos
from danqing.training.lora.prior import draw_priors
from danqing.training.lora.recipe import Recipe
from danqing.training.lora.trainer import Task, Trainer, never


def go_on(aside: Aside) -> None:
    """No pause."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. ``prior``: a folder of pictures for prior preservation, or None. ``gate``: the policy that
    words, and pictures that are drawn meanwhile, have to pass."""

    pictures: Path
    model: ModelInfo
    out: Path
    recipe: Recipe
    prior: Path | None = None
    device: str | None = None
    resume: bool = False
    gate: Gate = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Ready:
    """An order that was looked through. ``recipe``: with what the order left open."""

    order: Order
    recipe: Recipe
    folder: Folder
    priors: tuple[Photo, ...]
    sizes: tuple[Size, ...]
    checkpoint: Checkpoint | None


def check(model: ModelInfo, recipe: Recipe, gate: Gate) -> tuple[PainterCard, tuple[Size, ...]]:
    """The model's card and the sizes that pictures are brought to; all that can be said before any picture is there.

    Raises BadInput, ModelUnusable, Refused.
    """
    recipe.checked()
    if model.folder is None:
        raise BadInput("train_no_weights", model=model.id)
    check_model(model)
    kind_of(model.folder, model.id)
    approve((recipe.trigger, *recipe.class_prompts, *recipe.sample_prompts), gate)
    card = read_card(model.folder)
    return card, usual_sizes(card, recipe.resolution, model.id)


def look_through(order: Order) -> Ready:
    """Everything that can be said before the model is loaded: BadInput, ModelUnusable or Refused, in a sentence."""
    calm_threads()
    recipe = order.recipe
    card, sizes = check(order.model, recipe, order.gate)
    found = _checkpoint(order)
    folder = read_folder(order.pictures, recipe.trigger, sizes, proposer(card))
    approve((photo.caption for photo in folder.photos), order.gate)
    priors: tuple[Photo, ...] = ()
    if order.prior is not None:
        priors = read_priors(order.prior, (recipe.class_prompts or ("",))[0], sizes)
    if found is not None and found.pictures != fingerprint(folder.photos):
        raise BadInput("train_resume_differs", path=order.out, name="pictures")
    return Ready(order, recipe, folder, priors, sizes, found)


def train(ready: Ready, pause: Pause = go_on, stop: Callable[[], bool] = never) -> Iterator[Event]:
    """Loads, prepares and trains; events as they happen. BadInput where the device has not enough memory.

    ``pause`` is called between pictures and steps with what frees the memory of a GPU for as long as it takes; once
    ``stop`` says so it ends, before the first step without Ended.
    """
    import torch

    try:
        yield from _train(ready, pause, stop)
    except torch.OutOfMemoryError as error:
        raise BadInput("train_memory", device=ready.order.device or "GPU") from error


def _train(ready: Ready, pause: Pause, stop: Callable[[], bool]) -> Iterator[Event]:
    order, recipe = ready.order, ready.recipe
    with spoken(order.out):
        order.out.mkdir(parents=True, exist_ok=True)
    base = _load(order, recipe)
    check_trigger(base, recipe.trigger)
    rest = partial(pause, base.aside)
    rest()
    priors = ready.priors
    if recipe.class_prompts and order.prior is None:
        folder = order.out / "prior"
        for done, total in draw_priors(base, recipe, folder, ready.sizes[0], rest):
            yield Preparing("prior", done, total)
            if stop():
                return
        priors = read_priors(folder, recipe.class_prompts[0], ready.sizes)
    photos = (*ready.folder.photos, *priors)
    examples: list[Example] = []
    for done, encoded in enumerate(encode_photos(base, photos, recipe.flip), 1):
        examples += encoded
        yield Preparing("cache", done, len(photos))
        rest()
        if stop():
            return
    task = Task(base, recipe, ready.folder.photos, priors, ready.sizes, order.out, order.gate)
    yield from Trainer(task, examples, ready.checkpoint, rest, stop).run()


def _load(order: Order, recipe: Recipe) -> Base:
    import torch

    assert order.model.folder is not None
    device = torch.device(pick_device("painter", order.device).name)
    return load_base(order.model.folder, order.model.id, device, pick_dtype(recipe.precision, device))


def _checkpoint(order: Order) -> Checkpoint | None:
    """What is gone on from. BadInput where there is nothing, another training, or one that would be lost."""
    found = checkpoints.last(order.out)
    if not order.resume:
        if found is not None:
            raise BadInput("train_out_taken", path=order.out, step=found.step)
        return None
    if found is None:
        raise BadInput("train_nothing_to_resume", path=order.out)
    differing = "base" if found.base != order.model.id else order.recipe.differs_from(found.recipe)
    if differing is not None:
        raise BadInput("train_resume_differs", path=order.out, name=differing)
    return found


def approve(texts: Iterable[str], gate: Gate) -> None:
    """Refused for words that would not be drawn either."""
    for text in texts:
        gate.request(Request(text, "en"))


def proposer(card: PainterCard) -> Propose | None:
    """The critic for a model of the starter's domain; nobody for others."""
    if card.domain is None:
        return None

    def propose(images: "list[object]") -> list[str]:
        from danqing.training.lora.captions import CriticCaptions
        from danqing.vision.critic import Critic

        return CriticCaptions(Critic(starter_folder("critic")))(images)  # type: ignore[arg-type]

    return propose  # type: ignore[return-value]
