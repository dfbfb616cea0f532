"""A stepper by itself, for tests of single steps: what opening and trainer put around it left out."""

from dataclasses import dataclass

import torch

from danqing.training.lora.adapter import Adapter
from danqing.training.lora.base import load_base, pick_dtype
from danqing.training.lora.examples import Examples, encode_captions, encode_photos
from danqing.training.lora.opening import Order, look_through
from danqing.training.lora.stepping import Stepper


@dataclass(frozen=True)
class Lesson:
    """``named``: what is learnt, by its name."""

    stepper: Stepper
    named: dict[str, torch.nn.Parameter]


def lesson(order: Order) -> Lesson:
    """All on the order's device."""
    ready, recipe = look_through(order), order.recipe
    device = torch.device(order.device or "cpu")
    assert order.model.folder is not None
    base = load_base(order.model.folder, order.model.id, device, pick_dtype(recipe.precision, device))
    examples = [example for views in encode_photos(base, ready.folder.photos, False) for example in views]
    texts = encode_captions(base, [photo.caption for photo in ready.folder.photos])
    adapter = Adapter(base, recipe.rank, recipe.layers, False, recipe.seed)
    base.unet.to(device).train()
    if recipe.checkpointing:
        base.unet.enable_gradient_checkpointing()
    stepper = Stepper(base, adapter, recipe, Examples(examples, texts, recipe.batch, recipe.seed), None)
    return Lesson(stepper, {name: p for name, p in base.unet.named_parameters() if p.requires_grad})
