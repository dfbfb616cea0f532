"""The bytes of a streamed chat completion as its pieces: server-sent events, or one JSON answer."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

LIMIT = 4 * 1024**2
"""Bytes of one answer. A long answer of edits has some 200 kB as events."""


class Garbage(ValueError):
    """What no OpenAI-compatible server sends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``text``: said; ``thought``: whether the model thought; ``ended``: whether it is the last one of the answer.

    ``error``: what the server says went wrong in the midst of it.
    """

    text: str = ""
    thought: bool = False
    ended: bool = False
    error: str = ""


async def read_lines(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Lines without their ends. Garbage beyond LIMIT."""
    rest, total = b"", 0
    async for chunk in chunks:
        total += len(chunk)
        if total > LIMIT:
            raise Garbage(f"more than {LIMIT} bytes")
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.rstrip(b"\r")
    if rest:
        yield rest.rstrip(b"\r")


def read_line(line: bytes) -> Piece | None:
    """The piece in a line of an event stream; None for names, numbers, comments and empty lines. Raises Garbage."""
    name, mark, value = line.partition(b":")
    value = value.strip()
    if not mark or name not in (b"data", b"error"):
        return None
    if value == b"[DONE]":
        return Piece(ended=True)
    return read_answer(value)


def read_answer(data: bytes) -> Piece:
    """The piece in one JSON object, streamed (``delta``) or whole (``message``). Raises Garbage."""
    found = read_object(data)
    if found.get("error"):
        return Piece(error=error_text(found) or "error")
    choices = found.get("choices")
    if not isinstance(choices, list):
        raise Garbage("an answer without choices")
    if not choices:  # counts of tokens, after the last piece
        return Piece()
    choice = choices[0] if isinstance(choices[0], dict) else {}
    said = choice.get("delta", choice.get("message"))
    if not isinstance(said, dict):
        raise Garbage("a choice without a message")
    text = said.get("content") or ""
    if not isinstance(text, str):
        raise Garbage("content that is no text")
    thought = any(bool(said.get(name)) for name in ("reasoning_content", "reasoning"))
    return Piece(text, thought, ended=bool(choice.get("finish_reason")))


def read_object(data: bytes) -> dict[str, Any]:
    """Raises Garbage for what is no JSON object."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Garbage("no JSON") from error
    if not isinstance(found, dict):
        raise Garbage("no JSON object")
    return found


def error_text(found: dict[str, Any]) -> str:
    """What a server says went wrong, in one line; empty where it does not say."""
    said: Any = found.get("error") or found.get("message") or found.get("detail")
    if isinstance(said, dict):
        said = said.get("message")
    if not isinstance(said, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return line if len(line) <= 200 else f"{line[:199]}…"
