"""The models that are measured, by their configurations: of full size, or tiny for a rehearsal without a card."""

from typing import Any

from danqing.models.reading import read_json
from danqing.models.single_file import CONFIGS

Configuration = dict[str, Any]

LANGUAGE: dict[str, Configuration] = {
    "qwen2-7b": {
        "vocab_size": 152_064, "hidden_size": 3584, "intermediate_size": 18_944, "num_hidden_layers": 28,
        "num_attention_heads": 28, "num_key_value_heads": 4, "max_position_embeddings": 32_768,
        "tie_word_embeddings": False,
    },
    "qwen2.5-3b": {
        "vocab_size": 151_936, "hidden_size": 2048, "intermediate_size": 11_008, "num_hidden_layers": 36,
        "num_attention_heads": 16, "num_key_value_heads": 2, "max_position_embeddings": 32_768,
        "tie_word_embeddings": True,
    },
}  # fmt: skip
"""As ``Qwen2Config`` takes them: those of Qwen/Qwen2-7B-Instruct and Qwen/Qwen2.5-3B-Instruct."""

_TINY_LANGUAGE = {
    "vocab_size": 4096, "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "max_position_embeddings": 2048,
}  # fmt: skip
_TINY_TEXT = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 2}
_TINY: dict[str, Configuration] = {
    "text_encoder": {**_TINY_TEXT, "vocab_size": 1024, "projection_dim": 32},
    "text_encoder_2": {**_TINY_TEXT, "vocab_size": 1024, "projection_dim": 32},
    "vae": {"block_out_channels": [8, 8, 8, 8], "norm_num_groups": 4},
    "unet": {
        "block_out_channels": [16, 32, 32],
        "layers_per_block": 1,
        "norm_num_groups": 8,
        "attention_head_dim": 8,
        "transformer_layers_per_block": 1,
    },
}
_TINY_UNET: dict[str, Configuration] = {
    "sdxl": {
        "cross_attention_dim": 64, "addition_time_embed_dim": 8, "projection_class_embeddings_input_dim": 32 + 6 * 8,
    },
    "sd15": {"cross_attention_dim": 32, "block_out_channels": [16, 32, 32, 32]},
}  # fmt: skip


def painter_parts(family: str, small: bool) -> dict[str, Configuration]:
    """The configuration of each part of ``sdxl`` or ``sd15`` that has weights."""
    names = [part.name for part in (CONFIGS / family).iterdir() if (part / "config.json").is_file()]
    parts = {name: read_json(CONFIGS / family / name / "config.json") for name in sorted(names)}
    if small:
        parts = {name: config | _TINY[name] for name, config in parts.items()}
        parts["unet"] |= _TINY_UNET[family]
    return parts


def writer_config(name: str, small: bool) -> Configuration:
    """The configuration of a language model of ``LANGUAGE``."""
    return LANGUAGE[name] | _TINY_LANGUAGE if small else LANGUAGE[name]
