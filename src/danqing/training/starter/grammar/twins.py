"""Two of a kind told apart, by colour or by size: turns of phrase that a plan of single things does not lead to."""

from danqing.training.starter.grammar import lexicon_zh, phrases_en, phrases_zh
from danqing.training.starter.grammar.markup import named
from danqing.training.starter.grammar.plan import COLOURS, KINDS, Plan, Thing, Voice
from danqing.training.starter.grammar.template import fill

Told = tuple[str, Plan]


def _twins(v: Voice) -> Plan:
    kind = v.rng.choice(KINDS)
    one, other = v.rng.sample(COLOURS, 2)
    size = v.rng.choice(("small", "large")) if v.chance(0.2) else None
    return Plan((Thing(kind, colour=one, size=size), Thing(kind, colour=other, size=size)))


def twins_en(v: Voice) -> Told:
    plan = _twins(v)
    size = plan.things[0].size
    small = f"{phrases_en.size_word(v, size)} " if size else ""
    one, other = (phrases_en.colour_word(v, t.colour or "") for t in plan.things)
    word = phrases_en.noun(v, plan.things[0].kind, 1)
    form = "{two|2|a pair of|a couple of} <z><ks>{, |: | - |; }<0>{one|one of them|one is} <a>{ and | and | & |, }<1>{one|the other|the other one|one is} <b>"
    if not size and v.chance(0.5):
        form = "{<0>a <a> <k> and <1>a <b> one|<0>one <a> <k> and <1>one <b> one|<0>a <a> <k> plus <1>a <b> one|<0>a <a> and <1>a <b> <k>|<0>one <a> and <1>one <b> <k>}"
    form = form.replace("<0>", named(0)).replace("<1>", named(1))
    return fill(v.rng, form, k=word, ks=phrases_en.plural(word), a=one, b=other, z=small), plan


def twins_zh(v: Voice) -> Told:
    plan = _twins(v)
    kind, m = plan.things[0].kind, phrases_zh.measure(v, plan.things[0].kind)
    one, other = (lexicon_zh.MONO[t.colour or ""] for t in plan.things)
    a, b = (phrases_zh.colour_word(v, t.colour or "", v.rng.choice(("", "的"))) for t in plan.things)
    word, size = phrases_zh.short(v, kind, 1.4), plan.things[0].size
    if kind == "car" and not v.stranger(kind):
        word = "车"
    word = {"small": "小", "large": "大", None: ""}[size] + word
    form = "{<0>一<o>一<1><p>{两<m>|的两<m>|两<m>}<k>|两<m><k>,<0>{一<m>|一}<a>{,|}<1>{一<m>|一}<b>|{两<m>|2<m>}<k>,<0>一<m>是<a>,<1>{一<m>|另一<m>}是<b>|两<m><k>,<0>{一<m>|一}<o>{,|}<1>{一<m>|一}<p>}"
    if not size and v.chance(0.3):
        form = "<0>一<m><o>色<k>和<1>一<m><p>{的|色的}"
    form = form.replace("<0>", named(0)).replace("<1>", named(1))
    return fill(v.rng, form, k=word, m=m, a=a, b=b, o=one, p=other), plan


def _sized_twins(v: Voice) -> Plan:
    kind, colour = v.rng.choice(KINDS), v.rng.choice(COLOURS) if v.chance(0.2) else None
    sizes = v.rng.sample(("small", "large"), 2)
    return Plan((Thing(kind, colour=colour, size=sizes[0]), Thing(kind, colour=colour, size=sizes[1])))


def sized_twins_en(v: Voice) -> Told:
    plan = _sized_twins(v)
    one, other = (phrases_en.size_word(v, t.size or "") for t in plan.things)
    colour = plan.things[0].colour
    word = phrases_en.noun(v, plan.things[0].kind, 1)
    look = f"{phrases_en.colour_word(v, colour)} " if colour else ""
    form = (
        "{{two|2|a pair of} <l><ks>{, |: | - }<0>{one|one is|one of them} <a>{ and |, }<1>{one|the other|the other one is} <b>"
        "|<0>{a|one} <a> <l><k> and <1>{a|one} <b> {one|<l><k>}|<0>a <a> and <1>a <b> <l><k>|two <l><ks>, <0><a> and <1><b>}"
    )
    form = form.replace("<0>", named(0)).replace("<1>", named(1))
    return fill(v.rng, form, k=word, ks=phrases_en.plural(word), a=one, b=other, l=look), plan


def sized_twins_zh(v: Voice) -> Told:
    plan = _sized_twins(v)
    kind, m = plan.things[0].kind, phrases_zh.measure(v, plan.things[0].kind)
    one, other = ("小" if t.size == "small" else "大" for t in plan.things)
    look = phrases_zh.colour_word(v, colour, "的") if (colour := plan.things[0].colour) else ""
    form = (
        "{<0>一<a>一<1><b>{两<m>|的两<m>|,两<m>}<l><k>|两<m><l><k>,{<0>一<m><a>{,|}<1>一<m><b>|<0>一<a><1>一<b>}"
        "|{两|2}<m><l><k>,<0>一<m><a>{的|}{,|}<1>{一<m>|另一<m>}<b>{的|}|<l><k>两<m>,<0>{一个|一<m>}{很|比较|}<a>{,|}<1>{一个|一<m>|另一<m>}{很|比较|}<b>"
        "|<l><k><0><a><1><b>各一<m>|<0><a>的一<m>,<1><b>的一<m>,都是<l><k>|<0>一<m><a><k>带<1>一<m><b><k>}"
    )
    if look:
        form = form.rpartition("|<0>一<m><a><k>带")[0] + "}"
    form = form.replace("<0>", named(0)).replace("<1>", named(1))
    return fill(v.rng, form, k=phrases_zh.short(v, kind, 1.4), m=m, a=one, b=other, l=look), plan
