"""What the terminal says about the engine's tools, in English and Chinese."""

TOOL_TEXTS: dict[str, tuple[str, str]] = {
    "lora_typed": (
        "The LoRA {text} cannot be read. Write its id, and its weight if you like: ink-style:0.8",
        "无法识别 LoRA {text}。请写出 id，权重可选：ink-style:0.8",
    ),
    "control_typed": (
        "The control {text} cannot be read. Write KIND:IMAGE or KIND:IMAGE:WEIGHT, such as pose:dancer.png:0.8, "
        "with one of the kinds {kinds}.",
        "无法识别控制图 {text}。请写成 种类:图片 或 种类:图片:权重，例如 pose:dancer.png:0.8；种类可选 {kinds}。",
    ),
    "outpaint_typed": (
        "The margins {text} cannot be read. Write pixels for every side, such as 64, or for some of {sides}: "
        "left=64,right=128",
        "无法识别扩展 {text}。请写四边共用的像素数，例如 64；或只写其中几边（{sides}）：left=64,right=128",
    ),
    "variation_typed": (
        "The variation {text} cannot be read. Write another seed and how far to go towards it, from 0 to 1: 7:0.3",
        "无法识别变化 {text}。请写出另一个种子和靠近它的程度（0 到 1）：7:0.3",
    ),
    "number_typed": ("{name} is {text}; write a number, such as 1.5.", "{name} 为 {text}，应是数字，例如 1.5。"),
    "whole_typed": ("{name} is {text}; write a whole number, such as 2.", "{name} 为 {text}，应是整数，例如 2。"),
    "chat_tool": ("{name}: {value}", "{name}：{value}"),
    "chat_tool_once": ("{name}: {value}, for the next picture", "{name}：{value}，用于下一张图"),
    "chat_tool_free": ("{name}: left to the model", "{name}：由模型决定"),
}
