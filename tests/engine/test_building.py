"""Faster versions in the background: order, failure, when they are used, and what never uses them; one is compiled."""

import gc
import shutil
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from danqing.core.technique import ControlMap, LoraUse
from danqing.engine.building import INTERVAL_S, Builder, Builds
from danqing.engine.compiling import Function, compiled
from danqing.engine.families.unet_network import Network
from danqing.engine.graphs import Replays, Tensors, calling
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import ModelInfo
from danqing.models.foreground import foreground
from danqing.models.memory.tenancy import Loose
from tests.engine.adapters import control_network, diffusers, learnt, saved
from tests.engine.test_batching import WAIT_S, until
from tests.engine.test_families import asked, draw, same

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
Painters = Callable[[str], DiffusersPainter]


@dataclass
class Making:
    """A double of a compiler: gives the function itself when it may go on; counts calls of what it made."""

    go_on: threading.Event = field(default_factory=threading.Event)
    made: list[tuple[int, ...]] = field(default_factory=list)
    intervals: list[float] = field(default_factory=list)
    calls: int = 0
    error: Exception | None = None

    def __call__(self, function: Function, inputs: Mapping[str, torch.Tensor]) -> Function:
        self.made.append(tuple(next(iter(inputs.values())).shape))
        self.intervals.append(sys.getswitchinterval())
        assert self.go_on.wait(WAIT_S)
        if self.error is not None:
            raise self.error

        def made(**named: torch.Tensor) -> Tensors:
            self.calls += 1
            return function(**named)

        return made


def doubled(network: torch.nn.Module, latents: torch.Tensor) -> Tensors:
    return (network(latents),)


def builds_of(making: Making, builder: Builder | None = None) -> Builds:
    line = torch.nn.Linear(4, 4)
    return Builds("line", line, doubled, builder or Builder(making), Loose(), "denoise", ("latents", 8))


def test_one_at_a_time_in_order_and_used_from_the_next_number_on() -> None:
    making, before = Making(), sys.getswitchinterval()
    builds = builds_of(making)
    first, second = ({"latents": torch.zeros(rows, 4)} for rows in (1, 2))
    assert [builds.chosen(each, 0) for each in (first, second, first)] == [None] * 3
    assert builds.building
    until(lambda: bool(making.made))
    making.go_on.set()
    until(lambda: not builds.building)
    assert making.made == [(1, 4), (2, 4)]
    assert builds.chosen(first, 0) is None, "the picture began before it was ready"
    one, other = builds.chosen(first, 1), builds.chosen(second, 2)
    assert one is not None
    assert other is not None
    assert builds.chosen(second, 1) is None
    assert (one.number, other.number) == (1, 2)
    assert making.intervals == pytest.approx([min(before, INTERVAL_S)] * 2)
    until(lambda: sys.getswitchinterval() == pytest.approx(before))


def test_what_is_drawn_goes_before_for_a_while() -> None:
    making = Making()
    making.go_on.set()
    builds = builds_of(making, Builder(making, WAIT_S))
    with foreground.served():
        builds.chosen({"latents": torch.zeros(1, 4)}, 0)
        time.sleep(0.5)
        assert not making.made
    until(lambda: not builds.building)
    assert making.made == [(1, 4)]


def test_what_fails_is_said_once_and_tried_no_more(caplog: pytest.LogCaptureFixture) -> None:
    making = Making(error=RuntimeError("no compiler here\nand more"))
    making.go_on.set()
    builds = builds_of(making)
    for rows in (1, 2):
        builds.chosen({"latents": torch.zeros(rows, 4)}, 0)
        until(lambda: not builds.building)
    assert making.made == [(1, 4)]
    assert [record.getMessage() for record in caplog.records] == [
        "no faster version of the line for 1x4: no compiler here"
    ]


def test_for_want_of_memory_only_these_shapes_are_given_up() -> None:
    making = Making(error=torch.OutOfMemoryError("CUDA out of memory"))
    making.go_on.set()
    builds = builds_of(making)
    for rows in (1, 1, 2):
        builds.chosen({"latents": torch.zeros(rows, 4)}, 0)
        until(lambda: not builds.building)
    assert making.made == [(1, 4), (2, 4)]


def test_a_model_that_goes_is_not_built_for() -> None:
    making = Making()
    builder = Builder(making)
    here, gone = builds_of(making, builder), builds_of(making, builder)
    here.chosen({"latents": torch.zeros(1, 4)}, 0)
    gone.chosen({"latents": torch.zeros(2, 4)}, 0)
    until(lambda: bool(making.made))
    here.close()
    del gone
    making.go_on.set()
    until(lambda: sys.getswitchinterval() > INTERVAL_S * 2)
    assert making.made == [(1, 4)]
    assert making.calls == 0, "what is gone is not tried"
    assert here.chosen({"latents": torch.zeros(1, 4)}, 9) is None


def test_weights_go_with_their_model_whatever_is_being_built() -> None:
    making = Making()
    builder = Builder(making)
    here, waiting = builds_of(making, builder), builds_of(making, builder)
    weights = [weakref.ref(each._network.weight) for each in (here, waiting)]
    here.chosen({"latents": torch.zeros(1, 4)}, 0)
    waiting.chosen({"latents": torch.zeros(2, 4)}, 0)
    until(lambda: bool(making.made))
    here.close()
    waiting.close()
    del here, waiting
    gc.collect()
    assert weights[1]() is None, "of a build that has not begun they go at once"
    assert weights[0]() is not None
    making.go_on.set()
    until(lambda: builder._thread is None)
    gc.collect()
    assert weights[0]() is None, "and of the one that is going on when it ends"
    assert making.made == [(1, 4)]


@pytest.fixture
def sped(painters: Painters, tmp_path: Path) -> Iterator[tuple[DiffusersPainter, Making]]:
    """A painter as on a card, but for captures and compilers; it knows the LoRA ``ink`` and a ControlNet for depth."""
    known: list[ModelInfo] = []
    painter = DiffusersPainter(painters("sd15").folder, device="cpu", catalogue=lambda: known)
    model: Any = painter._parts().model
    known.append(ModelInfo("ink", "lora", saved(tmp_path / "ink.safetensors", diffusers(learnt(model, seed=0)))))
    control_network(model).save_pretrained(tmp_path / "depth")
    known.append(ModelInfo("depth", "control", tmp_path / "depth", control="depth"))
    model.replays, model.autoencoder.replays = Replays(calling), Replays(calling)
    model.network = Network(model.unet, model.replays)
    making = Making()
    painter._ready = painter._parts()._replace(builds=model.speed_up(Builder(making, 0)))
    yield painter, making
    making.go_on.set()
    painter.unload()


def test_a_picture_ends_as_it_began_and_loras_stay_eager(sped: tuple[DiffusersPainter, Making]) -> None:
    painter, making = sped
    model: Any = painter._parts().model

    def on_step(done: int, *_: Any) -> None:
        if done == 1:
            making.go_on.set()
            until(lambda: not painter.building)

    first = painter.draw(asked("sd15"), 1, on_step, lambda: False)
    until(lambda: not painter.building)
    before = making.calls
    assert before == 2, "the trials of network and decoder alone"
    lora = asked("sd15", loras=(LoraUse("ink"),))
    decoded = model.autoencoder.builds.number
    inked = draw(painter, lora)
    assert decoded == 1
    eager = making.calls - before
    assert same(draw(painter, asked("sd15")), first)
    assert making.calls - before > 2 * eager, "of the one with a LoRA only the decoder is the faster one"
    assert not same(inked, first)
    assert not any(layer._forward_hooks for layer in model.network.builds._shadow.modules())


def test_a_picture_along_a_map_uses_no_faster_network(
    sped: tuple[DiffusersPainter, Making], painters: Painters
) -> None:
    painter, making = sped
    model: Any = painter._parts().model
    making.go_on.set()
    wanted = led(painter)
    until(lambda: not painter.building)
    assert (model.network.number, model.autoencoder.builds.number) == (0, 1), "nothing was asked of the network"
    draw(painter, asked("sd15"))
    until(lambda: not painter.building)
    assert model.network.number == 1
    before = making.calls
    assert same(led(painter), wanted)
    assert making.calls - before == 1, "the decoder, from a graph that is there"
    assert len(making.made) == 2


def led(painter: DiffusersPainter) -> Image.Image:
    depth = ControlMap("depth", Image.linear_gradient("L").resize((64, 64)).convert("RGB"), 0.8)
    return painter.draw(asked("sd15"), 1, lambda *report: None, lambda: False, None, (depth,))


def test_a_built_version_is_captured_once(sped: tuple[DiffusersPainter, Making]) -> None:
    painter, making = sped
    draw(painter, asked("sd15"))
    plain = painter.captures
    draw(painter, asked("sd15"))
    assert painter.captures == plain, "a build that is going on changes nothing"
    making.go_on.set()
    until(lambda: not painter.building)
    draw(painter, asked("sd15"))
    assert painter.captures == plain + 2, "network and decoder"
    draw(painter, asked("sd15", 5))
    assert painter.captures == plain + 2


class Small(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.line = torch.nn.Linear(4, 4)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.silu(self.line(numbers)) * 2


needs_compiler = pytest.mark.skipif(shutil.which("g++") is None, reason="no compiler")


@needs_compiler
@pytest.mark.filterwarnings("ignore")
def test_compiled_gives_what_the_function_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    network = Small()
    for rows in (1, 3):

        def function(latents: torch.Tensor) -> Tensors:
            return (network(latents),)

        fast = compiled(function, {"latents": torch.zeros(rows, 4)})
        with torch.inference_mode():
            given = torch.randn(rows, 4)
            handle = network.line.register_forward_hook(lambda layer, given, output: torch.zeros_like(output))
            found = fast(latents=given)[0]
            handle.remove()
            torch.testing.assert_close(found, network(given))


@needs_compiler
@pytest.mark.filterwarnings("ignore")
def test_nothing_keeps_the_weights_of_what_was_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    builder, network = Builder(compiled), Small()
    made = Builds("small", network, doubled, builder, Loose(), "denoise", ("latents", 8))
    weights = weakref.ref(network.line.weight)
    made.chosen({"latents": torch.zeros(1, 4)}, 0)
    until(lambda: builder._thread is None)
    assert made.number == 1
    made.close()
    del made, network
    gc.collect()
    assert weights() is None


ENDING = """
import threading, torch
from danqing.engine.building import Builds, builder
from danqing.models.memory.tenancy import Loose
network = torch.nn.Sequential(*(torch.nn.Linear(8, 8) for _ in range(300)))
builds = Builds("x", network, lambda net, latents: (net(latents),), builder(), Loose(), "denoise", ("latents", 8))
builds.chosen({"latents": torch.zeros(1, 8)}, 0)
threading.Event().wait(1.5)
assert builds.building
"""


@needs_compiler
def test_a_process_ends_in_the_midst_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, timeout=WAIT_S, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
