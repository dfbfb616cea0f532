"""Memory that is full, wherever it happens: the job is finished with less, what was lowered is told, all goes on."""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image, ImageChops

from danqing.core.errors import DrawingFailed, ModelUnusable
from danqing.core.reading import Message
from danqing.core.remarks import listening
from danqing.engine.opening import open_painter
from danqing.engine.pipeline import DiffusersPainter
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.opening import open_writer
from danqing.models.catalog import ModelInfo, starter_folder
from danqing.models.memory.cards import FakeCards
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.terms import Terms
from tests.engine.conftest import approved, make_painter_folder

STEPS, WORDS = 4, 6
ERRORS = (
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    MemoryError("no memory"),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes"
    ),
)


class Trouble:
    """Fails at the steps that it is told to: ``fails(step, count)`` says whether the ``count``-th time of it does."""

    def __init__(self) -> None:
        self.fails: Callable[[str, int], bool] = lambda step, count: False
        self.counts: dict[str, int] = {}
        self.error: BaseException = ERRORS[0]

    def __call__(self, step: str) -> None:
        self.counts[step] = self.counts.get(step, 0) + 1
        if self.fails(step, self.counts[step]):
            raise self.error

    @contextmanager
    def at(self, fails: Callable[[str, int], bool], error: BaseException = ERRORS[0]) -> Iterator[None]:
        self.fails, self.error, self.counts = fails, error, {}
        try:
            yield
        finally:
            self.fails = lambda step, count: False


class House:
    """A painter and a writer on a card that is main memory."""

    def __init__(self, folder: Path, terms: Terms) -> None:
        self.trouble = Trouble()
        self.ledger = Ledger(terms, cards=FakeCards(10**10, self.trouble))
        painter = open_painter(ModelInfo("small", "painter", folder), "cpu", ledger=self.ledger)
        writer = open_writer(ModelInfo("starter", "writer", starter_folder("writer")), "cpu", "auto", None, self.ledger)
        assert isinstance(painter, DiffusersPainter) and isinstance(writer, TransformersLanguageModel)
        self.painter, self.writer = painter, writer
        self.said: list[str] = []

    def draw(self) -> Image.Image:
        with listening(lambda key, params: self.said.append(key)):
            return self.painter.draw(approved(steps=STEPS), 7, lambda *_: None, lambda: False)

    def write(self, **more: Any) -> str:
        with listening(lambda key, params: self.said.append(key)):
            return self.writer.complete([Message("user", "a red boat")], max_new_tokens=WORDS, **more)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """The networks are so small that threads only wait for one another; and what is older is not searched for cycles
    each time that memory is freed."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    gc.freeze()
    yield
    gc.unfreeze()
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_painter_folder(tmp_path_factory.mktemp("models") / "painter")


@pytest.fixture
def house(folder: Path) -> House:
    return House(folder, Terms(precision=None))


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def test_a_hundred_failures_leave_no_trace(folder: Path) -> None:
    """Once each, at a place of its own: encoding, any step, decoding; the prompt or any token of an answer. The job is
    finished as if nothing had been, and so is the next one."""
    house = House(folder, Terms(precision="fp32"))
    image, answer = house.draw(), house.write()
    dice, places = random.Random(0), 0
    for number in range(100):
        error = ERRORS[number % len(ERRORS)]
        if number % 4 < 3:
            step = dice.choice(["encode", "decode", *["denoise"] * STEPS])
            which = dice.randint(1, {"encode": 1, "decode": 1, "denoise": STEPS}[step])
            with house.trouble.at(lambda name, count, s=step, w=which: (name, count) == (s, w), error):  # type: ignore[misc]
                assert same(house.draw(), image), (step, which)
                places += house.trouble.counts[step] > which
            assert same(house.draw(), image)
        else:
            with failing_pass(house.writer, dice.randint(1, WORDS), error) as failed:
                assert house.write() == answer
            places += len(failed)
            assert house.write() == answer
    assert places == 100, "each was met"
    assert not house.said, "nothing was lowered"


@contextmanager
def failing_pass(writer: TransformersLanguageModel, which: int, error: BaseException) -> Iterator[list[int]]:
    """The ``which``-th pass of the language model fails, once."""
    passes, failed = [0], list[int]()

    def full(module: object, inputs: object) -> None:
        passes[0] += 1
        if passes[0] == which:
            failed.append(which)
            raise error

    hook = writer._ready().model.register_forward_pre_hook(full)
    try:
        yield failed
    finally:
        hook.remove()


def test_a_picture_that_has_no_room_is_decoded_in_tiles(house: House) -> None:
    image = house.draw()
    (account,) = house.ledger.accounts[:1]

    def whole(step: str, count: int) -> bool:
        return step == "decode" and not account.tiled

    with house.trouble.at(whole), account.using((64, 64)):
        assert same(house.draw(), image), "smaller than a tile: there is one"
    assert house.said == ["memory_tiles"]
    assert same(house.draw(), image)
    assert house.said == ["memory_tiles"], "learnt: the next picture begins so"


def test_another_model_is_let_go_and_comes_back(house: House) -> None:
    answer, image = house.write(), house.draw()

    def crowded(step: str, count: int) -> bool:
        return step == "denoise" and house.writer.loaded

    with house.trouble.at(crowded):
        assert same(house.draw(), image)
    assert not house.writer.loaded and not house.said
    assert house.write() == answer


def test_then_it_comes_in_pieces_then_it_is_packed(house: House) -> None:
    house.draw()
    (account,) = house.ledger.accounts[:1]
    with house.trouble.at(lambda step, count: step == "denoise" and account.held != "int8"):
        house.draw()
    assert house.said == ["memory_streamed", "memory_packed"]
    assert account.held == "int8"
    drawn = house.draw()
    assert same(house.draw(), drawn)
    assert house.said == ["memory_streamed", "memory_packed"]


def test_an_answer_is_written_by_a_packed_model(house: House) -> None:
    house.write()
    account = house.ledger.accounts[1]
    with house.trouble.at(lambda step, count: step == "read" and account.held != "nf4"):
        assert house.write()
    assert house.said == ["memory_packed", "memory_packed"]


def test_what_was_said_is_not_said_again(house: House) -> None:
    pieces: list[str] = []
    whole = house.write(on_text=pieces.append)
    told: list[str] = []
    with failing_pass(house.writer, 4, ERRORS[0]):
        assert house.write(on_text=told.append) == whole
    assert "".join(told) == "".join(pieces)


def test_where_nothing_helps_it_is_said_and_the_next_job_works(house: House) -> None:
    with house.trouble.at(lambda step, count: step == "denoise"), pytest.raises(DrawingFailed) as caught:
        house.draw()
    assert caught.value.code == "memory_full"
    assert house.draw().size == (64, 64)
    with house.trouble.at(lambda step, count: step == "read"), pytest.raises(ModelUnusable) as told:
        house.write()
    assert told.value.code == "writer_memory"
    assert house.write()


def test_what_a_person_chose_is_not_lowered(folder: Path) -> None:
    house = House(folder, Terms("lowvram", "fp16"))
    with house.trouble.at(lambda step, count: step == "denoise"), pytest.raises(DrawingFailed):
        house.draw()
    assert not house.said


def test_other_errors_are_no_want_of_memory(house: House) -> None:
    with house.trouble.at(lambda step, count: step == "denoise", RuntimeError("no kernel image")):
        with pytest.raises(DrawingFailed, match="no kernel image") as caught:
            house.draw()
        assert house.trouble.counts["denoise"] == 1, "not tried again"
    assert caught.value.code == "drawing_failed"
