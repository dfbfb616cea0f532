"""TransformersLanguageModel: any Hugging Face causal language model folder with a chat template, offline."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.core.errors import ModelUnusable
from danqing.core.protocols import Cancelled, OnText
from danqing.core.reading import Constraint, Message
from danqing.core.types import Quantisation
from danqing.language.local.chat_template import ChatTemplate
from danqing.language.local.decoding import Limits, decode, new_matcher
from danqing.language.local.passes import Passes
from danqing.language.local.static_passes import open_passes
from danqing.language.local.transcript import Told, Transcript
from danqing.language.local.weights import check_architecture, read_tokenizer, read_weights
from danqing.language.thoughts import TAGS, Thoughts, opened, silenced
from danqing.models.card import writer_context, writer_wire
from danqing.models.devices import pick_device
from danqing.models.foreground import foreground
from danqing.models.inspect import check_writer
from danqing.models.memory.full import is_full
from danqing.models.memory.tenancy import Loose, Tenancy, relieved
from danqing.models.reading import lacking
from danqing.models.streams import working

if TYPE_CHECKING:
    from llguidance import LLTokenizer

THINKING = 1024
"""Tokens that a reasoning model may think for where nothing holds its answer to a grammar."""
_ENDINGS = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>", "<|return|>", "<|user|>", "<|endoftext|>")
"""Tokens that end a turn in the templates of well-known families, for folders that do not list theirs."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: Any
    tokenizer: Any
    guide: "LLTokenizer"
    template: ChatTemplate
    passes: Passes
    stop_ids: frozenset[int]
    silent: frozenset[int]
    """Special tokens that no reader sees: all but those that mark thinking."""

    def encode(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False))

    def spell(self, tokens: Sequence[int]) -> bytes:
        return self.guide.decode_bytes([token for token in tokens if token not in self.silent])


class TransformersLanguageModel:
    """Implements ``LanguageModel``. Weights are read at the first use, or by ``load()``.

    Only safetensors, only local files, never code from the folder. float32 on a CPU, bfloat16 or float16 on a GPU.
    What the last call read stays in a cache: a prompt that begins alike is read from where it differs.
    """

    def __init__(
        self,
        folder: Path,
        model_id: str = "",
        device: str | None = None,
        quantisation: Quantisation = "none",
        thinking: int = THINKING,
    ) -> None:
        self.id = model_id or folder.name
        self.folder = folder
        self.wire = writer_wire(folder)
        self.context = writer_context(folder)
        self.device = device
        self.quantisation = quantisation
        self._thinking = thinking
        self.tenancy: Tenancy = Loose()
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory."""
        return self._loaded is not None

    def load(self) -> None:
        """Reads the weights; ModelUnusable names what is wrong with the folder."""
        with self.tenancy.using(), self._lock:
            self._ready()

    def unload(self) -> None:
        """Lets go of the weights; they are read again when they are needed."""
        with self._lock:
            self._loaded = None

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
        """As ``LanguageModel`` says; calls from several threads wait for one another.

        An answer that is held to a constraint comes without thinking, and may take up to ``decoding.GROWTH`` times
        ``max_new_tokens`` where it needs them to be whole. Where memory is full it begins again with less.
        """
        told = Told(on_text)
        try:
            return relieved(
                self.tenancy,
                lambda: self._answer(messages, constraint, max_new_tokens, temperature, cancelled, told.again()),
            )
        except (RuntimeError, MemoryError) as error:
            if is_full(error):
                raise ModelUnusable("writer_memory", path=self.folder) from error
            raise

    def _answer(
        self,
        messages: Sequence[Message],
        constraint: Constraint | None,
        max_new_tokens: int,
        temperature: float,
        cancelled: Cancelled,
        on_text: OnText | None,
    ) -> str:
        with foreground.served(), self.tenancy.using(), self._lock:
            ready = self._ready()
            text = ready.template.prompt(messages)
            if constraint is None:
                matcher, thoughts = None, Thoughts(opened(text))
            else:
                text, matcher, thoughts = silenced(text), new_matcher(ready.guide, constraint), None
            prompt = ready.encode(text)
            room = self.context - len(prompt)
            if room <= 0:
                raise ModelUnusable("writer_context", tokens=len(prompt), context=self.context)
            limits = Limits(
                max_new_tokens,
                temperature,
                ready.stop_ids,
                thinking=0 if thoughts is None else self._thinking,
                room=room,
                vocabulary=len(ready.tokenizer),
            )
            transcript = Transcript(ready.spell, thoughts, on_text)
            with working(ready.model.device, "writer"), self.tenancy.lease("read"):
                decode(ready.passes, prompt, matcher, limits, cancelled, transcript, ready.encode)
            return transcript.close()

    def count(self, text: str) -> int:
        """By the model's own tokenizer."""
        with self.tenancy.using(), self._lock:
            return len(self._ready().encode(text))

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            check_writer(self.folder)
            self._loaded = _load(self.folder, self.device, self.quantisation, self.tenancy)
        return self._loaded


def _load(folder: Path, device_name: str | None, quantisation: Quantisation, tenancy: Tenancy) -> _Loaded:
    device = pick_device("writer", device_name)
    check_architecture(folder)
    tokenizer = read_tokenizer(folder)
    template = ChatTemplate(tokenizer, folder)
    model = read_weights(folder, device, quantisation, tenancy.precision(device))
    tenancy.settle(device, {"writer": model})
    stop_ids = _stop_ids(model, tokenizer)
    guide = _guide(folder, tokenizer, model, stop_ids)
    with working(model.device, "writer"), tenancy.lease("read"):
        passes = open_passes(model)
    return _Loaded(model, tokenizer, guide, template, passes, stop_ids, _silent(tokenizer))


def _stop_ids(model: Any, tokenizer: Any) -> frozenset[int]:
    """The tokens that end an answer: the tokenizer's own and those of the generation settings, or well-known ones."""
    listed = model.generation_config.eos_token_id
    if not isinstance(listed, list):
        added = {str(text): token for token, text in tokenizer.added_tokens_decoder.items() if text.special}
        listed = [listed, *(added[text] for text in _ENDINGS if text in added)]
    return frozenset(token for token in (*listed, tokenizer.eos_token_id) if token is not None)


def _silent(tokenizer: Any) -> frozenset[int]:
    marks = "".join(mark for tag in TAGS for mark in (tag.start, tag.end))
    added = tokenizer.added_tokens_decoder.items()
    return frozenset(token for token, text in added if text.special and str(text) not in marks)


def _guide(folder: Path, tokenizer: Any, model: Any, stop_ids: frozenset[int]) -> "LLTokenizer":
    """llguidance's view of the vocabulary, as wide as the model's logits."""
    import llguidance.hf

    width = max(int(model.config.get_text_config().vocab_size), len(tokenizer))
    try:
        return llguidance.hf.from_tokenizer(tokenizer, n_vocab=width, eos_token=sorted(stop_ids))
    except ValueError as error:
        raise lacking(folder, "tokenizer.json") from error
