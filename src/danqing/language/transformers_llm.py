"""TransformersLanguageModel: any Hugging Face causal language model folder with a chat template, offline."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Message
from danqing.language.decoding import Limits, decode, new_matcher
from danqing.models.card import writer_context, writer_wire
from danqing.models.devices import pick_device
from danqing.models.inspect import check_writer
from danqing.models.loading import loading

if TYPE_CHECKING:
    from llguidance import LLTokenizer


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: Any
    tokenizer: Any
    guide: "LLTokenizer"
    stop_ids: frozenset[int]
    special: tuple[str, ...]

    def plain(self, content: str) -> str:
        """What a person wrote never becomes a token that only the chat template may place."""
        for token in self.special:
            content = content.replace(token, " ")
        return content


class TransformersLanguageModel:
    """Implements ``LanguageModel``. Weights are read at the first use, or by ``load()``.

    Only safetensors, only local files, never code from the folder. float32 on a CPU, bfloat16 or float16 on a GPU.
    """

    def __init__(self, folder: Path, model_id: str = "", device: str | None = None) -> None:
        self.id = model_id or folder.name
        self.folder = folder
        self.wire = writer_wire(folder)
        self.context = writer_context(folder)
        self._device = device
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory."""
        return self._loaded is not None

    def load(self) -> None:
        """Reads the weights; ModelUnusable names what is wrong with the folder."""
        self._ready()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        constraint: Constraint | None = None,
        max_new_tokens: int = 150,
        temperature: float = 0.0,
        cancelled: Cancelled = lambda: False,
        on_text: OnText | None = None,
    ) -> str:
        ready = self._ready()
        chat = [{"role": message.role, "content": ready.plain(message.content)} for message in messages]
        text = ready.tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        prompt = ready.tokenizer.encode(text, add_special_tokens=False)
        matcher = new_matcher(ready.guide, constraint) if constraint is not None else None
        limits = Limits(max_new_tokens, temperature, ready.stop_ids)
        answer = str(ready.tokenizer.decode(decode(ready.model, prompt, matcher, limits, cancelled)))
        if on_text is not None:
            on_text(answer)
        return answer

    def count(self, text: str) -> int:
        """By the model's own tokenizer."""
        return len(self._ready().tokenizer.encode(text, add_special_tokens=False))

    def _ready(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                check_writer(self.folder)
                self._loaded = _load(self.folder, self._device)
            return self._loaded


def _load(folder: Path, device_name: str | None) -> _Loaded:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    device = pick_device("writer", device_name)
    try:
        with loading("transformers"):
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
            model: Any = AutoModelForCausalLM.from_pretrained(
                folder,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=getattr(torch, device.dtype),
            )
            model.to(device.name)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelUnusable("model_damaged", path=folder, detail=str(error).splitlines()[0]) from error
    if not tokenizer.chat_template:
        raise ModelUnusable("model_missing", path=folder, missing="chat_template")
    stop_ids = _stop_ids(model, tokenizer)
    special = tuple(str(token) for token in tokenizer.added_tokens_decoder.values() if token.special)
    return _Loaded(model.eval(), tokenizer, _guide(tokenizer, model, stop_ids), stop_ids, special)


def _stop_ids(model: Any, tokenizer: Any) -> frozenset[int]:
    """The tokens that end an answer: those of the generation settings and the tokenizer's own."""
    listed = model.generation_config.eos_token_id
    ids = listed if isinstance(listed, list) else [listed]
    return frozenset(token for token in (*ids, tokenizer.eos_token_id) if token is not None)


def _guide(tokenizer: Any, model: Any, stop_ids: frozenset[int]) -> "LLTokenizer":
    """llguidance's view of the vocabulary, as wide as the model's logits."""
    import llguidance.hf

    width = max(int(model.config.get_text_config().vocab_size), len(tokenizer))
    return llguidance.hf.from_tokenizer(tokenizer, n_vocab=width, eos_token=sorted(stop_ids))
