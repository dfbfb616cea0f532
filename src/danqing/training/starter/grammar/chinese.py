"""First requests in Chinese: noun phrases and the ways to place them."""

from collections.abc import Sequence
from dataclasses import replace

from danqing.training.starter.grammar import frames_zh as frames
from danqing.training.starter.grammar import lexicon_zh as words
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_zh import (
    ground_odd,
    phrase_odd,
    place_odd,
    thing_odd,
)
from danqing.training.starter.grammar.phrases_zh import (
    colour_word,
    counted,
    described,
    phrase,
    place,
    placed,
    size_tail,
    style_name,
)
from danqing.training.starter.grammar.plan import Plan, Thing, Voice
from danqing.training.starter.grammar.template import early, fill


def _item(v: Voice, thing: Thing, index: int, sure: bool = False) -> tuple[str, bool]:
    """A thing with its position, and whether that made a clause of it."""
    text = phrase(v, thing, index, sure)
    if not thing.position:
        return text, False
    where = place(v, thing.position)
    form = early(
        v.rng,
        (
            ".<w>{有|是|画|放}<x>",
            "<w>的<x>",
            ".<x>{在|放在|画在|位于}<w>",
            ".<w><x>",
            ".在<w>{画|放|有|加}<x>",
            ".<x>,{放|在|放在}<w>",
            "在<w>的<x>",
            ".<w>,<x>",
            ".<w>:<x>",
        ),
        1.2,
    )
    if form[0] != "." and v.chance(0.5) and not thing.beyond:
        return placed(v, thing, index), False
    return fill(v.rng, form.lstrip("."), x=text, w=where), form[0] == "."


def _linked(v: Voice, plan: Plan) -> tuple[str, bool]:
    things = plan.things
    first, link = things[0], things[0].link or ""
    who, to = phrase(v, first, 0), [phrase(v, things[i], i) for i in first.to]
    pose = v.rng.choice(words.POSES[link]) if v.chance(0.25) else ""
    if link == "between":
        sides = f"{to[0]}{v.rng.choice('和和和跟与、')}{to[1]}"
        middle = early(v.rng, ("中间", "之间", "的中间", "当中", "的正中间", "之间"), 1.2)
        form = v.rng.choice(
            (
                ".<b><m>{有|是|放}<a>",
                ".<a>{在|站在|放在|位于}<b><m>",
                "<b><m>的<a>",
                "在<b><m>的<a>",
                ".<b>,中间{是|有}<a>",
                ".<a>,{在|放在}<b><m>",
                ".<b><m><p>着<a>",
            )
        )
        return fill(v.rng, form.lstrip("."), a=who, b=sides, m=middle, p=pose or "站"), form[0] == "."
    if link == "right of" and v.chance(0.15):
        return fill(
            v.rng, "<a>{{挨着|紧挨着|靠着|紧靠着|紧贴着}<b>|{靠|挨|紧挨}在<b>{旁|旁边|边上|身边}}", a=who, b=to[0]
        ), True
    side, roll = early(v.rng, words.LINKS[link], 1.2), v.rng.random()
    if roll < 0.34:
        return fill(
            v.rng, "{|在}<b><l>{<p>|有|有|有|画|是|放}<a>", a=who, b=to[0], l=side, p=f"{pose}着" if pose else "有"
        ), True
    if roll < 0.5:
        return f"{to[0]}{side}的{who}", False
    if roll < 0.72:
        return fill(v.rng, "<a>{<p>|<p>|<p>|放|画|就}在<b><l>", a=who, b=to[0], l=side, p=pose), True
    if roll < 0.84:
        loose = v.rng.choice([s for s in words.LINKS[link] if len(s) > 1 and s[0] not in "的之"])
        return fill(
            v.rng,
            "<b>,{|它|它的|其|在它}<l>{有|是|画|放|<p>}<a>",
            a=who,
            b=to[0],
            l=loose,
            p=f"{pose}着" if pose else "是",
        ), True
    if roll < 0.94 and not first.beyond:
        text = f"{named(0)}{counted(v, first, sure=True)}{pose}在{to[0]}{side}的{described(v, replace(first))}"
        return text, False
    return fill(v.rng, "<a>,{<p>在|在|放在}<b><l>", a=who, b=to[0], l=side, p=pose), True


def _joined(v: Voice, items: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
    texts = [t for t, _ in items]
    if len(texts) == 1:
        return items[0]
    if any(clause for _, clause in items):
        return v.rng.choice((",", ",", ",还有", ",", "。", ",再画", "", ",然后画")).join(texts), True
    last = v.rng.choice(
        ("和", "和", "和", "还有", "跟", "与", "、", ",还有", ",", "以及", "加", "+", "和", ",再来", ",再加")
    )
    return v.rng.choice(("、", ",", "、", "和")).join(texts[:-1]) + last + texts[-1], False


def _things(v: Voice, plan: Plan) -> tuple[str, bool]:
    things = plan.things
    if plan.odd_link:
        one, other = phrase(v, things[0], 0, True), phrase(v, things[1], 1, True)
        if v.chance(0.5):
            return f"{one}{quote(v.rng.choice(frames.ODD_LINKS))}{other}", True
        side = quote(v.rng.choice(frames.ODD_SIDES))
        return fill(v.rng, "{<b><l>有<a>|<a>在<b><l>|<b><l>的<a>}", a=one, b=other, l=side), True
    if things[0].link:
        rest = [_item(v, t, i, True) for i, t in enumerate(things) if i and i not in things[0].to]
        text, clause = _linked(v, plan)
        extra = [t for t, _ in rest] + ([quote(thing_odd(v.rng))] if plan.odd_thing else [])
        if not extra:
            return text, clause
        return text + v.rng.choice((",还有", ",再画", ",另外还有", ",", "。还有", ",以及")) + ",".join(extra), clause
    items = [_item(v, t, i, len(things) > 1 and v.chance(0.9)) for i, t in enumerate(things)]
    if plan.odd_thing:
        items.insert(v.rng.randrange(len(items) + 1), (quote(thing_odd(v.rng)), False))
    return _joined(v, items)


def _set(v: Voice, plan: Plan, text: str, clause: bool) -> tuple[str, bool]:
    """The text with its background."""
    if plan.odd_place and v.chance(0.3):
        return fill(v.rng, "<x>,{背景是|背景用|背景为|背景是一片|背景:}", x=text) + quote(ground_odd(v.rng)), True
    if plan.odd_place:
        form = v.rng.choice(
            (".<s>,<x>", ".<s>有<x>", "<s>的<x>", ".<x>,<s>", ".<x>{|放|正}<s>")
            if not clause
            else (".<s>,<x>", ".<x>,<s>")
        )
        where = (
            quote(v.rng.choice(("", "", "在")) + place_odd(v.rng))
            if "放" not in form
            else quote("在" + place_odd(v.rng))
        )
        form = form.replace("{|放|正}", "")
        return fill(v.rng, form.lstrip("."), s=where, x=text), clause or form[0] == "."
    if not plan.background:
        return text, clause
    if plan.background.startswith("plain "):
        colour = plan.background[6:]
        form, name = early(v.rng, frames.COLOUR_BACKDROPS, 1.2), colour_word(v, colour)
        if "底" in form and "底色" not in form and v.chance(0.7) and not v.mix:
            name = words.MONO[colour]
        name = name.rstrip("的")
    elif v.chance(0.3):
        form, name = early(v.rng, frames.NAMED_BACKDROPS, 1.2), early(v.rng, words.SETTING_NAMES[plan.background], 1.2)
    else:
        form, name = early(v.rng, frames.BACKDROPS, 1.2), early(v.rng, words.SETTINGS[plan.background], 1.2)
        if name[-1] in "上里中下" and v.chance(0.15):
            pose = v.rng.choice(frames.SETTING_POSES[plan.background])
            form = v.rng.choice(
                (f".<s>{pose}着<x>", f".<x>{pose}在<s>", f".<x>,{pose}在<s>", f"{pose}在<s>的<x>", f"在<s>{pose}的<x>")
            )
    if clause and (form[0] != "." or "," not in form):
        form = ".<s>,<x>"
    return fill(v.rng, form.lstrip("."), x=text, c=name, n=name, s=name), clause or form[0] == "."


def _styled(v: Voice, plan: Plan, text: str, clause: bool) -> tuple[str, bool]:
    """The text with its style."""
    if not plan.style and not plan.odd_style:
        return text, clause
    name = style_name(v, plan.style)
    form = early(v.rng, frames.STYLE_FORMS, 1.2)
    if clause and (form[0] != "." or "画<x>" in form):
        form = ".<x>,<s>"
    return fill(v.rng, form.lstrip("."), x=text, s=name), clause or form[0] == "."


def _keywords(v: Voice, plan: Plan) -> str:
    """Words with commas between: 红猫,夜晚,像素; a lone thing may come apart further."""
    thing = plan.things[0]
    if len(plan.things) == 1 and not (thing.odd or thing.odd_colour or plan.odd_thing) and v.chance(0.7):
        head = phrase(v, replace(thing, colour=None, size=None, position=None), 0)
        rest = [colour_word(v, thing.colour, v.rng.choice(("", "的"))) if thing.colour else ""]
        if thing.size:
            rest.append(early(v.rng, words.SIZES[thing.size], 1.5))
        if thing.position:
            rest.append(v.rng.choice(("", "放", "在", "放在")) + place(v, thing.position))
        rest = [r for r in rest if r]
        v.rng.shuffle(rest)
        parts = [head, *rest]
    elif thing.link or plan.odd_link or plan.odd_thing:
        parts = [_things(v, plan)[0]]
    else:
        parts = [_item(v, t, i)[0] for i, t in enumerate(plan.things)]
    if plan.background:
        plain = plan.background.startswith("plain ")
        parts.append(
            f"{words.MONO[plan.background[6:]]}色背景"
            if plain
            else early(v.rng, words.SETTING_NAMES[plan.background], 1.2)
        )
    if plan.odd_place:
        parts.append(quote(place_odd(v.rng)))
    if plan.style or plan.odd_style:
        parts.append(style_name(v, plan.style))
    return fill(
        v.rng, v.rng.choice(frames.LIST_FRAMES), x=v.rng.choice((",", ",", ",", " ", "、", ";", "/", "。")).join(parts)
    )


def _spread(v: Voice, plan: Plan) -> tuple[Plan, list[str]]:
    """Some attributes of a lone thing taken out of the noun phrase and said in clauses of their own."""
    thing, tails = plan.things[0], []
    it = "它" if thing.count == 1 and not thing.beyond else "它们"
    if thing.colour and v.chance(0.6):
        form = "{颜色{是|要|用|为|:|}<c>|要<d>|<it>是<d>|把<it>{画成|涂成|变成}<c>|<c>|<d>|涂成<c>|我要<d>}"
        bare, full = colour_word(v, thing.colour), colour_word(v, thing.colour, "的")
        tails.append(fill(v.rng, form, c=bare, d=full, it=it))
        thing = replace(thing, colour=None)
    if thing.size and v.chance(0.6):
        tails.append(fill(v.rng, "{要<s>|<s>|画<s>|<it>是<s>|大小:<s>}", s=size_tail(v, thing.size), it=it))
        thing = replace(thing, size=None)
    if thing.position and v.chance(0.6):
        tails.append(
            fill(
                v.rng,
                "{放在<w>|放<w>|在<w>|位置在<w>|画在<w>|把<it>放在<w>|位置:<w>|<it>在<w>}",
                w=place(v, thing.position),
                it=it,
            )
        )
        thing = replace(thing, position=None)
    v.rng.shuffle(tails)
    return replace(plan, things=(thing, *plan.things[1:])), tails


def body(v: Voice, plan: Plan) -> tuple[str, list[str], bool]:
    """The plan without a frame: what goes inside, clauses to follow, whether it is a clause."""
    tails: list[str] = []
    if len(plan.things) == 1 and not plan.odd_thing and v.chance(0.16):
        plan, tails = _spread(v, plan)
    text, clause = _things(v, plan)
    if plan.things[0].odd and v.chance(0.06) and len(plan.things) == 1:
        tails.insert(0, quote(phrase_odd(v.rng)))
    text, clause = _set(v, plan, text, clause)
    text, clause = _styled(v, plan, text, clause)
    return text, tails, clause


def request(v: Voice, plan: Plan) -> str:
    """The whole plan as a marked text."""
    if v.chance(0.1):
        return _keywords(v, plan)
    text, tails, clause = body(v, plan)
    options = frames.CLAUSE_FRAMES if clause else frames.FRAMES
    text = fill(v.rng, early(v.rng, options[:12] if tails else options, 1.25), x=text)
    return v.rng.choice((",", ",", "。", ",", " ")).join([text, *tails])
