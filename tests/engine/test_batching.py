"""Pictures that share calls of the network: who joins whom, and that no picture notices its neighbours."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from danqing.core.errors import Cancelled, DrawingFailed
from danqing.core.technique import LoraUse
from danqing.core.types import ApprovedPrompt
from danqing.engine.batching import GRACE, Batcher, Rows, joined
from danqing.engine.pipeline import DiffusersPainter
from danqing.models.catalog import starter_folder
from tests.engine.adapters import diffusers, learnt, saved
from tests.engine.conftest import approved
from tests.engine.test_families import asked, every_number, same
from tests.engine.test_loras import Shelf

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
FOREVER = 1e6
WAIT_S = 60


def until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.001)


@dataclass
class Doubling:
    """A network double: notes how many rows each call has; the first call waits until ``go_on``."""

    calls: list[int] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    most: int = 100

    def __call__(self, rows: Rows) -> torch.Tensor:
        self.calls.append(len(rows["latents"]))
        assert self.go_on.wait(WAIT_S)
        if len(rows["latents"]) > self.most or bool((rows["latents"] < 0).any()):
            raise RuntimeError("out of memory")
        return rows["latents"] * 2


@dataclass
class Crowd:
    """Pictures of one row and one step each, in threads of their own; those after the first wait for its call."""

    batcher: Batcher = field(default_factory=lambda: Batcher(torch.device("cpu")))
    network: Doubling = field(default_factory=Doubling)
    threads: list[threading.Thread] = field(default_factory=list)
    got: dict[int, float | str] = field(default_factory=dict)

    def add(self, value: int, company: Hashable = "same", width: int = 1) -> None:
        def predict() -> None:
            with self.batcher.seat(self.network, company, lambda: None) as ask:
                try:
                    self.got[value] = float(ask({"latents": torch.full((1, width), float(value))})[0, 0])
                except RuntimeError as error:
                    self.got[value] = str(error)

        self.threads.append(threading.Thread(target=predict, daemon=True))
        self.threads[-1].start()
        until(lambda: len(self.batcher._line) == len(self.threads) or company is None)

    def end(self) -> list[int]:
        self.network.go_on.set()
        for thread in self.threads:
            thread.join(WAIT_S)
            assert not thread.is_alive()
        return self.network.calls


def test_who_arrives_during_a_call_joins_the_next_one() -> None:
    crowd = Crowd()
    for value in range(4):
        crowd.add(value)
    assert crowd.end() == [1, 3]
    assert crowd.got == {0: 0.0, 1: 2.0, 2: 4.0, 3: 6.0}


def test_only_rows_of_one_shape_and_one_company_share_a_call_and_all_have_their_turn() -> None:
    crowd = Crowd()
    for value, (company, width) in enumerate([("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 1), ("b", 1)]):
        crowd.add(value, company, width)
    assert crowd.end() == [1, 2, 2, 1]
    assert crowd.got == {value: 2.0 * value for value in range(6)}


def test_those_without_company_go_one_at_a_time_between_the_others() -> None:
    crowd = Crowd()
    for value, company in enumerate(["a", None, "a", None]):
        crowd.add(value, company)
    until(lambda: len(crowd.batcher._line) == 3)
    with pytest.raises(Cancelled), crowd.batcher.alone(_cancelled):
        raise AssertionError
    assert crowd.end() == [1, 1, 1, 1]


def _cancelled() -> None:
    raise Cancelled()


def test_a_call_that_is_too_large_is_made_smaller() -> None:
    crowd = Crowd(network=Doubling(most=2))
    for value in range(6):
        crowd.add(value)
    assert crowd.end() == [1, 5, 1, 2, 2]
    assert crowd.got == {value: 2.0 * value for value in range(6)}


def test_one_that_fails_does_not_hurt_the_others() -> None:
    crowd = Crowd()
    for value in (0, 1, -2, 3):
        crowd.add(value)
    crowd.end()
    assert crowd.got == {0: 0.0, 1: 2.0, -2: "out of memory", 3: 6.0}


def test_rows_fill_up_to_few_shapes() -> None:
    each = [{"latents": torch.full((2, 3), float(i)), "timesteps": torch.full((2,), float(i))} for i in range(3)]
    assert joined(each, fixed=False)["timesteps"].tolist() == [0, 0, 1, 1, 2, 2]
    filled = joined(each, fixed=True)
    assert filled["timesteps"].tolist() == [0, 0, 1, 1, 2, 2, 2, 2]
    assert filled["latents"].shape == (8, 3)
    assert joined(each[:1], fixed=True) is each[0]


Drawn = Image.Image | Exception


class Studio:
    """Several pictures of one painter. All wait for one another at each step, so that what can be shared is shared."""

    def __init__(self, painter: DiffusersPainter) -> None:
        self.painter = painter
        self.model = painter._parts().model
        self.rows: list[int] = []

    def draw(self, prompt: ApprovedPrompt, seed: int, on_step: Callable[[int], None] = lambda done: None) -> Drawn:
        ended = False

        def report(done: int, total: int, preview: object) -> None:
            nonlocal ended
            try:
                on_step(done)
            except Cancelled:
                ended = True

        try:
            return self.painter.draw(prompt, seed, report, lambda: ended)
        except (Cancelled, DrawingFailed) as error:
            return error

    def together(self, *prompts: ApprovedPrompt, cancel: int = -1) -> list[Drawn]:
        """Those after the first join it after its first step, with their place as seed; one may be cancelled."""
        batcher = self.model.batcher  # type: ignore[attr-defined]
        drawn: dict[int, Drawn] = {}

        def drawing(index: int) -> None:
            drawn[index] = self.draw(prompts[index], index, partial_cancel if index == cancel else lambda done: None)

        def partial_cancel(done: int) -> None:
            if done == 2:
                raise Cancelled()

        threads = [threading.Thread(target=drawing, args=(index,)) for index in range(1, len(prompts))]

        def others_join(done: int) -> None:
            if done == 1:
                for thread in threads:
                    thread.start()
                until(lambda: len(batcher._seats) + len(drawn) == len(prompts))  # one may have failed already
                until(lambda: all(seat.bucket for seat in batcher._seats))

        batcher.grace = FOREVER
        with self.noting():
            drawn[0] = self.draw(prompts[0], 0, others_join)
            for thread in threads:
                thread.join(WAIT_S)
        batcher.grace = GRACE
        return [drawn[index] for index in range(len(prompts))]

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Notes the rows of each call."""
        hook = self.model.networks()["unet"].register_forward_pre_hook(
            lambda network, inputs: self.rows.append(len(inputs[0]))
        )
        yield
        hook.remove()


def alike(one: Drawn, other: Drawn) -> bool:
    """To one level of 255: rows of one call are computed in another order than alone."""
    assert isinstance(one, Image.Image)
    assert isinstance(other, Image.Image)
    return bool(np.abs(every_number(one) - every_number(other)).max() <= 1)


def various(family: str) -> list[ApprovedPrompt]:
    """Other prompts, steps, guidance and samplers; the last one predicts one row a step."""
    prompts = [
        asked(family, 8, "a red cat"),
        asked(family, 5, "blue sea", sampler="euler-a"),
        asked(family, 4, "a house", sampler="heun"),
        asked(family, 6, "the moon", sampler="dpmpp-2m"),
    ]
    guidance = (4.0, 2.5, 7.0, 1.0)
    return [
        replace(prompt, settings=replace(prompt.settings, guidance=each))
        for prompt, each in zip(prompts, guidance, strict=True)
    ]


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_a_seed_gives_the_same_picture_whoever_the_neighbours_are(
    family: str, painters: Callable[[str], DiffusersPainter]
) -> None:
    studio = Studio(painters(family))
    prompts = various(family)
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    for one, other in zip(studio.together(*prompts), alone, strict=True):
        assert alike(one, other)
    assert max(studio.rows) == 7
    assert same(studio.draw(prompts[0], 0), alone[0])  # type: ignore[arg-type]


def test_the_starter_draws_the_same_whoever_the_neighbours_are() -> None:
    studio = Studio(DiffusersPainter(starter_folder("painter"), device="cpu"))
    prompts = [
        replace(each, prompt=replace(each.prompt, dialect="starter"))
        for each in (
            approved("flat, night, 1 large red boat at hj", guidance=3.0, size=(256, 256), steps=4),
            approved("pixel, 2 small yellow star at bc", guidance=3.0, size=(256, 256), steps=3),
            approved("flat, 3 white rabbit at gk", guidance=1.0, size=(256, 256), steps=3),
        )
    ]
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    for one, other in zip(studio.together(*prompts), alone, strict=True):
        assert alike(one, other)
    assert max(studio.rows) == 5


def test_prompts_of_other_lengths_and_large_pictures_are_drawn_beside_one_another(
    painters: Callable[[str], DiffusersPainter],
) -> None:
    studio = Studio(painters("sd15"))
    long = asked("sd15", 3, ", ".join(["blue sea"] * 30))
    long = replace(long, prompt=replace(long.prompt, dialect="sd15"))
    wide = asked("sd15", 1)
    wide = replace(wide, settings=replace(wide.settings, width=768, height=776))
    prompts = [asked("sd15", 3), long, wide, wide]
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    with studio.noting(), ThreadPoolExecutor() as pool:
        drawn = list(pool.map(studio.draw, prompts, range(len(prompts))))
    assert set(studio.rows) == {2}
    assert all(map(same, drawn, alone))  # type: ignore[arg-type]


def test_a_cancelled_one_and_a_failing_one_leave_the_others_alone(painters: Callable[[str], DiffusersPainter]) -> None:
    studio = Studio(painters("sd15"))
    prompts = various("sd15")
    prompts[2] = replace(prompts[2], settings=replace(prompts[2].settings, guidance=1e38))
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    drawn = studio.together(*prompts, cancel=1)
    assert isinstance(drawn[1], Cancelled)
    assert isinstance(drawn[2], DrawingFailed)
    assert alike(drawn[0], alone[0])
    assert alike(drawn[3], alone[3])


def test_only_pictures_with_the_same_loras_share_calls(
    painters: Callable[[str], DiffusersPainter], tmp_path: Path
) -> None:
    shelf = Shelf(painters("sd15").folder)
    ink = shelf.add(saved(tmp_path / "ink.safetensors", diffusers(learnt(shelf.model))))
    studio = Studio(shelf.painter)
    uses: list[tuple[LoraUse, ...]] = [(), (ink,), (ink,), (replace(ink, weight=0.5),)]
    prompts = [asked("sd15", 6, "a red cat", loras=each) for each in uses]
    alone = [studio.draw(prompt, seed) for seed, prompt in enumerate(prompts)]
    assert not same(alone[1], studio.draw(prompts[0], 1))  # type: ignore[arg-type]
    for one, other in zip(studio.together(*prompts), alone, strict=True):
        assert alike(one, other)
    assert set(studio.rows) == {2, 4}
    assert same(studio.draw(prompts[0], 0), alone[0])  # type: ignore[arg-type]
