"""Repeated blocks of a transformer: one is built for all that are alike, and used from the next picture on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.core.technique import LoraUse
from danqing.core.types import ApprovedPrompt
from danqing.engine.building import Builder
from danqing.engine.compiling import Function, compiled
from danqing.engine.families.blocks import alike
from danqing.engine.pipeline import DiffusersPainter
from danqing.engine.probing import Order
from danqing.models.catalog import ModelInfo
from danqing.models.memory.tenancy import Loose
from tests.engine.adapters import diffusers, learnt, saved
from tests.engine.folders import make_folder
from tests.engine.test_batching import until
from tests.engine.test_building import Making, needs_compiler
from tests.engine.test_families import asked, draw, same
from tests.engine.test_probing import CUDNN, Quick

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
STEPS = 3
SHARED = {"sd3": (1, 2), "flux": (2, 4)}
"""What is built, and for how many blocks; the last one of Stable Diffusion 3 goes by itself."""


@dataclass
class Sped:
    """A painter as on a card, but for compilers and the trial of attention; it knows the LoRA ``ink``."""

    family: str
    painter: DiffusersPainter
    making: Making
    card: Quick
    orders: list[Order] = field(default_factory=list)
    """What was preferred when each was made."""

    @property
    def model(self) -> Any:
        return self.painter._parts().model

    def make(self, function: Function, inputs: Mapping[str, torch.Tensor]) -> Function:
        self.orders.append(self.card.orders[-1])
        return self.making(function, inputs)

    def asked(self, **technique: Any) -> ApprovedPrompt:
        return asked(self.family, STEPS, **technique)


@pytest.fixture(params=SHARED)
def sped(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sped]:
    known: list[ModelInfo] = []
    folder = make_folder(tmp_path / "model", request.param)
    painter = DiffusersPainter(several(folder), device="cpu", catalogue=lambda: known)
    one = Sped(request.param, painter, Making(), Quick())
    known.append(ModelInfo("ink", "lora", saved(tmp_path / "ink.safetensors", diffusers(learnt(one.model)))))
    one.model.choose_attention(one.card.probe())
    painter._ready = painter._parts()._replace(builds=one.model.speed_up(Builder(one.make, 0)))
    yield one
    one.making.go_on.set()
    painter.unload()


def several(folder: Path) -> Path:
    """The model with more blocks than one of a kind."""
    import diffusers as library

    config = json.loads((folder / "transformer" / "config.json").read_text())
    single = {"num_single_layers": 2} if "num_single_layers" in config else {}
    layers = {"num_layers": 2 if single else 3}
    torch.manual_seed(0)
    network = getattr(library, config["_class_name"]).from_config(config | layers | single)
    network.save_pretrained(folder / "transformer")
    return folder


def test_blocks_go_by_the_faster_version_from_the_next_picture_on(sped: Sped) -> None:
    painter, making = sped.painter, sped.making
    built, blocks = SHARED[sped.family]
    making.go_on.set()
    first = draw(painter, sped.asked())
    until(lambda: not painter.building)
    assert [each.builds.number for each in sped.model.alike] == [1] * built
    assert making.calls == built + 1, "the trials and the decoder's: the picture ends as it began"
    assert same(draw(painter, sped.asked()), first)
    assert making.calls == built + 1 + STEPS * blocks + 1
    before = making.calls
    assert not same(draw(painter, sped.asked(loras=(LoraUse("ink"),))), first)
    assert making.calls == before + 1, "with a LoRA only the decoder"


def test_nothing_is_built_before_attention_is_chosen(sped: Sped) -> None:
    sped.making.go_on.set()
    draw(sped.painter, sped.asked())
    until(lambda: not sped.painter.building)
    built, _ = SHARED[sped.family]
    assert sped.orders == [CUDNN] * built + [()], "blocks, then the decoder, which has no trial"
    assert not sped.card.orders[-1]


def test_blocks_of_another_build_are_built_for_themselves() -> None:
    from diffusers.models.attention import JointTransformerBlock

    def block(**options: Any) -> Any:
        return JointTransformerBlock(32, 4, 8, **options)

    blocks = [block(), block(), block(), block(use_dual_attention=True), block(context_pre_only=True)]
    blocks[2].attn.heads = 2  # the same weights, read in another way
    found = alike(blocks, Builder(Making()), Loose(), lambda given: nullcontext(), lambda: False)
    assert len(found) == 3
    assert "forward" not in vars(blocks[-1])


@needs_compiler
@pytest.mark.filterwarnings("ignore")
def test_one_compiled_block_computes_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from diffusers.models.attention import JointTransformerBlock

    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    torch.manual_seed(0)
    blocks = [JointTransformerBlock(32, 4, 8).eval() for _ in range(2)]
    plain = [type(block).forward for block in blocks]
    (one,) = alike(blocks, Builder(compiled), Loose(), lambda given: nullcontext(), lambda: False)
    given = {"hidden_states": torch.randn(2, 6, 32), "encoder_hidden_states": torch.randn(2, 6, 32)}
    given |= {"temb": torch.randn(2, 32)}
    with torch.inference_mode(), one.picture(plain=True):
        blocks[1](**given, joint_attention_kwargs=None)
        until(lambda: not one.builds.building)
    assert one.builds.number == 1
    with torch.inference_mode(), one.picture(plain=True):
        assert one.builds.chosen(given, 1) is not None
        for block, forward in zip(blocks, plain, strict=True):
            found, wanted = block(**given, joint_attention_kwargs=None), forward(block, **given)
            torch.testing.assert_close(tuple(found), tuple(wanted), atol=1e-5, rtol=1e-4)
