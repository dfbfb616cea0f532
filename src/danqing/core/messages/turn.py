"""Sentences about requests, pictures, and the data folder."""

TURN_MESSAGES: dict[str, tuple[str, str]] = {
    "internal": (
        "Something went wrong inside Danqing ({detail}). Nothing was lost; please try again and report it if it stays.",
        "丹青内部出错了（{detail}）。没有丢失任何内容；请再试一次，如仍出现请反馈。",
    ),
    "text_empty": (
        "The request is empty. Say what to draw, for example: a red boat under the stars.",
        "请求是空的。请说出想画的内容，例如：星空下的一艘红色小船。",
    ),
    "text_too_long": (
        "The request has {length} characters; at most {limit} are taken. Shorten it.",
        "请求有 {length} 个字符，最多 {limit} 个。请缩短。",
    ),
    "size_invalid": (
        "The size {size} cannot be drawn. Use WIDTHxHEIGHT with multiples of {multiple} from {low} to {high}, such as {example}.",
        "无法绘制尺寸 {size}。请用 宽x高，取 {low} 到 {high} 之间 {multiple} 的倍数，例如 {example}。",
    ),
    "setting_invalid": (
        "{name} is {value}; it must be from {low} to {high}.",
        "{name} 为 {value}，应在 {low} 到 {high} 之间。",
    ),
    "choice_invalid": (
        "{name} is {value}; choose one of: {choices}.",
        "{name} 为 {value}，可选：{choices}。",
    ),
    "edit_invalid": (
        "That change does not fit the present picture ({edit}). Say it once more, naming the thing to change.",
        "这个修改与当前画面不符（{edit}）。请再说一次，并说明要改的是哪样东西。",
    ),
    "undo_impossible": ("There is nothing to undo.", "没有可以撤销的内容。"),
    "redo_impossible": ("There is nothing to redo.", "没有可以重做的内容。"),
    "goto_impossible": (
        "There is no picture {number} in this conversation; it has {last}.",
        "这段对话里没有第 {number} 张画面，共有 {last} 张。",
    ),
    "vocabulary_file": (
        "The word list {path} cannot be read ({detail}). Correct that line, or move the file away.",
        "词表 {path} 读不出来（{detail}）。请改正那一行，或把文件移走。",
    ),
    "vocabulary_type": (
        "The word list {path} has the table [{type}]. Use one of: {known}.",
        "词表 {path} 里有表 [{type}]。可用的有：{known}。",
    ),
    "vocabulary_entry": (
        'In the word list {path} the entry {entry} is not a list of words. Write it like this: cat = ["kitty", "pussycat"].',
        '词表 {path} 的条目 {entry} 不是词的列表。请这样写：cat = ["kitty", "猫"]。',
    ),
    "vocabulary_implies": (
        "In the word list {path} the entry {entry} implies something that is not field=value. Fields: {known}.",
        "词表 {path} 的条目 {entry} 的 implies 不是“字段=值”。可用字段：{known}。",
    ),
    "vocabulary_twice": (
        "In the word list {path} the word {word} of {entry} stands already in {other}. Keep it in one of them.",
        "词表 {path} 里 {entry} 的词“{word}”在 {other} 里已经有了。请只保留一处。",
    ),
    "fallback": (
        "Simple rules read this request, because the language model could not: {reason}",
        "这次由简单规则解读请求，因为语言模型没能做到：{reason}",
    ),
    "not_found": ("There is no {what} with id {id}.", "没有 id 为 {id} 的{what}。"),
    "image_unreadable": (
        "This is no picture that can be read: {detail}. Take a PNG, JPEG or WebP file of up to {megapixels} megapixels.",
        "无法读取这张图片：{detail}。请使用不超过 {megapixels} 百万像素的 PNG、JPEG 或 WebP 文件。",
    ),
    "image_foreign": (
        "This is no picture in a format that is read here. Take a PNG, JPEG or WebP file.",
        "这不是可读格式的图片。请使用 PNG、JPEG 或 WebP 文件。",
    ),
    "mask_black": (
        "The mask is black everywhere, so that nothing of the picture may change. Make white what may.",
        "蒙版全是黑色，图片没有可以改动的地方。请把可改动的部分涂成白色。",
    ),
    "strength_invalid": (
        "strength is {value}; it must be above 0 and at most 1.",
        "strength 为 {value}，应大于 0 且不超过 1。",
    ),
    "strength_alone": (
        "A strength says how far to depart from a picture: give one as base, or draw one first; or leave the strength out.",
        "strength 表示偏离底图的程度：请指定底图，或先画一张；或者不写 strength。",
    ),
    "highres_invalid": (
        "highres is {value}; it must be above 1 and at most {high}.",
        "highres 为 {value}，应大于 1 且不超过 {high}。",
    ),
    "mask_alone": (
        "A mask needs a picture: give one as base, or draw one first.",
        "蒙版需要一张图片：请指定底图，或先画一张。",
    ),
    "mask_unknown": (
        "The picture model {painter} cannot draw within a mask. Choose another one, or leave the mask out.",
        "图像模型 {painter} 不支持蒙版。请换一个模型，或不使用蒙版。",
    ),
    "list_too_long": (
        "{name} has {length} entries; at most {limit} at a time, and at least one.",
        "{name} 有 {length} 项；每次至少一项，最多 {limit} 项。",
    ),
    "tag_invalid": (
        "A tag has 1 to {limit} characters: {value}.",
        "标签应为 1 到 {limit} 个字符：{value}。",
    ),
    "mark_invalid": (
        "{value} is no place in the gallery. Take `after` from the page before, or leave it out.",
        "{value} 不是图库中的位置。请使用上一页给出的 `after`，或省略它。",
    ),
    "what_conversation": ("conversation", "对话"),
    "what_turn": ("turn", "回合"),
    "what_job": ("drawing job", "绘画任务"),
    "what_picture": ("picture", "图片"),
    "what_input": ("uploaded picture", "上传的图片"),
    "what_training": ("training", "训练"),
    "refused": (
        "This request is not drawn: it touches the blocked topic “{topic}”. Change the wording or the subject.",
        "这个请求不予绘制：涉及被屏蔽的主题“{topic}”。请更换措辞或内容。",
    ),
    "topic_minors": ("sexual content with minors", "涉及未成年人的色情内容"),
    "topic_sexual": ("explicit sexual content", "露骨的色情内容"),
    "topic_gore": ("gore", "血腥残虐"),
    "topic_hate": ("symbols of hatred", "仇恨符号"),
    "topic_weapons": ("making weapons", "制造武器"),
    "topic_other": ("blocked content", "被屏蔽的内容"),
    "negative_too_long": (
        "A negative prompt has {length} characters; at most {limit} are taken. Shorten it.",
        "反向提示词有 {length} 个字符，最多 {limit} 个。请缩短。",
    ),
    "settings_file": (
        "The settings in {path} or in DANQING_ variables are wrong: {detail}. Correct them and start again.",
        "{path} 或 DANQING_ 环境变量中的设置有误：{detail}。请更正后重新启动。",
    ),
    "attempts": (
        "The drawing process stopped {count} times in the middle of this picture. Try a smaller size or another model.",
        "绘制进程在画这张图时中断了 {count} 次。请换用较小的尺寸或其他模型。",
    ),
    "attempts_reading": (
        "The process stopped {count} times while it read this request. Say it in other words, or choose another language model.",
        "读取这个请求时，进程中断了 {count} 次。请换一种说法，或换用其他语言模型。",
    ),
    # The reply of a turn.
    "reply_new": ("Drawing {scene}.", "正在画：{scene}。"),
    "reply_changed": ("Changing the picture: {changes}.", "正在修改：{changes}。"),
    "reply_again": ("Drawing it once more: {scene}.", "再画一次：{scene}。"),
    "reply_prompt": ("Drawing your prompt as it stands.", "按您给的提示词作画。"),
    "reply_left_out": (
        "Left out, because this picture model cannot draw it: {parts}. {offer}",
        "这部分当前的绘画模型画不了，没有画：{parts}。{offer}",
    ),
    "reply_nothing": (
        "This picture model cannot draw that: {parts}. {offer}",
        "当前的绘画模型画不了：{parts}。{offer}",
    ),
    "reply_unclear": (
        "I found nothing to draw in that. {offer}",
        "没有找到可以画的内容。{offer}",
    ),
    "reply_empty": ("The canvas is empty now. Say what to draw.", "画面已清空。请说想画什么。"),
    "reply_offer": (
        "It draws {kinds}, in {colours} colours and {styles} styles; "
        "docs/models.md says how to use a model that draws more.",
        "它能画{kinds}，有 {colours} 种颜色和 {styles} 种风格；要画更多内容，请按 docs/models.md 接入更大的模型。",
    ),
    "change_added": ("added {subject}", "添加{subject}"),
    "change_removed": ("removed {subject}", "去掉{subject}"),
    "change_replaced": ("{before} becomes {after}", "{before}换成{after}"),
    "change_field": ("{subject}: {field} {value}", "{subject}：{field}改为{value}"),
    "change_from": ("{subject}: {field} {before} → {value}", "{subject}：{field} {before} → {value}"),
    "change_cleared": ("{subject}: {field} left open", "{subject}：{field}不再限定"),
    "change_setting": ("{field}: {value}", "{field}：{value}"),
    "change_setting_cleared": ("{field} left open", "{field}不再限定"),
    "field_count": ("number", "数量"),
    "field_colour": ("colour", "颜色"),
    "field_size": ("size", "大小"),
    "field_position": ("place", "位置"),
    "field_relation": ("place", "位置"),
    "field_background": ("background", "背景"),
    "field_style": ("style", "风格"),
    "field_material": ("material", "材质"),
    "field_attributes": ("look", "样子"),
    "field_action": ("action", "动作"),
    "field_place": ("place", "地点"),
    "field_time": ("time", "时间"),
    "field_weather": ("weather", "天气"),
    "field_medium": ("medium", "媒介"),
    "field_artist": ("in the manner of", "仿"),
    "field_palette": ("palette", "色调"),
    "field_lighting": ("light", "光线"),
    "field_composition": ("composition", "构图"),
    "field_mood": ("mood", "氛围"),
    "field_text": ("words in the picture", "画中文字"),
    "field_exclusions": ("without", "不要"),
    "field_weights": ("emphasis", "强调"),
    "field_canvas": ("format", "画幅"),
    "field_number": ("pictures", "张数"),
    "field_seed": ("seed", "种子"),
    "field_base": ("made from", "基于图片"),
    "which_one": ("Which one do you mean?", "您指的是哪一个？"),
    # Why a changed picture is made the way it is.
    "redraw_wanted": ("You chose this way.", "按您选择的方式。"),
    "redraw_again": ("Nothing was changed: another try with a new seed.", "没有改动：换一个种子再画一次。"),
    "redraw_new": ("A new picture gets a new seed.", "新画面，用新的种子。"),
    "redraw_region": ("You named a part: only that part is painted over.", "您指定了局部：只重画这一部分。"),
    "redraw_mask": ("Only what you painted over is drawn anew.", "只重画您涂抹的部分。"),
    "redraw_same_but": (
        "You want the same picture but for the change: it starts from the last one.",
        "您想保留原图只改一处：从上一张图出发。",
    ),
    "redraw_base": ("It starts from the picture you chose.", "从您选的图片出发。"),
    "redraw_subject": ("Something new has come in: a new seed gives it room.", "加入了新的内容：换新种子，重新构图。"),
    "redraw_kept": (
        "Only details changed: the same seed keeps the rest alike.",
        "只改了细节：沿用种子，其余尽量不变。",
    ),
    "redraw_planned": (
        "The same seed and the same plan: what you did not name stays where it was.",
        "沿用种子和布局：没提到的内容留在原处。",
    ),
    "cancelled": ("Cancelled. Pictures that were ready before are kept.", "已取消。此前已画好的图片会保留。"),
    "drawing_failed": (
        "The picture could not be drawn ({detail}). Try again; if it stays, run: danqing doctor",
        "图片未能画成（{detail}）。请重试；如仍失败，请运行：danqing doctor",
    ),
    "store_failed": (
        "The data folder {path} cannot be used ({detail}). Choose another one with the variable DANQING_HOME.",
        "数据文件夹 {path} 无法使用（{detail}）。可用环境变量 DANQING_HOME 另选一个。",
    ),
    "disk_full": (
        "The disk that holds {path} is full. Free some space, then try again.",
        "{path} 所在磁盘已满。请腾出空间后重试。",
    ),
    "folder_busy": (
        "Another Danqing (process {pid}) is using {path}. Stop it, or choose another folder with DANQING_HOME.",
        "另一个丹青进程（{pid}）正在使用 {path}。请先停止它，或用 DANQING_HOME 另选文件夹。",
    ),
}
