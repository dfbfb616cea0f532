"""Both models of a turn in one ledger: the same pictures and answers, whatever they have to share."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from danqing.app.shelf import Shelf
from danqing.app.studio import Studio
from danqing.cli.outcome import Outcome
from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.events import Finished, Noticed
from danqing.core.reading import Message
from danqing.core.remarks import remark
from danqing.core.settings import load
from danqing.core.types import ApprovedPrompt, Prompt, Settings
from danqing.engine.fake import FakePainter
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.models.memory.arena import Arena
from danqing.models.memory.cards import FakeCards
from danqing.models.memory.demand import KINDS
from danqing.models.memory.report import memory_now

MIB = 1024**2
PROMPT = Prompt("a red boat", "", "starter")


def shelf_with(home: Path, card: int | None, **settings: object) -> Shelf:
    """``card``: bytes of main memory that are taken for a card's."""
    shelf = Shelf(load(home, cpu=True, threads=1, **settings))
    if card is not None:
        shelf.ledger.cards = FakeCards(card)
    return shelf


def turn(shelf: Shelf) -> tuple[str, Image.Image]:
    writer = shelf._language_model("starter")
    assert isinstance(writer, TransformersLanguageModel)
    answer = writer.complete([Message("user", "a red boat")], max_new_tokens=8)
    approved = ApprovedPrompt(PROMPT, Settings("starter", "starter", 1, 3, 3.0, 256, 256), "test")
    return answer, shelf.painter("starter").draw(approved, 7, lambda *_: None, lambda: False)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Image.Image]:
    return turn(shelf_with(tmp_path_factory.mktemp("home"), None))


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def arena_of(shelf: Shelf) -> Arena:
    residence = shelf.ledger.accounts[0].residence
    assert residence is not None and residence.arena is not None
    return residence.arena


def peak(shelf: Shelf) -> int:
    """Of the plan for both models, where a picture is decoded in tiles: then no graph keeps what that takes."""
    plan = shelf.ledger.accounts[-1].plan
    assert plan is not None
    steps = [account.working(step) for account in shelf.ledger.accounts for step in KINDS if account.parts(step)]
    assert plan.peak > plan.arena + plan.standing + max(steps)
    return plan.arena + plan.standing + max(steps)


def test_a_turn_on_a_card_that_holds_both_and_on_one_where_they_take_turns(
    tmp_path: Path, alone: tuple[str, Image.Image]
) -> None:
    shelf = shelf_with(tmp_path, 10**10, precision="fp32", quantisation="none")
    answer, image = turn(shelf)
    assert answer == alone[0] and same(image, alone[1])
    assert arena_of(shelf).copied == 0
    tight = shelf_with(tmp_path, peak(shelf) - 20 * MIB, precision="fp32", quantisation="none")
    copied = []
    for _ in range(3):  # what one overwrites comes back: the pictures are the same to the bit
        answer, image = turn(tight)
        assert answer == alone[0] and same(image, alone[1])
        copied.append(arena_of(tight).copied)
    assert 0 < copied[1] - copied[0] == copied[2] - copied[1] <= 2 * 21 * MIB
    assert arena_of(tight).ring.used <= arena_of(tight).ring.capacity
    (device,) = memory_now(tight.ledger).devices
    assert [part.part for part in device.parts] == ["writer", "text_encoder", "unet", "vae"]
    there = sum(part.there for part in device.parts)
    assert 0 < sum(part.size for part in device.parts) - there <= 21 * MIB, "the last one who came has all of its place"
    assert device.copy_bytes and device.copied == copied[2] and device.host > 0
    assert {step.step for step in device.steps} == {"read", "encode", "denoise", "decode"}


def test_a_card_that_is_too_small_says_so(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, 100 * MIB)
    with pytest.raises(ModelUnusable, match="GiB") as caught:
        turn(shelf)
    assert caught.value.code == "memory_no_fit"


@pytest.mark.parametrize("mode", ["medvram", "lowvram", "highvram"])
def test_every_mode_draws(tmp_path: Path, alone: tuple[str, Image.Image], mode: str) -> None:
    shelf = shelf_with(tmp_path, 10**10, memory_mode=mode, precision="fp32", quantisation="none")
    answer, image = turn(shelf)
    assert answer == alone[0]
    # Tiles of 512 pixels are no less than a picture of 256: nothing is lowered by a mode alone.
    assert same(image, alone[1])


def test_packed_weights_draw_nearly_the_same(tmp_path: Path, alone: tuple[str, Image.Image]) -> None:
    _, image = turn(shelf_with(tmp_path, None, precision="int8"))
    difference = ImageChops.difference(image, alone[1]).convert("L")
    mean = sum(level * count for level, count in enumerate(difference.histogram())) / (256 * 256)
    assert 0 < mean < 6


def test_models_that_nobody_uses_are_let_go_and_come_back(tmp_path: Path, alone: tuple[str, Image.Image]) -> None:
    shelf = shelf_with(tmp_path, None, cache={"idle_unload_s": 3600})
    assert same(turn(shelf)[1], alone[1])
    shelf.ledger.let_go()
    assert shelf.ready("starter"), "an hour is not over"
    for account in shelf.ledger.accounts:
        account.used_at -= 4000
    shelf.ledger.let_go()
    assert not shelf.ready("starter")
    assert all(account.residence is None for account in shelf.ledger.accounts)
    assert same(turn(shelf)[1], alone[1])
    shelf.close()


def test_a_model_that_is_used_is_not_let_go(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, None)
    painter = shelf.painter("starter")
    shelf.warm_painter("starter")
    (account,) = shelf.ledger.accounts
    with account.using():
        account.let_go()
        assert shelf.ready(painter.id)
    account.let_go()
    assert not shelf.ready(painter.id)


def test_settings_of_the_cache_are_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "danqing.toml").write_text('memory_mode = "medvram"\n[cache]\nhot = ["sdxl"]\nhost_gb = 8\n')
    found = load(tmp_path)
    assert (found.memory_mode, found.cache.hot, found.cache.host_gb) == ("medvram", ("sdxl",), 8)
    monkeypatch.setenv("DANQING_CACHE__HOT", "qwen, sdxl")
    assert load(tmp_path).cache.hot == ("qwen", "sdxl")
    assert load(tmp_path, memory_mode="cpu").cpu
    with pytest.raises(BadInput, match="host_gb"):
        load(tmp_path, cache={"host_gb": -1})


class Lowering(FakePainter):
    """A painter whose memory was full."""

    id = "lowering"

    def draw(self, *asked: Any, **more: Any) -> Image.Image:
        remark("memory_packed", id=self.id, precision="int8")
        return super().draw(*asked, **more)


def test_what_was_lowered_is_an_event_of_the_turn(tmp_path: Path) -> None:
    with Studio(tmp_path, painter=Lowering(), writer="scripted") as studio:
        turn_id = studio.submit(studio.create_conversation(), "一只红色的猫")
        events = [stored.event for stored in studio.events(turn_id)]
    (notice,) = [event for event in events if isinstance(event, Noticed)]
    assert notice.code == "memory_packed" and "int8" in notice.message and "模型" in notice.message
    assert isinstance(events[-1], Finished)
    outcome = Outcome()
    for event in events:
        outcome.take(event)
    assert outcome.as_json(())["notices"] == [notice.message]
