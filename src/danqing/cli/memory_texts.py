"""What the terminal says about memory, in English and Chinese."""

MEMORY_TEXTS: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "memory_modes": ("{modes} cannot be used together. Choose one.", "{modes} 不能同时使用，请选择一个。"),
    "memory_server": (
        "The server at {url} draws, with the settings of memory and speed that it was started with. Stop it, or start it with these options: danqing serve --lowvram",
        "由 {url} 上的服务绘图，内存和速度的设置以其启动时为准。请停止该服务，或用这些选项启动它：danqing serve --lowvram",
    ),
    "plan_head": ("{models} on a card of {vram}, mode {mode}", "{models}，显存 {vram}，模式 {mode}"),
    "plan_stays": ("stays", "常驻"),
    "plan_turns": ("takes turns", "轮换"),
    "plan_streams": ("layer by layer", "逐层传输"),
    "plan_copied": ("{copied} copied a turn", "每轮复制 {copied}"),
    "plan_step_read": ("reading the request", "读懂请求"),
    "plan_step_encode": ("encoding the prompt", "编码提示词"),
    "plan_step_denoise": ("denoising", "去噪"),
    "plan_step_decode": ("decoding the picture", "解码图片"),
    "plan_switch": (
        "Before {step}: {copied} are copied to the card, {seconds} s where nothing is fetched ahead.",
        "{step}之前：向显卡复制 {copied}，若未提前传输需 {seconds} 秒。",
    ),
    "plan_no_switch": ("Nothing has to be copied between steps.", "各步骤之间无需复制。"),
    "plan_peak": (
        "Predicted peak: {peak} of {capacity} that the driver leaves: weights {arena}, caches and graphs {standing}, working memory {working}.",
        "预计峰值：驱动程序之外可用的 {capacity} 中占 {peak}：权重 {arena}，缓存与计算图 {standing}，工作内存 {working}。",
    ),
    "plan_host": (
        "Main memory for copies of what leaves the card: {host}.",
        "离开显卡的部分在内存中的副本：{host}。",
    ),
    "plan_tiled": (
        "Pictures are decoded in tiles of 512 pixels (see docs/memory.md for what that changes).",
        "图片按 512 像素的分块解码（有何差别见 docs/memory.zh-CN.md）。",
    ),
    "plan_no_device": (
        "{models} do not fit: {step} needs {needs} at the least, and the card leaves {there}. Take a smaller model, a smaller picture, or another --mode.",
        "放不下 {models}：{step}至少需要 {needs}，而显卡可用 {there}。请换用较小的模型、较小的图片，或其他 --mode。",
    ),
    "plan_no_host": (
        "{models} do not fit: main memory has to hold {needs} of what leaves the card, and {there} are left. Take a smaller model or a larger card.",
        "放不下 {models}：离开显卡的部分需要内存 {needs}，而可用 {there}。请换用较小的模型或更大的显卡。",
    ),
}
