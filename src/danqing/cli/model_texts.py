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
    "inspect_reading": ("Reading weights", "读取权重"),
    "inspect_model": ("Model", "模型"),
    "inspect_place": ("Place", "位置"),
    "inspect_kind": ("Kind", "种类"),
    "inspect_parameters": ("Parameters", "参数"),
    "inspect_size": ("On disk", "磁盘占用"),
    "inspect_from": ("From", "来源"),
    "inspect_memory": ("Memory in {mode}", "内存（{mode}）"),
    "inspect_working": (
        "{total}: weights {weights}, drawing about {working}",
        "{total}：权重 {weights}，作画约 {working}",
    ),
    "inspect_base": ("For models of", "适用的基础"),
    "inspect_control": ("Its maps show", "控制图"),
    "inspect_layout": ("Layout", "布局"),
    "inspect_trigger": ("Words that call it", "触发词"),
    "inspect_licence": ("Licence", "许可证"),
    "licence_unknown": (
        "Unknown: neither a card nor a name tells. Look where you got it from.",
        "未知：没有模型卡，名字也看不出来。请到模型的来源处查看。",
    ),
    "licence_card": ("{name}, as its card says.", "{name}（据模型卡）。"),
    "licence_name": ("{name}, as its name tells; read its card.", "{name}（据名字推断，请查看模型卡）。"),
    "scan_sum": (
        "Found: {found}, can be used: {usable}, added: {added}.",
        "找到 {found} 个，可用 {usable} 个，已添加 {added} 个。",
    ),
    "scan_add": (
        "Take in what can be used: danqing models scan {folder} --add",
        "收录可用的模型：danqing models scan {folder} --add",
    ),
}
