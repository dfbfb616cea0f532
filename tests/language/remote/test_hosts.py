"""What a person writes leaves this machine only for hosts that were named."""

import sys
from typing import Any

import pytest

from danqing.core.errors import ModelUnusable
from danqing.language.remote import RemoteLanguageModel, Terms
from danqing.language.remote.counting import estimate_tokens
from danqing.language.remote.hosts import checked_url
from danqing.models.registry import Remote

_SEEN: list[str] = []
_WATCHING = [False]


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _WATCHING[0] and event in ("socket.connect", "socket.getaddrinfo", "socket.__new__"):
        _SEEN.append(event)


sys.addaudithook(_watch)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"),
        (" http://localhost:8080/v1/ ", "http://localhost:8080/v1"),
        ("http://LOCALHOST:8080/v1/chat/completions", "http://localhost:8080/v1"),
        ("https://[::1]:8080/api/v1", "https://[::1]:8080/api/v1"),
        ("http://127.9.9.9/v1", "http://127.9.9.9/v1"),
        ("http://gpu-box:8000/v1", "http://gpu-box:8000/v1"),
    ],
)
def test_addresses(url: str, base: str) -> None:
    assert checked_url(url, ["GPU-box"]) == base


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/v1",
        "http://8.8.8.8/v1",
        "http://0.0.0.0:8000",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.1",
        "http://2130706433",
        "http://gpu-box.evil",
        "http://evil.gpu-box",
    ],
)
def test_other_hosts_are_refused_before_anything_is_connected_to(url: str) -> None:
    _SEEN.clear()
    _WATCHING[0] = True
    try:
        with pytest.raises(ModelUnusable, match="allowed_hosts") as caught:
            RemoteLanguageModel(Remote(url, "mine"), terms=Terms(("gpu-box",)))
    finally:
        _WATCHING[0] = False
    assert caught.value.code == "remote_not_allowed"
    assert _SEEN == []


@pytest.mark.parametrize(
    "url",
    ["", "ollama", "ftp://127.0.0.1/v1", "file:///etc/passwd", "http://", "http://u:secret@127.0.0.1/v1",
     "http://127.0.0.1@example.com", "http://127.0.0.1/v1?key=1", "http://[::1", "http://127.0.0.1:port", "http://u:secret@[::1"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ModelUnusable, match="http") as caught:
        checked_url(url, ["example.com"])
    assert caught.value.code == "remote_url"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["gpt-oss:120b-cloud", "kimi:cloud"])
def test_models_that_a_server_hands_on_are_refused(name: str) -> None:
    with pytest.raises(ModelUnusable, match=r"ollama\.com"):
        RemoteLanguageModel(Remote("http://127.0.0.1:11434", name))
    RemoteLanguageModel(Remote("http://127.0.0.1:11434", name), terms=Terms(("ollama.com",)))
    RemoteLanguageModel(Remote("http://127.0.0.1:11434", "cloudy:7b"))


def test_estimates_are_not_too_low() -> None:
    """At least what Llama 2's tokenizer makes of them, the most wasteful of the usual ones."""
    assert estimate_tokens("") == 0
    assert estimate_tokens("夜空下的一艘红色小船，水彩") >= 13 * 1.5
    assert estimate_tokens('[{"op":"add","id":"s1","kind":"cat"}]') >= 12
    assert estimate_tokens("a red boat under the stars") >= 7
    assert estimate_tokens("\ud800") >= 1
