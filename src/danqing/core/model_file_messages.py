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
    "control_kind": (
        "Nothing tells what the maps of the ControlNet {path} show. Say it with --kind: {choices}.",
        "无法得知 ControlNet {path} 的控制图是哪一种。请用 --kind 说明：{choices}。",
    ),
    "file_foreign": (
        "{path} is not used: of single files only .safetensors are read. A model of another kind may have a version in that format, or a server that runs it.",
        "不使用 {path}：单个文件只读取 .safetensors。其他格式的模型可能另有这种格式的版本，或可用服务器运行。",
    ),
    "file_role": (
        "{path} is no {role} but a {found}. Leave out --role, or give another file.",
        "{path} 不是 {role}，而是 {found}。请去掉 --role，或换一个文件。",
    ),
    "file_unknown": (
        "Nothing in {path} tells which family of picture models it is. Known are whole checkpoints of Stable Diffusion 1.5, 2 and XL; other models are used as folders of diffusers.",
        "无法从 {path} 看出它属于哪类绘画模型。支持 Stable Diffusion 1.5、2 和 XL 的完整检查点；其他模型请用 diffusers 文件夹。",
    ),
    "inspect_nothing": (
        "“{id}” has no files here to look at.",
        "“{id}”在这里没有可以查看的文件。",
    ),
    "scan_part": (
        "{path} is a part of other models, which is not used by itself.",
        "{path} 是其他模型的部件，不单独使用。",
    ),
}
