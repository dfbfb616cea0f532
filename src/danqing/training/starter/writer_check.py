"""How far a writer has come: answers to requests that were never trained, right to the last token."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from danqing.core.domain import Language
from danqing.training.starter.grammar import answer, dialogue, is_held_out, messages
from danqing.training.starter.writer_data import LENGTHS, Encoder

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import Qwen2ForCausalLM

TOGETHER = 32
LANGUAGES: tuple[Language, ...] = ("en", "zh")
ROWS = tuple((kind, language) for kind in ("first", "outside", "edits") for language in LANGUAGES)


def checked(model: "Qwen2ForCausalLM", tokenizer: "Tokenizer", number: int) -> str:
    """One line: the share of right answers among ``number`` of each row.

    An answer counts where each of its tokens is the likeliest after the right ones before it, which is where greedy
    decoding would write it. No grammar helps here, so that ``danqing eval starter`` finds a little more.
    """
    encoder = Encoder(tokenizer)
    shares = [
        f"{kind} {language} {_share(model, list(_samples(kind, language, number, encoder))):.1%}"
        for kind, language in ROWS
    ]
    return f"writer held out, {number} each: {', '.join(shares)}"


def _samples(kind: str, language: Language, number: int, encoder: Encoder) -> Iterator[tuple[list[int], int]]:
    """Token ids of held-out turns, and where each answer begins. ``kind``: a first turn's, or ``edits``: later ones."""
    rng, given, later = random.Random(f"check {kind} {language}"), 0, kind == "edits"
    while given < number:
        turns = dialogue(rng, language=language, turns=rng.randint(2, 6) if later else 1)
        for i, turn in enumerate(turns):
            if given < number and is_held_out(turn.text) and (i > 0 if later else turn.kind == kind):
                ids, start = encoder.encode([(m.role, m.content) for m in messages(turns[:i], turn)], answer(turn))
                if len(ids) <= LENGTHS[-1]:
                    given += 1
                    yield ids, start


def _share(model: "Qwen2ForCausalLM", samples: list[tuple[list[int], int]]) -> float:
    import torch

    device, right = next(model.parameters()).device, 0
    with torch.inference_mode():
        for at in range(0, len(samples), TOGETHER):
            some = samples[at : at + TOGETHER]
            ids = torch.zeros(len(some), max(len(row) for row, _ in some), dtype=torch.long)
            for line, (row, _) in zip(ids, some, strict=True):
                line[: len(row)] = torch.tensor(row)
            likeliest = model(input_ids=ids.to(device), use_cache=False).logits.argmax(-1).cpu()
            for i, (row, start) in enumerate(some):
                right += likeliest[i, start - 1 : len(row) - 1].tolist() == row[start:]
    return right / len(samples)
