"""The router: which picture model draws a request. A pure function from facts to a choice with its reason."""

from collections.abc import Iterator, Sequence

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.messages import say
from danqing.core.routing import Candidate, Choice, Lack, Score, Wanted
from danqing.scheduling.rules import Rules

MOST_REASONS = 2
"""A sentence with more of them is no longer read."""


def choose(wanted: Wanted, candidates: Sequence[Candidate], rules: Rules) -> Choice:
    """The model with the most points among those that can draw it; of equal ones the smaller, then the first by id.

    The order of ``candidates`` decides nothing. Raises BadInput, saying what each lacks, where none can.
    """
    if not candidates:
        raise BadInput("router_empty")
    by_id = {model.id: model for model in candidates}
    scores = sorted(
        (_scored(wanted, model, rules) for model in candidates),
        key=lambda score: (score.lacks is not None, -score.points, by_id[score.painter].needs, score.painter),
    )
    if scores[0].lacks is not None:
        raise _none(wanted.language, scores)
    return Choice(scores[0].painter, _reason(wanted.language, scores, rules), tuple(scores))


def lack(wanted: Wanted, model: Candidate) -> Lack | None:
    """The first thing that keeps the model from drawing it."""
    return next((name for name, able in _needs(wanted, model) if not able), None)


def _needs(wanted: Wanted, model: Candidate) -> Iterator[tuple[Lack, bool]]:
    """Everything that is needed, and whether the model has it."""
    asked, able = wanted.technique, model.abilities
    yield "memory", model.fits
    yield "dialect", wanted.dialect in ("", model.family)
    yield "lora", not asked.loras or able.loras
    yield "lora_base", all(base is None or base in model.bases for base in wanted.bases)
    yield "image", "image" not in wanted.modes or "image" in model.modes
    yield "inpaint", "inpaint" not in wanted.modes or "inpaint" in model.modes
    yield "outpaint", asked.outpaint is None or able.outpaint
    yield "control", all(control.kind in able.controls for control in asked.controls)
    yield "sampler", asked.sampler is None or asked.sampler in able.samplers
    yield "clip_skip", asked.clip_skip is None or able.clip_skip
    yield "highres", asked.highres is None or able.highres
    yield "variation", asked.variation is None or able.variation
    yield "settings", model.takes


def _scored(wanted: Wanted, model: Candidate, rules: Rules) -> Score:
    missing = lack(wanted, model)
    if missing is not None:
        return Score(model.id, lacks=missing)
    spoke = {name: rule.points for name, rule in rules.items() if rule.applies(wanted, model)}
    return Score(model.id, sum(spoke.values()), tuple(sorted(spoke, key=lambda name: (-abs(spoke[name]), name))))


def _reason(language: Language, scores: Sequence[Score], rules: Rules) -> str:
    best, others = scores[0], scores[1:]
    able = [score for score in others if score.lacks is None]
    if not others:
        because = say(language, "router_sole")
    elif not able:
        because = say(language, "router_only", can=_joined(language, _abilities(language, others)))
    else:
        because = _joined(language, _spoken(language, best, able, rules)) or say(language, "router_usual")
    return say(language, "router_because", painter=best.painter, because=because)


def _abilities(language: Language, others: Sequence[Score]) -> list[str]:
    """What the others lack, each once, the commonest first."""
    missing = [score.lacks for score in others if score.lacks is not None]
    ordered = sorted(dict.fromkeys(missing), key=lambda name: -missing.count(name))
    return [say(language, f"router_can_{name}") for name in ordered]


def _spoken(language: Language, best: Score, able: Sequence[Score], rules: Rules) -> list[str]:
    """What spoke for the best one and not for the second; where there is none such, what spoke for the fewest."""

    def sentences(score: Score) -> list[str]:
        told = (rules[name].said(language) for name in score.rules if rules[name].points > 0)
        return list(dict.fromkeys(filter(None, told)))

    others = [sentences(score) for score in able]
    shared = {said: sum(said in theirs for theirs in others) for said in sentences(best)}
    alone = [said for said in shared if said not in others[0]]
    return alone or [said for said, count in shared.items() if count == min(shared.values())]


def _joined(language: Language, parts: Sequence[str]) -> str:
    if len(parts) < MOST_REASONS:
        return "".join(parts)
    return say(language, "router_and", first=parts[0], second=parts[1])


def _none(language: Language, scores: Sequence[Score]) -> BadInput:
    told = [say(language, f"router_lacks_{score.lacks}", painter=score.painter) for score in scores]
    return BadInput("router_none", lacks=("；" if language == "zh" else "; ").join(told))
