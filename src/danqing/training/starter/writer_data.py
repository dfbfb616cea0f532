"""The writer's data: its tokenizer, and endless batches of dialogues made by other processes."""

import multiprocessing as mp
import os
import random
import re
import signal
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from queue import Full
from queue import Queue as ThreadQueue
from typing import TYPE_CHECKING

from danqing.core.scene import Remove, Replace, Set
from danqing.core.script import HAN_RANGE

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from danqing.training.starter.grammar import Turn

    Block = tuple[NDArray[np.int16], NDArray[np.int16]]

VOCABULARY = 3584
CONTEXT = 768
LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 512, 640)
ROWS = 64
"""Samples in a block that a process hands over."""
TOKENS = 131_072
"""Tokens in a batch on each GPU, padding included: with fewer a step is bound by launches, not by arithmetic."""
AHEAD = 8
"""Batches that wait in pinned memory."""
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
FOCUS = {"told": 1.0, "scene": 0.4, "outside": 0.3, "": 0.1}
"""Shares of the samples that a last stretch keeps: most of those that ask for looking something up."""
_TOLD = re.compile(
    r"是|前者|后者|第[一二]|\b(?:is|are|former|latter|first|second)\b|"
    rf"([{HAN_RANGE}]{{1,3}})[^,。;!]*[,。;! ]+在?\1"
)
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def make_tokenizer(seed: int, dialogues: int) -> "Tokenizer":
    """A byte-level BPE tokenizer of VOCABULARY tokens, trained on texts and edits of our grammar."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    from danqing.training.starter.grammar import answer, dialogue

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        min_frequency=20,
    )
    rng = random.Random(seed)
    texts = (part for _ in range(dialogues) for turn in dialogue(rng) for part in (turn.text, turn.text, answer(turn)))
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save_tokenizer(tokenizer: "Tokenizer", folder: Path) -> None:
    """Writes tokenizer.json, tokenizer_config.json and the chat template as any Hugging Face model has them."""
    from transformers import PreTrainedTokenizerFast

    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        model_max_length=CONTEXT,
        clean_up_tokenization_spaces=False,
    )
    wrapped.chat_template = TEMPLATE
    wrapped.save_pretrained(folder)


class Encoder:
    """Turns messages into ids exactly as the chat template renders them."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        # No token reaches over the special ones: a message is the same wherever it stands, and most come up again.
        self._part = lru_cache(1000)(lambda text: tokenizer.encode(text).ids)

    def encode(self, messages: Iterable[tuple[str, str]], answer: str) -> tuple[list[int], int]:
        """(ids of prompt and answer, length of the prompt)."""
        ids: list[int] = []
        for role, content in messages:
            ids += self._part(f"<|im_start|>{role}\n{content}<|im_end|>\n")
        ids += self._part("<|im_start|>assistant\n")
        return ids + self._part(f"{answer}<|im_end|>"), len(ids)


def group_of(turn: "Turn") -> str:
    """Which group of FOCUS a turn belongs to.

    ``told``: several subjects of which something is said apart; ``scene``: an edit of one subject of several.
    """
    edited = any(isinstance(e, Set | Remove | Replace) and e.id != "scene" for e in turn.edits)
    if edited and len(turn.before.subjects) > 1:
        return "scene"
    if turn.kind in ("outside", "mixed"):
        return "outside"
    if turn.kind in ("first", "new") and len(turn.after.subjects) > 1 and _TOLD.search(turn.text):
        return "told"
    return ""


def generate(rules: str, seed: int, full: "mp.Queue[Block]", focus: bool = False) -> None:
    """Endless batches: ids (n, length) and where each answer starts (n, 2: start, end), bucketed by length.

    ``focus``: only the shares of FOCUS.
    """
    import numpy as np
    from tokenizers import Tokenizer

    from danqing.training.starter.grammar import answer, dialogue, is_held_out, messages

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    encoder = Encoder(Tokenizer.from_str(rules))
    rng = random.Random(seed)
    buckets: dict[int, list[tuple[list[int], int]]] = {length: [] for length in LENGTHS}
    while os.getppid() == parent:
        turns = dialogue(rng)
        if any(is_held_out(t.text) for t in turns):
            continue
        for i, turn in enumerate(turns):
            if focus and rng.random() > FOCUS[group_of(turn)]:
                continue
            chat = [(m.role, m.content) for m in messages(turns[:i], turn)]
            ids, start = encoder.encode(chat, answer(turn))
            length = next((n for n in LENGTHS if len(ids) <= n), 0)
            if not length:
                continue
            bucket = buckets[length]
            bucket.append((ids, start))
            if len(bucket) == ROWS:
                block = np.zeros((ROWS, length), np.int16)
                spans = np.zeros((ROWS, 2), np.int16)
                for row, span, (tokens, begin) in zip(block, spans, bucket, strict=True):
                    row[: len(tokens)] = tokens
                    span[:] = (begin, len(tokens))
                _put(full, (block, spans), parent)
                bucket.clear()


def _put(full: "mp.Queue[Block]", block: "Block", parent: int) -> None:
    """Waits for room, but not for a trainer that has gone."""
    while os.getppid() == parent:
        try:
            return full.put(block, timeout=5)
        except Full:
            continue


def batches_of(full: "mp.Queue[Block]", tokens: int) -> "Iterator[tuple[NDArray[np.int16], NDArray[np.intp]]]":
    """Blocks of one length joined to batches of so many tokens: ids, and the flat places before the answers' tokens."""
    import numpy as np

    waiting: dict[int, list[Block]] = {}
    while True:
        block, spans = full.get(timeout=120)
        rows = waiting.setdefault(block.shape[1], [])
        rows.append((block, spans))
        if len(rows) * block.size < tokens:
            continue
        ids, where = (np.concatenate(part) for part in zip(*rows, strict=True))
        rows.clear()
        place = np.arange(ids.shape[1])[None]
        answers = (place >= where[:, :1] - 1) & (place < where[:, 1:] - 1)
        yield ids, np.flatnonzero(answers)


def moved(
    batches: "Iterator[tuple[NDArray[np.int16], NDArray[np.intp]]]", device: "torch.device"
) -> "Iterator[tuple[torch.Tensor, torch.Tensor]]":
    """The batches on the device, int64. For a GPU a thread makes them ready, so that the device need not wait."""
    import torch

    if device.type != "cuda":
        yield from ((torch.from_numpy(ids).long(), torch.from_numpy(where)) for ids, where in batches)
    ready: ThreadQueue[list[torch.Tensor]] = ThreadQueue(AHEAD)

    def prepare() -> None:
        for batch in batches:
            ready.put([torch.from_numpy(part).pin_memory() for part in batch])

    threading.Thread(target=prepare, name="batches", daemon=True).start()
    while True:
        ids, where = (part.to(device, non_blocking=True).long() for part in ready.get(timeout=150))
        yield ids, where
