"""RemoteLanguageModel against real HTTP servers, good ones and bad ones."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import RedirectResponse

from danqing.cli.serve import listening
from danqing.core.errors import Cancelled, ModelUnusable
from danqing.core.protocols import LanguageModel
from danqing.core.reading import Constraint, Message
from danqing.language.remote import RemoteLanguageModel, Terms
from danqing.models.registry import Remote
from tests.language.remote.peer import Answer, Peer, event, raw, serving, status

CHAT = [Message("system", "be brief"), Message("user", "一只红色的猫")]
LIST = Constraint({"type": "array", "items": {"enum": ["cat"]}})


def model(url: str, name: str = "mine", terms: Terms | None = None, **more: Any) -> RemoteLanguageModel:
    return RemoteLanguageModel(Remote(url, name, **more), terms=terms)


def fails(peer: Peer, terms: Terms | None = None, **more: Any) -> ModelUnusable:
    """The error that asking the peer ends in; it can be said in both languages."""
    with serving(peer.app()) as url, pytest.raises(ModelUnusable) as caught:
        model(url, terms=terms, **more).complete(CHAT, constraint=LIST)
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value


def test_streams_an_answer() -> None:
    peer = Peer()
    peer.answers = [peer.streaming("[", '"cat"', "]")]
    pieces: list[str] = []
    with serving(peer.app()) as url:
        asked = model(url, request={"reasoning_effort": "none"})
        assert isinstance(asked, LanguageModel)
        answer = asked.complete(CHAT, constraint=LIST, max_new_tokens=9, temperature=0.7, on_text=pieces.append)
    assert answer == '["cat"]'
    assert pieces == ['["cat"', "]"]  # a bracket is held until it is sure that no [THINK] begins
    body = peer.bodies[0]
    assert body["messages"][1] == {"role": "user", "content": "一只红色的猫"}
    assert (body["model"], body["max_tokens"], body["temperature"], body["stream"]) == ("mine", 36, 0.7, True)
    assert body["reasoning_effort"] == "none"
    assert body["response_format"]["json_schema"]["schema"] == LIST.schema
    assert "authorization" not in peer.headers[0]


def test_without_a_constraint_nothing_is_said_of_json() -> None:
    peer = Peer()
    peer.answers = [peer.streaming("a cat")]
    with serving(peer.app()) as url:
        assert model(url).complete(CHAT) == "a cat"
    assert peer.bodies[0]["messages"][0]["content"] == "be brief"
    assert "response_format" not in peer.bodies[0]
    assert peer.bodies[0]["max_tokens"] == 150


@pytest.mark.parametrize(("context", "tokens"), [(4096, 600), (512, 512 - 26 - 11 - 24), (150, 150)])
def test_an_answer_in_a_given_form_may_be_longer_as_far_as_the_context_goes(context: int, tokens: int) -> None:
    peer = Peer()
    peer.answers = [peer.streaming("[]")]
    with serving(peer.app()) as url:
        model(url, context=context).complete([Message("system", "brief " * 13), CHAT[1]], constraint=LIST)
    assert peer.bodies[0]["max_tokens"] == tokens


def test_takes_a_whole_answer_of_a_server_that_does_not_stream() -> None:
    whole = {"choices": [{"message": {"role": "assistant", "content": '["cat"]'}, "finish_reason": "stop"}]}
    with serving(Peer(raw(json.dumps(whole, indent=1))).app()) as url:
        assert model(url).complete(CHAT) == '["cat"]'


@pytest.mark.parametrize("refused", [1, 2])
def test_weaker_forms_where_a_schema_is_refused_and_that_is_remembered(refused: int) -> None:
    peer = Peer()
    good = peer.streaming('{"edits":["cat"]}' if refused == 1 else '["cat"]')
    peer.answers = [*[status(400, "response_format is not supported")] * refused, good]
    with serving(peer.app()) as url:
        asked = model(url)
        assert asked.complete(CHAT, constraint=LIST) == '["cat"]'
        assert asked.complete(CHAT, constraint=LIST) == '["cat"]'
    forms = [body.get("response_format", {}).get("type") for body in peer.bodies]
    tried = ["json_schema", "json_object", None][: refused + 1]
    assert forms == [*tried, tried[-1]]
    rules = peer.bodies[-1]["messages"][0]["content"]
    assert rules.startswith("be brief\n") and '{"enum":["cat"]}' in rules
    assert ('"edits"' in rules) == (refused == 1)


def test_a_request_that_is_refused_in_every_form_demotes_nothing() -> None:
    peer = Peer()
    peer.answers = [*[status(400, "too many tokens")] * 3, peer.streaming("[]")]
    with serving(peer.app()) as url:
        asked = model(url)
        with pytest.raises(ModelUnusable, match="too many tokens") as caught:
            asked.complete(CHAT, constraint=LIST)
        asked.complete(CHAT, constraint=LIST)
    assert caught.value.code == "remote_refused"
    assert peer.bodies[-1]["response_format"]["type"] == "json_schema"


def test_a_schema_that_does_not_fit_is_not_said_in_words() -> None:
    peer = Peer()
    peer.answers = [status(400), status(400), peer.streaming("[]")]
    with serving(peer.app()) as url:
        model(url, context=512).complete(CHAT, constraint=Constraint({"type": "array", "title": "x" * 2000}))
    assert "xxx" not in peer.bodies[-1]["messages"][0]["content"]
    assert "JSON" in peer.bodies[-1]["messages"][0]["content"]


@pytest.mark.parametrize(
    "pieces",
    [
        ["<think>a cat? [1]</think>\n", "[2]"],
        ["<th", "ink>", "hm", "</thi", "nk>", "[2", "]"],
        ["<|thinking|>hm<|/thinking|>[2]"],
        ["hm, [1] it is</think>[2]"],
    ],
)
def test_thinking_is_left_out(pieces: list[str]) -> None:
    peer = Peer()
    peer.answers = [peer.streaming(*pieces)]
    said: list[str] = []
    with serving(peer.app()) as url:
        assert model(url).complete(CHAT, on_text=said.append) == "[2]"
    assert "".join(said) == "[2]" or not pieces[0].startswith("<")


def test_thinking_in_a_field_of_its_own_is_left_out_and_nothing_else_is_said_so() -> None:
    thinking = event({"role": "assistant", "reasoning_content": "hm [1]"}) + event({"reasoning": "hm"})
    with serving(Peer(raw(f"{thinking}{event({'content': '[2]'})}data: [DONE]\n\n", "text/event-stream")).app()) as url:
        assert model(url).complete(CHAT) == "[2]"
    only = fails(Peer(raw(f"{thinking}{event({}, 'length')}", "text/event-stream")))
    assert only.code == "remote_thinking"
    peer = Peer()
    peer.answers = [peer.streaming("<think>", "hm [1]")]
    assert fails(peer).code == "remote_thinking"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (raw("<!doctype html><p>hello", "text/html"), "remote_garbage"),
        (raw("data: {nonsense\n\n", "text/event-stream"), "remote_garbage"),
        (raw("data: [1]\n\n", "text/event-stream"), "remote_garbage"),
        (raw('data: {"choices":[{"delta":{"content":[1]}}]}\n\n', "text/event-stream"), "remote_garbage"),
        (raw('data: {"choices":[7]}\n\n', "text/event-stream"), "remote_garbage"),
        (raw(b"\xff\xfe{}"), "remote_garbage"),
        (raw("[" * 100_000), "remote_garbage"),
        (raw("x" * 5_000_000, "text/event-stream"), "remote_garbage"),
        (raw('{"choices":"no"}'), "remote_garbage"),
        (raw('{"error":"unexpected endpoint"}'), "remote_refused"),
        (raw('data: {"error":{"message":"out of memory"}}\n\n', "text/event-stream"), "remote_refused"),
        (raw("", "text/event-stream"), "remote_broke"),
        (status(500, "it \n broke\x1b[31m"), "remote_refused"),
        (status(403), "remote_key"),
    ],
)
def test_whatever_is_wrong_is_said(answer: Answer, code: str) -> None:
    error = fails(Peer(answer), Terms(connect_s=2, silence_s=5, back_off=(0.01,)))
    assert error.code == code
    assert "\x1b" not in error.message("en")


def test_busy_servers_are_asked_again() -> None:
    soon = Terms(back_off=(0.01, 0.01))
    peer = Peer()
    peer.answers = [status(503, "Loading model"), status(429, **{"Retry-After": "0"}), peer.streaming("[]")]
    with serving(peer.app()) as url:
        assert model(url, terms=soon).complete(CHAT) == "[]"
    peer = Peer(status(503))
    assert fails(peer, soon).code == "remote_busy"
    assert len(peer.bodies) == 3


def test_a_connection_that_breaks_is_tried_again_only_before_the_first_piece() -> None:
    peer = Peer()
    peer.answers = [peer.streaming(then=ConnectionError()), peer.streaming("[]")]
    with serving(peer.app()) as url:
        assert model(url).complete(CHAT) == "[]"
    peer = Peer()
    peer.answers = [peer.streaming('["c', then=ConnectionError())]
    assert fails(peer).code == "remote_broke"
    assert len(peer.bodies) == 1


def test_an_answer_that_just_stops_is_no_answer() -> None:
    peer = Peer()
    peer.answers = [peer.streaming('["cat"', end=False)]
    assert fails(peer).code == "remote_broke"


def test_silence_has_an_end() -> None:
    peer = Peer()
    peer.answers = [peer.streaming("[]", pause=5)]
    begun = time.monotonic()
    error = fails(peer, Terms(silence_s=0.3))
    assert error.code == "remote_silent" and "0.3 s" in error.message("en")
    assert time.monotonic() - begun < 3


def test_a_server_that_takes_connections_and_never_speaks() -> None:
    with listening("127.0.0.1", 0) as door:
        asked = model(f"http://127.0.0.1:{door.getsockname()[1]}", terms=Terms(connect_s=0.2, silence_s=0.3))
        assert asked.context == 8192
        with pytest.raises(ModelUnusable) as caught:
            asked.complete(CHAT)
    assert caught.value.code == "remote_silent"


def test_certificates_and_names_have_reasons_of_their_own() -> None:
    with serving(Peer(raw("{}")).app()) as url, pytest.raises(ModelUnusable, match="SSL") as caught:
        model(url.replace("http:", "https:")).complete(CHAT)
    assert caught.value.code == "remote_down"


def test_a_server_that_is_down_is_named() -> None:
    with pytest.raises(ModelUnusable, match="Connection refused") as caught:
        model("http://127.0.0.1:9").complete(CHAT)
    assert caught.value.code == "remote_down"


def test_redirects_are_not_followed() -> None:
    other = Peer(raw("{}"))
    with serving(other.app()) as elsewhere:
        error = fails(Peer(lambda body: RedirectResponse(f"{elsewhere}/chat/completions")))
    assert error.code == "remote_redirect" and elsewhere in error.message("en")
    assert not other.bodies


def test_keys_are_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", "sk-secret")
    peer = Peer(key="sk-secret")
    peer.answers = [peer.streaming("[]")]
    with serving(peer.app()) as url:
        assert model(url, key_env="A_KEY").complete(CHAT) == "[]"
    error = fails(Peer(key="other"), key="sk-secret")
    assert error.code == "remote_key"
    echoed = fails(Peer(status(400, "your key is sk-secret")), key="sk-secret")
    for text in (str(error), str(echoed), repr(Remote("u", "m", key="sk-secret"))):
        assert "sk-secret" not in text
    with pytest.raises(ModelUnusable, match="NO_SUCH_KEY"):
        model("http://127.0.0.1:9", key_env="NO_SUCH_KEY")


def test_an_unknown_model_is_answered_with_the_known_ones() -> None:
    error = fails(Peer(status(404, "model not found"), models=({"id": "a"}, {"id": "b"})))
    assert error.code == "remote_model_unknown" and "a, b" in error.message("en")


@pytest.mark.parametrize(("pause", "pieces"), [(0.02, 2000), (30.0, 1)])
def test_cancel_closes_the_connection_at_once(pause: float, pieces: int) -> None:
    """While pieces come, and while the server is silent."""
    peer = Peer()
    peer.answers = [peer.streaming(*["x"] * pieces, pause=pause)]
    wanted = threading.Event()
    asked_at = 0.0
    with serving(peer.app()) as url:

        def want() -> None:
            nonlocal asked_at
            asked_at = time.monotonic()
            wanted.set()

        timer = threading.Timer(0.6, want)
        timer.start()
        with pytest.raises(Cancelled):
            model(url).complete(CHAT, cancelled=wanted.is_set)
        assert time.monotonic() - asked_at < 0.5
        assert peer.gone.wait(1)
        timer.join()


def test_cancelled_before_it_began_sends_nothing() -> None:
    peer = Peer(raw("{}"))
    with serving(peer.app()) as url, pytest.raises(Cancelled):
        model(url).complete(CHAT, cancelled=lambda: True)
    assert not peer.bodies


@pytest.mark.parametrize(
    ("entry", "tokens"),
    [
        ({"max_model_len": 4096}, 4096),
        ({"meta": {"n_ctx": 2048, "n_ctx_train": 131072}}, 2048),
        ({"meta": {"n_ctx_train": 131072}}, 7000),
        ({"max_model_len": "many"}, 7000),
    ],
)
def test_the_context_is_the_servers(entry: dict[str, Any], tokens: int) -> None:
    with serving(Peer(models=({"id": "mine"} | entry,)).app()) as url:
        asked = model(url, terms=Terms(context=7000))
        assert asked.context == tokens
    assert asked.context == tokens  # asked once
    assert model("http://127.0.0.1:9", terms=Terms(context=7000)).context == 7000
    assert model("http://127.0.0.1:9", context=999).context == 999


def test_it_works_inside_a_running_loop(tmp_path: Path) -> None:
    import asyncio

    peer = Peer()
    peer.answers = [peer.streaming("[]")]

    async def ask(url: str) -> str:
        return model(url).complete(CHAT)

    with serving(peer.app()) as url:
        assert asyncio.run(ask(url)) == "[]"
