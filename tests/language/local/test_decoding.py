"""Jump-forward changes how many passes the model makes, never what it says."""

from typing import Any

import pytest
import torch

from danqing.core.domain import STARTER
from danqing.core.reading import Constraint
from danqing.core.scene import Scene, Subject
from danqing.language.local.decoding import Limits, decode, new_matcher
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.wires.starter_grammar import edit_grammar


@pytest.mark.parametrize("seed", range(6))
def test_jump_forward_equals_token_by_token(seed: int, model: TransformersLanguageModel) -> None:
    ready = model._ready()
    scene = Scene(tuple(Subject(f"s{i + 1}", "cat") for i in range(seed % 3)))
    grammar = Constraint({}, edit_grammar(scene, STARTER, "a cat"))
    prompt = ready.tokenizer.encode(f"{seed} a cat")
    passes: list[int] = []
    hook = ready.model.register_forward_pre_hook(
        lambda module, args, kwargs: passes.append(kwargs["input_ids"].shape[1]), with_kwargs=True
    )
    answers, counts = [], []
    for jump in (True, False):
        passes.clear()
        limits = Limits(120, 0.0, ready.stop_ids, jump)
        answers.append(decode(ready.model, prompt, new_matcher(ready.guide, grammar), limits, lambda: False))
        counts.append(len(passes))
        if not jump:
            assert set(passes) == {1}
    hook.remove()
    assert answers[0] == answers[1]
    assert counts[0] < counts[1]


def test_the_cache_gives_what_a_full_pass_gives(model: TransformersLanguageModel) -> None:
    ready = model._ready()
    prompt = ready.tokenizer.encode("a red cat")
    answer = decode(ready.model, prompt, None, Limits(10, 0.0, frozenset()), lambda: False)
    tokens: list[int] = list(prompt)
    with torch.inference_mode():
        for token in answer:
            logits: Any = ready.model(input_ids=torch.tensor([tokens])).logits[0, -1]
            assert int(logits.argmax()) == token
            tokens.append(token)


def test_tokens_beyond_the_tokenizer_are_never_chosen(model: TransformersLanguageModel) -> None:
    ready = model._ready()
    matcher = new_matcher(ready.guide, Constraint({}, "start: /(?s:.){40}/"))
    answer = decode(ready.model, [5], matcher, Limits(40, 3.0, ready.stop_ids), lambda: False)
    assert max(answer) < len(ready.tokenizer) < ready.model.config.vocab_size
