"""Say what an install is about to download, before pip goes quiet. Runs on any Python 3."""

import platform
import sys

SIZES = {
    # Wheels of torch, and everything else, as downloaded; measured roughly, unpacked about three times as much.
    "cuda": "PyTorch with CUDA libraries, 2 to 4 GB (on a machine without an NVIDIA driver stop now and add CPU=1)",
    "cpu": "PyTorch for the CPU, about 200 MB",
    "mac": "PyTorch for macOS, about 100 MB",
}


def main() -> None:
    """Print one paragraph to stderr."""
    cpu = len(sys.argv) > 1 and sys.argv[1] not in ("", "0")
    kind = "mac" if sys.platform == "darwin" else "cpu"
    if sys.platform == "linux" and platform.machine() == "x86_64" and not cpu:
        kind = "cuda"
    sys.stderr.write(
        f"Installing what is not there yet, from the package index that pip is set to: {SIZES[kind]};\n"
        "other libraries, about 80 MB. The models of the starter are part of Danqing: no model is downloaded.\n"
    )


if __name__ == "__main__":
    main()
