"""Sentences about prompts, in English and Chinese: why one does not hold everything of its scene."""

PROMPT_MESSAGES: dict[str, tuple[str, str]] = {
    "dropped_budget": (
        "There was no room for it: this picture model reads only so much text. Say less of what matters less.",
        "放不下：这个绘画模型能读的文字有限。可以少说些次要的内容。",
    ),
    "dropped_no_negative": (
        "This picture model cannot be told what to leave out; naming it would draw it. Choose a model that takes a negative prompt.",
        "这个绘画模型没有反向提示词，说出来反而会画出来。可换用支持反向提示词的模型。",
    ),
    "dropped_no_weights": (
        "This picture model takes no weights: it is in the prompt like everything else.",
        "这个绘画模型不支持权重：已照常写入提示词。",
    ),
    "dropped_untranslated": (
        "This picture model reads only English, and no English word for it is known here. Say it in English.",
        "这个绘画模型只懂英文，而这里没有对应的英文词。请用英文说出。",
    ),
    "dropped_excluded": (
        "It mentions something that is not to be in the picture.",
        "其中提到了画面中不该出现的东西。",
    ),
    "dropped_contradiction": (
        "It is also asked for as a thing in the picture, so it is drawn. Remove that thing if it shall not be there.",
        "它同时也是要画的内容，所以会画出来。如不需要，请去掉那样东西。",
    ),
    "dropped_size": (
        "This picture model does not draw that size; the nearest one that it draws was taken.",
        "这个绘画模型画不了这个尺寸，已改用最接近的尺寸。",
    ),
}
