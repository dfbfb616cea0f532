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
    "memory_no_fit": (
        "The model {id} does not fit: it needs {needs} of the card at the least, and {there} are left. Close other programs that use the card, take a smaller model, or use the processor (--cpu).",
        "放不下模型 {id}：至少需要 {needs} 显存，而可用 {there}。请关闭占用显卡的其他程序、换用较小的模型，或使用处理器（--cpu）。",
    ),
    "attention_absent": (
        "Attention by xformers needs the package xformers. Install it with: pip install xformers; or set attention to auto.",
        "使用 xformers 计算注意力需要软件包 xformers。请安装：pip install xformers；或把 attention 设为 auto。",
    ),
    "plan_cpu": (
        "On the processor everything stays in main memory: there is nothing to plan. Choose another mode.",
        "使用处理器时一切都在内存里，无需规划。请换用其他模式。",
    ),
}
