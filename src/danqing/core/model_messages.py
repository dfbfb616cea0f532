"""The part of ``core.messages`` about models that a person adds: their folders, their servers, their file."""

MODEL_MESSAGES: dict[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "model_pickled": (
        "The model folder {path} holds pickled weights ({file}), which can run any code when they are read. "
        "Choose its safetensors version.",
        "模型文件夹 {path} 里是 pickle 权重（{file}），读取时可能运行任意代码。请选择 safetensors 版本。",
    ),
    "model_foreign": (
        "The model in {path} ({kind}) is no language model that the installed transformers knows by itself, and code from "
        "model folders is never run. Choose another model, or run it with a server: docs/models.md says how.",
        "{path} 中的模型（{kind}）不是已安装的 transformers 自带支持的语言模型，而模型文件夹里的代码从不运行。请另选模型，或用服务器运行它，做法见 docs/models.md。",
    ),
    "model_no_template": (
        "The model in {path} has no chat template, so it cannot be talked to. Choose the version of it whose name says "
        "Instruct or Chat.",
        "{path} 中的模型没有对话模板，无法与它对话。请选择名称里带 Instruct 或 Chat 的版本。",
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
}
