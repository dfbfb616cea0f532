"""The one error tree. Every error a user can meet is here, with its exit code and its HTTP status.

DanqingError
├── BadInput            2  422  what was asked cannot be understood or done; says what to change
│   ├── EditInvalid            an edit that does not fit the scene
│   └── UnknownModel           no model of that id
├── NotFound            1  404
├── Refused             3  403  the policy does not allow it
├── Cancelled           1  409
├── ModelUnusable       1  503  a model is missing, damaged or of a kind that is not supported
├── DrawingFailed       1  500
├── TurnFailed          1  500  what a turn's Failed event says, for callers that wait for the outcome
└── StoreFailed         1  507  the data folder cannot be used
    ├── DiskFull
    └── FolderBusy      1  423  another process owns the data folder
"""

import errno

from danqing.core.domain import Language
from danqing.core.messages import say


class DanqingError(Exception):
    """Base of everything that goes wrong on purpose.

    ``key`` names the text in ``core.messages``; ``params`` fill it in. ``retryable``: the same call may work later.
    """

    exit_code = 1
    status = 500
    retryable = False
    default_key = "internal"

    def __init__(self, key: str | None = None, **params: object) -> None:
        self.key = key or self.default_key
        self.params = params
        super().__init__(self.message("en"))

    @property
    def code(self) -> str:
        """Stable name for programs: the message key."""
        return self.key

    def message(self, language: Language) -> str:
        """What went wrong and what to do, for a person."""
        return say(language, self.key, **self.params)


class BadInput(DanqingError):
    exit_code = 2
    status = 422


class EditInvalid(BadInput):
    default_key = "edit_invalid"


class UnknownModel(BadInput):
    default_key = "model_unknown"


class NotFound(DanqingError):
    """``what``: a stable name such as ``turn``; its word for people is under ``what_...`` in ``core.messages``."""

    status = 404
    default_key = "not_found"

    def __init__(self, what: str, id: object) -> None:
        self.what = what
        super().__init__(what=what, id=id)

    def message(self, language: Language) -> str:
        return say(language, self.key, what=say(language, f"what_{self.what}"), id=self.params["id"])


class Refused(DanqingError):
    """``topic``: a stable name; its words for people are under ``topic_...`` in ``core.messages``."""

    exit_code = 3
    status = 403
    default_key = "refused"

    def __init__(self, topic: str = "other") -> None:
        self.topic = topic
        super().__init__(topic=topic)

    def message(self, language: Language) -> str:
        return say(language, self.key, topic=say(language, f"topic_{self.topic}"))


class Cancelled(DanqingError):
    status = 409
    default_key = "cancelled"


class ModelUnusable(DanqingError):
    status = 503


class DrawingFailed(DanqingError):
    default_key = "drawing_failed"


class TurnFailed(DanqingError):
    """Carries the stored sentence as it is, in the language of the turn."""

    def __init__(self, code: str, text: str, *, retryable: bool = False, exit_code: int = 1) -> None:
        self.text = text
        self.retryable = retryable
        self.exit_code = exit_code
        self.status = 422 if exit_code == 2 else 500
        super().__init__(code)

    def message(self, language: Language) -> str:
        return self.text


class StoreFailed(DanqingError):
    status = 507
    default_key = "store_failed"


class DiskFull(StoreFailed):
    retryable = True
    default_key = "disk_full"


def store_error(path: object, error: OSError) -> StoreFailed:
    """What to say of an error of the file system about ``path``: that the disk is full, or what the system says."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path=path)
    return StoreFailed(path=path, detail=error.strerror or str(error))


class FolderBusy(StoreFailed):
    status = 423
    retryable = True
    default_key = "folder_busy"


class LeaseLost(Exception):
    """A worker's claim was taken over by another. Never reaches a user: the worker drops what it has."""
