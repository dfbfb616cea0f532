"""Memory that is full: known by its errors, and made room in step by step."""

import gc
import sys

from danqing.models.memory.tenancy import StepName

_SIGNS = ("out of memory", "not enough memory", "ALLOC_FAILED", "can't allocate memory")
"""How torch and its libraries say it where they have no class for it."""


class MemoryFull(RuntimeError):
    """Memory did not suffice for ``step``, which was thought to take ``working`` bytes, as is filed under ``key``.

    ``version``: of the model's weights, which are read anew each time that something is lowered.
    """

    def __init__(self, detail: str, step: StepName, key: str, working: int, version: int) -> None:
        super().__init__(detail)
        self.step = step
        self.key = key
        self.working = working
        self.version = version


def is_full(error: BaseException) -> bool:
    """Whether an error says that memory did not suffice, on whatever device."""
    if isinstance(error, MemoryFull | MemoryError) or type(error).__name__ == "OutOfMemoryError":  # torch's own class
        return True
    return isinstance(error, RuntimeError) and any(sign.lower() in str(error).lower() for sign in _SIGNS)


def free_caches() -> None:
    """Gives back what nobody holds any more: cycles of objects, and what torch keeps for later."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
