"""Loading weights: one model at a time in the whole process, and without the libraries' own bars and remarks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_IMPORTING = threading.Lock()


def imported(*libraries: str) -> None:
    """Imports ``libraries`` (``transformers``, ``diffusers``) whole, one thread at a time; the next ones find them.

    Their modules import one another in circles: two threads that begin at different ends, such as a model that is
    opened ahead and the first request, each meet a half of ``transformers.utils`` and fail with an ImportError.
    """
    from importlib import import_module

    with _IMPORTING:
        for library in libraries:
            import_module(library)


@contextmanager
def loading(*libraries: str) -> Iterator[None]:
    """Around ``from_pretrained`` of ``libraries`` (``transformers``, ``diffusers``).

    It patches torch's modules while it runs: a second load beside it leaves weights on the meta device.
    """
    imported(*libraries)
    with _LOCK:
        for library in libraries:
            _silence(library)
        yield


def _silence(library: str) -> None:
    from importlib import import_module

    logging = import_module(f"{library}.utils.logging")
    logging.disable_progress_bar()
    logging.set_verbosity_error()  # remarks for programmers, such as which backend an image processor uses
