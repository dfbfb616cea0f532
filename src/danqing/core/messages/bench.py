"""What ``danqing bench gpu`` says to a person, in English and Chinese."""

BENCH_MESSAGES: dict[str, tuple[str, str]] = {
    "bench_no_card": (
        "There is no CUDA card here to measure. `danqing bench` measures this machine as it is; "
        "`danqing bench gpu --small` only rehearses, with tiny models on the processor.",
        "这里没有可供测量的 CUDA 显卡。`danqing bench` 可测量本机；`danqing bench gpu --small` 只用极小的模型在处理器上演练。",
    ),
    "bench_no_building": (
        "not available: this version builds no faster version of the network in the background",
        "无法测量：此版本不在后台编译网络",
    ),
    "bench_missing": ("not available here: {what} is not installed", "此处无法测量：未安装 {what}"),
    "bench_row_failed": ("failed: {detail}", "失败：{detail}"),
}
