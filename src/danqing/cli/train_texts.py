"""What the terminal says while an adapter is trained, in English and Chinese."""

TRAIN_TEXTS: dict[str, tuple[str, str]] = {
    "train_found": (
        "{pictures} pictures with captions; {proposed} captions proposed, {prefixed} given the trigger.",
        "{pictures} 张带说明的图片；其中 {proposed} 条说明由模型拟写，{prefixed} 条补上了触发词。",
    ),
    "train_prior": ("Drawing what shall not be forgotten", "正在绘制不应遗忘的画面"),
    "train_cache": ("Preparing the pictures", "正在准备图片"),
    "train_begun": (
        "Training {parameters} parameters on {device} ({precision}), sizes {sizes}, from step {step} to {steps}. "
        "Ctrl-C keeps a checkpoint.",
        "在 {device}（{precision}）上训练 {parameters} 个参数，尺寸 {sizes}，从第 {step} 步到第 {steps} 步。按 Ctrl-C 会保存检查点。",
    ),
    "train_truncated": (
        "{number} captions are longer than the model reads; their ends are not learnt.",
        "{number} 条说明超过模型能读的长度，超出的部分不会被学习。",
    ),
    "train_step": ("Step {step}/{steps}, loss {loss}", "第 {step}/{steps} 步，损失 {loss}"),
    "train_sampled": ("Step {step}: samples in {path}", "第 {step} 步：样图在 {path}"),
    "train_saved": ("Step {step}: checkpoint {path}", "第 {step} 步：检查点 {path}"),
    "train_stopping": (
        "Stopping after this step …",
        "完成这一步后停止……",
    ),
    "train_ended": (
        "The adapter is {path} (with its kohya layout and a card beside it). Minutes: {minutes}",
        "适配器已保存为 {path}（旁边有 kohya 格式和说明卡）。用时 {minutes} 分钟",
    ),
    "train_peak": ("Most GPU memory at once: {memory}", "显存峰值：{memory}"),
    "train_unfinished": (
        "Stopped at step {step}. The same command with --resume goes on from there.",
        "停在第 {step} 步。同一命令加上 --resume 可从此处继续。",
    ),
}
