"""What people add to a first request that changes nothing: praise of the picture to come, what shall not be in it."""

import random

from danqing.core.domain import STARTER, Language
from danqing.training.starter.grammar.plan import KINDS, Plan

_BEFORE_EN = (
    "masterpiece, best quality, ", "high quality, ", "best quality, ", "beautiful, ", "masterpiece, ", "hd, ", "simple: ", "4k, ", "for {0}: ", "it's for {0}. ",
)  # fmt: skip
_AFTER_EN = (
    ", high quality", ", masterpiece", ", best quality", ", 4k", ", hd", ", nothing else", " and nothing else", ", that's all", ". that's it", ". nothing else please",
    ", no text", ", no people", ", without any text", ", no {1} please", ", no {1}", " but no {1}", ". no {1} please", " without {1}", ", just that", ", nice and simple",
    ", as beautiful as possible", ", make it pretty", ". make it look nice", ", for {0}", ". it's for {0}", ", beautiful", ", keep it simple", ". don't add anything else", ". surprise me with the rest",
)  # fmt: skip
_FOR_EN = (
    "my daughter",
    "a birthday card",
    "school",
    "my blog",
    "a children's book",
    "our classroom",
    "a sticker",
    "my mom",
    "a poster",
    "my website",
)
_BEFORE_ZH = (
    "高清,",
    "杰作,高质量,",
    "最佳质量,",
    "精美的图:",
    "高质量,",
    "{0}要用的,",
    "简单点,",
    "大师之作,",
    "画面要简单:",
    "要漂亮一点,",
)
_AFTER_ZH = (
    ",高清", ",高质量", ",4k", ",精美", ",杰作", ",别的都不要", ",其他什么都不要", ",就这些", "就行", "就可以了", ",别的不用", ",不要文字", ",不要人", ",不要{1}", ",没有{1}", ",别画{1}", "。不要{1}",
    ",画好看点", ",漂亮一点", ",简单一点", ",{0}用的", ",给{0}用", ",越好看越好", ",其余随便", ",别的你看着办", ",美观大方", ",不用太复杂", ",不要有字", ",不要水印", ",剩下的随意",
)  # fmt: skip
_FOR_ZH = ("上课", "贺卡", "孩子", "幼儿园", "教室", "绘本", "公众号", "板报", "作业", "海报")


def asides(rng: random.Random, marked: str, plan: Plan, language: Language) -> str:
    """The request with such a phrase before or after it."""
    kinds = {t.kind for t in plan.things}
    absent = STARTER.term("kinds", rng.choice([k for k in KINDS if k not in kinds]))
    before, after, uses = (_BEFORE_EN, _AFTER_EN, _FOR_EN) if language == "en" else (_BEFORE_ZH, _AFTER_ZH, _FOR_ZH)
    use, other = rng.choice(uses), absent.label(language, 2)
    if rng.random() < 0.2:
        return rng.choice(before).format(use, other) + marked
    return marked.rstrip(".!?。") + rng.choice(after).format(use, other)
