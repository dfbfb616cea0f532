"""The painter's tokenizer: a CLIP BPE vocabulary in which every word of the dialect is one token."""

import json
from pathlib import Path

from danqing.core.domain import STARTER
from danqing.language.dialects.starter import ROWS

LENGTH = 48
"""Tokens in a prompt, start and end included; the longest sentence has 44."""


def words() -> list[str]:
    """Every word that a starter prompt can hold, in a fixed order."""
    from danqing.core.layout import EXTENTS

    groups = ("styles", "backgrounds", "kinds", "colours")
    named = [word for group in groups for name in STARTER.names(group) for word in name.split()]
    cells = [column + row for column in ROWS for row in ROWS]
    return list(dict.fromkeys([*named, *EXTENTS, "at", *cells]))


def save_tokenizer(folder: Path) -> None:
    """Writes vocab.json, merges.txt and tokenizer_config.json of a CLIPTokenizer.

    Each word is built letter by letter from the left, longest words last, and a word's own merges come before any
    that could split it: ``check`` proves that every word is one token.
    """
    letters = [chr(c) for c in range(33, 127)]
    vocabulary = [*letters, *(f"{c}</w>" for c in letters)]
    merges: list[str] = []
    for word in words():
        # Right to left: the suffixes ``...</w>`` are unlike each other, so that no merge of one word breaks another.
        tail = f"{word[-1]}</w>"
        for letter in reversed(word[:-1]):
            merge = f"{letter} {tail}"
            tail = letter + tail
            if merge not in merges:
                merges.append(merge)
                vocabulary.append(tail)
    vocabulary += ["<|startoftext|>", "<|endoftext|>"]
    ids = {token: i for i, token in enumerate(dict.fromkeys(vocabulary))}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    config = {
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": LENGTH,
        "bos_token": "<|startoftext|>",
        "eos_token": "<|endoftext|>",
        "pad_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")


class WordIds:
    """The same ids by a plain table, for training: a hundred thousand sentences a second."""

    def __init__(self, folder: Path) -> None:
        self._ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.start, self.end = self._ids["<|startoftext|>"], self._ids["<|endoftext|>"]
        self.size = len(self._ids)

    def __call__(self, sentence: str) -> list[int]:
        """LENGTH ids, padded with the end token, as CLIPTokenizer gives with ``padding="max_length"``."""
        parts = sentence.replace(",", " ,").split()
        ids = [self.start, *(self._ids[f"{part}</w>"] for part in parts)][: LENGTH - 1]
        return ids + [self.end] * (LENGTH - len(ids))
