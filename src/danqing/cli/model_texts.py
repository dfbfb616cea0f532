"""What the terminal says about models: what they are, where they come from, whether they work."""

MODEL_TEXTS: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "doctor_role_lora": ("LoRA", "LoRA 模型"),
    "doctor_role_control": ("ControlNet", "ControlNet 模型"),
    "added_beside": ("It works beside picture models of this base: {base}.", "适用于这一基础的绘画模型：{base}。"),
    "added_beside_unknown": (
        "Its file does not tell which picture models it is for; it is tried when it is drawn with.",
        "文件里没有说明它适用于哪类绘画模型；用它画图时会先试。",
    ),
    "added_lora": ('Draw with it: danqing draw "…" --lora {id}', '用它画图：danqing draw "…" --lora {id}'),
    "added_control": (
        'Draw with it: danqing draw "…" --control {kind}:PICTURE',
        '用它画图：danqing draw "…" --control {kind}:图片',
    ),
    "list_auto": ("chosen for each request", "按每次请求自动选择"),
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
    "scan_known": ("in the list already as {id}", "已在列表中：{id}"),
    "scan_kind": (
        "Nothing tells what its maps show. Take it in with: danqing models add {place} --kind canny (or depth, pose, scribble)",
        "无法得知它的控制图是哪一种。请用这条命令收录：danqing models add {place} --kind canny（或 depth、pose、scribble）",
    ),
    "scan_add": (
        "Take in what can be used: danqing models scan {folder} --add",
        "收录可用的模型：danqing models scan {folder} --add",
    ),
    "pull_goes_on": (
        "What was downloaded is kept; the same command goes on from there.",
        "已下载的部分保留着，同一命令会从那里继续。",
    ),
    "outdated_none": (
        "No model was pulled from the hub yet. danqing models pull REPO does that.",
        "还没有从仓库拉取过模型。danqing models pull 仓库名 可以拉取。",
    ),
    "outdated_newest": ("{id}: {repo} has nothing newer.", "{id}：{repo} 没有更新的版本。"),
    "outdated_newer": (
        "{id}: {repo} has a newer version ({commit}). Take it with: danqing models update {id}",
        "{id}：{repo} 有更新的版本（{commit}）。更新：danqing models update {id}",
    ),
    "update_newest": ("{id} is the newest version already.", "{id} 已是最新版本。"),
    "update_done": (
        "{id} is at version {commit} now. The one before is kept: danqing models update {id} --rollback",
        "{id} 现在是版本 {commit}。之前的版本保留着：danqing models update {id} --rollback",
    ),
    "update_back": (
        "{id} is at version {commit} again. The newer one is kept: the same command takes it again.",
        "{id} 回到了版本 {commit}。较新的版本保留着：再次运行同一命令即可换回。",
    ),
    "models_overdue": (
        "For more than {days} days nobody has asked whether there are newer versions of: {ids}. Ask with: danqing models outdated. Danqing never asks by itself; models_reminder_days = 0 ends this reminder.",
        "已超过 {days} 天没有查询这些模型是否有新版本：{ids}。查询：danqing models outdated。丹青从不自行查询；设 models_reminder_days = 0 可关闭此提醒。",
    ),
    "check_drawn": (
        "{id} works: one picture of {size} in {steps} steps on {device}.",
        "{id} 可用：在 {device} 上以 {steps} 步画出一张 {size} 的图。",
    ),
    "check_answered": (
        "{id} works: one request answered with {edits} edits on {device}.",
        "{id} 可用：在 {device} 上答复了一个请求，共 {edits} 处修改。",
    ),
    "check_took": (
        "Reading its weights took {load} s, this {run} s; memory at most {peak}.",
        "读取权重用时 {load} 秒，本次用时 {run} 秒；内存最多 {peak}。",
    ),
    "check_flat": (
        "The picture is of one single colour: the model computed values that are no picture. Try it on the processor (DANQING_CPU=true), or another version of its weights.",
        "画出的图只有一种颜色：模型算出的数值不成画面。请试试用处理器（DANQING_CPU=true），或换一个版本的权重。",
    ),
    "doctor_large": (
        "Stable Diffusion XL with a language model of 7 billion parameters would have: {parts}.",
        "如要运行 Stable Diffusion XL 加 70 亿参数的语言模型：{parts}。",
    ),
    "doctor_large_card": ("graphics memory", "显存"),
    "doctor_large_memory": ("memory", "内存"),
    "doctor_large_disk": ("free disk", "磁盘空闲"),
    "doctor_large_enough": ("{what} {there} (needs {wanted})", "{what} {there}（需要 {wanted}）"),
    "doctor_large_short": ("too little {what}, {there} (needs {wanted})", "{what}不够，{there}（需要 {wanted}）"),
}
