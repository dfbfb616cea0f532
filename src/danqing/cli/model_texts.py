"""What the terminal says about models: what they are, where they come from, whether they work."""

MODEL_TEXTS: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "doctor_role_lora": ("LoRA", "LoRA"),
    "doctor_role_control": ("ControlNet", "ControlNet"),
    "added_beside": (
        "It works beside picture models of this base: {base}.",
        "它与这一基础的绘画模型一起使用：{base}。",
    ),
    "base_unknown": ("unknown, its file does not tell", "未知，文件里没有说明"),
}
