"""What Danqing says about styles, presets and wildcards, in English and Chinese."""

LIBRARY_MESSAGES: dict[str, tuple[str, str]] = {
    "library_file": (
        "The file {path} of your library cannot be used ({detail}). Correct it, or move it away.",
        "您的素材库文件 {path} 无法使用（{detail}）。请改正，或把它移走。",
    ),
    "style_unknown": (
        "There is no style called {name}. Near it: {near}. All of them: danqing library list styles",
        "没有名为 {name} 的风格。相近的有：{near}。查看全部：danqing library list styles",
    ),
    "preset_unknown": (
        "There is no preset called {name}. Near it: {near}. All of them: danqing library list presets",
        "没有名为 {name} 的预设。相近的有：{near}。查看全部：danqing library list presets",
    ),
    "wildcard_unknown": (
        "There is no word list __{name}__. Near it: {near}. All of them: danqing library list wildcards",
        "没有词表 __{name}__。相近的有：{near}。查看全部：danqing library list wildcards",
    ),
    "wildcard_cycle": (
        "Word lists draw from themselves: {names}. Take one of the names out of its file.",
        "词表循环引用：{names}。请从文件中去掉其中一个名称。",
    ),
    "wildcard_deep": (
        "Choices stand more than {limit} deep within one another. Use fewer braces or lists.",
        "选项嵌套超过 {limit} 层。请减少花括号或词表的嵌套。",
    ),
    "wildcard_many": (
        "The request comes to more than {limit} choices. Use fewer wildcards.",
        "这个请求的选项超过 {limit} 个。请减少通配符。",
    ),
}
