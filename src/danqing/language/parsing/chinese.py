"""Chinese: numbers with measure words, actions with their objects, what stands where, and words that nobody knows."""

from danqing.language.parsing.english import PLACES
from danqing.language.parsing.grammar import grammar
from danqing.language.parsing.reader import DESCRIBING, PLAIN, Reader
from danqing.language.vocabulary.terms import PEOPLE

_AFTER_COLOUR = ("色", "色调", "调", "系", "渐变")
_PRONOUNS = ("它", "他", "她", "它们", "他们", "她们")
_FURNITURE = ("桌", "床", "椅", "纸", "沙发", "网", "脸", "嘴")
_PICTURES = ("张", "幅", "份", "版")


class Chinese:
    """Reads a request's Chinese tokens one step at a time."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._rules = (
            self._pointed, self._r.styled, self._counted, self._dressed, self._looking, self._shaded, self._acting, self._placed,
            self._plain, self._head,
        )  # fmt: skip

    def step(self, i: int) -> int:
        """Reads what begins at token ``i``; the index after it."""
        if self._r.kind(i) in ("mark", "taken"):
            return i + 1
        for rule in self._rules:
            if (end := rule(i)) is not None:
                return end
        return i + 1

    def _pointed(self, i: int) -> int | None:
        """它, 她的 …; 刚才那只猫."""
        r, token = self._r, self._r.at(i)
        if token.text in _PRONOUNS and not any(f.type in ("subject", "reference") for f in r.found):
            return r.emit("reference", i, i + 1, "it")
        start = i + (token.text in ("刚才", "刚刚", "之前", "上次", "前面"))
        if r.at(start).text in ("那", "这", "那个", "这个"):
            noun = start + 1 + r.at(start + 1).may_be("measure")
            end = self._phrase(noun)
            pointed = r.at(start).text in ("那个", "这个") or noun > start + 1
            if end and pointed and r.kind(end - 1) == "subject":
                heads = [j for j in range(noun, end) if r.kind(j) in ("subject", "unknown")]
                return r.emit("reference", i, end, f"subject:{r.value(heads[0], end)}")
        return None

    def _counted(self, i: int) -> int | None:
        """两只, 一群, 好多; with the noun that comes, be it at the end of the clause."""
        r = self._r
        if r.kind(i) != "number":
            return None
        end, value = i + 1, r.at(i).grammar["number"]
        while r.kind(end) == "number" and r.is_next(end):
            end, value = end + 1, "several"
        if r.at(end).may_be("measure") and r.is_next(end):
            measured = r.at(end).grammar["measure"]
            plain = measured in _PICTURES and value == "1"
            value = self._measured(measured, value)
            end += 1
            head = self._noun_ahead(end)
            if head is None and measured not in _PICTURES and r.kind(end) in ("mark", "frame") and r.has_subject(i):
                return r.emit("count", i, end, value)
            if (
                head is None
                or r.kind(head) == "place"
                or (plain and not any(word in r.at(head).text for word in _FURNITURE))
            ):
                return end
            return r.emit("count", i, end, value)
        if value in ("several", "many") or len(r.at(i).text) > 1 or end > i + 1:
            return r.emit("count", i, end, value) if self._noun_ahead(end) is not None else end
        return end

    def _measured(self, measure: str, number: str) -> str:
        own = grammar().measured.get(measure)
        if own is None:
            return number
        if own == "2" and number.isdigit():
            return str(2 * int(number))
        return own if number in ("1", "several") or own == "many" else number

    def _noun_ahead(self, i: int) -> int | None:
        """The token of the noun that a number counts: the next one in its clause that is no object of an action."""
        r = self._r
        while r.kind(i) not in ("mark", "taken", "number"):
            if r.kind(i) in ("subject", "place") or (r.kind(i) == "unknown" and self._is_noun(i)):
                following = r.at(self._run(i))
                return i if following.text != "的" else self._noun_ahead(self._run(i))
            i += 1
        return None

    def _dressed(self, i: int) -> int | None:
        """一身黛绿长衫, 一袭白衣, 头戴皇冠."""
        r = self._r
        if not r.at(i).may_be("garment"):
            start = i + 1
            if not (r.at(i).text == "一" and r.at(i + 1).text in ("身", "袭", "头")):
                return None
            end = self._phrase(start + 1)
            return r.emit("attribute", i, end, f"wearing {r.value(start + 1, end)}") if end else None
        end = self._phrase(i + 1)
        verb = r.at(i).term.name if r.at(i).term else "wearing"  # type: ignore[union-attr]
        return r.emit("attribute", i, end, f"{verb} {r.value(i + 1, end)}") if end else None

    def _looking(self, i: int) -> int | None:
        """头发湿透, 手里捧着花, 神情落寞: what a part of the body does or looks like."""
        r = self._r
        if not r.at(i).may_be("body") or r.kind(i - 1) in ("relation", "determiner") or r.at(i - 1).text == "的":
            return None
        at = i + 1
        while r.kind(at) in ("intensifier", "relation"):
            at += 1
        if r.at(at).text in ("都", "全"):
            at += 1
        if self._is_action(at):
            end = self._action_end(at)
            doing = self._doing(at, end)
            return r.emit("attribute", i, end, doing) if doing else None
        if r.kind(at) == "attribute" and r.is_next(at):
            return r.emit("attribute", i, at + 1, f"{r.at(at).value} {r.at(i).value}" if r.at(i).term else None)
        return None

    def _shaded(self, i: int) -> int | None:
        """深蓝色, 偏冷, 红绿, 浅粉."""
        r, end, words = self._r, i, list[str]()
        while r.at(end).may_be("shade") and (end == i or r.is_next(end)) and r.kind(end + 1) in ("colour", "particle"):
            words.append(r.at(end).grammar["shade"])
            end += 1
            end += r.at(end).text == "的"
        first = end
        while r.kind(end) == "colour" and (end == i or r.is_next(end)) and end - first < 2:
            words.append(r.at(end).value)
            end += 1
        if end == first:
            token = r.at(i)
            if token.kind == "unknown" and token.text.endswith(("色", "色系")) and len(token.text) > 1:
                return r.emit("colour", i, i + 1)
            return None
        if r.at(end).text in _AFTER_COLOUR and r.is_next(end):
            end += 1
        joined = " and ".join if end - first == 2 and first == i and r.at(end).text not in _AFTER_COLOUR else " ".join
        return r.emit("colour", i, end, joined(word for word in words if word))

    def _acting(self, i: int) -> int | None:
        """戴着红帽子, 看书: an action with its object; 桌上放着书: what is there."""
        r = self._r
        if not self._is_action(i):
            return None
        end = self._action_end(i)
        bare = self._bare_end(i)
        if end == bare or (self._is_there(i) and r.at(end).text != "的"):
            if r.at(i).kind == "unknown" and bare == i + 1:
                if r.is_next(bare) and r.kind(bare) in (*PLAIN, "place", "colour", "subject"):
                    return bare
                return r.emit("attribute", i, bare) if len(r.at(i).text) > 1 and self._is_state(i) else i + 1
            return r.emit("attribute", i, bare, r.at(i).value)
        return r.emit("attribute", i, end, self._doing(i, end))

    def _doing(self, i: int, end: int) -> str:
        bare = self._bare_end(i)
        return " ".join(word for word in (r_value(self._r, i), self._r.value(bare, end) if end > bare else "") if word)

    def _is_action(self, i: int) -> bool:
        r, token = self._r, self._r.at(i)
        if token.kind == "verb" or (token.kind == "attribute" and token.value.split(" ")[0].endswith("ing")):
            return True
        is_verb = token.kind == "unknown" and token.tag[:1] == "v" and not r.at(i - 1).may_be("measure")
        return is_verb and (r.at(i + 1).text in ("着", "了") or len(token.text) > 1 or bool(self._phrase(i + 1)))

    def _is_state(self, i: int) -> bool:
        """Whether an unknown verb that stands alone says how something is."""
        r = self._r
        return r.has_subject(i) and r.kind(i - 1) in ("subject", "mark", "particle", "relation", "place", "intensifier")

    def _is_there(self, i: int) -> bool:
        """Whether a place goes before the action, so that its object is what is there: 桌上放着书."""
        r = self._r
        if r.kind(i - 1) not in ("relation", "place") or not r.is_next(i) or r.at(i - 2).may_be("body"):
            return False
        start = max(r.text.rfind(mark, 0, r.at(i).start) for mark in ",。;!、")
        place = r.at(i - 2).start if r.kind(i - 1) == "relation" else r.at(i - 1).start
        return not any(f.type == "subject" and start < f.start < place for f in r.found)

    def _bare_end(self, i: int) -> int:
        """After the verb with its particles: 戴着, 亮起来."""
        r, end = self._r, i + 1
        while r.at(end).text in ("着", "了", "过", "起", "上", "满", "起来", "住", "到", "出") and r.is_next(end):
            end += 1
        return end

    def _action_end(self, i: int) -> int:
        """After the object of the action, or after the verb where it has none."""
        r, bare = self._r, self._bare_end(i)
        at = bare
        if r.kind(at) == "number" and r.at(at + 1).may_be("measure"):
            at += 2
        elif r.kind(at) == "number":
            at += 1
        if r.at(i).text.endswith("在") or (
            r.kind(i) == "attribute" and len(r.at(i).text) > 1 and bare == i + 1 and r.at(i).text[-1] not in "着了"
        ):
            return bare
        end = self._phrase(at)
        return end if end and r.is_next(bare) and r.kind(end - 1) != "place" else bare

    def _placed(self, i: int) -> int | None:
        """桌上, 左边, 身后; after a place the word says nothing more."""
        r, token = self._r, self._r.at(i)
        name = token.grammar.get("relation")
        if name is None or token.kind != "relation":
            return None
        if name in PLACES and (len(token.text) > 1 or r.at(i - 1).text == "在"):
            if r.kind(i - 1) == "place" and name == "outside":
                return i + 1
            return r.emit("position", i, i + 1, name)
        if name == "in" and r.kind(i - 1) == "subject" and self._theme(i - 1) == "buildings":
            last = r.found[-1]
            if last.end == r.at(i - 1).end and last.type == "subject":
                r.found[-1] = type(last)(last.start, last.end, "place", last.value, last.implies)
            return i + 1
        if r.kind(i - 1) == "place" and r.is_next(i) and name in ("in", "on", "next to", "outside", "above"):
            return i + 1
        led = r.kind(i - 1) in ("subject", "unknown", "place") and r.is_next(i)
        if led or len(token.text) > 1:
            return r.emit("position", i, i + 1, name)
        return i + 1

    def _plain(self, i: int) -> int | None:
        r, token = self._r, self._r.at(i)
        if token.kind in PLAIN or token.kind in ("attribute", "place"):
            return r.emit(token.kind, i, i + 1)
        return i + 1 if token.kind not in ("subject", "unknown") else None

    def _head(self, i: int) -> int | None:
        """A run of nouns is one subject; one that nobody knows where it may be one."""
        r, end = self._r, self._run(i)
        if end == i:
            return self._strange(i)
        if end > i + 1 and self._is_worn(i):
            return r.emit("attribute", i, i + 1, f"wearing {r.at(i).value}" if self._theme(i) == "clothing" else None)
        if self._enclosed(i) and self._theme(end - 1) == "buildings" and r.kind(end) != "relation":
            return r.emit("place", i, end)
        if any(r.kind(j) == "subject" for j in range(i, end)):
            return r.emit("subject", i, end)
        if r.at(i).tag == "ns":
            return r.emit("place", i, end)
        return r.emit("subject", i, end) if self._is_led(i, end) else end

    def _is_worn(self, i: int) -> bool:
        """Whether clothing or hair stands before who wears it: 旗袍女子."""
        return self._theme(i) in ("clothing", "body") and self._theme(i + 1) in PEOPLE

    def _enclosed(self, i: int) -> bool:
        """Whether 在 leads to what begins at ``i``."""
        r = self._r
        while i > 0 and (r.kind(i - 1) in (*DESCRIBING, "time", "style") or r.at(i - 1).text == "的"):
            i -= 1
        return r.at(i - 1).text.endswith(("在", "于")) and r.is_next(i)

    def _theme(self, i: int) -> str:
        term = self._r.at(i).term
        return term.theme if term is not None else ""

    def _strange(self, i: int) -> int | None:
        """An unknown word that is no noun: an idiom, an adjective."""
        r, token = self._r, self._r.at(i)
        if token.tag[:1] in ("a", "z", "i", "l") and len(token.text) > 1:
            return r.emit("attribute", i, i + 1)
        return None

    def _is_led(self, i: int, end: int) -> bool:
        """Whether a noun that nobody knows is meant to be seen: counted, described, or alone in its clause."""
        r = self._r
        if r.at(i - 1).may_be("measure") or r.kind(i - 1) in DESCRIBING or r.at(i - 1).text in ("的", "是", "有"):
            return True
        return (
            r.kind(i - 1) in ("mark", "conjunction", "stop") and (r.kind(end) != "unknown") and r.at(i).tag[:1] == "n"
        )

    def _is_noun(self, i: int) -> bool:
        token = self._r.at(i)
        return token.is_han and (
            token.tag[:1] == "n"
            or self._r.at(i - 1).may_be("measure")
            or (len(token.text) > 1 and token.tag[:1] in ("", "x", "j", "s"))
        )

    def _run(self, i: int) -> int:
        """Where the run of nouns that begins at ``i`` ends."""
        r, end = self._r, i
        while (r.kind(end) == "subject" or (r.kind(end) == "unknown" and self._is_noun(end))) and (
            end == i or r.is_next(end)
        ):
            if end > i and r.at(end).may_be("body") and r.kind(end + 1) in ("attribute", "verb"):
                break
            end += 1
        return end

    def _phrase(self, i: int) -> int:
        """Where the noun phrase that begins at ``i`` ends; 0 where there is none."""
        r, at = self._r, i
        while r.kind(at) in ("intensifier", "shade", *DESCRIBING) or (at > i and r.at(at).text == "的"):
            if r.kind(at) == "attribute" and self._is_action(at) and r.at(at + 1).text != "的":
                return 0
            at += 1
        end = self._run(at)
        return end if end > at else 0


def r_value(reader: Reader, i: int) -> str:
    """The verb's canonical English; nothing where it has none."""
    token = reader.at(i)
    return token.term.name if token.term is not None else ""
