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
    "memory_full": (
        "Memory did not suffice to draw ({detail}), although everything was tried that takes less. Draw a smaller picture (--size 512x512), close other programs, or take a smaller model.",
        "内存不足，无法绘制（{detail}），已尝试所有更省内存的办法。请画小一点的图片（--size 512x512）、关闭其他程序，或换用较小的模型。",
    ),
    "memory_tiles": (
        "Memory was full: the picture is decoded in tiles.",
        "内存已满：图片改为分块解码。",
    ),
    "memory_streamed": (
        "Memory was full: the picture model now comes to the card layer by layer, which takes longer.",
        "内存已满：绘画模型改为逐层传输到显卡，用时会更长。",
    ),
    "memory_packed": (
        "Memory was full: the model {id} is now held in {precision}.",
        "内存已满：模型 {id} 改以 {precision} 存放。",
    ),
    "plan_cpu": (
        "On the processor everything stays in main memory: there is nothing to plan. Choose another mode.",
        "使用处理器时一切都在内存里，无需规划。请换用其他模式。",
    ),
}
