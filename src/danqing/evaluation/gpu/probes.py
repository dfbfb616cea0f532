"""What the card itself can do, measured in the same run as all else."""

from typing import TYPE_CHECKING

from danqing.evaluation.gpu.roofline import COPY, MATRIX, UPLOAD
from danqing.evaluation.gpu.row import Figure, Figures, Row

if TYPE_CHECKING:
    from danqing.evaluation.gpu.stage import Stage


def _measure(stage: "Stage") -> Figures:
    return dict(stage.probes())


ROW = Row(
    "probes",
    "What the card can do",
    "显卡自身的速度",
    (
        Figure(MATRIX, "bf16 矩阵乘法", "TFLOP/s"),
        Figure(COPY, "设备内拷贝", "GB/s"),
        Figure(UPLOAD, "锁页内存到设备", "GB/s"),
    ),
    _measure,
)
