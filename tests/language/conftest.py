"""A language model folder with random weights, in the layout of any Hugging Face model."""

from pathlib import Path
from typing import Any

import pytest
import torch

from danqing.core.domain import STARTER
from danqing.language.local.transformers_llm import TransformersLanguageModel
from tests.threads import two_threads

__all__ = ["two_threads"]

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make_writer_folder(folder: Path, seed: int = 0) -> Path:
    """A Qwen2ForCausalLM of some 100,000 random parameters with a byte-level BPE tokenizer, fp16 safetensors."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    corpus = [
        '[{"op":"add","id":"s1","kind":"',
        '{"op":"set","id":"scene","field":"background","value":"',
        *STARTER.names("kinds"),
    ]
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    core.train_from_iterator(corpus * 4, trainer)
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(tokenizer_object=core, eos_token="<|im_end|>", pad_token="<|im_end|>")
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = Qwen2Config(
        vocab_size=512,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        initializer_range=0.3,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    random: Any = Qwen2ForCausalLM(config)
    random.half().save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def writer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_writer_folder(tmp_path_factory.mktemp("models") / "writer")


@pytest.fixture(scope="session")
def model(writer_folder: Path) -> TransformersLanguageModel:
    return TransformersLanguageModel(writer_folder, device="cpu")
