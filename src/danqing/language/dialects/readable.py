"""What of a scene a picture model can be told: in a language that it reads, with nothing unwanted among it."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from danqing.core.scene import Relation, Scene, Subject
from danqing.core.types import Dropped
from danqing.language.dialects.brief import Translate
from danqing.language.dialects.nouns import mention

EASTERN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
"""Characters of Chinese and Japanese, their punctuation included."""
_RUN = re.compile(f"(?:{EASTERN.pattern})+")
SUBJECT_PHRASES = ("colour", "size", "material", "position", "action")
SETTING_PHRASES = (
    "background", "style", "place", "time", "weather", "medium", "artist", "palette", "lighting", "composition", "mood",
)  # fmt: skip
_DRESSED = ("wearing", "holding", "dressed", "smiling", "in a ")
_TELLING = re.compile(r"[a-z]{3,}$")
"""What is left of a phrase of two languages says something of its own where it ends in a word."""
_NOT = re.compile(r"(?:no|without(?: any)?|not any)\s+(.+)|nobody|no[ -]one", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Reader:
    """Phrases on their way into a prompt; ``dropped`` takes those that cannot be said.

    ``eastern``: whether the model reads Chinese; else such words are translated, or dropped.
    """

    eastern: bool
    translate: Translate
    exclusions: tuple[str, ...] = ()
    dropped: list[Dropped] = field(default_factory=list)

    def readable(self, phrase: str, partly: bool = False) -> str | None:
        """The phrase in characters that the model reads; None, and a notice, where it has no such words.

        ``partly``: what can be read of it is better than nothing.
        """
        clean = " ".join(phrase.split())
        if self.eastern or not EASTERN.search(clean):
            return clean or None
        english = self._latin(self.translate(clean, "en"))
        if EASTERN.search(english):  # word for word, where the phrase as a whole is not known
            english = self._latin(_RUN.sub(lambda run: f" {self.translate(run.group(), 'en')} ", english))
        if not EASTERN.search(english):
            return english or None
        self.dropped.append(Dropped(clean, "dropped_untranslated"))
        rest = " ".join(_RUN.sub(" ", english).split())
        return rest if partly and _TELLING.search(rest) else None

    @staticmethod
    def _latin(text: str) -> str:
        """Full-width letters and Chinese punctuation as English has them."""
        latin = unicodedata.normalize("NFKC", text).replace("、", ", ").replace("。", ". ")
        return " ".join(latin.split())

    def written(self, words: str) -> str | None:
        """Words that are to stand in the picture: never translated."""
        return Reader(self.eastern, lambda text, _: text, dropped=self.dropped).readable(words)

    def wanted(self, phrase: str, partly: bool = False) -> str | None:
        """A readable phrase in which nothing excluded is mentioned."""
        clean = self.readable(phrase, partly)
        if clean is None or not any(mention(unwanted).search(clean) for unwanted in self.exclusions):
            return clean
        self.dropped.append(Dropped(clean, "dropped_excluded"))
        return None

    def joined(self, value: str | None) -> str | None:
        """The wanted ones of phrases that a field holds side by side."""
        parts = [self.wanted(part, partly=True) for part in re.split(r"[,，、]\s*", value or "") if part.strip()]
        return ", ".join(part for part in parts if part) or None

    def subject(self, subject: Subject, kind: str) -> Subject:
        """The subject, which is a readable ``kind``, with what of its looks can be said."""
        looks = {name: self.joined(getattr(subject, name)) for name in SUBJECT_PHRASES}
        how = subject.relation and self.wanted(subject.relation.kind)
        relation = Relation(how, subject.relation.to) if subject.relation and how else None
        attributes = tuple(found for look in subject.attributes if (found := self.wanted(look, partly=True)))
        return replace(subject, kind=kind, relation=relation, attributes=attributes, **looks)  # type: ignore[arg-type]


def read(scene: Scene, eastern: bool, translate: Translate) -> tuple[Scene, list[Dropped]]:
    """The scene as a model can be told of it, and what of it cannot be said.

    What is excluded by a phrase such as ``no hat`` joins the exclusions. An exclusion of what a subject is itself gives
    way to the subject.
    """
    scene = _denials(scene)
    reader = Reader(eastern, translate)
    kinds = {s.id: kind for s in scene.subjects if (kind := reader.readable(s.kind) or _somewhat(s))}
    unwanted = tuple(dict.fromkeys(found for found in map(reader.readable, scene.exclusions) if found))
    against = [phrase for phrase in unwanted if any(map(mention(phrase).search, kinds.values()))]
    reader.dropped += [Dropped(phrase, "dropped_contradiction") for phrase in against]
    reader.exclusions = tuple(phrase for phrase in unwanted if phrase not in against)
    clean = replace(
        scene,
        subjects=_bound([reader.subject(s, kinds[s.id]) for s in scene.subjects if s.id in kinds]),
        text=scene.text and reader.written(scene.text),
        exclusions=reader.exclusions,
        weights=tuple((found, factor) for phrase, factor in scene.weights if (found := reader.wanted(phrase))),
        **{name: reader.joined(getattr(scene, name)) for name in SETTING_PHRASES},  # type: ignore[arg-type]
    )
    return clean, list(dict.fromkeys(reader.dropped))


def _somewhat(subject: Subject) -> str | None:
    """What stands for a thing that has no readable name, so that its looks are not lost with it; None without looks."""
    if any(phrase.startswith(_DRESSED) for phrase in subject.attributes):
        return "person"
    looks = (subject.colour, subject.material, *subject.attributes)
    return "thing" if any(look and not EASTERN.search(look) for look in looks) else None


def _bound(subjects: list[Subject]) -> tuple[Subject, ...]:
    """Without relations to subjects that are not there, or to itself."""
    ids = {subject.id for subject in subjects}
    return tuple(
        s
        if s.relation is None or (set(s.relation.to) <= ids and s.id not in s.relation.to)
        else replace(s, relation=None)
        for s in subjects
    )


def _denials(scene: Scene) -> Scene:
    """``without a hat`` among what a thing looks like becomes an exclusion: models draw whatever is named."""
    found: list[str] = []

    def kept(phrase: str) -> bool:
        match = _NOT.fullmatch(phrase.strip())
        if match is not None:
            found.append(re.sub(r"^(?:a|an|the)\s+", "", match[1] or "people"))
        return match is None

    subjects = tuple(replace(s, attributes=tuple(filter(kept, s.attributes))) for s in scene.subjects)
    setting = {
        name: ", ".join(filter(kept, value.split(", "))) or None
        for name in SETTING_PHRASES
        if isinstance(value := getattr(scene, name), str)
    }
    exclusions = tuple(dict.fromkeys((*scene.exclusions, *found)))
    return replace(scene, subjects=subjects, exclusions=exclusions, **setting)  # type: ignore[arg-type]
