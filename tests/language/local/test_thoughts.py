"""Thinking is taken out of an answer however it is marked, and however the text is cut into pieces."""

import pytest

from danqing.core.reading import Constraint, Message
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.thoughts import TAGS, Tag, Thoughts, opened, silenced
from tests.language.local.conftest import Opened


def shown(text: str, size: int, prompt: str = "") -> str:
    thoughts = Thoughts(opened(prompt))
    pieces: list[str] = []
    for start in range(0, len(text), size):
        pieces.append(thoughts.feed(text[start : start + size]))
        if thoughts.retracted:
            pieces, thoughts.retracted = pieces[-1:], False
    return "".join([*pieces, thoughts.close()])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag.start)
def test_marked_parts_are_left_out(tag: Tag, size: int) -> None:
    start, end = tag.start, tag.end
    assert shown(f"{start}hm, a < b{end}\n\n你好", size) == "你好"
    assert shown(f"one {start}hm{end} two{start}{end}", size) == "one two"
    assert shown(f"one {start}hm", size) == "one "
    assert shown(f"hm{end}yes", size) == "yes"
    assert shown(f"hm{end}yes", size, f"...{start}\n") == "yes"
    assert shown("hm", size, f"...{start}\n") == ""


@pytest.mark.parametrize("text", ["a < b", "x <thin", "[TH", "<", "3 <think", "<b>bold</b>"])
def test_what_only_looks_like_a_tag_stays(text: str) -> None:
    assert shown(text, 1) == text


def test_text_is_shown_as_soon_as_it_is_sure() -> None:
    thoughts = Thoughts()
    assert [thoughts.feed(piece) for piece in ("a ", "b <", "c <th", "ink>x", "</think>", " d")] == [
        "a ", "b ", "<c ", "", "", "d",
    ]  # fmt: skip


def test_a_model_that_must_think_is_given_an_empty_thought() -> None:
    assert silenced("<|im_start|>assistant\n<think>\n") == "<|im_start|>assistant\n<think>\n\n</think>\n\n"
    assert silenced("<|im_start|>assistant\n") == "<|im_start|>assistant\n"
    assert silenced("<|start|>assistant") == "<|start|>assistant<|channel|>final<|message|>"
    closed = "<think>\n\n</think>\n\n"
    assert silenced(closed) == closed


CHAT = [Message("user", "a red cat")]


def test_held_to_a_grammar_a_reasoning_model_answers_at_once(opened: Opened) -> None:
    answer = opened("distilled").complete(CHAT, constraint=Constraint({}, 'start: "<think>" | "no"'))
    assert answer in ("<think>", "no"), "what the grammar says is no thinking"


def test_thinking_has_its_budget_and_is_not_shown(opened: Opened) -> None:
    model = TransformersLanguageModel(opened("distilled").folder, device="cpu", thinking=20)
    model.load()
    fed: list[int] = []
    model._ready().model.register_forward_pre_hook(
        lambda module, args, kwargs: fed.extend(kwargs["input_ids"][0].tolist()), with_kwargs=True
    )
    pieces: list[str] = []
    answer = model.complete(CHAT, max_new_tokens=8, on_text=pieces.append)
    said = model._ready().tokenizer.decode(fed)
    assert said.count("</think>") == 1
    assert answer
    assert "".join(pieces) == answer
    assert "think" not in answer
    assert answer[:-1] in said.partition("</think>")[2]
