"""What the server does not take: bad input, unknown ids, foreign names and pages, bodies without end."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from danqing import Studio
from danqing.server.guard import BODY_LIMIT, is_this_machine
from danqing.server.problems import TEXTS
from tests.server.conftest import running
from tests.server.driving import begin

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "a" * 100_000},
        {"text": "a cat", "options": {"width": 3, "height": 256}},
        {"text": "a cat", "options": {"width": 100_000, "height": 256}},
        {"text": "a cat", "options": {"steps": -1}},
        {"text": "a cat", "options": {"steps": "many"}},
        {"text": "a cat", "options": {"number": 0}},
        {"text": "a cat", "options": {"painter": "no such model"}},
        {"text": "a cat", "options": {"writer": "no such model"}},
        {"text": "a cat", "options": {"seed": -1}},
        {"text": "a cat", "colour": "red"},
        {"edits": [{"op": "fly"}]},
        {"edits": [{"op": "add"}]},
        {"text": ["a cat"]},
        [],
        None,
    ],
    ids=lambda body: str(body)[:40],
)
@pytest.mark.parametrize("headers", [{}, CHINESE], ids=["en", "zh"])
def test_bad_input(client: httpx.Client, body: Any, headers: dict[str, str]) -> None:
    answer = client.post(f"/api/conversations/{begin(client)}/turns", json=body, headers=headers)
    assert answer.status_code == 422, answer.text
    check_problem(answer, chinese=bool(headers))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"text": "\\ud800"}'])
def test_body_that_is_no_json(client: httpx.Client, content: bytes) -> None:
    place = f"/api/conversations/{begin(client)}/turns"
    answer = client.post(place, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    check_problem(answer)


def test_form_of_another_page_is_not_taken(client: httpx.Client) -> None:
    """What a page may send anywhere without asking (text/plain) is no request here."""
    place = f"/api/conversations/{begin(client)}/turns"
    answer = client.post(place, content=b'{"text":"a cat"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/conversations/none"),
        ("POST", "/api/conversations/none/turns"),
        ("GET", "/api/turns/none/events"),
        ("POST", "/api/turns/none/cancel"),
        ("GET", "/api/pictures/none"),
        ("GET", "/api/pictures/none/file"),
        ("GET", "/api/pictures/..%2f..%2fdanqing.db/file"),
        ("GET", "/nothing/here"),
        ("GET", "/docs"),
    ],
)
@pytest.mark.parametrize("headers", [{}, CHINESE], ids=["en", "zh"])
def test_unknown_is_404_in_both_languages(
    client: httpx.Client, method: str, path: str, headers: dict[str, str]
) -> None:
    body = {"text": "a cat"} if path.endswith("turns") else None
    answer = client.request(method, path, json=body, headers=headers)
    assert answer.status_code == 404
    check_problem(answer, chinese=bool(headers))


def test_wrong_method_is_405(client: httpx.Client) -> None:
    answer = client.delete("/api/conversations")
    assert answer.status_code == 405
    check_problem(answer)


@pytest.mark.parametrize("host", ["danqing.example", "danqing.example:8420", "127.0.0.1.example", "192.168.1.5", ""])
@pytest.mark.parametrize("path", ["/", "/api/health", "/openapi.json", "/nothing"])
def test_foreign_host_is_refused(client: httpx.Client, path: str, host: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json()["code"] == "host_refused"
    check_problem(answer)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True),
        ("LOCALHOST:1", True),
        ("127.0.0.1:8420", True),
        ("127.9.9.9", True),
        ("[::1]:8420", True),
        ("0.0.0.0", False),
        ("[::1", False),
        ("localhost:nine", False),
        ("me@localhost", False),
        ("localhost/x", False),
        ("localhost.", False),
    ],
)
def test_names_of_this_machine(host: str, ours: bool) -> None:
    assert is_this_machine(host) is ours


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("192.168.1.5:8420", True),
        ("10.0.0.7", True),
        ("[fd00::1]:8420", True),
        ("127.0.0.1", True),
        ("93.184.216.34", False),
        ("0.0.0.0", False),
        ("192.168.1.5.example", False),
        ("danqing.example", False),
    ],
)
def test_hosts_of_the_local_network(studio: Studio, host: str, taken: bool) -> None:
    with running(studio, lan=True) as url, httpx.Client(base_url=url, trust_env=False) as client:
        answer = client.get("/api/health", headers={"Host": host})
    assert answer.status_code == (200 if taken else 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://danqing.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_foreign_page_is_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/api/conversations", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_refused"
    assert "access-control-allow-origin" not in answer.headers


def test_own_page_is_taken(client: httpx.Client, url: str) -> None:
    assert client.post("/api/conversations", headers={"Origin": url}).status_code == 201
    assert client.get("/api/health", headers={"Origin": "https://danqing.example"}).status_code == 200


def test_large_body_is_413_before_it_is_read(client: httpx.Client) -> None:
    place = f"/api/conversations/{begin(client)}/turns"
    answer = client.post(place, content=b" " * (BODY_LIMIT + 1), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    check_problem(answer)


def test_large_body_without_length_is_413(client: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 50_000

    place = f"/api/conversations/{begin(client)}/turns"
    answer = client.post(place, content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"


@pytest.mark.parametrize("number", ["x", "-1"])
def test_event_id_that_is_none(client: httpx.Client, number: str) -> None:
    answer = client.get("/api/turns/none/events", headers={"Last-Event-ID": number})
    assert answer.status_code in (404, 422)
    check_problem(answer)


@pytest.mark.parametrize("key", TEXTS)
def test_texts_fit_in_both_languages(key: str) -> None:
    import string

    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in TEXTS[key]]
    assert fields[0] == fields[1]


def check_problem(answer: httpx.Response, chinese: bool = False) -> None:
    """A problem that a person can read, in the language that was asked for."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["code"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in problem["detail"]) is chinese, problem["detail"]
    assert "Traceback" not in answer.text
