"""Where a person's words may go: to this machine, and to hosts that the settings name. Nothing is looked up for it."""

import ipaddress
import re
from collections.abc import Collection

from danqing.core.errors import ModelUnusable

EXAMPLE = "http://127.0.0.1:11434/v1"
MAKER = "ollama.com"
_CLOUD = re.compile(r"[:-]cloud$", re.IGNORECASE)
_ENDPOINT = "/chat/completions"


def checked_url(url: str, allowed: Collection[str]) -> str:
    """The base address that requests are joined to, such as ``http://127.0.0.1:11434/v1``.

    An address without a path gets ``/v1``. Raises ModelUnusable for what is no address, and for a host that is neither
    a literal loopback address, ``localhost`` nor in ``allowed``: before anything is connected to.
    """
    import httpx

    try:
        found = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ModelUnusable("remote_url", url=_shown(url), example=EXAMPLE) from error
    if found.scheme not in ("http", "https") or not found.host or found.userinfo or found.query or found.fragment:
        raise ModelUnusable("remote_url", url=_shown(found), example=EXAMPLE)
    if not is_here(found.host) and found.host.lower() not in {name.strip().lower() for name in allowed}:
        raise ModelUnusable("remote_not_allowed", host=found.host)
    return str(found.copy_with(path=found.path.rstrip("/").removesuffix(_ENDPOINT) or "/v1"))


def is_at_server(model: str, allowed: Collection[str]) -> bool:
    """Whether a server runs the model itself: Ollama hands those whose tag ends in ``cloud`` on to its maker. True
    for them, too, where that host is in ``allowed``."""
    return MAKER in allowed or not _CLOUD.search(model)


def check_place(model: str, allowed: Collection[str]) -> None:
    """Raises ModelUnusable for a model that is not at the server, by ``is_at_server``."""
    if not is_at_server(model, allowed):
        raise ModelUnusable("remote_not_allowed", host=MAKER)


def is_here(host: str) -> bool:
    """Whether ``host`` is this machine by its spelling alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _shown(url: object) -> str:
    """The address without what stands before an ``@``: it may be a password."""
    scheme, mark, rest = str(url).partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
