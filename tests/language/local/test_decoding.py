"""Jump-forward changes how many passes the model makes, never what it says."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch

from danqing.core.domain import STARTER
from danqing.core.errors import Cancelled
from danqing.core.reading import Constraint
from danqing.core.scene import Scene, Subject
from danqing.language.local.decoding import PIECE, Limits, decode, new_matcher
from danqing.language.local.passes import DynamicPasses, Passes
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.wires.starter_grammar import edit_grammar


@pytest.mark.parametrize("seed", range(6))
def test_jump_forward_equals_token_by_token(seed: int, model: TransformersLanguageModel) -> None:
    model.load()
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
        answers.append(
            decode(DynamicPasses(ready.model), prompt, new_matcher(ready.guide, grammar), limits, lambda: False)
        )
        counts.append(len(passes))
        if not jump:
            assert set(passes) == {1}
    hook.remove()
    assert answers[0] == answers[1]
    assert counts[0] < counts[1]


def test_the_cache_gives_what_a_full_pass_gives(model: TransformersLanguageModel) -> None:
    model.load()
    ready = model._ready()
    prompt = ready.tokenizer.encode("a red cat")
    answer = decode(DynamicPasses(ready.model), prompt, None, Limits(10, 0.0, frozenset()), lambda: False)
    tokens: list[int] = list(prompt)
    with torch.inference_mode():
        for token in answer:
            logits: Any = ready.model(input_ids=torch.tensor([tokens])).logits[0, -1]
            assert int(logits.argmax()) == token
            tokens.append(token)


class Counted:
    """Passes that note how many tokens each reads."""

    def __init__(self, inner: Passes) -> None:
        self._inner = inner
        self.widths: list[int] = []

    def rest(self, prompt: Sequence[int], room: int) -> list[int]:
        return self._inner.rest(prompt, room)

    def run(self, tokens: Sequence[int]) -> torch.Tensor:
        self.widths.append(len(tokens))
        return self._inner.run(tokens)


@pytest.mark.parametrize("allowed", [0, 1, 5])
def test_no_pass_is_made_after_the_user_cancels(allowed: int, model: TransformersLanguageModel) -> None:
    model.load()
    ready = model._ready()
    passes = Counted(DynamicPasses(ready.model))
    matcher = new_matcher(ready.guide, Constraint({}, 'start: ("ab" | "cde" | "f"){90}'))
    with pytest.raises(Cancelled):
        decode(passes, [5] * 40, matcher, Limits(100, 0.0, frozenset()), lambda: len(passes.widths) >= allowed)
    assert len(passes.widths) == allowed


def test_a_long_prompt_is_read_in_pieces_that_can_be_cancelled(model: TransformersLanguageModel) -> None:
    model.load()
    passes = Counted(DynamicPasses(model._ready().model))
    with pytest.raises(Cancelled):
        decode(passes, [5] * 1200, None, Limits(1, 0.0, frozenset()), lambda: len(passes.widths) == 2)
    assert passes.widths == [PIECE, PIECE]
    decode(passes, [5] * 1200, None, Limits(1, 0.0, frozenset()), lambda: False)
    assert passes.widths[2:] == [1200 - 2 * PIECE], "what was read before the user cancelled is not read again"


def test_an_answer_grows_until_its_grammar_is_satisfied(model: TransformersLanguageModel) -> None:
    model.load()
    ready = model._ready()

    def length(grammar: str, limit: int, room: int = 2**20) -> int:
        limits = Limits(limit, 1.0, frozenset(), room=room)
        matcher = new_matcher(ready.guide, Constraint({}, grammar))
        return len(decode(DynamicPasses(ready.model), [5], matcher, limits, lambda: False))

    numbers = 'start: "[" (("0" | "1" | "2") ","){%d,} "]"'
    assert length(numbers % 90, 10) == 40, "four times as long, and not whole even so"
    assert length(numbers % 90, 10, room=15) == 15
    done = 'start: ("0" | "1" | "2"){30,}'
    assert length(done, 10) == 30, "it may end here, so it does"
    assert length(done, 35) == 35


def test_a_pass_that_fails_leaves_nothing_to_be_built_upon(model: TransformersLanguageModel) -> None:
    model.load()
    ready = model._ready()
    passes, prompt = DynamicPasses(ready.model), [7, 8, 9, 10, 11]
    with torch.inference_mode():
        passes.run(passes.rest(prompt, 20))
        with pytest.raises(IndexError):
            passes.run([10**6])
        assert passes.rest(prompt, 20) == prompt
        again = passes.run(prompt)
        torch.testing.assert_close(again, ready.model(input_ids=torch.tensor([prompt])).logits[0, -1])


def test_tokens_beyond_the_tokenizer_are_never_chosen(model: TransformersLanguageModel) -> None:
    model.load()
    ready = model._ready()
    matcher = new_matcher(ready.guide, Constraint({}, "start: /(?s:.){40}/"))
    answer = decode(DynamicPasses(ready.model), [5], matcher, Limits(40, 3.0, ready.stop_ids), lambda: False)
    assert max(answer) < len(ready.tokenizer) < ready.model.config.vocab_size
    free = Limits(60, 3.0, frozenset(), vocabulary=len(ready.tokenizer))
    assert max(decode(DynamicPasses(ready.model), [5], None, free, lambda: False)) < len(ready.tokenizer)
