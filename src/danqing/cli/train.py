"""``danqing train``: an adapter of one's own, learnt from a folder of pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from danqing.training.lora.events import Event
    from danqing.training.lora.opening import Order

app = typer.Typer(no_args_is_help=True, help="Teach a picture model something new.")


@app.callback()
def train() -> None:
    """Teach a picture model something new."""


@app.command()
def lora(
    pictures: Annotated[
        Path, typer.Argument(metavar="DIR", help="Pictures, each with its caption in a .txt beside it.")
    ],
    trigger: Annotated[str, typer.Option(metavar="WORD", help="The word that calls up what is learnt.")],
    base: Annotated[
        str, typer.Option(metavar="MODEL", help="An id from `danqing models list`, or a folder.")
    ] = "starter",
    out: Annotated[Path | None, typer.Option(help="Folder of the result; lora-WORD by default.")] = None,
    rank: Annotated[int, typer.Option(help="Rank of the adapter: how much it can hold.")] = 16,
    steps: Annotated[int, typer.Option(help="Steps of the optimiser.")] = 1000,
    lr: Annotated[float, typer.Option(help="Learning rate.")] = 1e-4,
    resolution: Annotated[int | None, typer.Option(help="Side of a square picture; the model's usual one.")] = None,
    batch: Annotated[int, typer.Option(help="Pictures at a time.")] = 1,
    accumulate: Annotated[
        int, typer.Option(help="Batches a step: as a larger batch, with the memory of a small one.")
    ] = 1,
    seed: Annotated[int, typer.Option(help="Decides noise and order; the same one trains the same.")] = 0,
    layers: Annotated[
        Literal["attention", "all"], typer.Option(help="What is adapted: attention, or convolutions too.")
    ] = "attention",
    text_encoder: Annotated[bool, typer.Option("--text-encoder", help="Let the text encoders learn as well.")] = False,
    prior: Annotated[Path | None, typer.Option(metavar="DIR", help="Pictures of what shall not be forgotten.")] = None,
    class_prompt: Annotated[
        list[str] | None,
        typer.Option(help="What the base draws before, so that it is not forgotten; may be said several times."),
    ] = None,
    prior_pictures: Annotated[int, typer.Option(help="How many of those it draws.")] = 16,
    prior_weight: Annotated[float, typer.Option(help="How much they weigh beside the pictures.")] = 1.0,
    precision: Annotated[Literal["auto", "fp32", "fp16", "bf16"], typer.Option(help="Format of the base.")] = "auto",
    optimizer: Annotated[
        Literal["adamw", "adamw8bit"], typer.Option(help="adamw8bit: less memory, needs bitsandbytes.")
    ] = "adamw",
    schedule: Annotated[Literal["cosine", "constant"], typer.Option(help="Course of the learning rate.")] = "cosine",
    warmup: Annotated[int, typer.Option(help="Steps until the learning rate is at its height.")] = 20,
    min_snr: Annotated[float | None, typer.Option(help="Gamma of min-SNR weighting, usually 5.")] = None,
    flip: Annotated[bool, typer.Option("--flip", help="Mirrored pictures too.")] = False,
    checkpointing: Annotated[
        bool | None,
        typer.Option("--checkpointing/--no-checkpointing", help="Less memory, a third slower; on GPUs by default."),
    ] = None,
    sample_prompt: Annotated[
        list[str] | None,
        typer.Option(help="Drawn while it trains; may be said several times. Two captions by default."),
    ] = None,
    sample_every: Annotated[int, typer.Option(help="Steps between samples, 0 for none.")] = 250,
    save_every: Annotated[int, typer.Option(help="Steps between checkpoints, 0 for one at the end.")] = 250,
    device: Annotated[str | None, typer.Option(help="cpu, cuda, cuda:1, mps. The best one by default.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from the last checkpoint of the folder --out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Every event as one JSON line on stdout.")] = False,
) -> None:
    """Learn an adapter (LoRA) from pictures: for SD 1.5, SD 2, SDXL and the bundled starter.

    It writes lora.safetensors (diffusers and peft), lora.kohya.safetensors (A1111, ComfyUI), a card, the loss curve,
    samples and checkpoints into the folder --out. Ctrl-C stops after the present step; --resume goes on exactly.

    Examples:

    danqing train lora lanterns --base starter --trigger lantern --layers all --lr 1e-3 --batch 4 --steps 400

    danqing train lora photos --base sdxl --trigger "sks dog" --class-prompt "a photo of a dog" --optimizer adamw8bit
    """
    from danqing.core.settings import load
    from danqing.models.catalog import find_model
    from danqing.training.lora.opening import Order
    from danqing.training.lora.recipe import Recipe

    recipe = Recipe(
        trigger=trigger,
        rank=rank,
        steps=steps,
        lr=lr,
        resolution=resolution,
        batch=batch,
        accumulate=accumulate,
        warmup=warmup,
        schedule=schedule,
        seed=seed,
        precision=precision,
        optimizer=optimizer,
        layers=layers,
        text_encoder=text_encoder,
        checkpointing=checkpointing,
        flip=flip,
        min_snr=min_snr,
        prior_weight=prior_weight,
        prior_pictures=prior_pictures,
        class_prompts=tuple(class_prompt or ()),
        sample_prompts=tuple(sample_prompt or ()),
        sample_every=sample_every,
        save_every=save_every,
    )
    model = find_model(base, "painter", load().home)
    target = (out or Path(f"lora-{'-'.join(trigger.split())}")).expanduser().absolute()
    run(Order(pictures.expanduser(), model, target, recipe, prior, device, resume), as_json)


def run(order: "Order", as_json: bool) -> None:
    """Trains and shows it; exit code 130 where it was stopped."""
    from danqing.cli.outcome import INTERRUPTED
    from danqing.cli.texts import tell
    from danqing.training.lora.events import Ended
    from danqing.training.lora.opening import look_through, train

    ready = look_through(order)
    found = ready.folder
    if not as_json:
        counted = {"pictures": len(found.photos), "proposed": found.proposed, "prefixed": found.prefixed}
        typer.echo(tell("train_found", **counted), err=True)
    complete = False
    with _stopping() as stopped, _shown(as_json) as show:
        for event in train(ready, stop=lambda: bool(stopped)):
            show(event)
            complete = event.complete if isinstance(event, Ended) else complete
    if not complete:
        raise typer.Exit(INTERRUPTED)


@contextmanager
def _stopping() -> Iterator[list[bool]]:
    """A list that is no longer empty after the first Ctrl-C; the second one is raised as ever."""
    import signal

    from danqing.cli.texts import tell

    asked: list[bool] = []
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: object) -> None:
        asked.append(True)
        signal.signal(signal.SIGINT, before)
        typer.echo(tell("train_stopping"), err=True)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shown(as_json: bool) -> "Iterator[Show]":
    from danqing.cli.training_bar import Bar, print_json

    if as_json:
        yield print_json
        return
    with Bar() as bar:
        yield bar.show


if TYPE_CHECKING:
    from collections.abc import Callable

    Show = Callable[[Event], None]
