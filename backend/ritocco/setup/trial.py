"""Run by a new environment's own Python: does everything load and compute there?

python -m ritocco.setup.trial      one line of JSON: a `Trial`; fails where Ritocco would
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from ritocco.setup.window import Lack, window_trouble

_NEEDED = (
    "cv2",
    "fastapi",
    "maxflow",
    "platformdirs",
    "pyvips",
    "uvicorn",
    "ritocco.cli.main",
    "ritocco.diffusion.trial",
    "ritocco.studio.studio",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen.

    torch   version of PyTorch
    device  what it computes with, for people
    window  what is wrong with easel's window on this computer, in a sentence; "" nothing
    """

    torch: str
    device: str
    window: str


def trial() -> Trial:
    """Load what Ritocco needs, and compute a little."""
    for name in _NEEDED:
        import_module(name)
    import_module("ritocco.restore.architectures").spandrel()
    torch = import_module("torch")
    if float(torch.ones(8).sum()) != 8:
        raise ArithmeticError("PyTorch computes wrongly")
    return Trial(str(torch.__version__), _device(torch), _window())


def _device(torch: Any) -> str:
    """The first of PyTorch's devices that answers."""
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name(0))
    xpu = getattr(torch, "xpu", None)
    if xpu and xpu.is_available():
        return str(xpu.get_device_name(0))
    return "Apple GPU (MPS)" if torch.backends.mps.is_available() else "CPU"


def _window() -> str:
    """What is wrong with easel's window, and can be mended here; "" nothing."""
    trouble = window_trouble()
    return trouble.sentence if trouble and trouble.lack is not Lack.SCREEN else ""


if __name__ == "__main__":
    print(json.dumps(asdict(trial())))
