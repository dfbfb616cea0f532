"""Pictures inside the terminal: kitty's graphics protocol where it is spoken, else half-block characters in colour."""

import base64
import io
import os
import shutil
import sys
from collections.abc import Mapping
from typing import Literal

Style = Literal["kitty", "blocks", "none"]

_CHUNK = 4096
"""Bytes of base64 in one escape sequence, as the protocol limits it."""

_KITTY_PROGRAMS = {"ghostty", "wezterm", "kitty"}
_COLUMNS = 64
RESET = "\x1b[0m"
FAINT = "\x1b[2m"


def find_style(environment: Mapping[str, str], is_terminal: bool) -> Style:
    """What this terminal can show; ``none`` where stdout is no terminal or a dumb one."""
    term = environment.get("TERM", "")
    if not is_terminal or term == "dumb":
        return "none"
    program = environment.get("TERM_PROGRAM", "").lower()
    if "KITTY_WINDOW_ID" in environment or program in _KITTY_PROGRAMS or "kitty" in term or "ghostty" in term:
        return "kitty"
    return "blocks"


def terminal_style() -> Style:
    """The style of the terminal that we run in."""
    return find_style(os.environ, sys.stdout.isatty())


def render(png: bytes, style: Style) -> str:
    """The text that shows the picture; empty for ``none``."""
    match style:
        case "kitty":
            return kitty(png)
        case "blocks":
            return half_blocks(png, min(_COLUMNS, shutil.get_terminal_size().columns - 1))
        case "none":
            return ""


def kitty(png: bytes) -> str:
    """The file in chunks of the kitty graphics protocol: a=T transmit and display, f=100 PNG, q=2 no answer."""
    data = base64.standard_b64encode(png).decode("ascii")
    chunks = [data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)]
    parts = []
    for index, chunk in enumerate(chunks):
        more = int(index + 1 < len(chunks))
        control = f"a=T,f=100,q=2,m={more}" if index == 0 else f"q=2,m={more}"
        parts.append(f"\x1b_G{control};{chunk}\x1b\\")
    return "".join(parts) + "\n"


def half_blocks(png: bytes, columns: int) -> str:
    """Two pixels a character: ``▀`` in the colour of the upper one on that of the lower one."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        height = max(2, round(columns * picture.height / picture.width / 2) * 2)
        small = picture.convert("RGB").resize((max(1, columns), height), Image.Resampling.LANCZOS)
    raw = small.tobytes()
    lines = []
    for row in range(0, height, 2):
        cells = []
        for column in range(small.width):
            top = (row * small.width + column) * 3
            bottom = top + small.width * 3
            ink, paper = raw[top : top + 3], raw[bottom : bottom + 3]
            cells.append(f"\x1b[38;2;{ink[0]};{ink[1]};{ink[2]}m\x1b[48;2;{paper[0]};{paper[1]};{paper[2]}m▀")
        lines.append("".join(cells) + RESET)
    return "\n".join(lines) + "\n"
