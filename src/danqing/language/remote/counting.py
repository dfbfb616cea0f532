"""How many tokens a text has for a model whose tokenizer is in another process: an estimate that is not too low."""

import math
from collections.abc import Iterable

WIDE = 1.8
"""Tokens a Chinese, Japanese or Korean character."""
BYTES = 3.0
"""Bytes of anything else a token."""
OVERHEAD = 12
"""Tokens that a chat template puts around a message, at most."""
_FIRST_WIDE = "\u2e80"


def estimate_tokens(text: str) -> int:
    """At least what usual tokenizers make of rules, JSON and requests.

    Measured on the texts of the general wire and 300 requests, tokens by cl100k, o200k, Llama 2 and Llama 3: English
    has 3.6 to 4.5 bytes a token, compact JSON of edits and schemas 3.1 to 3.9; a Chinese character is 0.9 to 1.0 tokens
    of the newer two, 1.5 of cl100k and 1.8 of Llama 2, which spells rare ones in bytes.
    """
    wide = sum(character >= _FIRST_WIDE for character in text)
    rest = len("".join(c for c in text if c < _FIRST_WIDE).encode("utf-8", "replace"))
    return math.ceil(WIDE * wide + rest / BYTES)


def estimate_chat(contents: Iterable[str]) -> int:
    """Messages with what a chat template puts around them."""
    return sum(estimate_tokens(content) + OVERHEAD for content in contents)
