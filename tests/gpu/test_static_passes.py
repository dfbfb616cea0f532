"""On a card: passes replayed from CUDA graphs say what eager ones say, at the same places."""

import random
import threading
from pathlib import Path

import pytest
import torch

from danqing.core.reading import Constraint, Message
from danqing.language.local.decoding import Limits, decode
from danqing.language.local.passes import DynamicPasses
from danqing.language.local.static_passes import StaticPasses, open_passes
from danqing.language.local.transformers_llm import TransformersLanguageModel
from tests.language.local.families import FAMILIES, make_folder

every = pytest.mark.parametrize("name", FAMILIES)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TransformersLanguageModel]:
    root = tmp_path_factory.mktemp("families")
    return {
        name: TransformersLanguageModel(make_folder(root / name, family), device="cuda")
        for name, family in FAMILIES.items()
    }


@every
def test_replayed_passes_equal_eager_ones(name: str, opened: dict[str, TransformersLanguageModel]) -> None:
    model = opened[name]
    model.load()
    network = model._ready().model
    graphs, eager = StaticPasses(network), StaticPasses(network, graph=False)
    dice = random.Random(name)
    prompt = [dice.randrange(300) for _ in range(90)]
    with torch.inference_mode():
        for room, back, new in ((200, 0, 1), (200, 30, 3), (1500, 9, 9), (1500, 3, 9), (1500, 8, 2), (1500, 60, 1)):
            prompt = prompt[: len(prompt) - back] + [dice.randrange(300) for _ in range(new)]
            found = graphs.run(graphs.rest(prompt, room))
            torch.testing.assert_close(found, eager.run(eager.rest(prompt, room)), atol=0.02, rtol=0.02)
    assert graphs.captured == (1, 4, 16, 64), "widths that came up, after the cache grew"
    limits = Limits(40, 0.0, frozenset())
    assert decode(graphs, prompt, None, limits, lambda: False) == decode(eager, prompt, None, limits, lambda: False)


@every
def test_a_card_gets_graphs_by_itself(name: str, opened: dict[str, TransformersLanguageModel]) -> None:
    model = opened[name]
    model.load()
    assert isinstance(open_passes(model._ready().model), StaticPasses)
    answer = model.complete([Message("user", "a red cat")], constraint=Constraint({}, "start: /[a-z]{30}/"))
    assert len(answer) == 30


def test_a_capture_is_not_disturbed_by_another_thread(opened: dict[str, TransformersLanguageModel]) -> None:
    model = opened["qwen2"]
    model.load()
    stop = threading.Event()
    # The card's default generator belongs to a capture while it lasts: pictures are drawn with generators of their own.
    noise, own = torch.empty(64, 64, device="cuda"), torch.Generator("cuda")

    def busy() -> None:
        while not stop.is_set():
            noise.normal_(generator=own).sum().item()

    painter = threading.Thread(target=busy)
    painter.start()
    try:
        graphs = StaticPasses(model._ready().model)
        with torch.inference_mode():
            for width in (1, 4, 16, 64):
                graphs.run(graphs.rest(list(range(width)), 100))
    finally:
        stop.set()
        painter.join()
    assert graphs.captured == (1, 4, 16, 64)


def test_nf4_holds_four_bits_and_answers(tmp_path: Path) -> None:
    pytest.importorskip("bitsandbytes")
    folder = make_folder(tmp_path / "qwen2", FAMILIES["qwen2"])
    model = TransformersLanguageModel(folder, device="cuda", quantisation="nf4")
    answer = model.complete([Message("user", "a red cat")], constraint=Constraint({}, "start: /[a-z]{30}/"))
    assert len(answer) == 30
    assert model._ready().model.model.layers[0].mlp.up_proj.weight.dtype == torch.uint8


def test_what_cannot_be_captured_runs_eagerly(opened: dict[str, TransformersLanguageModel]) -> None:
    model = opened["qwen2"]
    model.load()
    network = model._ready().model
    hook = network.register_forward_pre_hook(lambda module, args: torch.cuda.synchronize())
    try:
        graphs = StaticPasses(network)
        with torch.inference_mode():
            found = graphs.run(graphs.rest([5, 6, 7], 100))
            dynamic = DynamicPasses(network)
            expected = dynamic.run(dynamic.rest([5, 6, 7], 100))
    finally:
        hook.remove()
    assert graphs.captured == ()
    # Two ways of attention in bf16: each is off by 0.17 from float32, of logits up to 8.
    assert float(torch.cosine_similarity(found, expected, dim=0)) > 0.999
