"""Sentences about the picture engine's tools, in English and Chinese: what a picture model cannot be asked for."""

TECHNIQUE_MESSAGES: dict[str, tuple[str, str]] = {
    "tool_unknown": (
        "The picture model {painter} cannot be given {tool}. It takes: {known}. Leave it out, or choose another model.",
        "图像模型 {painter} 不支持 {tool}。它支持：{known}。请不使用它，或换一个模型。",
    ),
    "tool_none": (
        "The picture model {painter} cannot be given {tool}, nor any other of the tools. "
        "Leave it out, or choose another model.",
        "图像模型 {painter} 不支持 {tool}，也不支持其他工具。请不使用它，或换一个模型。",
    ),
    "clip_skip_deep": (
        "clip_skip is {value}, and the text encoder of {painter} has {layers} layers. Choose 1 to {layers}.",
        "clip_skip 为 {value}，而 {painter} 的文本编码器有 {layers} 层。请选 1 到 {layers}。",
    ),
    "sampler_unknown": (
        "The picture model {painter} has no sampler {sampler}. It has: {known}.",
        "图像模型 {painter} 没有采样器 {sampler}。可用：{known}。",
    ),
    "control_unknown": (
        "The picture model {painter} takes no control map of the kind {kind}. It takes: {known}.",
        "图像模型 {painter} 不支持 {kind} 类控制图。可用：{known}。",
    ),
    "margin_invalid": (
        "The margin {side} is {value}; margins are multiples of {multiple} from 0 to {high} pixels.",
        "{side} 边扩展为 {value}；扩展应为 0 到 {high} 像素之间 {multiple} 的倍数。",
    ),
    "margins_empty": (
        "More canvas was asked for, but every margin is 0. Give at least one.",
        "要求扩展画布，但各边都是 0。请至少给出一边。",
    ),
    "outpaint_alone": (
        "Canvas can only be added around a picture: give one as base, or draw one first.",
        "只能在已有图片四周扩展画布：请指定底图，或先画一张。",
    ),
    "outpaint_masked": (
        "A mask and more canvas cannot go together. Do one after the other.",
        "蒙版和扩展画布不能同时使用。请分两次进行。",
    ),
    "tools_many": (
        "There are {count} {name}; at most {limit} can be used at a time.",
        "{name} 有 {count} 个；一次最多用 {limit} 个。",
    ),
    "lora_unknown": (
        "There is no LoRA {id}. Known: {known}. `danqing models add` takes one in.",
        "没有名为 {id} 的 LoRA。已有：{known}。可用 `danqing models add` 添加。",
    ),
    "lora_none": (
        "There is no LoRA {id}, for none was added yet. `danqing models add` takes one in.",
        "没有名为 {id} 的 LoRA，目前还没有添加任何 LoRA。可用 `danqing models add` 添加。",
    ),
    "lora_weight": (
        "“{weight}” is no weight for the LoRA {id}, nor is there a LoRA called {id}:{weight}. "
        "Write a number from {low} to {high}, such as {id}:0.8.",
        "“{weight}”不是 LoRA {id} 的权重，也没有名为 {id}:{weight} 的 LoRA。请写 {low} 到 {high} 之间的数字，例如 {id}:0.8。",
    ),
    "lora_unreadable": (
        "The LoRA {text} cannot be read. Write its name and, if you like, its weight: <lora:name:0.8>.",
        "无法识别 LoRA {text}。请写出名称，权重可选：<lora:名称:0.8>。",
    ),
    "lora_base": (
        "The LoRA {id} was made for {base}, and {painter} is {own}. Choose a LoRA for {own}, or another picture model.",
        "LoRA {id} 是为 {base} 制作的，而 {painter} 属于 {own}。请选择适用于 {own} 的 LoRA，或换一个图像模型。",
    ),
    "lora_unfit": (
        "The LoRA {path} does not fit the picture model ({detail}). Choose one that was made for this model.",
        "LoRA {path} 与图像模型不匹配（{detail}）。请选择为该模型制作的 LoRA。",
    ),
    "control_missing": (
        "There is no ControlNet for {kind} maps that suits {painter} yet. Add one for {own}: "
        "`danqing models add PATH --kind {kind}`.",
        "还没有适合 {painter} 的 {kind} 类 ControlNet。请添加一个适用于 {own} 的："
        "`danqing models add PATH --kind {kind}`。",
    ),
    "control_unfit": (
        "The ControlNet {path} does not fit the picture model ({detail}). Choose one that was made for this model.",
        "ControlNet {path} 与图像模型不匹配（{detail}）。请选择为该模型制作的 ControlNet。",
    ),
    "redraw_outpaint": ("More canvas was asked for: it is drawn around the picture.", "扩展画布：在图片四周补画。"),
}
