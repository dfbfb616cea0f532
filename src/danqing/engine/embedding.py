"""Weighted prompts of any length as CLIP embeddings, for Stable Diffusion 1.5 and XL.

A prompt is read in chunks of 75 tokens, each between the marks for begin and end, and their embeddings follow one
another. Weights multiply the embeddings of their tokens; then each chunk gets its mean back, as AUTOMATIC1111's WebUI
does it.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from danqing.core.weighting import Piece, Section, parse
from danqing.engine.graphs import Replays, Tensors
from danqing.engine.lora_slots import acting

if TYPE_CHECKING:
    import torch

WORD_END = "</w>"
"""What CLIP's tokenizer ends the last token of a word with."""
BACK = 20
"""A chunk may end at a comma that lies at most so many tokens before its end."""


Text = str | Sequence[Section]
"""A prompt with weights as they are written, or its sections."""


Reading = Callable[[Any, "torch.Tensor", int], Tensors]
"""From a text model, token ids and a layer to hidden states and what is pooled of them."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A CLIP text model of transformers and its tokenizer. ``adapters``: as ``PictureModel`` has it."""

    tokenizer: Any
    model: Any
    replays: Replays = field(default_factory=partial(Replays, None))
    adapters: Hashable | None = ()

    @property
    def room(self) -> int:
        """Tokens in a chunk beside its two marks."""
        return int(self.model.config.max_position_embeddings) - 2

    def read(self, reading: Reading, layer: int, ids: "torch.Tensor") -> Tensors:
        """Hidden states of shape (rows, tokens, width) and what is pooled of them, for ``ids``: (rows, tokens)."""
        state = None if self.adapters is None else (id(self.model), reading, layer, self.adapters)

        def run(ids: "torch.Tensor") -> Tensors:
            with acting(self.adapters):
                return reading(self.model, ids, layer)

        return self.replays("text encoder", run, state, ids=ids.to(self.model.device))

    def last(self, ids: "torch.Tensor") -> "torch.Tensor":
        """The last hidden states."""
        return self.read(_last, 1, ids)[0]


@dataclass(slots=True)
class Chunk:
    """Token ids without the marks, and the weight of each."""

    ids: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def encode_sd15(texts: Sequence[Text], encoder: Encoder, skip: int | None = None) -> "torch.Tensor":
    """The last hidden states, of shape (texts, 77 for each chunk, width); all texts have as many chunks.

    ``skip``: 2 takes the last but one layer and so on, through the norm that follows the last one.
    """
    import torch

    reading = _normed if skip is not None and skip > 1 else _last
    rows = _rows(texts, encoder)
    return torch.cat([_weighted(encoder, ids, weights, reading, skip or 1)[0] for ids, weights in rows])


def encode_sdxl(
    texts: Sequence[Text], first: Encoder, second: Encoder, skip: int | None = None
) -> "tuple[torch.Tensor, torch.Tensor]":
    """The last but one hidden states of both models side by side, and the second one's pooled output.

    ``skip``: 1 takes the last ones, 3 those before the last but one, and so on. Shapes (texts, 77 for each chunk, sum
    of widths) and (texts, width of the projection). What is pooled is the first chunk, without weights.
    """
    import torch

    layer = 2 if skip is None else skip
    halves, pooled = list[torch.Tensor](), None
    for encoder in (first, second):
        rows = [_weighted(encoder, ids, weights, _hidden, layer) for ids, weights in _rows(texts, encoder)]
        halves.append(torch.cat([embedded for embedded, _ in rows]))
        pooled = torch.cat([first_chunk for _, first_chunk in rows])
    assert pooled is not None
    length = max(half.shape[1] for half in halves)
    return torch.cat([_lengthened(half, length) for half in halves], dim=-1), pooled


def literal(text: str) -> Sequence[Section]:
    """``text`` as one section in which nothing is syntax."""
    return ((Piece(text),),)


def chunks(sections: Sequence[Section], encoder: Encoder) -> list[Chunk]:
    """At least one chunk for each section. No word is cut unless it alone is longer than a chunk; nothing is lost."""
    out: list[Chunk] = []
    for section in sections:
        out.append(Chunk())
        for ids, weight in _words(section, encoder.tokenizer):
            if len(out[-1].ids) + len(ids) > encoder.room and out[-1].ids:
                out.append(_after_comma(out[-1], encoder.tokenizer))
                if len(out[-1].ids) + len(ids) > encoder.room:
                    out.append(Chunk())
            for at in range(0, len(ids), encoder.room):
                if at:
                    out.append(Chunk())
                part = ids[at : at + encoder.room]
                out[-1].ids += part
                out[-1].weights += [weight] * len(part)
    return out


def _words(section: Section, tokenizer: Any) -> Iterator[tuple[list[int], float]]:
    """The token ids of each word and its weight."""
    for piece in section:
        ids = tokenizer(piece.text, add_special_tokens=False, verbose=False).input_ids
        word: list[int] = []
        for token, name in zip(ids, tokenizer.convert_ids_to_tokens(ids), strict=True):
            word.append(token)
            if name.endswith(WORD_END):
                yield word, piece.weight
                word = []
        if word:
            yield word, piece.weight


def _after_comma(full: Chunk, tokenizer: Any) -> Chunk:
    """Takes what follows the last comma off a full chunk, where that is not much; else an empty chunk."""
    comma = tokenizer.convert_tokens_to_ids("," + WORD_END)
    tail = full.ids[-BACK:]
    if comma not in tail or tail[-1] == comma:
        return Chunk()
    cut = len(full.ids) - tail[::-1].index(comma)
    moved = Chunk(full.ids[cut:], full.weights[cut:])
    del full.ids[cut:], full.weights[cut:]
    return moved


def _rows(texts: Sequence[Text], encoder: Encoder) -> "Iterator[tuple[torch.Tensor, torch.Tensor]]":
    """For each text the ids of its chunks with marks and padding, and their weights; shape (chunks, room + 2)."""
    import torch

    read = [chunks(parse(text) if isinstance(text, str) else text, encoder) for text in texts]
    most = max(map(len, read))
    tokenizer = encoder.tokenizer
    for row in read:
        row += [Chunk() for _ in range(most - len(row))]
        ids, weights = [], []
        for chunk in row:
            padding = encoder.room - len(chunk.ids)
            marked = [tokenizer.bos_token_id, *chunk.ids, tokenizer.eos_token_id]
            ids.append(marked + [tokenizer.pad_token_id] * padding)
            weights.append([1.0, *chunk.weights, 1.0] + [1.0] * padding)
        yield torch.tensor(ids), torch.tensor(weights)


def _last(model: Any, ids: "torch.Tensor", layer: int) -> Tensors:
    out = model(ids)
    return out.last_hidden_state, out.pooler_output


def _hidden(model: Any, ids: "torch.Tensor", layer: int) -> Tensors:
    """Counted from the last layer, which is 1, to the first one at most."""
    out = model(ids, output_hidden_states=True)
    return out.hidden_states[-min(layer, len(out.hidden_states) - 1)], out[0]


def _normed(model: Any, ids: "torch.Tensor", layer: int) -> Tensors:
    hidden, pooled = _hidden(model, ids, layer)
    body = getattr(model, "text_model", model)  # transformers 4 has one more module around it
    return body.final_layer_norm(hidden), pooled


def _weighted(
    encoder: Encoder, ids: "torch.Tensor", weights: "torch.Tensor", reading: Reading, layer: int
) -> "tuple[torch.Tensor, torch.Tensor]":
    """The embeddings of a text's chunks as one row, and what is pooled of its first chunk."""
    embedded, pooled = encoder.read(reading, layer, ids)
    heavy = (weights != 1).any(dim=1)
    if bool(heavy.any()):
        dtype = embedded.dtype
        plain = embedded[heavy].float()
        scaled = plain * weights[heavy].to(plain.device)[..., None]
        before, after = (part.mean(dim=(1, 2), keepdim=True) for part in (plain, scaled))
        scaled = scaled * (before / after).nan_to_num(1.0, 1.0, 1.0)
        embedded = embedded.clone()
        embedded[heavy] = scaled.to(dtype)
    return embedded.reshape(1, -1, embedded.shape[-1]), pooled[:1]


def _lengthened(half: "torch.Tensor", length: int) -> "torch.Tensor":
    """With zeros after its end, where the two tokenizers cut a prompt into different numbers of chunks."""
    import torch

    return torch.nn.functional.pad(half, (0, 0, 0, length - half.shape[1]))
