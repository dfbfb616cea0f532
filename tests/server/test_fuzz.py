"""Whatever is sent, the server answers with a status below 500 and, where it refuses, with a problem.

``DANQING_PROOF_EXAMPLES`` says how many examples each property gets: 40 in the tests, thousands in ``make proof``.
"""

import json
import os
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danqing import Studio
from danqing.core.events import is_terminal
from tests.server.driving import begin

EXAMPLES = int(os.environ.get("DANQING_PROOF_EXAMPLES", "40"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2**31, 2**53, 2**63, 2**64, 10**40])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["s1", "scene", "cat", "red", "on", "\x00", "猫", "\ud800", "../../etc/passwd", "1e999"])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
)
TECHNIQUE = st.fixed_dictionaries(
    {},
    optional={
        "sampler": st.sampled_from(["euler", "heun"]) | SCALARS, "clip_skip": st.integers(0, 13) | SCALARS,
        "loras": st.lists(st.fixed_dictionaries({"id": st.text(max_size=5)}), max_size=2) | SCALARS,
        "controls": st.lists(st.fixed_dictionaries({"kind": SCALARS, "image": SCALARS}), max_size=2) | SCALARS,
        "highres": st.floats(0, 5) | SCALARS, "outpaint": st.dictionaries(st.text(max_size=6), SCALARS, max_size=2),
        "variation": st.fixed_dictionaries({"seed": SCALARS, "amount": st.floats(0, 1) | SCALARS}) | SCALARS,
    },
)  # fmt: skip
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        name: ANYTHING | small
        for name, small in {
            "seed": st.integers(0, 99), "steps": st.integers(1, 3), "guidance": st.floats(0, 30),
            "width": st.sampled_from([64, 72]), "height": st.sampled_from([64, 72]), "number": st.integers(1, 2),
            "painter": st.just("fake"), "writer": st.just("scripted"), "negative": st.text(max_size=9),
            "embedding": st.sampled_from(["full", "no-text", "none"]), "technique": TECHNIQUE,
            "other": SCALARS,
        }.items()
    },
)  # fmt: skip
NAMES = st.sampled_from(["s1", "s2", "s9", "scene"])
FIELDS = st.sampled_from(["colour", "count", "size", "position", "relation", "kind", "background", "style", "id", "x"])
WORDS = st.sampled_from(["cat", "boat", "red", "blue", "night", "flat", "left", "large", "", "nothing"]) | SCALARS
RELATION = st.fixed_dictionaries({"kind": WORDS, "to": st.lists(NAMES, max_size=3)})
EDIT = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "set", "remove", "replace", "goto", "omit", "clear", "undo", "redo", "other"])},
    optional={
        "id": NAMES, "kind": WORDS, "field": FIELDS, "value": WORDS | RELATION, "number": SCALARS, "text": WORDS,
        "count": SCALARS, "colour": WORDS, "size": WORDS, "position": WORDS, "relation": RELATION | SCALARS,
    },
)  # fmt: skip
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["a red cat", "make it blue", "一只猫", "undo", "go back to 99999999999999999"]
)
TURN = st.fixed_dictionaries(
    {}, optional={"text": TEXTS | ANYTHING, "edits": st.lists(EDIT, max_size=4) | ANYTHING, "options": OPTIONS}
)


def checked(answer: httpx.Response) -> httpx.Response:
    """Below 500, and a problem where it is a refusal."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
    return answer


@FUZZ
@given(body=TURN | ANYTHING)
def test_turns_of_any_shape(client: httpx.Client, studio: Studio, body: Any) -> None:
    """What is accepted also ends, and not by a bug."""
    place = f"/api/conversations/{begin(client)}/turns"
    content = json.dumps(body).encode("utf-8", "replace")
    answer = checked(client.post(place, content=content, headers={"content-type": "application/json"}))
    if answer.status_code != 202:
        return
    events = [stored.event for stored in studio.events(answer.json()["turn_id"], timeout=30)]
    assert is_terminal(events[-1])
    assert getattr(events[-1], "code", "") != "internal", events[-1]
    checked(client.get(place.removesuffix("/turns")))


@FUZZ
@given(
    content=st.binary(max_size=200), kind=st.sampled_from(["application/json", "text/plain", "", "multipart/form-data"])
)
def test_bodies_that_are_no_json(client: httpx.Client, content: bytes, kind: str) -> None:
    checked(client.post(f"/api/conversations/{'c' * 21}/turns", content=content, headers={"content-type": kind}))


@FUZZ
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]),
    place=st.sampled_from(["conversations", "turns", "pictures", "health", "other"]),
    id=st.text(alphabet=st.characters(codec="utf-8"), max_size=30),
    end=st.sampled_from(["", "/turns", "/events", "/file", "/cancel", "?limit=1", "?offset=1", "?limit=x"]),
    header=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
)
def test_addresses_and_headers(client: httpx.Client, method: str, place: str, id: str, end: str, header: str) -> None:
    from urllib.parse import quote

    headers = {"last-event-id": header, "accept-language": header, "if-none-match": header, "accept": header or "*/*"}
    address = f"/api/{place}/{quote(id, safe='')}{end}"
    answer = client.request(method, address, headers=headers)
    assert answer.status_code < 500, (method, address, header)


@FUZZ
@given(number=st.integers() | st.text(alphabet="0123456789-+. e", max_size=25))
def test_numbers_in_headers(client: httpx.Client, studio: Studio, number: int | str) -> None:
    turn_id = studio.submit(studio.create_conversation(), "a cat")
    list(studio.events(turn_id))
    headers = {"last-event-id": str(number).strip(), "accept": "application/json"}
    checked(client.get(f"/api/turns/{turn_id}/events", headers=headers))
