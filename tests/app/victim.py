"""A process to kill: submits turns to a slow painter and tells when it is in the middle of one."""

import sys

from danqing import Studio
from danqing.core.events import PictureReady, Step
from danqing.core.types import DrawOptions
from danqing.engine.fake import FakePainter


def main(home: str, turns: int, number: int) -> None:
    studio = Studio(home, painter=FakePainter(delay=0.05), writer="scripted")
    talk = studio.create_conversation()
    options = DrawOptions(seed=9, steps=20, number=number)
    ids = [studio.submit(talk, f"draw {colour} cat", options) for colour in ("a red", "a blue", "a green")[:turns]]
    print(*ids, flush=True)
    wanted = Step if number == 1 else PictureReady
    for stored in studio.events(ids[0]):
        if isinstance(stored.event, wanted):
            break
    print("drawing", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
