"""Small folders with random weights in the layout of well-known families, each with its own kind of chat template."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

CORPUS = (
    '[{"op":"add","id":"s1","kind":"cat","colour":"red","count":2}]',
    '[{"op":"set","id":"scene","field":"background","value":"night"}]',
    "a red cat on a house, two boats at night. 两只红色的猫，藏青色的夜空。",
)
CHATML = """{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
SWITCHED = CHATML.replace(
    "{% endif %}",
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}",
)
OPENING = CHATML.replace("<|im_start|>assistant\n", "<|im_start|>assistant\n<think>\n")
HEADERS = """{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>

{{ message.content | trim }}<|eot_id|>{% endfor %}{% if add_generation_prompt %}\
<|start_header_id|>assistant<|end_header_id|>

{% endif %}"""
BRACKETS = """{{ bos_token }}{% for message in messages %}{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}\
{{ raise_exception('user and assistant take turns here') }}{% endif %}\
{% if message.role == 'user' %}[INST] {{ message.content }} [/INST]{% else %} {{ message.content }}{{ eos_token }}\
{% endif %}{% endfor %}"""
TURNS = """{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('no system messages') }}{% endif %}\
{% for message in messages %}<start_of_turn>{{ 'model' if message.role == 'assistant' else message.role }}
{{ message.content | trim }}<end_of_turn>
{% endfor %}{% if add_generation_prompt %}<start_of_turn>model
{% endif %}"""
SIGNS = """[gMASK]<sop>{% for message in messages %}<|{{ message.role }}|>
{{ message.content }}{% endfor %}{% if add_generation_prompt %}<|assistant|>
{% if enable_thinking is defined and not enable_thinking %}<think></think>
{% endif %}{% endif %}"""


@dataclass(frozen=True)
class Family:
    """``config``: the class of its configuration; ``marks``: special tokens, the one that ends a turn last."""

    name: str
    config: str
    tokenizer: str
    template: str
    marks: tuple[str, ...]
    settings: tuple[tuple[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    pieces: bool = False


_CHAT = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_THINK = ("<think>", "</think>")
FAMILIES = {
    family.name: family
    for family in (
        Family("qwen2", "Qwen2Config", "Qwen2Tokenizer", CHATML, _CHAT),
        Family("qwen3", "Qwen3Config", "Qwen2Tokenizer", SWITCHED, _CHAT, (("head_dim", 16),), _THINK),
        Family("distilled", "Qwen2Config", "PreTrainedTokenizerFast", OPENING, _CHAT, (), _THINK),
        Family(
            "llama",
            "LlamaConfig",
            "PreTrainedTokenizerFast",
            HEADERS,
            ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        ),
        Family(
            "mistral",
            "MistralConfig",
            "LlamaTokenizer",
            BRACKETS,
            ("<unk>", "<s>", "</s>"),
            (("sliding_window", 48),),
            pieces=True,
        ),
        Family(
            "gemma",
            "Gemma2Config",
            "GemmaTokenizer",
            TURNS,
            ("<pad>", "<unk>", "<bos>", "<start_of_turn>", "<end_of_turn>"),
            (("head_dim", 16), ("sliding_window", 48)),
            pieces=True,
        ),
        Family(
            "glm",
            "Glm4Config",
            "PreTrainedTokenizerFast",
            SIGNS,
            ("[gMASK]", "<sop>", "<|system|>", "<|assistant|>", "<|endoftext|>", "<|user|>"),
            (("head_dim", 16), ("partial_rotary_factor", 0.5)),
            _THINK,
        ),
    )
}


def make_folder(folder: Path, family: Family) -> Path:
    """Two layers of width 64 and a tokenizer of some 500 tokens; float32 safetensors."""
    import transformers
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

    core = _tokenizer(family)
    named = {"eos_token": family.marks[-1]}
    roles = {"<s>": "bos_token", "<bos>": "bos_token", "<|begin_of_text|>": "bos_token", "<unk>": "unk_token"}
    named |= {roles[mark]: mark for mark in family.marks if mark in roles}
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(tokenizer_object=core, **named)
    tokenizer.chat_template = family.template
    tokenizer.save_pretrained(folder)
    described = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps(described | {"tokenizer_class": family.tokenizer}))
    settings: dict[str, Any] = {
        "vocab_size": 640,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 1024,
        "initializer_range": 0.3,
        "eos_token_id": tokenizer.eos_token_id,
        "bos_token_id": tokenizer.bos_token_id,
        "pad_token_id": None,
        **dict(family.settings),
    }
    torch.manual_seed(0)
    model: Any = AutoModelForCausalLM.from_config(getattr(transformers, family.config)(**settings))
    model.save_pretrained(folder)
    return folder


def _tokenizer(family: Family) -> Any:
    """Byte-level BPE; ``pieces``: BPE over ▁ and characters with bytes behind it, as SentencePiece makes it."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    added = list(family.marks)
    if family.pieces:
        core = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
        core.normalizer = normalizers.Replace(" ", "▁")
        core.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
        added += [f"<0x{byte:02X}>" for byte in range(256)]
        alphabet: list[str] = [chr(code) for code in range(33, 127)]
    else:
        core = Tokenizer(models.BPE())
        core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        core.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=560, special_tokens=added, initial_alphabet=alphabet, show_progress=False, max_token_length=12
    )
    core.train_from_iterator(CORPUS * 4, trainer)
    if family.pieces:
        return _with_plain_bytes(core, family.marks)
    core.add_tokens(list(family.tags))
    return core


def _with_plain_bytes(core: Any, marks: tuple[str, ...]) -> Any:
    """The same tokenizer with the byte tokens as ordinary words of its vocabulary, where the decoder looks for them."""
    from tokenizers import Tokenizer

    data = json.loads(core.to_str())
    data["added_tokens"] = [token for token in data["added_tokens"] if token["content"] in marks]
    return Tokenizer.from_str(json.dumps(data))
