"""What each line of a chat does; the terminal around it is ``chat``."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from danqing.cli.door import Door
from danqing.cli.inline import FAINT, RESET, Style, render
from danqing.cli.outcome import Outcome
from danqing.cli.picture_files import Target
from danqing.cli.progress import Bar, follow
from danqing.cli.start import started
from danqing.cli.texts import tell, ui_language
from danqing.cli.tuning import ONCE, after_picture, is_tool, tuned
from danqing.core.codec import edit_from_json
from danqing.core.errors import DanqingError
from danqing.core.events import PictureReady
from danqing.core.scene import Redo, SceneEdit, Undo
from danqing.core.types import DrawOptions, RedrawMode
from danqing.engine.limits import check_ranges


class Dialogue:
    """A conversation and what was set for it. ``say`` prints one text; ``over`` once the user has left."""

    def __init__(self, door: Door, options: DrawOptions, style: Style, say: Callable[[str], None]) -> None:
        self._door = door
        self._options = options
        self._style = style
        self._say = say
        self._pictures: Sequence[PictureReady] = ()
        self._choices: Sequence[tuple[str, Sequence[SceneEdit]]] = ()  # what was offered last, with its words
        self._conversation: str | None = None  # made by the first request: who only looks leaves nothing behind
        self.over = False

    def take(self, line: str) -> None:
        """Carries out one line, a command or a request; what goes wrong is said, and the dialogue goes on."""
        line = line.strip()
        try:
            if line.startswith(("/", "／")):  # Chinese keyboards type the second
                self._command(*line[1:].partition(" ")[::2])
            elif line.isdecimal() and 0 < int(line) <= len(self._choices):
                self._turn(*self._choices[int(line) - 1])
            elif line:
                self._turn(line)
        except DanqingError as error:
            self._say(error.message(ui_language()))

    def _command(self, name: str, argument: str) -> None:
        match name.lower():
            case "undo":
                self._turn("", [Undo()])
            case "redo":
                self._turn("", [Redo()])
            case "seed":
                self._seed(argument.strip())
            case "redraw":
                self._redraw(argument.strip())
            case "save":
                self._save(argument.strip())
            case "new":
                self._conversation, self._pictures = None, ()
                self._say(tell("chat_new"))
            case "help":
                self._say(tell("chat_help"))
            case "quit" | "exit":
                self.over = True
            case tool if is_tool(tool):
                self._tool(tool, argument.strip())
            case _:
                self._say(tell("chat_unknown", command=f"/{name}"))

    def _turn(self, text: str, edits: Sequence[SceneEdit] | None = None) -> None:
        self._conversation = self._conversation or self._door.create_conversation()
        options = self._options
        if options.base is None and not self._pictures:  # a strength holds from now on: it waits for a picture
            options = replace(options, strength=None)
        turn_id = self._door.submit(self._conversation, text, options, edits=edits)
        outcome = follow(self._door, turn_id, Bar())
        if outcome.error is not None:
            raise outcome.error
        if outcome.changed is not None and outcome.changed.fallback:
            self._say(outcome.changed.fallback)
        for notice in (outcome.chosen, *outcome.notices):
            if notice:
                self._say(notice)
        if outcome.reply:
            self._say(outcome.reply)
        if outcome.pictures:
            self._options = after_picture(self._options)
        self._choices = ()
        if outcome.question is not None:
            self._choices = [("", [*map(edit_from_json, choice.edits)]) for choice in outcome.question.choices]
            for number, choice in enumerate(outcome.question.choices, 1):
                self._say(f"  {number}. {choice.label}")
        self._show(outcome)
        if outcome.pictures:
            self._offer(turn_id)

    def _show(self, outcome: Outcome) -> None:
        for picture in outcome.pictures:
            if self._style != "none":
                sys.stdout.write(render(self._door.picture_bytes(picture.picture_id), self._style))
                sys.stdout.flush()
            self._say(picture.path)
        self._pictures = outcome.pictures or self._pictures

    def _offer(self, turn_id: str) -> None:
        """What may be said next, in one faint line."""
        offered = self._door.suggestions(turn_id)
        self._choices = [(one.text, one.edits) for one in offered]
        if offered:
            said = tell("chat_next", steps=" · ".join(f"{n} {one.text}" for n, one in enumerate(offered, 1)))
            self._say(said if self._style == "none" else f"{FAINT}{said}{RESET}")

    def _seed(self, value: str) -> None:
        if not value:
            self._options = replace(self._options, seed=None)
            self._say(tell("chat_seed_free"))
        elif value.isdecimal() and len(value) < 20:
            self._options = replace(self._options, seed=int(value))
            self._say(tell("chat_seed", seed=int(value)))
        else:
            self._say(tell("chat_seed_bad"))

    def _redraw(self, value: str) -> None:
        if value and value not in get_args(RedrawMode):
            self._say(tell("chat_redraw_bad", choices=", ".join(get_args(RedrawMode))))
            return
        self._options = replace(self._options, redraw=value or None)  # type: ignore[arg-type]
        self._say(tell("chat_redraw", mode=value) if value else tell("chat_redraw_free"))

    def _tool(self, name: str, value: str) -> None:
        wanted = tuned(self._options, name, value)
        check_ranges(wanted.technique)
        if value and name in ("init", "base", "mask", "control"):  # files: brought in once
            wanted = started(self._door, wanted)
        self._options = wanted
        told = "chat_tool_free" if not value else "chat_tool_once" if name in ONCE else "chat_tool"
        self._say(tell(told, name=name, value=value))

    def _save(self, place: str) -> None:
        if not place:
            self._say(tell("chat_save_where"))
        elif not self._pictures:
            self._say(tell("chat_save_none"))
        else:
            for path in Target(Path(place)).save(self._door, self._pictures):
                self._say(tell("chat_saved", path=path))
