"""Embeddings of weighted prompts against transformers and diffusers themselves, on small random CLIP models."""

import string
from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.core.weighting import parse
from danqing.engine.embedding import BACK, Chunk, Encoder, chunks, encode_sd15, encode_sdxl

LETTERS = string.ascii_lowercase + ",!"
VOCABULARY = {
    word: i
    for i, word in enumerate(["<|startoftext|>", "<|endoftext|>", *LETTERS, *(f"{letter}</w>" for letter in LETTERS)])
}


def make_encoder(folder: Path, seed: int, projected: bool = False, pad: str = "<|endoftext|>") -> Encoder:
    """A CLIP model of random weights in its official layout, read again from its folder."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

    torch.manual_seed(seed)
    config = CLIPTextConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32 + 16 * projected,
        intermediate_size=64,
        num_hidden_layers=3,
        num_attention_heads=2,
        max_position_embeddings=77,
        bos_token_id=0,
        eos_token_id=1,
        projection_dim=24,
    )
    model = (CLIPTextModelWithProjection if projected else CLIPTextModel)(config)
    model.save_pretrained(folder / "model")
    CLIPTokenizer(vocab=VOCABULARY, merges=[], pad_token=pad, model_max_length=77).save_pretrained(folder / "tokenizer")
    kind = CLIPTextModelWithProjection if projected else CLIPTextModel
    return Encoder(CLIPTokenizer.from_pretrained(folder / "tokenizer"), kind.from_pretrained(folder / "model").eval())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return make_encoder(tmp_path_factory.mktemp("first"), 1)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return make_encoder(tmp_path_factory.mktemp("second"), 2, projected=True, pad="!")


def hidden(encoder: Encoder, ids: list[int], layer: int | None = None) -> torch.Tensor:
    """Straight from transformers: one chunk of 77, padded as the tokenizer says."""
    full = [0, *ids, 1]
    full += [encoder.tokenizer.pad_token_id] * (77 - len(full))
    with torch.inference_mode():
        out = encoder.model(torch.tensor([full]), output_hidden_states=True)
    embedded: torch.Tensor = out.last_hidden_state if layer is None else out.hidden_states[layer]
    return embedded


def ids_of(encoder: Encoder, text: str) -> list[int]:
    ids: list[int] = encoder.tokenizer(text, add_special_tokens=False).input_ids
    return ids


def equal(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and bool((one - other).abs().max() < 1e-5)


def test_a_short_prompt_is_what_diffusers_makes_of_it(first: Encoder) -> None:
    from diffusers import DDIMScheduler, StableDiffusionPipeline

    parts: dict[str, Any] = {"vae": None, "unet": None, "safety_checker": None, "feature_extractor": None}
    pipe = StableDiffusionPipeline(
        text_encoder=first.model,
        tokenizer=first.tokenizer,
        scheduler=DDIMScheduler(steps_offset=1, clip_sample=False),
        requires_safety_checker=False,
        **parts,
    )
    with torch.inference_mode():
        wanted = pipe.encode_prompt("a red cat", "cpu", 1, True, "blurry, low quality")
        found = encode_sd15(["a red cat", "blurry, low quality"], first)
    assert equal(found, torch.cat(wanted))


def test_a_short_prompt_is_what_diffusers_makes_of_it_for_xl(first: Encoder, second: Encoder) -> None:
    from diffusers import DDIMScheduler, StableDiffusionXLPipeline

    parts: dict[str, Any] = {"vae": None, "unet": None}
    pipe = StableDiffusionXLPipeline(
        text_encoder=first.model,
        tokenizer=first.tokenizer,
        text_encoder_2=second.model,
        tokenizer_2=second.tokenizer,
        scheduler=DDIMScheduler(),
        add_watermarker=False,
        **parts,
    )
    with torch.inference_mode():
        one, other, pooled, pooled_other = pipe.encode_prompt("a red cat", device="cpu", negative_prompt="blurry")
        found, found_pooled = encode_sdxl(["a red cat", "blurry"], first, second)
    assert equal(found, torch.cat([one, other]))
    assert equal(found_pooled, torch.cat([pooled, pooled_other]))


def test_weights_multiply_and_the_mean_comes_back(first: Encoder) -> None:
    plain = hidden(first, ids_of(first, "a red hat, fog"))
    weights = torch.ones(77)
    weights[2:5] = 1.5  # after the mark and "a"
    weights[9:12] = 1 / 1.1  # after "hat" and the comma
    scaled = plain * weights[None, :, None]
    scaled *= plain.mean() / scaled.mean()
    with torch.inference_mode():
        assert equal(encode_sd15(["a (red:1.5) hat, [fog]"], first), scaled)


def test_weights_of_xl_touch_both_models_and_not_what_is_pooled(first: Encoder, second: Encoder) -> None:
    expected = []
    for encoder in (first, second):
        plain = hidden(encoder, ids_of(encoder, "a cat"), -2)
        weights = torch.ones(77)
        weights[2:5] = 1.3
        scaled = plain * weights[None, :, None]
        expected.append(scaled * plain.mean() / scaled.mean())
    with torch.inference_mode():
        found, pooled = encode_sdxl(["a (cat:1.3)"], first, second)
        unweighted = encode_sdxl(["a cat"], first, second)[1]
    assert equal(found, torch.cat(expected, dim=-1))
    assert torch.equal(pooled, unweighted)


def test_a_long_prompt_loses_nothing_and_both_get_as_many_chunks(first: Encoder) -> None:
    words = ["abc"] * 60
    with torch.inference_mode():
        found = encode_sd15([" ".join(words), "fog"], first)
    wanted = [hidden(first, ids_of(first, " ".join(words[at : at + 25]))) for at in (0, 25, 50)]
    assert equal(found[:1], torch.cat(wanted, dim=1))
    assert equal(found[1:], torch.cat([hidden(first, ids_of(first, "fog")), *[hidden(first, [])] * 2], dim=1))


def test_break_starts_a_new_chunk(first: Encoder) -> None:
    with torch.inference_mode():
        found = encode_sd15(["a cat BREAK fog"], first)
    assert equal(found, torch.cat([hidden(first, ids_of(first, text)) for text in ("a cat", "fog")], dim=1))


def cut(encoder: Encoder, text: str) -> list[Chunk]:
    return chunks(parse(text), encoder)


def test_chunks_end_at_a_comma_that_is_near_and_never_inside_a_word(first: Encoder) -> None:
    near = " ".join(["ab"] * 33) + ", cdefg hijkl"
    assert [len(chunk.ids) for chunk in cut(first, near)] == [67, 10]
    far = "ab, " + " ".join(["abcdefg"] * 12)
    assert [len(chunk.ids) for chunk in cut(first, far)] == [73, 14]
    assert BACK < 73 - 3


@pytest.mark.parametrize("text", ["", "a" * 200, "a, " * 100, "x (" + "ab, cd " * 40 + ":1.4) [y]"])
def test_chunks_keep_every_token_in_order(first: Encoder, text: str) -> None:
    found = cut(first, text)
    pieces = [piece for section in parse(text) for piece in section]
    assert [i for chunk in found for i in chunk.ids] == [i for p in pieces for i in ids_of(first, p.text)]
    assert [w for c in found for w in c.weights] == [p.weight for p in pieces for _ in ids_of(first, p.text)]
    assert all(len(chunk.ids) <= first.room for chunk in found)


def test_weights_that_cancel_the_mean_give_numbers(first: Encoder) -> None:
    with torch.inference_mode():
        assert bool(torch.isfinite(encode_sd15(["(a cat:0)", "(a:-100) ((cat:50)"], first)).all())
