"""Chinese: numbers with measure words, actions with their objects, what stands where, and words that nobody knows."""

from danqing.language.parsing.chinese_actions import Actions
from danqing.language.parsing.chinese_nouns import PAIRED, Nouns
from danqing.language.parsing.english import PLACES
from danqing.language.parsing.grammar import grammar
from danqing.language.parsing.numerals import english
from danqing.language.parsing.reader import DESCRIBING, PLAIN, Reader
from danqing.language.vocabulary.inflection import plural
from danqing.language.vocabulary.themes import ANIMALS, BUILDINGS, CLOTHES, PEOPLE

_AFTER_COLOUR = ("色", "色调", "调", "系", "渐变")
_PRONOUNS = ("它", "他", "她", "它们", "他们", "她们")
_FURNITURE = ("桌", "床", "椅", "凳", "席", "毯", "弓", "纸", "沙发", "网", "脸", "嘴")
_LIGHTS = ("光", "灯光", "光线", "光芒", "光辉", "光晕")
_ROUND = ("圆形", "圆")
_SQUARE = ("方形", "正方形", "方")
_SEXES = {"女": "female", "女性": "female", "女子": "female", "男": "male", "男性": "male", "男子": "male"}
_CARRIED = ("umbrella", "parasol", "fan", "stick", "pipe", "cigarette", "handbag", "bag", "suitcase", "wallet")
_PICTURES = ("张", "幅", "份", "版")


class Chinese:
    """Reads a request's Chinese tokens one step at a time."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._n = Nouns(reader)
        self._a = Actions(reader, self._n)
        self._rules = (
            reader.headed, self._pointed, self._clad, self._featured, reader.suffixed, self._lit, self._sexed,
            self._formed, self._counted, self._several, self._a.likened, self._a.undergone, self._a.dressed,
            self._a.looking, self._a.parked, self._shaded, self._a.read, self._placed, self._plain, self._head,
        )  # fmt: skip

    def step(self, i: int) -> int:
        """Reads what begins at token ``i``; the index after it."""
        if self._r.kind(i) in ("mark", "taken") or self._r.at(i).text == "的":
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
        same = (token.text == "同" and r.at(i + 1).text == "一") or token.text == "同一"
        if same or (start > i and r.at(start).text == "的"):
            noun = i + 1 + (token.text != "同一")
            noun += same and r.at(noun).may_be("measure")
            end = self._n.phrase(noun)
            if end and r.kind(end - 1) == "subject":
                return r.emit("reference", i, end, f"subject:{r.value(noun, end)}")
        if r.at(start).text in ("那", "这", "那个", "这个"):
            noun = start + 1 + r.at(start + 1).may_be("measure")
            end = self._n.phrase(noun)
            pointed = r.at(start).text in ("那个", "这个") or noun > start + 1
            if end and pointed and r.kind(end - 1) == "subject":
                heads = [j for j in range(noun, end) if r.kind(j) in ("subject", "unknown")]
                return r.emit("reference", i, end, f"subject:{r.value(heads[0], end)}")
        return None

    def _lit(self, i: int) -> int | None:
        """Light that is described: 幽蓝的光, 温暖灯光."""
        r = self._r
        if r.at(i).text in ("光", "光线") and r.at(i).kind != "lighting" and r.at(i + 1).text not in ("着", "溜溜"):
            return r.emit("lighting", i, i + 1, "light")
        light = i + 1 + (r.at(i + 1).text == "的")
        if r.kind(i) in ("colour", "attribute", "mood", "time", "weather") and r.at(light).text in _LIGHTS:
            return r.emit("lighting", i, light + 1, f"{r.at(i).value} light")
        return None

    def _sexed(self, i: int) -> int | None:
        """女消防员: a woman or a man before what she or he is."""
        r = self._r
        sex = _SEXES.get(r.at(i).text)
        if sex is None or not r.is_next(i + 1) or self._n.theme(i + 1) not in PEOPLE:
            return None
        return r.emit("attribute", i, i + 1, sex)

    def _formed(self, i: int) -> int | None:
        """A shape of things, 方形玻璃瓶, that might be the picture's; a material that is a thing: 玻璃上全是雨滴."""
        r, after = self._r, i + 1 + (self._r.at(i + 1).text == "的")
        if r.kind(i) == "canvas" and r.at(i).text in _SQUARE and r.is_next(after):
            return r.emit("attribute", i, i + 1, "square") if r.kind(after) in ("subject", *DESCRIBING) else None
        if r.at(i).text in _ROUND and r.is_next(after) and r.kind(after) in ("subject", *DESCRIBING):
            return r.emit("attribute", i, i + 1, "round")
        if r.at(i).may_be("shade") and r.kind(i + 1) == "material" and r.is_next(i + 1):
            return r.emit("material", i, i + 2, f"{r.at(i).grammar['shade']} {r.at(i + 1).value}")
        if r.kind(i) == "material" and r.kind(i + 1) == "mark" and self._n.is_action(i - 1):
            return r.emit("subject", i, i + 1)
        if r.kind(i) == "material" and r.at(i + 1).text in ("上", "里") and r.is_next(i + 1):
            named = not r.at(i).value.endswith(("en", "y", "ed"))
            return r.emit("subject", i, i + 1) if named and r.kind(i + 2) != "subject" else None
        return None

    def _counted(self, i: int) -> int | None:
        """两只, 一群, 好多; with the noun that comes, be it at the end of the clause."""
        r = self._r
        if r.kind(i) != "number":
            return None
        if r.at(i).text == r.at(i + 2).text == "一" and r.kind(i + 1) == r.kind(i + 3) == "colour":
            return r.emit("attribute", i, i + 4, f"one {r.at(i + 1).value} and one {r.at(i + 3).value}")
        measure = r.at(i + 1).text.removesuffix("是")  # 只是, too, is one word for the segmenter
        looks = i + 1 + grammar().may_be(measure, "measure")
        if part := r.part(i, looks + (r.at(looks).text in ("是", "为"))):
            return part
        if r.at(i - 1).text == "其中":
            return i + 1
        end, value = i + 1, r.at(i).grammar["number"]
        while r.kind(end) == "number" and r.is_next(end):
            end, value = end + 1, "several"
        if r.at(end).may_be("measure") and r.is_next(end):
            measured = r.at(end).grammar["measure"]
            plain = measured in _PICTURES and value == "1"
            value = self._measured(measured, value)
            end += 1
            if r.at(end).text == measured and r.is_next(end):
                end, value = end + 1, "several"  # 一筐筐
            self._as_thing(measured, end)
            head = self._n.ahead(end)
            if head is None and measured not in _PICTURES and r.kind(end) in ("mark", "frame") and r.has_subject(i):
                return r.emit("count", i, end, value)
            if head == end and self._n.theme(head) == "body" and r.at(i - 1).text in ("有", "长着", "长"):
                limb = self._n.run(head)
                return r.emit(
                    "attribute",
                    i,
                    limb,
                    f"with {english(int(value))} {plural(r.value(head, limb))}" if value.isdigit() else None,
                )
            furniture = head is not None and any(word in r.at(head).text for word in _FURNITURE)
            if head is None or r.kind(head) == "place" or (plain and not furniture):
                return end
            return r.emit("count", i, end, value)
        if value in ("several", "many") or len(r.at(i).text) > 1 or end > i + 1:
            return r.emit("count", i, end, value) if self._n.ahead(end) is not None else end
        return end

    def _several(self, i: int) -> int | None:
        """少女们: more than one, where no number says how many."""
        r = self._r
        if r.at(i).text != "们" or r.kind(i - 1) != "subject" or not r.is_next(i):
            return None
        counted = any(f.type == "count" and r.text.find(",", f.end, r.at(i).start) < 0 for f in r.found[-3:])
        return i + 1 if counted else r.emit("count", i, i + 1, "several")

    def _as_thing(self, measure: str, i: int) -> None:
        """A cloud that is counted is a thing, not the weather: 一朵白云."""
        r = self._r
        while r.kind(i) in ("shade", *DESCRIBING) or r.at(i).text == "的":
            i += 1
        if r.kind(i) == "weather" and measure in ("朵", "团", "片", "道", "轮"):
            r.at(i).kind = "subject"

    def _measured(self, measure: str, number: str) -> str:
        words = grammar().measured.get(measure)
        if words is None:
            return number
        own = grammar().words.get(words, {}).get("number", words)
        if own == "2" and number.isdigit():
            return str(2 * int(number))
        return own if number in ("1", "several") or own == "many" else number

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
        if len(words) > 1 and words[1].startswith(f"{words[0]} "):
            del words[0]  # 深墨绿: dark green is dark
        joined = " and ".join if end - first == 2 and first == i and r.at(end).text not in _AFTER_COLOUR else " ".join
        return r.emit("colour", i, end, joined(word for word in words if word))

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
        if name == "in" and r.kind(i - 1) == "subject" and self._n.theme(i - 1) in BUILDINGS:
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
        if token.kind == "place" and self._n.is_origin(i):
            return r.emit("attribute", i, i + 1)
        if token.kind in PLAIN or token.kind in ("attribute", "place"):
            return r.emit(token.kind, i, i + 1)
        return i + 1 if token.kind not in ("subject", "unknown") else None

    def _head(self, i: int) -> int | None:
        """A run of nouns is one subject; one that nobody knows where it may be one."""
        r, end = self._r, self._n.run(i)
        if end == i:
            return self._strange(i)
        if self._n.is_limb(i):
            return r.emit("attribute", i, end, f"with {r.value(i, end)}")
        if end > i + 1 and self._is_worn(i):
            if r.kind(i - 1) == "unknown" and r.is_next(i):
                return r.emit("attribute", i - 1, i + 1, r.said_from(i - 1, i + 1))  # 盲眼老妇: not an eye
            return r.emit("attribute", i, i + 1, f"wearing {r.at(i).value}" if self._n.theme(i) in CLOTHES else None)
        if self._enclosed(i) and self._n.theme(end - 1) in BUILDINGS and r.kind(end) != "relation":
            return r.emit("place", i, end)
        if any(r.kind(j) == "subject" for j in range(i, end)):
            return r.emit("subject", i, end)
        if r.at(i).tag == "ns" and (self._enclosed(i) or r.kind(i - 1) in ("mark", "stop", "frame", "conjunction")):
            return r.emit("place", i, end)
        return r.emit("subject", i, end) if self._is_led(i, end) else end

    def _clad(self, i: int) -> int | None:
        """Clothing or a part of the body that is a clause by itself, after whose it is: 少女,黄帽子,大眼睛."""
        r = self._r
        if r.kind(i - 1) != "mark" or r.kind(i) not in ("subject", *DESCRIBING):
            return None
        end = self._n.phrase(i)
        theme = self._n.theme(end - 1)
        if not end or r.kind(end) != "mark" or theme not in (*CLOTHES, "accessories", "body"):
            return None
        if not any(self._n.theme(j) in (*PEOPLE, *ANIMALS) for j in range(i)):
            return None
        borne = theme == "body" or r.value(end - 1, end).rpartition(" ")[2] in _CARRIED
        worn = self._parts(i, end) if borne else f"wearing {r.value(i, end)}"
        return r.emit("attribute", i, end, worn)

    def _featured(self, i: int) -> int | None:
        """A part of the body with its looks before whose it is: 大眼睛的女孩."""
        r, at = self._r, i
        while r.kind(at) in ("size", "colour", "attribute") and r.is_next(at + 1) and not self._n.is_action(at):
            at += 1
        end = at + 1
        if at == i or r.kind(at) != "subject" or self._n.theme(at) != "body" or r.kind(i - 1) in DESCRIBING:
            return None
        whose = end + (r.at(end).text == "的")
        named = r.is_next(end) and r.is_next(whose) and r.kind(whose) == "subject"
        if not named or self._n.theme(whose) not in (*PEOPLE, *ANIMALS):
            return None
        return r.emit("attribute", i, end, self._parts(i, end))

    def _parts(self, i: int, end: int) -> str:
        """``with large eyes`` for 大眼睛: parts that come in pairs are several."""
        said = self._r.value(i, end)
        return f"with {plural(said) if said.rpartition(' ')[2] in PAIRED else said}"

    def _is_worn(self, i: int) -> bool:
        """Whether clothing or hair stands before who wears it: 旗袍女子."""
        return self._n.theme(i) in (*CLOTHES, "body") and self._n.theme(i + 1) in PEOPLE

    def _enclosed(self, i: int) -> bool:
        """Whether 在 leads to what begins at ``i``."""
        r = self._r
        while i > 0 and (r.kind(i - 1) in (*DESCRIBING, "time", "style") or r.at(i - 1).text == "的"):
            i -= 1
        return r.at(i - 1).text.endswith(("在", "于")) and r.is_next(i)

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
