"""The part of ``core.messages`` about models: their folders, their memory, their servers, their file."""

MODEL_MESSAGES: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "model_unknown": (
        "There is no model called {id}. Known: {known}; the folder of a model is taken too.",
        "没有名为 {id} 的模型。现有：{known}；也可以写模型文件夹的路径。",
    ),
    "starter_painter_absent": (
        "This installation has no weights of the starter's picture model ({path} holds none). Meanwhile the doubles work: "
        "--model fake --writer scripted, or danqing serve --fake.",
        "当前安装里没有起步绘画模型的权重（{path} 里没有）。在此期间可以用替身模型：--model fake --writer scripted，或 danqing serve --fake。",
    ),
    "starter_writer_absent": (
        "This installation has no weights of the starter's language model ({path} holds none). "
        "Meanwhile --writer scripted reads simple requests.",
        "当前安装里没有起步语言模型的权重（{path} 里没有）。在此期间可以用 --writer scripted，它能读懂简单的请求。",
    ),
    "starter_critic_absent": (
        "This installation has no weights of the starter's critic ({path} holds none). Only danqing eval needs it.",
        "当前安装里没有起步评判模型的权重（{path} 里没有）。只有 danqing eval 需要它。",
    ),
    "bundled_missing": (
        "The model folder {path} lacks {missing}. Install Danqing again.",
        "模型文件夹 {path} 缺少 {missing}。请重新安装丹青。",
    ),
    "model_missing": (
        "The model folder {path} lacks {missing}. Copy or download it again, or choose a complete folder.",
        "模型文件夹 {path} 缺少 {missing}。请重新复制或下载，或选择完整的文件夹。",
    ),
    "model_gone": (
        "The model is gone: nothing lies at {path} any more. Put it back or connect its disk; where it has moved, forget it with `danqing models remove ID` and take it in again with `danqing models add PATH`.",
        "模型不见了：{path} 处已没有任何东西。请放回原处或接上所在的磁盘；如已移到别处，请用 `danqing models remove ID` 移除，再用 `danqing models add 路径` 重新收录。",
    ),
    "model_unreadable": (
        "The model at {path} cannot be read ({detail}). Give yourself the right to read it and the folders around it, such as with chmod -R u+rX; connect its disk again if it was taken away.",
        "无法读取 {path} 处的模型（{detail}）。请让自己有权读取它和它所在的文件夹，例如用 chmod -R u+rX；如果是磁盘被移走，请重新接上。",
    ),
    "model_damaged": (
        "The model file {path} is damaged ({detail}). Copy or download it again; one that came with Danqing comes back by installing it again.",
        "模型文件 {path} 已损坏（{detail}）。请重新复制或下载；丹青自带的模型请重新安装丹青。",
    ),
    "model_refused": (
        "The model folder {path} is not used: {detail}. Choose a model that is only safetensors weights and JSON.",
        "不使用模型文件夹 {path}：{detail}。请选择只含 safetensors 权重和 JSON 的模型。",
    ),
    "model_needs_code": (
        "The model folder {path} is not used: it works only with Python code of its own ({detail}). Such code could read your files and send them anywhere, so none is ever run. Choose a model that transformers knows by itself, or a version of it in that layout.",
        "不使用模型文件夹 {path}：它只能靠自带的 Python 代码运行（{detail}）。这类代码可以读取您的文件并发往任何地方，因此一律不运行。请选择 transformers 自身支持的模型，或该模型的相应版本。",
    ),
    "model_unsupported": (
        "The model folder {path} cannot be used as a language model ({detail}). Choose a causal language model that transformers knows, such as Qwen2.5, Llama, Mistral, GLM or Gemma.",
        "模型文件夹 {path} 不能用作语言模型（{detail}）。请选择 transformers 支持的因果语言模型，例如 Qwen2.5、Llama、Mistral、GLM 或 Gemma。",
    ),
    "model_pickled": (
        "The model folder {path} is not used: its weights ({file}) are pickle files, which can run code when they are read. Choose a version with safetensors weights.",
        "不使用模型文件夹 {path}：其权重（{file}）是 pickle 文件，读取时可能执行代码。请选择 safetensors 格式的版本。",
    ),
    "model_no_template": (
        "The language model {path} has no chat template, so nobody knows how to talk to it. Choose an instruction-tuned version (often called Instruct or Chat), or add its chat_template.jinja.",
        "语言模型 {path} 没有对话模板，无从得知该如何与它对话。请选择经过指令微调的版本（名字里常有 Instruct 或 Chat），或补上它的 chat_template.jinja。",
    ),
    "model_template": (
        "The chat template of the language model {path} cannot be applied ({detail}). Replace its chat_template.jinja, or choose another model.",
        "语言模型 {path} 的对话模板无法使用（{detail}）。请更换它的 chat_template.jinja，或换用其他模型。",
    ),
    "writer_memory": (
        "The language model {path} does not fit into memory. Choose a smaller one, or set quantisation to nf4 (see docs/models.md).",
        "内存放不下语言模型 {path}。请换用较小的模型，或把 quantisation 设为 nf4（见 docs/models.zh-CN.md）。",
    ),
    "writer_context": (
        "The request has {tokens} tokens with all that belongs to it; the language model holds {context}. Shorten it, start a new conversation, or choose a model with a longer context.",
        "请求连同上下文共 {tokens} 个词元，语言模型最多容纳 {context} 个。请缩短请求、开始新的对话，或换用上下文更长的模型。",
    ),
    "quantisation_absent": (
        "The setting quantisation is {quantisation}, which needs the package {library}. Install it with: pip install {library}; or set quantisation to none.",
        "设置 quantisation 为 {quantisation}，需要软件包 {library}。请安装：pip install {library}；或把 quantisation 设为 none。",
    ),
    "quantisation_device": (
        "The setting quantisation is {quantisation}, which needs an NVIDIA card; this is {device}. Set it to none or torchao-int8.",
        "设置 quantisation 为 {quantisation}，需要 NVIDIA 显卡；当前设备是 {device}。请改为 none 或 torchao-int8。",
    ),
    "writer_failed": (
        "The language model gave no usable answer. Say the request once more in other words.",
        "语言模型没有给出可用的回答。请换一种说法再试。",
    ),
    "writer_small": (
        "The bundled language model knows only what the bundled picture model draws. Add a larger one: danqing models add PATH",
        "自带的语言模型只了解自带绘画模型能画的内容。请添加更大的语言模型：danqing models add 路径",
    ),
    "file_foreign": (
        "The file {path} is no checkpoint that Danqing knows. In one file it takes Stable Diffusion 1.5, 2 and XL in the original layout, and Flux; others as a folder in diffusers' layout.",
        "无法识别检查点文件 {path}。单个文件可用的有：原始布局的 Stable Diffusion 1.5、2、XL，以及 Flux；其他模型请使用 diffusers 布局的文件夹。",
    ),
    "file_incomplete": (
        "The file {path} does not hold the whole model: {missing} is missing. Choose the full checkpoint.",
        "文件 {path} 不含完整的模型，缺少 {missing}。请选用完整的检查点。",
    ),
    "file_other_inputs": (
        "The model in {path} takes {channels} channels where Danqing gives 4, as models made for inpainting or editing do. Choose the ordinary version: inpainting works with it.",
        "{path} 里的模型需要 {channels} 个输入通道，丹青提供 4 个；这是专门用于局部重绘或编辑的版本。请选用普通版本，它同样可以局部重绘。",
    ),
    "file_alone": (
        "The Flux file {path} holds only the transformer. Put a folder in diffusers' layout with the other parts (text_encoder, text_encoder_2, tokenizer, tokenizer_2, vae, scheduler, model_index.json) at {folder}.",
        "Flux 文件 {path} 只含 transformer。请把含有其余部分（text_encoder、text_encoder_2、tokenizer、tokenizer_2、vae、scheduler、model_index.json）的 diffusers 布局文件夹放在 {folder}。",
    ),
    "vocabulary_missing": (
        "The file {path} holds no vocabulary for its text encoder, as no checkpoint does. Put the folder tokenizer of any Stable Diffusion model (vocab.json and merges.txt) at {folder}, or install a package that brings it: pip install open_clip_torch",
        "文件 {path} 不含文本编码器的词表（检查点文件都不含）。请把任一 Stable Diffusion 模型的 tokenizer 文件夹（vocab.json 和 merges.txt）放在 {folder}，或安装自带词表的软件包：pip install open_clip_torch",
    ),
    "model_foreign": (
        "The model in {path} ({kind}) is no language model that the installed transformers knows by itself, and code from "
        "model folders is never run. Choose another model, or run it with a server: docs/models.md says how.",
        "{path} 中的模型（{kind}）不是已安装的 transformers 自带支持的语言模型，而模型文件夹里的代码从不运行。请另选模型，或用服务器运行它，做法见 docs/models.md。",
    ),
    # A language model on a server.
    "remote_url": (
        "{url} is not the address of a language model server. Write it as {example}.",
        "{url} 不是语言模型服务器的地址。请写成 {example} 的形式。",
    ),
    "remote_not_allowed": (
        "{host} is not this machine, and what you write is private: nothing was sent. "
        "If you trust that host, put its name into allowed_hosts in danqing.toml.",
        "{host} 不是本机，而您写的内容是私密的：没有发送任何内容。如果信任该主机，请把它的名字写进 danqing.toml 的 allowed_hosts。",
    ),
    "remote_down": (
        "The language model server at {url} cannot be reached ({detail}). Start it, or correct its address.",
        "无法连接语言模型服务器 {url}（{detail}）。请启动它，或更正地址。",
    ),
    "remote_silent": (
        "The language model server at {url} kept silent for {seconds} s. "
        "If it needs longer, raise server_silence_s in danqing.toml.",
        "语言模型服务器 {url} 已 {seconds} 秒没有应答。如果它需要更久，请在 danqing.toml 里调大 server_silence_s。",
    ),
    "remote_broke": (
        "The language model server at {url} broke off its answer ({detail}). Look at what it says in its own window.",
        "语言模型服务器 {url} 中断了回答（{detail}）。请查看它自己窗口里的信息。",
    ),
    "remote_busy": (
        "The language model server at {url} is busy or still reading its model (HTTP {status}). Try again in a moment.",
        "语言模型服务器 {url} 正忙，或仍在读取模型（HTTP {status}）。请稍后再试。",
    ),
    "remote_key": (
        "The language model server at {url} does not accept the key (HTTP {status}). Put its key into a variable, then "
        "add the model with --key-env and the variable's name.",
        "语言模型服务器 {url} 不接受密钥（HTTP {status}）。请把密钥放进环境变量，再用 --key-env 加变量名添加模型。",
    ),
    "remote_key_unset": (
        "The key for {url} is to stand in the variable {name}, which is not set or holds no key. Set it and start again.",
        "{url} 的密钥应在环境变量 {name} 里，但它没有设置或不是密钥。请设置后重新启动。",
    ),
    "remote_model_unknown": (
        "The language model server at {url} has no model “{model}”. It has: {known}.",
        "语言模型服务器 {url} 没有模型“{model}”。现有：{known}。",
    ),
    "remote_redirect": (
        "The server at {url} sends requests on to {target}, which is not followed. Give the address of the server itself.",
        "服务器 {url} 要把请求转到 {target}，这里不会跟随。请填写服务器本身的地址。",
    ),
    "remote_refused": (
        "The language model server at {url} did not carry out the request ({detail}).",
        "语言模型服务器 {url} 没有执行请求（{detail}）。",
    ),
    "remote_garbage": (
        "What answers at {url} is no OpenAI-compatible server ({detail}). Check the address; it usually ends in /v1.",
        "在 {url} 应答的不是兼容 OpenAI 的服务器（{detail}）。请检查地址，通常以 /v1 结尾。",
    ),
    "remote_thinking": (
        "The model “{model}” spent its whole answer on thinking. Turn its thinking off: docs/models.md says how.",
        "模型“{model}”把整个回答都用在了思考上。请关闭它的思考，做法见 docs/models.md。",
    ),
    "toml_file": (
        "The file {path} cannot be read ({detail}). Correct it and try again.",
        "无法读取文件 {path}（{detail}）。请更正后重试。",
    ),
    "registry_entry": (
        "In {path} the model “{id}” is wrong ({detail}). Correct it, or take it out: danqing models remove {id}",
        "{path} 里的模型“{id}”有误（{detail}）。请更正，或将它移除：danqing models remove {id}",
    ),
    # Adding, choosing and forgetting.
    "add_no_folder": (
        "{place} is neither a folder that exists nor an address that begins with http://.",
        "{place} 既不是已有的文件夹，也不是以 http:// 开头的地址。",
    ),
    "add_server_only": (
        "A model's name (--model) and a key (--key-env) are for servers; a folder needs neither.",
        "模型名（--model）和密钥（--key-env）只用于服务器，文件夹不需要。",
    ),
    "add_painter_server": (
        "A picture model cannot be on a server yet. Give the folder of one.",
        "绘画模型目前还不能放在服务器上。请给出它的文件夹。",
    ),
    "add_server_empty": (
        "The server at {url} answers but has no model. Load one there first.",
        "服务器 {url} 有应答，但没有模型。请先在那里装入一个。",
    ),
    "add_which": (
        "The server at {url} has several models. Say which one (--model): {known}.",
        "服务器 {url} 有多个模型。请写明用哪一个（--model）：{known}。",
    ),
    "add_unknown": (
        "The server at {url} has no model “{model}”. It has: {known}.",
        "服务器 {url} 没有模型“{model}”。现有：{known}。",
    ),
    "add_bad_id": (
        "“{id}” cannot be an id. Give another name (--id) of letters, digits and . : @ + - _.",
        "“{id}”不能作为 id。请另取名字（--id），只含文字、数字和 . : @ + - _。",
    ),
    "add_taken": (
        "There is a model called “{id}” already. Choose another name (--id), or forget that one first: danqing models remove {id}",
        "已有名为“{id}”的模型。请另取名字（--id），或先移除它：danqing models remove {id}",
    ),
    "use_unknown": (
        "There is no model “{id}” to choose. danqing models list shows them; danqing models add takes in another one.",
        "没有可选的模型“{id}”。danqing models list 列出现有的，danqing models add 可以添加。",
    ),
    "use_beside": (
        "“{id}” cannot be chosen: it is no picture model or language model, but goes beside a picture model, with "
        "--{option} of danqing draw.",
        "“{id}”不能选用：它不是绘画模型或语言模型，而是与绘画模型一起使用，见 danqing draw 的 --{option}。",
    ),
    "use_which": (
        "Both a language model and a picture model are called “{id}”. Say which with --role writer or --role painter.",
        "语言模型和绘画模型都叫“{id}”。请用 --role writer 或 --role painter 说明。",
    ),
    "use_overridden": (
        "The variable {variable} is set and comes before the file. Unset it to use this choice.",
        "环境变量 {variable} 已设置，优先于文件。取消它后此选择才生效。",
    ),
    "remove_not_pulled": (
        "The files of “{id}” were not downloaded by Danqing, so it does not delete them. Without --files it only forgets the model.",
        "“{id}”的文件不是丹青下载的，因此不会删除。不带 --files 则只从列表移除。",
    ),
    "remove_files": (
        "The model was taken out, but its folder {path} could not be deleted ({detail}). Delete it by hand.",
        "模型已移除，但它的文件夹 {path} 无法删除（{detail}）。请手动删除。",
    ),
    "remove_unknown": (
        "No model “{id}” was added. danqing models list shows them all; bundled ones cannot be removed.",
        "没有添加过模型“{id}”。danqing models list 列出全部；自带的模型不能移除。",
    ),
}
