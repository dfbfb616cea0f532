"""Sentences about memory, in English and Chinese."""

MEMORY_MESSAGES: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "plan_unknown": (
        "No model {name} is known whose size could be planned with. Known: {known}; an id of `danqing models list` or a folder is taken too.",
        "不知道名为 {name} 的模型有多大，无法规划。现有：{known}；也可以写 `danqing models list` 里的编号或模型文件夹。",
    ),
    "plan_roles": (
        "{text} names two models of one kind. Name one language model and one picture model, such as: qwen2-7b + sdxl 1024",
        "{text} 里有两个同类模型。请写一个语言模型和一个绘画模型，例如：qwen2-7b + sdxl 1024",
    ),
    "plan_vram": (
        "This machine has no graphics card to plan for. Say how much memory the card has, such as --vram 12.",
        "本机没有可供规划的显卡。请写明显存大小，例如 --vram 12。",
    ),
    "plan_cpu": (
        "On the processor everything stays in main memory: there is nothing to plan. Choose another mode.",
        "使用处理器时一切都在内存里，无需规划。请换用其他模式。",
    ),
}
