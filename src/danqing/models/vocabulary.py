"""The vocabulary of CLIP, which no checkpoint holds: from beside the file, or from an installed package."""

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from danqing.core.errors import ModelUnusable

PACKAGES = ("open_clip", "clip")
"""Packages that bring the vocabulary along. They are not imported."""
_FILE = "bpe_simple_vocab_16e6.txt.gz"
_MERGES = 49152 - 256 - 2
"""How many of the file's merges CLIP uses."""
_MARKS = ("<|startoftext|>", "<|endoftext|>")


def clip_tokenizer(checkpoint: Path, pad: str = _MARKS[1]) -> Any:
    """A tokenizer of transformers for the text encoders of a single-file checkpoint; ``pad``: what it fills up with.

    ModelUnusable where no vocabulary is found: it says how to supply one.
    """
    from transformers import CLIPTokenizer

    folder = tokenizer_beside(checkpoint)
    if folder is not None:
        return CLIPTokenizer.from_pretrained(folder, local_files_only=True, pad_token=pad)
    for package in PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            if (Path(place) / _FILE).is_file():
                vocabulary, merges = _read(Path(place) / _FILE)
                return CLIPTokenizer(vocab=vocabulary, merges=merges, pad_token=pad, model_max_length=77)
    raise ModelUnusable("vocabulary_missing", path=checkpoint, folder=checkpoint.parent / "tokenizer")


def tokenizer_beside(checkpoint: Path) -> Path | None:
    """A folder of a tokenizer that lies with the file: in the folder of its name, or beside it."""
    for folder in (companion(checkpoint) / "tokenizer", checkpoint.parent / "tokenizer"):
        if (folder / "vocab.json").is_file() or (folder / "tokenizer.json").is_file():
            return folder
    return None


def companion(checkpoint: Path) -> Path:
    """The folder of the same name beside a file, for parts that the file does not hold."""
    return checkpoint.with_suffix("")


@cache
def _read(path: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Words by number, and merges by rank, as CLIP has them: bytes, bytes that end a word, merges, marks."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[1 : _MERGES + 1]
    merges = [(first, second) for first, _, second in (line.partition(" ") for line in lines) if second]
    letters = list(bytes_to_unicode().values())
    words = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(pair) for pair in merges), *_MARKS]
    return {word: number for number, word in enumerate(words)}, merges
