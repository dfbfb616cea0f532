"""The painter's tokenizer and the scenes it is trained on."""

import random
from pathlib import Path

from transformers import CLIPTokenizer

from danqing.core.domain import STARTER
from danqing.language.dialects.completing import USUAL_COLOUR
from danqing.language.dialects.starter import sentence
from danqing.training.starter.scenes import HELD_OUT_PAIRS, sample_layout, sample_scene
from danqing.training.starter.tokens import LENGTH, WordIds, save_tokenizer, words


def test_every_word_is_one_token_and_no_sentence_is_cut(tmp_path: Path) -> None:
    save_tokenizer(tmp_path)
    tokenizer, table = CLIPTokenizer.from_pretrained(tmp_path), WordIds(tmp_path)
    assert [w for w in words() if len(tokenizer(w).input_ids) != 3] == []
    rng = random.Random(1)
    for _ in range(300):
        text = sentence(sample_layout(rng)[1])
        ids = tokenizer(text, padding="max_length", max_length=LENGTH, truncation=True).input_ids
        assert ids == table(text)
        assert ids[-1] == table.end
    assert tokenizer("", padding="max_length", max_length=LENGTH).input_ids == table("")


def test_a_tenth_of_the_pairs_is_held_out() -> None:
    pairs = len(STARTER.kinds) * len(STARTER.colours)
    assert 0.08 < len(HELD_OUT_PAIRS) / pairs < 0.12
    assert not HELD_OUT_PAIRS & set(USUAL_COLOUR.items())
    assert {kind for kind, _ in HELD_OUT_PAIRS} == set(STARTER.names("kinds"))
    rng = random.Random(2)
    seen = {(s.kind, s.colour) for _ in range(2000) for s in sample_scene(rng).subjects}
    assert not seen & HELD_OUT_PAIRS
    assert len(seen) > 0.95 * (pairs - len(HELD_OUT_PAIRS))
    assert {(s.kind, s.colour) for _ in range(50) for s in sample_scene(rng, 1, "held_out").subjects} <= HELD_OUT_PAIRS
