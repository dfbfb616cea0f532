"""On a card: pictures from CUDA graphs are those of eager steps, and nothing in the loop waits for the card."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from danqing.core.errors import Cancelled
from danqing.core.technique import LoraUse
from danqing.core.types import ApprovedPrompt
from danqing.engine.families.unet_network import Network
from danqing.engine.graphs import Replays
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from danqing.models.streams import working
from tests.engine.adapters import diffusers, learnt, saved
from tests.engine.folders import UNETS, make_folder
from tests.engine.test_families import asked, draw

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
PSNR = 45.0
Painters = Callable[[str], DiffusersPainter]


@pytest.fixture(scope="module")
def painters(tmp_path_factory: pytest.TempPathFactory) -> Painters:
    made: dict[str, DiffusersPainter] = {}

    def painter(family: str) -> DiffusersPainter:
        if family not in made:
            folder = make_folder(tmp_path_factory.mktemp("models") / family, family)
            made[family] = DiffusersPainter(folder, device="cuda")
            made[family].compile = "off"  # whose captures would come among those that are counted
        return made[family]

    return painter


def psnr(one: Image.Image, other: Image.Image) -> float:
    error = np.square(np.asarray(one, np.float64) - np.asarray(other, np.float64)).mean()
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def model_of(painter: DiffusersPainter) -> Any:
    return painter._parts()[0]


@contextmanager
def eager(painter: DiffusersPainter) -> Iterator[None]:
    model = model_of(painter)
    replayed = model.replays, model.network, model.autoencoder.replays
    model.replays = Replays(None)
    model.network, model.autoencoder.replays = Network(model.unet, model.replays), Replays(None)
    yield
    model.replays, model.network, model.autoencoder.replays = replayed


@pytest.mark.parametrize("family", UNETS)
def test_graphs_draw_what_eager_steps_draw(family: str, painters: Painters) -> None:
    painter = painters(family)
    cases = [asked(family, 8), asked(family, 8, sampler="heun"), asked(family, 8, text="sea"), asked(family, 5)]
    with eager(painter):
        wanted = [draw(painter, case) for case in cases]
    found = [draw(painter, case) for case in cases]
    assert min(map(psnr, found, wanted)) >= PSNR
    captures = painter.captures
    assert captures >= 3, "text encoder, UNet, autoencoder"
    assert psnr(draw(painter, cases[0]), wanted[0]) >= PSNR
    assert painter.captures == captures


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_a_lora_of_the_same_build_needs_no_capture(family: str, painters: Painters, tmp_path: Path) -> None:
    known: list[ModelInfo] = []
    painter = DiffusersPainter(painters(family).folder, device="cuda", catalogue=lambda: known)
    painter.compile = "off"
    for name, seed in (("ink", 0), ("oil", 1)):
        numbers = learnt(model_of(DiffusersPainter(painter.folder, device="cpu")), seed=seed)
        known.append(ModelInfo(name, "lora", saved(tmp_path / f"{name}.safetensors", diffusers(numbers))))
    plain, ink, oil = (asked(family, 8, loras=tuple(map(LoraUse, names))) for names in ((), ("ink",), ("oil",)))
    with eager(painter):
        wanted = [draw(painter, case) for case in (plain, ink, oil)]
    found, captures = [], []
    for case in (plain, ink, oil, ink, plain):
        found.append(draw(painter, case))
        captures.append(painter.captures)
    assert min(map(psnr, found, [*wanted, wanted[1], wanted[0]])) >= PSNR
    assert min(psnr(one, other) for one, other in ((found[0], found[1]), (found[1], found[2]))) < PSNR
    assert captures[1:] == [captures[1]] * 4
    assert found[4].tobytes() == found[0].tobytes()


def test_a_picture_is_decoded_from_a_graph(painters: Painters) -> None:
    autoencoder = model_of(painters("sdxl")).autoencoder
    latents = torch.randn(1, 4, 16, 16, device="cuda")
    with torch.inference_mode(), working(latents.device, "decoder"):
        found, again = autoencoder.decode(latents), autoencoder.decode(latents)
        replays, autoencoder.replays = autoencoder.replays, Replays(None)
        wanted = autoencoder.decode(latents)
        autoencoder.replays = replays
    assert replays.captures
    torch.testing.assert_close(found, wanted, atol=1e-2, rtol=1e-2)
    assert torch.equal(found, again)


@pytest.mark.parametrize("sampler", [None, "euler", "dpmpp-2m", "dpmpp-2m-karras", "ddim", "heun"])
@pytest.mark.parametrize("family", UNETS)
def test_no_step_waits_for_the_card(family: str, sampler: Any, painters: Painters) -> None:
    painter = painters(family)
    case = asked(family, 6, sampler=sampler)
    draw(painter, case)
    reported: list[int] = []
    steps = 7 if sampler is None and family == "sd15" else 6  # PNDM predicts its first step twice

    def on_step(done: int, total: int, preview: Any) -> None:
        reported.append(done)
        torch.cuda.set_sync_debug_mode("error" if done < total - 1 else "default")

    try:
        painter.draw(case, 1, on_step, lambda: False)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert reported == list(range(1, steps + 1))


def test_cancelled_with_one_step_under_way_at_most(painters: Painters) -> None:
    painter = painters("sdxl")
    draw(painter, asked("sdxl"))
    network, steps, done = model_of(painter).network, list[int](), list[int]()

    def counted(*given: Any) -> torch.Tensor:
        steps.append(1)
        predicted: torch.Tensor = network(*given)
        return predicted

    model_of(painter).network = counted
    try:
        with pytest.raises(Cancelled):
            painter.draw(asked("sdxl", 20), 1, lambda step, *_: done.append(step), lambda: len(done) >= 3)
    finally:
        model_of(painter).network = network
    assert done == [1, 2, 3]
    assert len(steps) == 4


def previews(painter: DiffusersPainter, case: ApprovedPrompt) -> list[Image.Image]:
    seen: list[Image.Image] = []
    painter.draw(case, 1, lambda done, total, preview: seen.append(preview()) if preview else None, lambda: False)
    return seen


def test_previews_show_the_step_that_they_belong_to(painters: Painters) -> None:
    painter = painters("sdxl")
    found = previews(painter, asked("sdxl", 6))
    with eager(painter):
        wanted = previews(painter, asked("sdxl", 6))
    assert len(found) == 6
    assert min(map(psnr, found, wanted)) >= PSNR
    assert psnr(found[0], found[-1]) < PSNR


def test_another_model_works_on_while_a_step_is_captured(painters: Painters) -> None:
    painter = painters("sdxl")
    wanted = draw(painter, asked("sdxl", 8))
    device, stop, sums = model_of(painter).device, threading.Event(), list[float]()
    drawn = 0

    def other() -> None:
        with torch.inference_mode(), working(device, "writer"):
            while not stop.is_set():
                numbers = torch.ones(512, 512, device=device) @ torch.ones(512, 512, device=device)
                sums.append(float(numbers.mean()))

    beside = threading.Thread(target=other)
    beside.start()
    try:
        for _ in range(5):
            model_of(painter).replays.clear()
            drawn += psnr(draw(painter, asked("sdxl", 8)), wanted) >= PSNR
    finally:
        stop.set()
        beside.join()
    assert drawn == 5
    assert set(sums) == {512.0}
