"""Prior preservation: what the base draws by itself, kept before training, so that it is not unlearnt."""

from collections.abc import Callable, Iterator
from pathlib import Path

from danqing.store.disk import spoken
from danqing.training.lora.base import Base
from danqing.training.lora.examples import encode_captions
from danqing.training.lora.recipe import Recipe
from danqing.training.lora.samples import draw

_SEED = 7_000_003


def draw_priors(
    base: Base,
    recipe: Recipe,
    folder: Path,
    size: tuple[int, int],
    between: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, int]]:
    """Draws ``prior_pictures`` of the class prompts in turn into ``folder``, captions beside them; kept ones stay.

    After each picture how many are drawn, and of how many. ``between``: as of ``samples.draw``.
    """
    prompts = [recipe.class_prompts[i % len(recipe.class_prompts)] for i in range(recipe.prior_pictures)]
    missing = [i for i in range(len(prompts)) if not (folder / f"prior-{i:04d}.png").exists()]
    if not missing:
        return
    texts = encode_captions(base, [*(prompts[i] for i in missing), ""])
    seeds = [_SEED + recipe.seed * 100_003 + i for i in missing]
    with spoken(folder):
        folder.mkdir(parents=True, exist_ok=True)
        drawn = draw(base, [texts[prompts[i]] for i in missing], texts[""], seeds, size, between)
        for done, (i, image) in enumerate(zip(missing, drawn, strict=True), 1):
            (folder / f"prior-{i:04d}.txt").write_text(prompts[i], encoding="utf-8")
            part = folder / f".prior-{i:04d}.part"
            image.save(part, format="PNG")
            part.replace(folder / f"prior-{i:04d}.png")
            yield done, len(missing)
    base.unet.to("cpu")
