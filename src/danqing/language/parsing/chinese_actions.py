"""Chinese actions: 戴着红帽子, 看书, 桌上放着书; what people wear, and what parts of the body do."""

import re

from danqing.language.parsing.chinese_nouns import PAIRED, Nouns
from danqing.language.parsing.grammar import grammar
from danqing.language.parsing.numerals import english
from danqing.language.parsing.reader import PLAIN, Reader, without_preposition
from danqing.language.vocabulary.inflection import PAST, forms, plural
from danqing.language.vocabulary.themes import ANIMALS, PEOPLE

_WHERE = re.compile(r"(\w+ing) ((?:on|in|over|around|under) (?:the|one's) .+)")
"""A verb that says where its object is: carrying on the back."""
_PARTS = ("body", "clothing")
_VEHICLES = ("车", "船", "艇", "飞机", "摩托")
_OF_ITS_OWN = ("hair", "bangs", "ponytail", "braid", "tail", "wing", "ear", "beard")
"""Parts of the body that are seen in what they do: 长发遮住脸."""
_LYING = {
    "displaying": "displayed",
    "spreading": "spread out",
    "filled with": "everywhere",
    "covered in": "all over it",
    "piled with": "piled up",
    "hung with": "hung all over",
    "pasted with": "pasted all over",
}
"""How a thing is where a place goes before the verb: 墙上贴满剪纸."""
_ALL_OVER = ("covered in", "filled with", "piled with", "hung with", "pasted with", "crawling with")
_SURFACES = frozenset(
    "墙 墙面 墙壁 地 地面 地板 石阶 台阶 阶梯 案板 桌面 桌 桌子 枝头 屋顶 屋檐 街道 街 小路 路面 "
    "山坡 院子 庭院 水面 湖面 河面 海面 天空 夜空 窗台 窗户 窗口 栅栏 围墙 草地 山谷 房间 沙滩".split()
)
"""What is covered, where it stands after the verb: 落叶铺满石阶."""
_AFTER_VERBS = ("着", "了", "过", "起", "上", "满", "起来", "住", "到", "出", "走", "去", "来", "回")


class Actions:
    """Actions among the tokens of ``reader``."""

    def __init__(self, reader: Reader, nouns: Nouns) -> None:
        self._r = reader
        self._n = nouns

    def read(self, i: int) -> int | None:
        """戴着红帽子, 看书: an action with its object; 桌上放着书: what is there."""
        r = self._r
        if not self._n.is_action(i):
            return None
        end = self._action_end(i)
        bare = self._bare_end(i)
        if r.at(i).text[0] in "扎梳留烫染盘" and r.kind(bare) == "attribute" and r.is_next(bare):
            return bare  # 扎着高马尾: the hair says it
        if end == bare or (self._is_there(i) and r.at(end).text != "的"):
            if r.at(i).kind == "unknown" and bare == i + 1:
                if r.is_next(bare) and r.kind(bare) in (*PLAIN, "place", "colour", "subject"):
                    return bare
                return r.emit("attribute", i, bare) if len(r.at(i).text) > 1 and self._is_state(i) else i + 1
            name = "gathered around" if r.at(i).text == "围着" else r.at(i).value
            there = _LYING.get(name) if self._is_there(i) else None
            return r.emit("attribute", i, bare, there or without_preposition(name))
        return r.emit("attribute", i, end, self._doing(i, end))

    def parked(self, i: int) -> int | None:
        """车停在海滩: a vehicle is parked, a bird perches."""
        r = self._r
        nouns = [j for j in range(i) if r.kind(j) == "subject"] if r.at(i).value.startswith("perched") else []
        if not nouns or not r.at(i).is_han or not r.at(nouns[-1]).text.endswith(_VEHICLES):
            return None
        return r.emit("attribute", i, i + 1, "parked")

    def _doing(self, i: int, end: int) -> str:
        bare = self._bare_end(i)
        term = self._r.at(i).term
        done = self._object(bare, end) if end > bare else ""
        where = _WHERE.fullmatch(term.name) if term is not None and done else None
        if where is not None:
            return f"{where[1]} {done} {where[2]}"
        name = term.name if term is not None else ""
        if name == "wearing" and self._r.at(i).text.startswith("围") and not self._is_worn(end - 1):
            name = "gathered around"
        if name in _ALL_OVER and self._r.at(end - 1).text in _SURFACES:
            name = "scattered all over"
        if name == "having" and done.rpartition(" ")[2] in PAIRED:
            done = plural(done)
        words = (name, done)
        return " ".join(word for word in words if word)

    def _is_worn(self, i: int) -> bool:
        return self._n.theme(i) in ("clothing", "accessories")

    def _object(self, start: int, end: int) -> str:
        """What an action is done to: ``bowl of rice`` for 一碗饭."""
        r = self._r
        holder = r.at(start + 1)
        number = r.at(start).grammar.get("number", "") if r.kind(start) == "number" else ""
        vessel = grammar().containers.get(holder.text, "").rpartition(" ")[2]
        twice = r.at(start + 2).text == holder.text  # 一筐筐
        if number and vessel and end > start + 2 + twice:
            counted = f"{english(int(number))} {plural(vessel)}" if number.isdigit() and number != "1" else vessel
            return f"{plural(vessel) if twice else counted} of {r.value(start + 2 + twice, end)}"
        said = r.value(start + 2 if number and holder.may_be("measure") and end > start + 2 else start, end)
        measured = grammar().measured.get(holder.text, "") if r.kind(start) == "number" else ""
        if measured.startswith("a ") and r.at(start).text == "一":
            return f"{measured} {plural(said)}"
        return f"{english(int(number))} {plural(said)}" if number.isdigit() and number != "1" else said

    def dressed(self, i: int) -> int | None:
        """一身黛绿长衫, 一袭白衣, 头戴皇冠; 头顶水罐."""
        r = self._r
        if r.at(i).text == "头顶" and r.kind(i - 1) == "subject" and r.is_next(i):
            start = i + 3 if r.kind(i + 1) == "number" and r.at(i + 2).may_be("measure") else i + 1
            end = self._n.phrase(start)
            borne = end and r.is_next(i + 1) and r.at(end).text != "的" and r.kind(end) != "relation"
            return r.emit("attribute", i, end, f"with {r.value(start, end)} on the head") if borne else None
        if not r.at(i).may_be("garment"):
            start = i + 1
            if not (r.at(i).text == "一" and r.at(i + 1).text in ("身", "袭", "头")):
                return None
            end = self._n.phrase(start + 1)
            return r.emit("attribute", i, end, f"wearing {r.value(start + 1, end)}") if end else None
        end = self._n.phrase(i + 1)
        term = r.at(i).term
        verb = "wearing" if term is None else term.name
        return r.emit("attribute", i, end, f"{verb} {r.value(i + 1, end)}") if end else None

    def looking(self, i: int) -> int | None:
        """头发湿透, 手里捧着花, 神情落寞: what a part of the body does or looks like."""
        r = self._r
        if r.at(i).text in ("头顶", "脚下") and r.at(i + 1).text not in ("戴", "顶", "插", "簪", "扎"):
            return None  # where, not what wears it
        if not r.at(i).may_be("body") or r.kind(i - 1) in ("relation", "determiner") or r.at(i - 1).text == "的":
            return None
        if len(r.at(i).text) == 1 and r.kind(i - 1) in ("size", "colour", "attribute") and r.is_next(i):
            return None  # 小手抓着衣角: a hand that is seen
        at = i + 1
        while r.kind(at) in ("intensifier", "relation"):
            at += 1
        if r.at(at).text in ("都", "全"):
            at += 1
        if self._n.is_action(at):
            end = self._action_end(at)
            doing = self._doing(at, end)
            part = r.at(i).term
            if end == self._bare_end(at) and part is not None and part.theme in _PARTS and not self._is_handled(i):
                doing = f"{doing} {part.name}"
            elif part is not None and doing and part.name.rpartition(" ")[2] in _OF_ITS_OWN:
                doing = f"{part.name} {doing}"
            return r.emit("attribute", i, end, doing) if doing else None
        if r.kind(at) == "attribute" and r.is_next(at):
            return r.emit("attribute", i, at + 1, f"{r.at(at).value} {r.at(i).value}" if r.at(i).term else None)
        return None

    def likened(self, i: int) -> int | None:
        """水面像镜子: what something looks like."""
        r = self._r
        end = self._n.phrase(i + 1) if r.at(i).text in ("像", "好像", "宛如", "如同", "仿佛") else 0
        if not end or not r.has_subject(i) or r.kind(end - 1) != "subject":
            return None
        after = end + (r.at(end).text in ("一样", "似的", "般", "一般"))
        return r.emit("attribute", i, after, f"like {r.value(i + 1, end)}") if r.kind(after) == "mark" else None

    def undergone(self, i: int) -> int | None:
        """裙角被海浪打湿, 被藤蔓吞没的汽车: what befalls something, by a thing or the weather; who does it is drawn."""
        r = self._r
        if r.at(i).text != "被":
            return None
        plain = r.kind(i + 1) in ("weather", "time", "lighting") and i + 2
        end = plain or self._n.phrase(i + 1)
        if not end or not r.is_next(end) or self._n.theme(end - 1) in (*PEOPLE, *ANIMALS):
            return None
        if r.at(end + 1).text == "的" and (done := self._befallen(end)):
            return r.emit("attribute", i, end + 1, f"{done} by {r.value(i + 1, end)}")
        if r.kind(i - 1) not in ("subject", "body", "relation"):
            return None
        if r.kind(end) not in ("attribute", "colour") or self._n.is_action(end):
            return None
        done = r.at(end).value
        done = done if done.split(" ")[0].endswith("ed") else f"turned {done}"
        return r.emit("attribute", i, end + 1, f"{done} by {r.value(i + 1, end)}")

    def _befallen(self, i: int) -> str:
        """The participle of a deed: ``engulfed`` for 吞没; ``overrun`` where nobody knows it; empty for no deed."""
        token = self._r.at(i)
        if token.kind == "unknown":
            return "overrun" if token.tag[:1] == "v" and len(token.text) > 1 else ""
        verb = token.value.partition(" ")[0]
        if verb.endswith("ed"):
            return token.value
        inflected = forms(verb) if self._n.is_action(i) else ()
        return inflected[2] if len(inflected) > 2 and inflected[0] not in PAST else ""

    def _is_handled(self, i: int) -> bool:
        return self._r.at(i).text.startswith(
            ("手", "双手", "左手", "右手", "身", "怀", "嘴", "脸", "眼", "双眼", "目光")
        )

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
        if any(f.type == "subject" and start < f.start < place for f in r.found):
            return False
        inside = "在" in r.text[start + 1 : place]
        return not inside or r.kind(self._bare_end(i)) == "number" or not r.has_subject(i - 2)

    def _bare_end(self, i: int) -> int:
        """After the verb with its particles: 戴着, 亮起来."""
        r, end = self._r, i + 1
        while r.at(end).text in _AFTER_VERBS and r.is_next(end):
            end += 1
        return end

    def _action_end(self, i: int) -> int:
        """After the object of the action, or after the verb where it has none."""
        r, bare = self._r, self._bare_end(i)
        at = bare
        if r.kind(at) == "number" and r.at(at + 1).may_be("measure"):
            at += 2 + (r.at(at + 2).text == r.at(at + 1).text)
        elif r.kind(at) == "number":
            at += 1
        if r.at(i).text.endswith("在") or (
            r.kind(i) == "attribute" and len(r.at(i).text) > 1 and bare == i + 1 and r.at(i).text[-1] not in "着了"
        ):
            return bare
        end = self._n.phrase(at)
        return end if end and r.is_next(bare) and r.kind(end - 1) != "place" else bare
