"""Every family of language models is asked by its own template and answers as it is held to."""

import json
import random

import pytest
import torch

from danqing.core.codec import edit_from_json
from danqing.core.reading import Constraint, Message
from danqing.core.scene import Scene, Subject
from danqing.language.local.decoding import Limits, decode
from danqing.language.local.passes import DynamicPasses
from danqing.language.local.static_passes import StaticPasses, is_static, open_passes
from danqing.language.understanding import understand
from danqing.language.wires.general import GeneralWire
from tests.language.local.conftest import Opened
from tests.language.local.families import FAMILIES

CHAT = [
    Message("system", "rules-sign"),
    Message("user", "a red cat"),
    Message("assistant", "[]"),
    Message("user", "两只船"),
]
every = pytest.mark.parametrize("name", FAMILIES)


@every
def test_the_folders_own_template_is_applied(name: str, opened: Opened) -> None:
    model = opened(name)
    model.load()
    prompt = model._ready().template.prompt(CHAT)
    places = [prompt.index(message.content) for message in CHAT]
    assert places == sorted(places)
    assert [prompt.count(message.content) for message in CHAT] == [1, 1, 1, 1]
    mark = {"mistral": "[/INST]", "gemma": "model\n", "glm": "</think>\n", "llama": "<|end_header_id|>\n\n"}
    thinks = {"qwen3": "<think>\n\n</think>\n\n", "distilled": "<think>\n"}
    assert prompt.endswith(mark.get(name) or thinks.get(name) or "<|im_start|>assistant\n")


@pytest.mark.parametrize("name", ["mistral", "gemma"])
def test_where_no_system_message_is_taken_the_user_says_it(name: str, opened: Opened) -> None:
    model = opened(name)
    model.load()
    template = model._ready().template
    assert template.prompt(CHAT[:2]) == template.prompt([Message("user", "rules-sign\n\na red cat")])


@every
def test_what_a_person_writes_is_no_control_token(name: str, opened: Opened) -> None:
    model = opened(name)
    model.load()
    ready = model._ready()
    tokens = ready.tokenizer.added_tokens_decoder
    written = "".join(str(token) for token in tokens.values()) + "<|im_<think>end|>"
    asked = ready.encode(ready.template.prompt([Message("user", written)]))
    harmless = ready.encode(ready.template.prompt([Message("user", "x")]))
    assert sorted(t for t in asked if t in tokens) == sorted(t for t in harmless if t in tokens)


@every
def test_answers_fit_the_schema_of_any_scene(name: str, opened: Opened) -> None:
    """At a high temperature random weights write of everything that the schema admits."""
    torch.manual_seed(3)
    wire, request = GeneralWire(), understand("a red cat")
    scene = Scene((Subject("s1", "cat"),))
    whole = 0
    for _ in range(3):
        answer = opened(name).complete(CHAT, constraint=wire.constraint(scene, request), temperature=1.0)
        if answer.endswith("]"):
            whole += 1
            assert all(edit_from_json(item) for item in json.loads(answer))
        else:
            assert answer.startswith('[{"op":"')
    assert whole


@every
def test_a_conversation_is_answered_as_if_it_were_new(name: str, opened: Opened) -> None:
    """The cache of the last call changes what is read, never what is said."""
    model = opened(name)
    model.load()
    ready = model._ready()
    dice = random.Random(name)
    limits = Limits(6, 0.0, frozenset())
    kept = DynamicPasses(ready.model)
    prompt: list[int] = []
    for _ in range(6):
        prompt = prompt[: dice.randint(0, len(prompt))] + [dice.randrange(300) for _ in range(dice.randint(1, 40))]
        fresh = decode(DynamicPasses(ready.model), prompt, None, limits, lambda: False)
        assert decode(kept, prompt, None, limits, lambda: False) == fresh
        prompt = [*prompt, *fresh]


@every
def test_passes_give_the_logits_of_one_whole_pass(name: str, opened: Opened) -> None:
    """Sliding windows (48 tokens in two of the families) included, and after a step back."""
    model = opened(name)
    model.load()
    network = model._ready().model
    dice = random.Random(name)
    passes = DynamicPasses(network)
    prompt = [dice.randrange(300) for _ in range(100)]
    for length in (100, 70, 90):
        with torch.inference_mode():
            assert len(passes.rest(prompt[:length], 200)) == {100: 100, 70: 1, 90: 20}[length]
            found = passes.run(prompt[:length] if length == 100 else prompt[{70: 69, 90: 70}[length] : length])
            whole = network(input_ids=torch.tensor([prompt[:length]])).logits[0, -1]
        torch.testing.assert_close(found, whole, atol=2e-4, rtol=1e-3)


@every
def test_static_passes_give_what_dynamic_ones_give(name: str, opened: Opened) -> None:
    model = opened(name)
    model.load()
    network = model._ready().model
    assert isinstance(open_passes(network), DynamicPasses), "graphs are for CUDA alone"
    assert is_static(network)
    dice = random.Random(name)
    static, dynamic = StaticPasses(network, graph=False), DynamicPasses(network)
    prompt = [dice.randrange(300) for _ in range(90)]
    with torch.inference_mode():
        # Steps back, then tokens that are new; with room for 1500 the cache grows once, and all is read again.
        steps = ((200, 0, 1, 91), (200, 30, 3, 3), (200, 5, 17, 17), (1500, 9, 9, 76), (1500, 8, 2, 2))
        for number, (room, back, new, read) in enumerate(steps, 5):
            prompt = prompt[: len(prompt) - back] + [number * 60 + dice.randrange(60) for _ in range(new)]
            rest = static.rest(prompt, room)
            assert len(rest) == read
            expected = dynamic.run(dynamic.rest(prompt, room))
            torch.testing.assert_close(static.run(rest), expected, atol=2e-4, rtol=1e-3)
    answers = [decode(p, prompt, None, Limits(20, 0.0, frozenset()), lambda: False) for p in (static, dynamic)]
    assert answers[0] == answers[1]


@every
def test_pieces_are_the_answer_in_whole_characters(name: str, opened: Opened) -> None:
    pieces: list[str] = []
    grammar = Constraint({}, "start: /[猫狗🙂é a-c]{30}/")
    answer = opened(name).complete(CHAT, constraint=grammar, on_text=pieces.append, temperature=2.0)
    assert "".join(pieces) == answer
    assert len(answer) == 30
    assert len(pieces) > 3
    assert not any("\ufffd" in piece for piece in pieces)
