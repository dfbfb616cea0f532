"""The part of ``core.messages`` about the files of models: what is wrong with them, and where they come from."""

MODEL_FILE_MESSAGES: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "weights_short": (
        "The weights {path} are not whole: {size} bytes instead of {expected}. Download or copy them again.",
        "权重文件 {path} 不完整：只有 {size} 字节，应为 {expected} 字节。请重新下载或复制。",
    ),
    "weights_broken": (
        "The weights {path} are no sound safetensors file ({detail}). Download them again from a source that you trust.",
        "权重文件 {path} 不是正确的 safetensors 文件（{detail}）。请从可信的来源重新下载。",
    ),
    "weights_index": (
        "The index {path} says that {file} holds {tensor}, which it does not. Download index and weights of the same version again.",
        "索引 {path} 说 {file} 里有 {tensor}，其实没有。请重新下载同一版本的索引和权重。",
    ),
    "weights_place": (
        "The index {path} names weights in another place ({file}); only safetensors files of the same folder are read. Download the model again from a source that you trust.",
        "索引 {path} 指向别处的权重（{file}）；只读取同一文件夹里的 safetensors 文件。请从可信的来源重新下载模型。",
    ),
    "config_absurd": (
        "The file {path} asks for a network far beyond its weights ({name} is {value}). Download the model again from a source that you trust.",
        "文件 {path} 描述的网络远超其权重（{name} 为 {value}）。请从可信的来源重新下载模型。",
    ),
    "model_code": (
        "The model folder {path} is not used: it brings code ({file}), and code from model folders is never run. Choose a model that is only safetensors weights and JSON.",
        "不使用模型文件夹 {path}：它带有代码（{file}），而模型文件夹里的代码从不运行。请选择只含 safetensors 权重和 JSON 的模型。",
    ),
    "model_link": (
        "The model folder {path} is not used: {file} is a link that leads out of it. Put the file itself in its place.",
        "不使用模型文件夹 {path}：{file} 是指向文件夹之外的链接。请换成文件本身。",
    ),
    "painter_foreign": (
        "The picture model in {path} is a {kind}, which cannot be drawn with. Known are: {known}.",
        "{path} 中的绘画模型是 {kind}，无法用来作画。支持的有：{known}。",
    ),
    "painter_part": (
        "The picture model in {path} names {part} as {kind}, which is no part of diffusers or transformers; nothing else is loaded. Choose a model in the usual layout.",
        "{path} 中的绘画模型把 {part} 写成 {kind}，它不属于 diffusers 或 transformers，而别的一概不加载。请选择常规布局的模型。",
    ),
    "lora_kind": (
        "The LoRA {path} is of a kind that is not applied here ({detail}). Choose a plain LoRA: kohya's, diffusers' or peft's.",
        "LoRA {path} 的种类不受支持（{detail}）。请选择普通的 LoRA：kohya、diffusers 或 peft 格式。",
    ),
    "control_foreign": (
        "{path} ({kind}) is no ControlNet that can be used. Choose one in the layout of diffusers or of the original ControlNet.",
        "{path}（{kind}）不是可用的 ControlNet。请选择 diffusers 布局或原始 ControlNet 布局的文件。",
    ),
    "control_lora": (
        "{path} is a Control-LoRA: it holds only what a ControlNet adds to a UNet, and is not used here. Choose the whole ControlNet for the same maps and the same base.",
        "{path} 是 Control-LoRA：只保存 ControlNet 相对 UNet 的变化，这里不使用。请选择同类控制图、同一基础模型的完整 ControlNet。",
    ),
    "control_union": (
        "{path} is a union ControlNet: one network for maps of several kinds, which is not used here. Choose a ControlNet for one kind of maps and the same base.",
        "{path} 是 Union ControlNet：一个网络对应多种控制图，这里不使用。请选择只对应一种控制图、同一基础模型的 ControlNet。",
    ),
    "control_difference": (
        "{path} is a “difference” ControlNet: its weights count only together with those of another model, and it is not used here. Choose the whole ControlNet for the same maps and the same base.",
        "{path} 是“差值”（difference）ControlNet：其权重要加上另一个模型的权重才有意义，这里不使用。请选择同类控制图、同一基础模型的完整 ControlNet。",
    ),
    "control_kind": (
        "Nothing tells what the maps of the ControlNet {path} show. Say it with --kind: {choices}.",
        "无法得知 ControlNet {path} 的控制图是哪一种。请用 --kind 说明：{choices}。",
    ),
    "kind_alone": (
        "--kind says what the maps of a ControlNet show, and {path} is a {found}. Leave --kind out, or give a ControlNet.",
        "--kind 说明 ControlNet 的控制图是哪一种，而 {path} 是 {found}。请去掉 --kind，或给出 ControlNet。",
    ),
    "file_foreign": (
        "{path} is not used: of single files only .safetensors are read. A model of another kind may have a version in that format, or a server that runs it.",
        "不使用 {path}：单个文件只读取 .safetensors。其他格式的模型可能另有这种格式的版本，或可用服务器运行。",
    ),
    "add_no_model": (
        "{place} is no model. Give a model's folder, a .safetensors file, or the address of a server.",
        "{place} 不是模型。请给出模型文件夹、.safetensors 文件或服务器地址。",
    ),
    "file_role": (
        "{path} is no {role} but a {found}. Leave out --role, or give another file.",
        "{path} 不是 {role}，而是 {found}。请去掉 --role，或换一个文件。",
    ),
    "file_unknown": (
        "Nothing in {path} tells which family of picture models it is. Known are whole checkpoints of Stable Diffusion 1.5, 2 and XL, and Flux beside its other parts; other models are used as folders of diffusers.",
        "无法从 {path} 看出它属于哪类绘画模型。支持 Stable Diffusion 1.5、2 和 XL 的完整检查点，以及旁边带有其他部件的 Flux；其他模型请用 diffusers 文件夹。",
    ),
    "inspect_nothing": (
        "“{id}” has no files here to look at.",
        "“{id}”在这里没有可以查看的文件。",
    ),
    "scan_gone": (
        "There is no model at {place} in {folder}. Look through the folder again.",
        "{folder} 中没有 {place} 这个模型。请重新扫描文件夹。",
    ),
    "scan_part": (
        "{path} is a part of other models, which is not used by itself.",
        "{path} 是其他模型的部件，不单独使用。",
    ),
    # The hub.
    "hub_name": (
        "“{repo}” is no repository's name. Write OWNER/NAME, such as Qwen/Qwen2.5-7B-Instruct.",
        "“{repo}”不是仓库名。请写成 所有者/名称，例如 Qwen/Qwen2.5-7B-Instruct。",
    ),
    "hub_endpoint": (
        "The variable HF_ENDPOINT holds no address ({url}). Write it with https://, or unset it.",
        "环境变量 HF_ENDPOINT 不是地址（{url}）。请以 https:// 开头书写，或取消它。",
    ),
    "hub_repo": (
        "There is no repository {repo} at {url}, or it is not public. Correct the name; for a private one set HF_TOKEN.",
        "{url} 上没有仓库 {repo}，或它不公开。请更正名称；私有仓库请设置 HF_TOKEN。",
    ),
    "hub_revision": (
        "The repository {repo} has no revision {revision}. Leave out --revision, or name a branch, tag or commit.",
        "仓库 {repo} 没有版本 {revision}。请去掉 --revision，或写出分支、标签或提交。",
    ),
    "hub_gated": (
        "The repository {repo} is given only to those who accept its terms. Read and accept them at {url}, make an access token there, put it into the variable HF_TOKEN, and try again.",
        "仓库 {repo} 只提供给接受其条款的人。请在 {url} 阅读并接受条款，在那里创建访问令牌，放进环境变量 HF_TOKEN，然后再试。",
    ),
    "hub_down": (
        "{url} cannot be used now ({detail}). Try again; what was downloaded is kept, and the same command goes on from there. HF_ENDPOINT names a mirror.",
        "目前无法使用 {url}（{detail}）。请再试一次；已下载的部分保留着，同一命令会从那里继续。可用 HF_ENDPOINT 指定镜像。",
    ),
    "hub_which": (
        "The repository {repo} has several files of weights. Say which one with --file: {files}.",
        "仓库 {repo} 有多个权重文件。请用 --file 说明要哪一个：{files}。",
    ),
    "hub_no_weights": (
        "The repository {repo} has no safetensors weights (but: {files}). Pickle files can run code when they are read and are never downloaded. Choose a version with safetensors.",
        "仓库 {repo} 没有 safetensors 权重（有：{files}）。pickle 文件在读取时可能执行代码，从不下载。请选择带 safetensors 的版本。",
    ),
    "hub_corrupt": (
        "The file {file} came with another content than the hub says; it was thrown away. Try again, perhaps with another mirror.",
        "文件 {file} 的内容与仓库所说的不符，已丢弃。请再试一次，或换一个镜像。",
    ),
    "pull_room": (
        "The download needs {wanted} GB, and {free} GB are free at {path}. Free some space, or choose another place with --dir.",
        "下载需要 {wanted} GB，而 {path} 只有 {free} GB 空闲。请腾出空间，或用 --dir 另选位置。",
    ),
    "pull_full": (
        "The disk that holds {path} is full. Free some space, then run the same command again: what was downloaded is kept, and it goes on from there.",
        "{path} 所在磁盘已满。请腾出空间，再运行同一命令：已下载的部分保留着，会从那里继续。",
    ),
    "update_unknown": (
        "“{id}” was not pulled from the hub, so it has no newer version there. danqing models outdated lists those that were.",
        "“{id}”不是从仓库拉取的，那里没有它的新版本。danqing models outdated 列出拉取的模型。",
    ),
    "update_no_before": (
        "No version before the present one of “{id}” is kept.",
        "“{id}”没有保留之前的版本。",
    ),
    "update_moved": (
        "{place} is not where it was pulled to. Correct its entry in models.toml, or pull it again under another id.",
        "{place} 不是当初拉取的位置。请更正 models.toml 里的条目，或用另一个 id 重新拉取。",
    ),
    "check_role": (
        "“{id}” is nothing that draws or answers by itself; only picture models and language models are tried out.",
        "“{id}”不能单独作画或作答；只能试用绘画模型和语言模型。",
    ),
}
