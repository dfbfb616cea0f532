"""Stage ``writer``: the tokenizer and the causal language model that turns requests into scene edits."""

import copy
import json
import multiprocessing as mp
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.codec import dumps, edit_to_json
from danqing.training.starter.ranks import Average, Clock, Ranks, learning_rate

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from transformers import Qwen2ForCausalLM

VOCABULARY = 4096
CONTEXT = 768
LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 512, 640)
ROWS = 32
"""Samples in a block that a process hands over."""
TOKENS = 32_768
"""Tokens in a batch, padding included. Of 131,072 each sample taught a fourth as much."""
KEEP_S = 120.0
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


def _generate(path: str, seed: int, full: "mp.Queue[tuple[NDArray[np.int16], NDArray[np.int16]]]") -> None:
    """Endless batches: ids (n, length) and where each answer starts (n, 2: start, end), bucketed by length."""
    import numpy as np
    from tokenizers import Tokenizer

    from danqing.training.starter.grammar import dialogue, is_held_out, messages

    tokenizer = Tokenizer.from_file(path)
    rng = random.Random(seed)
    buckets: dict[int, list[tuple[list[int], int]]] = {length: [] for length in LENGTHS}
    while True:
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
                full.put((block, spans))
                bucket.clear()


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
    import torch
    from tokenizers import Tokenizer
    from transformers import Qwen2ForCausalLM

    ranks, clock = Ranks(), Clock(seconds)
    cuda = ranks.device.type == "cuda"
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    known = tokenizer_file or (init / "tokenizer.json" if init else None)
    tokenizer = Tokenizer.from_file(str(known)) if known else make_tokenizer(seed, 30_000 if cuda else 500)
    save_tokenizer(tokenizer, out)
    print(f"writer tokenizer {tokenizer.get_vocab_size()}", flush=True)
    model = Qwen2ForCausalLM.from_pretrained(init, dtype=torch.float32) if init else make_model(VOCABULARY)
    model = model.to(ranks.device).train()
    context = mp.get_context("fork")
    full: mp.Queue[tuple[NDArray[np.int16], NDArray[np.int16]]] = context.Queue(400)
    makers = [
        context.Process(
            target=_generate,
            args=(str(out / "tokenizer.json"), seed * 100 + i + (50 if init else 0), full),
            daemon=True,
        )
        for i in range(workers)
    ]
    for maker in makers:
        maker.start()

    def keep() -> None:
        copy.deepcopy(model).half().save_pretrained(out, max_shard_size="13MB")
        settings = {"do_sample": False, "eos_token_id": 2, "pad_token_id": 0}
        (out / "generation_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")

    _fit(model, ranks, full, clock, (PEAK if init is None else PEAK / 2, constant), TOKENS if cuda else 2048, keep)
    for maker in makers:
        maker.kill()
    keep()


def _fit(
    model: "Qwen2ForCausalLM",
    ranks: Ranks,
    full: "mp.Queue[tuple[NDArray[np.int16], NDArray[np.int16]]]",
    clock: Clock,
    rate: tuple[float, float],
    tokens: int,
    keep: Callable[[], None],
) -> None:
    import torch

    optimiser = torch.optim.AdamW(model.parameters(), lr=rate[0], weight_decay=0.05, betas=(0.9, 0.98))
    average = Average([model], 0.998)
    waiting: dict[int, list[tuple[torch.Tensor, torch.Tensor]]] = {}
    step = seen = 0
    kept = clock.elapsed
    while clock.progress < 1:
        block, spans = full.get()
        rows = waiting.setdefault(block.shape[1], [])
        rows.append((torch.from_numpy(block), torch.from_numpy(spans)))
        if len(rows) * block.size < tokens:
            continue
        ids = torch.cat([r for r, _ in rows]).to(ranks.device).long()
        where = torch.cat([s for _, s in rows]).to(ranks.device).long()
        rows.clear()
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(clock.progress, step, rate[0], warmup=300, constant=rate[1])
        with torch.autocast(ranks.device.type, torch.bfloat16):
            loss = _loss(model, ids, where)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        average.update()
        step, seen = step + 1, seen + len(ids)
        if step % 200 == 0 or step in (5, 50):
            print(f"writer step {step} {clock.elapsed:.0f} s loss {loss.item():.4f} samples {seen}", flush=True)
        if clock.elapsed - kept > KEEP_S:
            kept = clock.elapsed
            average.swap()
            keep()
            average.swap()
    average.swap()


def _loss(model: "Qwen2ForCausalLM", ids: "torch.Tensor", where: "torch.Tensor") -> "torch.Tensor":
    """Cross-entropy on the answers' tokens only; the head runs on those positions alone."""
    import torch
    from torch.nn.functional import cross_entropy

    states = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
    place = torch.arange(ids.shape[1] - 1, device=ids.device)[None]
    answer = (place >= where[:, :1] - 1) & (place < where[:, 1:] - 1)
    return cross_entropy(model.lm_head(states[answer]).float(), ids[:, 1:][answer])
