"""Stage ``writer``: the tokenizer and the causal language model that turns requests into scene edits."""

import copy
import json
import multiprocessing as mp
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Full
from typing import TYPE_CHECKING, Any

from danqing.core.codec import dumps, edit_to_json
from danqing.training.starter.keeping import learnt, rewritten
from danqing.training.starter.ranks import LINE_S, Average, Clock, Ranks, adamw, at_rate, learning_rate, mixed, wait_for

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from transformers import Qwen2ForCausalLM

    _Block = tuple[NDArray[np.int16], NDArray[np.int16]]

VOCABULARY = 4096
CONTEXT = 768
LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 512, 640)
ROWS = 32
"""Samples in a block that a process hands over."""
TOKENS = 32_768
"""Tokens in a batch on each GPU, padding included."""
KEEP_S = 60.0
"""The averaged weights are written this often."""
PEAK = 2e-3
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def make_tokenizer(seed: int, dialogues: int) -> "Tokenizer":
    """A byte-level BPE tokenizer of VOCABULARY tokens, trained on texts and edits of our grammar."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    from danqing.training.starter.grammar import dialogue

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
    texts = (
        part
        for _ in range(dialogues)
        for turn in dialogue(rng)
        for part in (turn.text, turn.text, dumps([edit_to_json(e) for e in turn.edits]))
    )
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


def make_model(vocabulary: int) -> "Qwen2ForCausalLM":
    """A new Qwen2 of 6 layers, width 256: 4.6 M parameters."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=vocabulary,
            hidden_size=256,
            intermediate_size=512,
            num_hidden_layers=6,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=CONTEXT,
            rope_theta=10000.0,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=2,
            pad_token_id=0,
            use_cache=True,
        )
    )


def encode(tokenizer: "Tokenizer", messages: "list[tuple[str, str]]", answer: str) -> tuple[list[int], int]:
    """(ids of prompt and answer, length of the prompt), exactly as the chat template renders them."""
    prompt = "".join(f"<|im_start|>{role}\n{content}<|im_end|>\n" for role, content in messages)
    ids = tokenizer.encode(f"{prompt}<|im_start|>assistant\n").ids
    return ids + tokenizer.encode(f"{answer}<|im_end|>").ids, len(ids)


def _generate(rules: str, seed: int, full: "mp.Queue[_Block]") -> None:
    """Endless batches: ids (n, length) and where each answer starts (n, 2: start, end), bucketed by length."""
    import numpy as np
    from tokenizers import Tokenizer

    from danqing.training.starter.grammar import dialogue, is_held_out, messages

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    tokenizer = Tokenizer.from_str(rules)
    rng = random.Random(seed)
    buckets: dict[int, list[tuple[list[int], int]]] = {length: [] for length in LENGTHS}
    while os.getppid() == parent:
        turns = dialogue(rng)
        if any(is_held_out(t.text) for t in turns):
            continue
        for i, turn in enumerate(turns):
            chat = [(m.role, m.content) for m in messages(turns[:i], turn)]
            ids, start = encode(tokenizer, chat, dumps([edit_to_json(e) for e in turn.edits]))
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


def _put(full: "mp.Queue[_Block]", block: "_Block", parent: int) -> None:
    """Waits for room, but not for a trainer that has gone."""
    while os.getppid() == parent:
        try:
            return full.put(block, timeout=5)
        except Full:
            continue


def train(
    out: Path,
    seconds: float,
    workers: int,
    seed: int,
    init: Path | None = None,
    tokenizer_file: Path | None = None,
    constant: float = 0.2,
) -> None:
    """Trains for ``seconds`` on fresh dialogues without end and writes the model folder ``out``.

    ``tokenizer_file``: a tokenizer.json to take in place of a new one. ``constant``: share of the time at full rate.
    """
    ranks, clock = Ranks(), Clock(seconds, learnt(init))
    known = tokenizer_file or (init / "tokenizer.json" if init else None)
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(known or _made(out, ranks, seed, 30_000 if seconds > 100 else 500)))
    context = mp.get_context("fork")
    full: mp.Queue[_Block] = context.Queue(400)
    number = seed * 1000 + 500 * (init is not None) + 100 * ranks.rank
    makers = [
        context.Process(target=_generate, args=(tokenizer.to_str(), number + i, full), daemon=True)
        for i in range(workers)
    ]
    for maker in makers:  # before threads and CUDA begin
        maker.start()
    import torch
    from transformers import Qwen2ForCausalLM

    device = ranks.open()
    torch.manual_seed(seed)  # every process begins with the same weights
    model = Qwen2ForCausalLM.from_pretrained(init, dtype=torch.float32) if init else make_model(VOCABULARY)
    model = model.to(device).train()
    ranks.share(model.parameters())

    def keep(seconds: float) -> None:
        with rewritten(out, seconds) as folder:
            save_tokenizer(tokenizer, folder)
            copy.deepcopy(model).half().save_pretrained(folder, max_shard_size="13MB")
            settings = {"do_sample": False, "eos_token_id": 2, "pad_token_id": 0}
            (folder / "generation_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")

    try:
        _fit(model, full, ranks, clock.rest(), constant, keep)
    finally:
        for maker in makers:
            maker.kill()


def _made(out: Path, ranks: Ranks, seed: int, dialogues: int) -> Path:
    """A new tokenizer's file, made by the first process: the others must have the very same."""
    file = out.with_name(f".{out.name}.tokenizer.json")
    if ranks.first and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        make_tokenizer(seed, dialogues).save(str(new))
        new.replace(file)
    wait_for(file)
    return file


def _fit(
    model: "Qwen2ForCausalLM",
    full: "mp.Queue[_Block]",
    ranks: Ranks,
    clock: Clock,
    constant: float,
    keep: Callable[[float], None],
) -> None:
    import torch

    device = next(model.parameters()).device
    optimiser = adamw(model.parameters(), 0.05, (0.9, 0.98))
    average = Average([model], 0.998)
    batches = _batches(full, TOKENS if device.type == "cuda" else 2048)
    # One graph for every length: compiled once, dynamic in both sides of the batch.
    body = torch.compile(model.model, dynamic=True) if device.type == "cuda" else model.model
    step = seen = 0
    while (progress := ranks.progress(clock)) < 1 or step < 2:
        ids, where = (torch.from_numpy(rows).to(device, torch.int64) for rows in next(batches))
        at_rate(optimiser, learning_rate(progress, step, PEAK, warmup=300, constant=constant))
        with mixed(device):
            loss = _loss(body, model.lm_head, ids, where)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        ranks.average(model.parameters())
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        average.update()
        step, seen = step + 1, seen + len(ids) * ranks.world
        if ranks.first and (clock.due("line", LINE_S) or step in (5, 50)):
            print(f"writer step {step} {clock.elapsed:.0f} s loss {loss.item():.4f} samples {seen}", flush=True)
        if ranks.first and clock.due("keep", KEEP_S):
            average.swap()
            keep(clock.before + clock.elapsed)
            average.swap()
    average.swap()
    if ranks.first:
        keep(clock.before + clock.elapsed)


def _batches(full: "mp.Queue[_Block]", tokens: int) -> "Iterator[tuple[NDArray[np.int16], NDArray[np.intp]]]":
    """Blocks of one length joined to batches of so many tokens: ids, and the flat places before the answers' tokens."""
    import numpy as np

    waiting: dict[int, list[_Block]] = {}
    while True:
        block, spans = full.get(timeout=120)
        rows = waiting.setdefault(block.shape[1], [])
        rows.append((block, spans))
        if len(rows) * block.size < tokens:
            continue
        ids, where = (np.concatenate(part) for part in zip(*rows, strict=True))
        rows.clear()
        place = np.arange(ids.shape[1])[None]
        answer = (place >= where[:, :1] - 1) & (place < where[:, 1:] - 1)
        yield ids, np.flatnonzero(answer)


def _loss(
    body: "Callable[..., Any]", head: "torch.nn.Module", ids: "torch.Tensor", where: "torch.Tensor"
) -> "torch.Tensor":
    """Cross-entropy of the tokens that follow the flat places ``where``; the head runs on those alone."""
    from torch.nn.functional import cross_entropy

    states = body(input_ids=ids, use_cache=False).last_hidden_state
    return cross_entropy(head(states.flatten(0, 1)[where]).float(), ids.flatten()[where + 1])
