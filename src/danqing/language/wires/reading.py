"""Reading what a language model really answers: edits out of thinking, fences, prose and broken JSON; nothing else.

Whatever cannot be read as edits with values that look like phrases of a picture is not used. Better no answer than a
refusal, an apology or a piece of markup in somebody's picture: the rules then write in the model's place.
"""

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

from danqing.core.codec import edit_from_json
from danqing.core.errors import EditInvalid, ModelUnusable
from danqing.core.scene import (
    SETTING_FIELDS,
    SUBJECT_FIELDS,
    Add,
    GoTo,
    Omit,
    Relation,
    Remove,
    Replace,
    SceneEdit,
    Set,
)
from danqing.core.script import HAN_RANGE

MAX_EDITS = 32
MAX_WORDS = 14
"""In one value: longer ones are sentences."""
MAX_CHARACTERS = 120

_THINKING = re.compile(
    r"<(think|thinking|thought|reasoning|reflection)>.*?</\1>|<\|thinking\|>.*?<\|/thinking\|>",
    re.DOTALL | re.IGNORECASE,
)
_OPENED = re.compile(r"<(?:\|)?(?:think|thinking|thought|reasoning|reflection)\b[^>]*>", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:think|thinking|thought|reasoning|reflection)>|<\|/thinking\|>", re.IGNORECASE)
_OVER = re.compile(
    r"(?<=[\]}`])\s*(?:<\|im_end\|>|<\|eot_id\|>|<end_of_turn>|</s>|<\|endoftext\|>|\[/?INST\]|<\|user\|>)"
)
_ID = re.compile(r"s[1-9][0-9]{0,3}")
_FOREIGN = re.compile(
    r"[{}<>\[\]`|\\\n\r\t=;_\"“”「」『』]|://|www\.|\S+@\S+\.\w|\*\*|##|\.(?:py|json|txt|safetensors|exe)\b"
)
_TALK = re.compile(
    r"\b(?:i(?:'m| am|'ll| will| can(?:not|'t)?| would| do(?:n't)?)|sorry|apolog\w+|as an ai|language model|unable to|"
    r"can(?:not|'t| not)|sure[!,.]|certainly[!,.]|of course|here (?:is|are)|json|content polic(?:y|ies)|guidelines?|"
    r"ignore (?:all|previous|the)|instructions?|(?:the|your) (?:user|request|prompt)|scene edits?|system prompt|"
    r"(?:error|exception|traceback|warning)\b[:\d ]|out of memory|placeholder|step by step|not specified)|"
    r"^(?:none|null|nan|n/?a|unknown|undefined|todo|error|tbd|string|value|example|\.+|\?+)$|"
    r"抱歉|对不起|无法|不能|作为(?:一个)?(?:ai|人工)|人工智能|语言模型|您的请求|提示词|用户|好的|当然|以下|指令|错误",
    re.IGNORECASE,
)
_VISIBLE = re.compile(f"[a-z{HAN_RANGE}]", re.IGNORECASE)


def read_edits(answer: str) -> tuple[SceneEdit, ...]:
    """The last list of usable edits in an answer: drafts come before it. ModelUnusable where there is none."""
    for items in reversed(list(_lists(_spoken(answer)))):
        edits = tuple(_usable(items))
        if edits:
            return edits
    raise ModelUnusable("writer_failed")


def is_phrase(value: str) -> bool:
    """Whether a value can be something to be seen in a picture: a few words, no talk, no markup."""
    text = value.strip()
    fits = bool(text) and len(text) <= MAX_CHARACTERS and len(text.split()) <= MAX_WORDS
    return (
        fits
        and text.isprintable()
        and bool(_VISIBLE.search(text))
        and not (_FOREIGN.search(text) or _TALK.search(text))
    )


def _spoken(answer: str) -> str:
    """The answer without its thinking (marked at both ends, up to an end alone, or from a beginning alone), and
    without the turns that a model invents after its own."""
    *_, text = _CLOSED.split(_THINKING.sub(" ", answer))
    return _OVER.split(_OPENED.split(text)[0])[0]


def _lists(text: str) -> Iterator[list[dict[str, Any]]]:
    """Every list of objects that stands whole in the text, the outermost ones first; one behind ``edits`` too."""
    decoder, at = JSONDecoder(parse_constant=_no_number, object_pairs_hook=_object), 0
    while (at := text.find("[", at)) >= 0:
        try:
            found, end = decoder.raw_decode(text, at)
        except (JSONDecodeError, RecursionError, ValueError):
            at += 1
            continue
        if isinstance(found, list) and found and all(isinstance(item, dict) for item in found):
            yield found
        at = max(end, at + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless it says two things of one key."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _usable(items: list[dict[str, Any]]) -> Iterator[SceneEdit]:
    """The edits of a list that has no foreign thing in it; nothing where one edit is not of the wire."""
    found: list[SceneEdit] = []
    for item in items[:MAX_EDITS]:
        try:
            edit = edit_from_json(item)
        except EditInvalid:
            return
        if not _is_clean(edit):
            return
        found.append(edit)
    yield from found


def _is_clean(edit: SceneEdit) -> bool:
    match edit:
        case Add(subject):
            fields = (subject.kind, subject.colour, subject.size, subject.position, subject.material, subject.action)
            words = [*(f for f in fields if f is not None), *subject.attributes]
            related = subject.relation is None or _value_is_clean("relation", subject.relation)
            return related and _is_id(subject.id) and all(map(_word_is_clean, words)) and 1 <= subject.count <= 100
        case Replace(subject_id, kind):
            return _is_id(subject_id) and _word_is_clean(kind)
        case Remove(subject_id):
            return _is_id(subject_id)
        case Set(subject_id, field, value):
            known = SETTING_FIELDS if subject_id == "scene" else SUBJECT_FIELDS
            return (subject_id == "scene" or _is_id(subject_id)) and field in known and _value_is_clean(field, value)
        case GoTo(number):
            return number >= 1
        case Omit():
            return False
        case _:
            return True


def _is_id(subject_id: object) -> bool:
    return isinstance(subject_id, str) and _ID.fullmatch(subject_id) is not None


def _value_is_clean(field: str, value: object) -> bool:
    match value:
        case None:
            return True
        case bool():
            return False
        case int():
            return field in ("count", "number", "seed") and 0 <= value < 2**53
        case str() if field in ("text", "canvas", "base"):
            return 0 < len(value) <= MAX_CHARACTERS and value.isprintable()
        case Relation(kind, to):
            return _word_is_clean(kind) and 1 <= len(to) <= 2 and all(map(_is_id, to))
        case tuple():
            return all(_word_is_clean(part[0] if isinstance(part, tuple) else part) for part in value)
        case _:
            return _word_is_clean(value)


def _word_is_clean(word: object) -> bool:
    return isinstance(word, str) and is_phrase(word)
