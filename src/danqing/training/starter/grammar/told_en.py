"""English requests told in a few short sentences."""

from dataclasses import replace

from danqing.training.starter.grammar import lexicon_en as words
from danqing.training.starter.grammar import phrases_en as phrases
from danqing.training.starter.grammar.frames_en import SETTING_TAILS
from danqing.training.starter.grammar.markup import named, quote
from danqing.training.starter.grammar.outside_en import place_odd, style_odd, thing_odd
from danqing.training.starter.grammar.plan import COLOURS, KINDS, Plan, Thing, Voice, some_plan, some_thing
from danqing.training.starter.grammar.template import early, fill

Told = tuple[str, Plan]
_LOVES = (
    "{{my kid|my son|my daughter|my little one|my niece|she|he|everybody here|my class|grandpa} {loves|likes|adores|wants|is crazy about}|"
    "{i|we} {love|like|really like|adore}|{our|my} {lesson|lesson today|story|book|game|party} is about|today's topic:|we are learning about|it's for a book about}"
)
_WAIT = "no|no wait|wait no|sorry|i mean|no i mean|actually|or rather|scratch that|hmm no|oops|no, make that|wait"


def tell(v: Voice, plan: Plan) -> str:
    """Any plan (but one with an odd link) as a few short sentences."""
    parts = scenery(v, plan)
    first, things = plan.things[0], list(enumerate(plan.things))
    if first.link:
        parts += _related(v, plan)
        things = [(i, t) for i, t in things if i and i not in first.to]
    parts += [_told(v, thing, index) for index, thing in things]
    if plan.odd_thing:
        parts.append(fill(v.rng, "{<x>|there is <x>|and <x>|also <x>}", x=quote(thing_odd(v.rng))))
    if v.chance(0.4):  # the setting last
        number = len(scenery(v, plan))
        parts = parts[number:] + parts[:number]
    glue = v.rng.choice((". ", ". ", ". ", ". ", "; ", ", ", "... "))
    return glue.join(parts) + v.rng.choice((".", ".", "", "!"))


def scenery(v: Voice, plan: Plan) -> list[str]:
    parts = []
    if plan.odd_place:
        parts.append(quote(place_odd(v.rng)))
    elif plan.background and plan.background.startswith("plain "):
        form = (
            "{"
            + SETTING_TAILS[1:-1]
            + "|fill the {whole |}background with <n>|the background is {all |}<n>|the whole background is <n>|"
        )
        form += "a {plain |}<n> background|<n> bg|background all <n>}"
        parts.append(fill(v.rng, form, n=phrases.colour_word(v, plan.background[6:])))
    elif plan.background:
        name = early(v.rng, words.SETTING_NAMES[plan.background], 1.2)
        where = early(v.rng, words.SETTINGS[plan.background], 1.4)
        form = "{<n>|<s>|we are <s>|it all happens <s>|scene: <n>|setting: <n>|it takes place <s>|the scene is <s>|the background is <n>|everything is <s>}"
        if plan.background in ("night", "sunset", "snow"):
            name_it = {
                "night": "night|nighttime|night time|dark|late at night",
                "sunset": "sunset|dusk|twilight",
                "snow": "winter|snowing",
            }
            form, name = "{it is <n>|it's <n>|it's <n>|<n>}", v.rng.choice(name_it[plan.background].split("|"))
            if name in ("dark", "snowing") and v.chance(0.7):
                name = {"dark": "night", "snowing": "winter"}[name]
        parts.append(fill(v.rng, form, n=name, s=where))
    if plan.style or plan.odd_style:
        name = quote(style_odd(v.rng)) if plan.odd_style else early(v.rng, words.STYLES[plan.style or ""], 1.3)
        parts.append(
            fill(
                v.rng,
                "{<s>|in <s>|style: <s>|everything in <s> style|all in <s>|make it <s>|in <s> style|drawn as <s>|a <s>}",
                s=name,
            )
        )
    return parts


def _told(
    v: Voice,
    thing: Thing,
    index: int,
    form: str = "{<x>|<x>|<x>|there <be> <x>|there's <x>|i see <x>|draw <x>|put <x>}",
) -> str:
    """A thing, some of its attributes said after it."""
    late = [f for f in ("colour", "size", "position") if getattr(thing, f) and (f == "position" or v.chance(0.5))]
    early_part = replace(thing, **dict.fromkeys(late))  # type: ignore[arg-type]
    slots = phrases.pronouns(thing)
    text = fill(v.rng, form, x=phrases.phrase(v, early_part, index, sure=True), **slots)
    v.rng.shuffle(late)
    for field in late:
        word = word_for(v, thing, field)
        tail = "{, <w>|, <w>|. <they> <be> <w>|. <re> <w>|, <re> <w>|. <they> should be <w>| and <they> <be> <w>|. make <them> <w>}"
        text += fill(v.rng, tail, w=word, **slots)
    return text


def word_for(v: Voice, thing: Thing, field: str) -> str:
    if field == "colour":
        return phrases.colour_word(v, thing.colour or "")
    return phrases.size_word(v, thing.size or "") if field == "size" else phrases.place(v, thing.position or "")


def _related(v: Voice, plan: Plan) -> list[str]:
    first = plan.things[0]
    if first.link == "between":
        one, other = (phrases.phrase(v, plan.things[i], i, sure=True) for i in first.to)
        who = phrases.phrase(v, first, 0, sure=True)
        return [
            f"{one} and {other}",
            fill(
                v.rng,
                "{between them{,| is| there is|} <w>|<w> between them|in between, <w>|in the middle between them <w>}",
                w=who,
            ),
        ]
    at = first.to[0]
    other_thing = plan.things[at]
    link = early(v.rng, words.LINKS[first.link or ""], 1.4)
    if v.chance(0.55):
        who, slots = phrases.phrase(v, first, 0, sure=True), phrases.pronouns(other_thing)
        back = fill(
            v.rng,
            "{<l> <them>{,| is| sits| there's| we see|} <w>|<w> <l> <them>|and <w> <l> <them>|<l> the <k>{,| is|} <w>}",
            l=link,
            w=who,
            k=phrases.noun(v, other_thing.kind, other_thing.count, 2.5),
            **slots,
        )
        return [_told(v, other_thing, at), back]
    slots = phrases.pronouns(first)
    bare = replace(other_thing, colour=None)
    colour = other_thing.colour
    text = fill(
        v.rng,
        "{<re>|<they> <be>|<they> should be|and <re>|put <them>} <l> <w>",
        l=link,
        w=phrases.phrase(v, bare if colour else other_thing, at, sure=True),
        **slots,
    )
    parts = [_told(v, replace(first, link=None, to=()), 0), text]
    if colour:
        noun = phrases.noun(v, other_thing.kind, other_thing.count, 2.5)
        parts.append(
            fill(
                v.rng,
                "the <k> {<be>|should be} <c>",
                k=noun,
                c=phrases.colour_word(v, colour),
                **phrases.pronouns(other_thing),
            )
        )
    return parts


def prose(v: Voice) -> Told:
    plan = some_plan(v.rng, False)
    return "." + tell(v, plan), plan


def fond(v: Voice) -> Told:
    """my kid loves cars. could you do a red one?"""
    thing = replace(some_thing(v.rng, 1.6), count=v.rng.choice((1, 1, 1, 1, 2, 3)))
    if not (thing.colour or thing.size):
        thing = replace(thing, colour=v.rng.choice(COLOURS))
    look = " ".join(
        filter(
            None,
            (thing.size and phrases.size_word(v, thing.size), thing.colour and phrases.colour_word(v, thing.colour)),
        )
    )
    ones = f"a {look} one" if thing.count == 1 else f"{('two', 'three')[thing.count - 2]} {look} ones"
    love = fill(v.rng, _LOVES)
    ask = "{could you {do|draw|make} <o>?|draw <o>|please draw <o>|can you draw <o>?|make <o>|i want <o>|draw <o> for {her|him|us|them}|so draw <o>|let's have <o>|<o> please}"
    return (
        "."
        + f"{love} {named(0)}{phrases.noun(v, thing.kind, 2)}{v.rng.choice(('. ', '. ', ', ', ', so ', '! '))}"
        + fill(v.rng, ask, o=ones),
        Plan((thing,)),
    )


def corrected(v: Voice) -> Told:
    """a cat, no, a rabbit"""
    thing, roll, wait = some_thing(v.rng), v.rng.random(), v.rng.choice(_WAIT.split("|"))
    cut = fill(v.rng, "{, <w>, |... <w>, |... <w> |, <w> }", w=wait)
    if roll < 0.4:
        other = v.rng.choice([k for k in KINDS if k != thing.kind])
        article = v.rng.choice(("a ", "a ", ""))
        return f"{article}{phrases.noun(v, other, 1)}{cut}{phrases.phrase(v, thing, 0, sure=True)}", Plan((thing,))
    if roll < 0.75:
        colour = v.rng.choice(COLOURS)
        wrong = phrases.colour_word(v, v.rng.choice([c for c in COLOURS if c != colour]))
        thing = replace(thing, colour=colour, count=1, size=None)
        right, noun = phrases.colour_word(v, colour), phrases.noun(v, thing.kind, 1)
        return fill(
            v.rng,
            "{a <a> <0><k><x><b>|a <a><x><b> <0><k>|a <a> <0><k><x>a <b> one}",
            a=wrong,
            b=right,
            x=cut,
            k=noun,
            **{"0": named(0)},
        ), Plan((thing,))
    thing = replace(thing, count=v.rng.choice((2, 3, 4)), colour=None, size=None)
    wrong = v.rng.choice(
        [n for n in ("one", "two", "three", "four") if n != ("", "one", "two", "three", "four")[thing.count]]
    )
    number = early(v.rng, list(words.COUNTS[str(thing.count)][:3]))
    noun = phrases.noun(v, thing.kind, 2)
    return f"{wrong} {named(0)}{noun}{cut}{number}" + v.rng.choice(("", f" {noun}")), Plan((thing,))
