"""What the terminal says to a person, in English and Chinese, and the errors that only the terminal meets."""

import os

from danqing.cli.memory_texts import MEMORY_TEXTS
from danqing.cli.model_texts import MODEL_TEXTS
from danqing.cli.prompt_texts import PROMPT_TEXTS
from danqing.cli.tool_texts import TOOL_TEXTS
from danqing.cli.train_texts import TRAIN_TEXTS
from danqing.core.domain import Language
from danqing.core.errors import BadInput, DanqingError

TEXTS: dict[str, tuple[str, str]] = {
    # key: (English, Chinese). A test proves that both take the same parameters.
    **PROMPT_TEXTS,
    **TOOL_TEXTS,
    **MODEL_TEXTS,
    **TRAIN_TEXTS,
    **MEMORY_TEXTS,
    "size_unreadable": (
        "The size {size} cannot be read. Write WIDTHxHEIGHT, such as 256x256.",
        "无法识别尺寸 {size}。请写成 宽x高，例如 256x256。",
    ),
    "out_unwritable": (
        "Nothing can be written to {path} ({detail}). Choose another place.",
        "无法写入 {path}（{detail}）。请另选位置。",
    ),
    "out_not_png": (
        "{path} is neither a folder that exists nor a name that ends with .png. Pictures are written as PNG.",
        "{path} 既不是已有的文件夹，也不是以 .png 结尾的文件名。图片以 PNG 格式保存。",
    ),
    "not_loopback": (
        "{host} can be reached from other machines. Danqing has no accounts yet, so it listens on this machine only: "
        "leave out --host, use 127.0.0.1, or add --lan if everyone in your network may see and delete everything.",
        "{host} 可以从其他机器访问。丹青目前还没有账号，只在本机监听：请去掉 --host 或使用 127.0.0.1；如果允许网络中的所有人查看和删除一切，请加上 --lan。",
    ),
    "port_taken": (
        "Port {port} of {host} cannot be used ({detail}). Stop what uses it, or choose another one with --port.",
        "{host} 的端口 {port} 无法使用（{detail}）。请停止占用它的程序，或用 --port 另选端口。",
    ),
    "file_unreadable": (
        "The file {path} cannot be read ({detail}). It should be UTF-8 text, CSV or JSON lines.",
        "无法读取文件 {path}（{detail}）。应为 UTF-8 编码的文本、CSV 或 JSON 行文件。",
    ),
    "picture_missing": (
        "The picture {path} cannot be read ({detail}). Correct its name.",
        "无法读取图片 {path}（{detail}）。请更正文件名。",
    ),
    "picture_folder": (
        "{path} is a folder, and a picture is asked for. Name one picture in it.",
        "{path} 是文件夹，这里需要一张图片。请写出其中的一张图片。",
    ),
    "picture_wrong": ("{path}: {why}", "{path}：{why}"),
    "file_without_rows": (
        "The file {path} holds no request. Write one a line.",
        "文件 {path} 中没有请求。请每行写一个。",
    ),
    "column_unknown": (
        "There is no setting {column}. Known: {known}.",
        "没有名为 {column} 的设置。可用：{known}。",
    ),
    "row_unreadable": ("It cannot be read ({detail}).", "无法读取（{detail}）。"),
    "cell_no_number": (
        "The column {column} holds “{value}”; give a number there, or leave it empty.",
        "{column} 列里是“{value}”；请写数字，或留空。",
    ),
    "row_too_long": (
        "It has more cells than there are columns ({detail}). Put a text with commas in quotation marks.",
        "单元格比列多（{detail}）。含逗号的文本请加引号。",
    ),
    "server_gone": (
        "The Danqing that owns the data folder does not answer at {url} ({detail}). Start it again with: danqing serve",
        "占用数据文件夹的丹青在 {url} 没有响应（{detail}）。请重新启动：danqing serve",
    ),
    "no_figures": (
        "This installation cannot measure itself ({detail}). Install Danqing from its repository.",
        "当前安装无法进行测量（{detail}）。请从代码仓库安装丹青。",
    ),
    "no_reserved": (
        "There are no requests in {folder} that nobody has looked at. Measure without --reserved.",
        "{folder} 里没有谁也没看过的请求。请去掉 --reserved 再测。",
    ),
    "text_unquoted": (
        'A request is one argument. Put it in quotation marks: danqing draw "{text}"',
        '请求应是一个参数。请加上引号：danqing draw "{text}"',
    ),
    "nothing_drawn": ("Nothing was drawn.", "没有绘制任何内容。"),
    "cancelling": ("Stopping …", "正在停止……"),
    "cancelled": ("Cancelled.", "已取消。"),
    "left_out": ("Left out: {parts}", "未能画出：{parts}"),
    "understanding": ("Understanding", "理解中"),
    "waiting": ("Waiting, {ahead} ahead", "排队中，前面还有 {ahead} 个"),
    "loading": ("Opening {model}", "正在打开 {model}"),
    "drawing": ("Drawing", "绘制中"),
    "drawing_one_of": ("Drawing {index} of {number}", "绘制第 {index}/{number} 张"),
    "serving": (
        "Danqing runs at {url} (data in {home}). Ctrl-C stops it.",
        "丹青已在 {url} 运行（数据位于 {home}）。按 Ctrl-C 停止。",
    ),
    "serving_lan": (
        "From other machines in your network: {url}. There are no accounts yet: whoever is in the network can see and delete everything.",
        "网络中的其他机器请访问：{url}。目前还没有账号：网络中的任何人都能查看和删除一切。",
    ),
    "serving_already": (
        "Danqing runs already at {url} (process {pid}, data in {home}): use that one, stop it, or choose another folder with DANQING_HOME.",
        "丹青已在 {url} 运行（进程 {pid}，数据位于 {home}）：可以直接使用，或先停止它，或用 DANQING_HOME 另选文件夹。",
    ),
    "serving_without": ("It cannot draw yet: {problem}", "暂时还不能作画：{problem}"),
    "stopped": ("Stopped.", "已停止。"),
    "batch_skipped": ("Row {row}: drawn before", "第 {row} 行：之前已画好"),
    "batch_skipped_many": ("Rows {first} to {last}: drawn before", "第 {first} 至 {last} 行：之前已画好"),
    "batch_drawn": ("Row {row}: {files}", "第 {row} 行：{files}"),
    "batch_failed": ("Row {row}: failed. {message}", "第 {row} 行：失败。{message}"),
    "batch_summary": (
        "{drawn} drawn, {skipped} drawn before, {failed} failed. Manifest: {manifest}",
        "新画 {drawn}，之前已画 {skipped}，失败 {failed}。清单：{manifest}",
    ),
    "batch_stopped": (
        "Stopped. The same command goes on from here.",
        "已停止。再次运行同一命令会从这里继续。",
    ),
    "doctor_system": (
        "Danqing {version} on {system}, Python {python}.",
        "丹青 {version}，系统 {system}，Python {python}。",
    ),
    "doctor_processor": ("Processor", "处理器"),
    "doctor_cores": ("{cores} cores", "{cores} 核"),
    "doctor_memory": ("Memory", "内存"),
    "doctor_home": ("Data folder", "数据文件夹"),
    "doctor_free": ("{amount}, {free} free", "{amount}，空闲 {free}"),
    "doctor_device": ("Can compute on", "计算设备"),
    "model_ready": ("ready", "可用"),
    "model_double": ("ready (a double without weights, for trying out)", "可用（没有权重的替身，供试用）"),
    "model_absent": ("no weights here", "没有权重"),
    "model_up": ("answers at {url}", "在 {url} 应答"),
    "model_down": ("its server does not answer", "服务器没有应答"),
    "model_unusable": ("cannot be used", "无法使用"),
    "doctor_role_painter": ("Picture model", "绘画模型"),
    "doctor_role_writer": ("Language model", "语言模型"),
    "doctor_role_critic": ("Critic", "评判模型"),
    "added": ("Added: {id}", "已添加：{id}"),
    "added_use": ("Use it from now on: danqing models use {id}", "从现在起使用它：danqing models use {id}"),
    "add_facts": (
        "{kind}, {parameters} parameters, {size} on disk, about {memory} of memory on {device} ({dtype}).",
        "{kind}，{parameters} 参数，磁盘占用 {size}，在 {device} 上约需 {memory} 内存（{dtype}）。",
    ),
    "add_server_facts": ("{model}, run by the server at {url}.", "{model}，由服务器 {url} 运行。"),
    "add_tight": (
        "It needs about {memory} of memory and {free} are free: it may be slow, or not open at all. "
        "A smaller model, or one run by a server such as llama.cpp in 4 bits, fits better.",
        "它约需 {memory} 内存，目前空闲 {free}：可能很慢，或根本打不开。更小的模型，或由 llama.cpp 之类的服务器以 4 位运行的模型更合适。",
    ),
    "use_done": ("{role} from now on: {id} (written to {path})", "从现在起的{role}：{id}（已写入 {path}）"),
    "removed": ("Forgotten: {id}. Its files were left alone.", "已移除：{id}。它的文件没有动。"),
    "removed_files": ("Forgotten: {id}. Deleted:\n{paths}", "已移除：{id}。已删除：\n{paths}"),
    "removed_in_use": (
        "It was in use. Choose another one: danqing models use ID",
        "它正在使用中。请另选一个：danqing models use ID",
    ),
    "models_restart": (
        "The Danqing that runs at {url} will know of it once it is started again.",
        "在 {url} 运行的丹青重新启动后才会知道这一变化。",
    ),
    "doctor_use": (
        "A request is read by “{writer}” and drawn by “{painter}” on {device}.",
        "请求由“{writer}”理解，由“{painter}”在 {device} 上绘制。",
    ),
    "doctor_server": ("Server", "服务"),
    "doctor_server_at": (
        "{url} (process {pid}); commands send their work there",
        "{url}（进程 {pid}），命令会把任务交给它",
    ),
    "doctor_busy": (
        "Another Danqing (process {pid}) is using the data folder.",
        "另一个丹青进程（{pid}）正在使用数据文件夹。",
    ),
    "doctor_fine": ("Everything that a picture needs is here.", "绘制图片所需的一切都已就绪。"),
    "doctor_problem": ("Problem: {problem}", "问题：{problem}"),
    "doctor_torch": (
        "PyTorch cannot be loaded ({detail}). Install Danqing again.",
        "无法加载 PyTorch（{detail}）。请重新安装丹青。",
    ),
    "doctor_disk_low": (
        "Only {free} are free on the disk of {home}. Free some space, or choose another folder with DANQING_HOME.",
        "{home} 所在磁盘只剩 {free}。请腾出空间，或用 DANQING_HOME 另选文件夹。",
    ),
    "doctor_home_closed": (
        "The data folder {home} cannot be written ({detail}). Choose another one with DANQING_HOME.",
        "数据文件夹 {home} 无法写入（{detail}）。请用 DANQING_HOME 另选一个。",
    ),
    "offline_turn": (
        "A whole turn with sockets denied: “{text}” → {reply}",
        "在禁止一切网络连接的情况下完成一整轮：“{text}” → {reply}",
    ),
    "offline_pictures": ("Pictures drawn: {number}, in {seconds} s.", "画出图片：{number} 张，用时 {seconds} 秒。"),
    "offline_attempts": ("Attempts to use the network: {number}", "尝试使用网络的次数：{number}"),
    "chat_welcome": (
        "Say what to draw, then what to change. /help shows the commands, /quit leaves.",
        "说出想画的内容，再说要改什么。/help 显示命令，/quit 退出。",
    ),
    "chat_help": (
        "/undo       back to the scene before\n"
        "/redo       forward again\n"
        "/seed N     draw the next pictures from seed N; /seed alone: at random again\n"
        "/redraw M   make changed pictures so: fresh, seed, image, inpaint; /redraw alone: by the rules\n"
        "/save PATH  write the last picture to PATH\n"
        "/init FILE  start the next picture from FILE; also /mask FILE, /outpaint 64 or left=64,right=128\n"
        "/sampler S  use sampler S from now on; so do /guidance, /negative, /strength, /lora ID:WEIGHT,\n"
        "            /control KIND:FILE, /clip-skip, /highres, /variation SEED:AMOUNT; alone: the model's own again\n"
        "/new        a new, empty scene\n"
        "/help       this list\n"
        "/quit       leave (also Ctrl-D)",
        "/undo       回到上一个画面\n"
        "/redo       重做\n"
        "/seed N     之后的图片使用种子 N；只写 /seed 则恢复随机\n"
        "/redraw M   改图方式：fresh 新种子、seed 沿用种子、image 从原图出发、inpaint 局部重画；只写 /redraw 则按规则\n"
        "/save PATH  把最近一张图片保存到 PATH\n"
        "/init FILE  下一张图从 FILE 出发；另有 /mask FILE、/outpaint 64 或 left=64,right=128\n"
        "/sampler S  从现在起使用采样器 S；同样可用 /guidance、/negative、/strength、/lora ID:权重、\n"
        "            /control 种类:FILE、/clip-skip、/highres、/variation 种子:程度；不写值则恢复为模型默认\n"
        "/new        新的空白画面\n"
        "/help       显示这份列表\n"
        "/quit       退出（也可按 Ctrl-D）",
    ),
    "chat_next": ("Next, by its number: {steps}", "下一步，可输入序号：{steps}"),
    "chat_unknown": ("There is no command {command}. /help shows them.", "没有命令 {command}。输入 /help 查看。"),
    "chat_seed": ("Seed: {seed}", "种子：{seed}"),
    "chat_seed_free": ("Seed: at random", "种子：随机"),
    "chat_seed_bad": (
        "A seed is a whole number from 0, such as /seed 7.",
        "种子是从 0 开始的整数，例如 /seed 7。",
    ),
    "chat_redraw": ("Changed pictures: {mode}", "改图方式：{mode}"),
    "chat_redraw_free": ("Changed pictures: by the rules", "改图方式：按规则决定"),
    "chat_redraw_bad": ("Choose one of: {choices}.", "可选：{choices}。"),
    "chat_saved": ("Saved: {path}", "已保存：{path}"),
    "chat_save_where": ("Say where to: /save boat.png", "请写明位置：/save boat.png"),
    "chat_save_none": ("There is no picture yet.", "还没有图片。"),
    "chat_new": ("A new, empty scene.", "新的空白画面。"),
}


def ui_language() -> Language:
    """``DANQING_LANG``, else the locale's language; English where it is neither English nor Chinese."""
    for name in ("DANQING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def tell(key: str, **params: object) -> str:
    """The sentence under ``key`` in the language of this terminal."""
    return told(ui_language(), key, **params)


def tell_type(group: str) -> str:
    """The type of an entity in the language of this terminal; the bundled vocabulary's own groups as they are."""
    return tell(f"entity_{group}") if f"entity_{group}" in TEXTS else group


def told(language: Language, key: str, **params: object) -> str:
    """The sentence under ``key`` in ``language``, filled with ``params``."""
    english, chinese = TEXTS[key]
    return (chinese if language == "zh" else english).format(**params)


class TerminalError(DanqingError):
    """Something that only the terminal meets; its sentence is in TEXTS. Exit code 1."""

    def message(self, language: Language) -> str:
        return told(language, self.key, **self.params)


class BadUse(TerminalError, BadInput):
    """The command was given something that it cannot take. Exit code 2."""
