"""Stage ``writer``: the tokenizer and the causal language model that turns requests into scene edits."""

import copy
import json
import multiprocessing as mp
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danqing.training.starter.keeping import learnt, rewritten
from danqing.training.starter.ranks import LINE_S, Average, Clock, Ranks, adamw, at_rate, learning_rate, mixed, wait_for
from danqing.training.starter.writer_check import checked
from danqing.training.starter.writer_data import (
    CONTEXT,
    TOKENS,
    VOCABULARY,
    batches_of,
    generate,
    make_tokenizer,
    moved,
    save_tokenizer,
)

if TYPE_CHECKING:
    import torch
    from transformers import Qwen2ForCausalLM

    from danqing.training.starter.writer_data import Block

KEEP_S = 60.0
"""The averaged weights are written this often."""
CHECKED = 200
PEAK, PEAK_MATRICES = 2e-3, 5e-3
"""Highest learning rates: of embedding, norms and biases (AdamW), and of the layers' matrices (Muon)."""


def make_model(vocabulary: int) -> "Qwen2ForCausalLM":
    """A new Qwen2 of 7 layers, width 256: 5.0 M parameters. Many narrow heads, since most of its work is looking up."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=vocabulary,
            hidden_size=256,
            intermediate_size=512,
            num_hidden_layers=7,
            num_attention_heads=8,
            num_key_value_heads=4,
            max_position_embeddings=CONTEXT,
            rope_theta=10000.0,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=2,
            pad_token_id=0,
            use_cache=True,
        )
    )


def train(
    out: Path,
    seconds: float,
    workers: int,
    seed: int,
    init: Path | None = None,
    tokenizer_file: Path | None = None,
    constant: float = 0.2,
    focus: bool = False,
    rate: float = 1.0,
) -> None:
    """Trains for ``seconds`` on fresh dialogues without end and writes the model folder ``out``.

    ``tokenizer_file``: a tokenizer.json to take in place of a new one. ``constant``: share of the time at full rate.
    ``focus``: a last stretch on what needs looking up (``writer_data.FOCUS``). ``rate``: of the usual highest rates.
    At the end a line says how many answers to requests that are never trained are right to the last token.
    """
    ranks, clock = Ranks(), Clock(seconds, learnt(init))
    known = tokenizer_file or (init / "tokenizer.json" if init else None)
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(known or _made(out, ranks, seed, 30_000 if seconds > 100 else 500)))
    context = mp.get_context("fork")
    full: mp.Queue[Block] = context.Queue(400)
    number = seed * 1000 + 500 * (init is not None) + 100 * ranks.rank
    makers = [
        context.Process(target=generate, args=(tokenizer.to_str(), number + i, full, focus), daemon=True)
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
        _fit(model, full, ranks, clock.rest(), constant, keep, rate)
        if ranks.first:
            print(checked(model, tokenizer, CHECKED if device.type == "cuda" else 8), flush=True)
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
    full: "mp.Queue[Block]",
    ranks: Ranks,
    clock: Clock,
    constant: float,
    keep: Callable[[float], None],
    rate: float = 1.0,
) -> None:
    import torch

    device = next(model.parameters()).device
    optimisers = _optimisers(model)
    average = Average([model], 0.998)
    batches = moved(batches_of(full, TOKENS if device.type == "cuda" else 2048), device)
    # One graph for every length: compiled once, dynamic in both sides of the batch.
    body = torch.compile(model.model, dynamic=True) if device.type == "cuda" else model.model
    step = seen = 0
    while (progress := ranks.progress(clock)) < 1 or step < 2:
        ids, where = next(batches)
        for optimiser, peak in optimisers:
            at_rate(optimiser, learning_rate(progress, step, peak * rate, warmup=300, constant=constant))
        with mixed(device):
            loss = _loss(body, model.lm_head, ids, where)
        model.zero_grad(set_to_none=True)
        loss.backward()
        ranks.average(model.parameters())
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser, _ in optimisers:
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


def _optimisers(model: "Qwen2ForCausalLM") -> "list[tuple[torch.optim.Optimizer, float]]":
    """Each with its highest rate. Muon for the matrices: with AdamW alone the loss falls more slowly by the step."""
    import torch

    matrices = [p for p in model.model.layers.parameters() if p.ndim == 2]
    taken = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in taken]
    steps = 5 if matrices[0].is_cuda else 1  # a trial on the CPU, where bf16 is slow
    muon = torch.optim.Muon(matrices, lr=0.0, weight_decay=0.05, adjust_lr_fn="match_rms_adamw", ns_steps=steps)
    return [(muon, PEAK_MATRICES), (adamw(rest, 0.05, (0.9, 0.98)), PEAK)]


def _loss(
    body: "Callable[..., Any]", head: "torch.nn.Module", ids: "torch.Tensor", where: "torch.Tensor"
) -> "torch.Tensor":
    """Cross-entropy of the tokens that follow the flat places ``where``; the head runs on those alone."""
    from torch.nn.functional import cross_entropy

    states = body(input_ids=ids, use_cache=False).last_hidden_state
    return cross_entropy(head(states.flatten(0, 1).index_select(0, where)).float(), ids.flatten()[where + 1])
