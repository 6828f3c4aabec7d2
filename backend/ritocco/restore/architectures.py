"""spandrel, which knows some forty architectures of picture networks, with or without torchvision.

spandrel asks for torchvision, of which it uses one division and one rotation. torchvision's
wheels hold machine code for one build of torch each, and do not load beside another (a CPU build
of torch and the one on PyPI). Then, and where it is not installed, the one function that is needed
takes its place while spandrel is imported.

Networks whose licences forbid paid work (CodeFormer) are in a package of their own, which
Ritocco does not bring: whoever may use them installs it, and it is found here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from torch import Tensor

from ritocco.errors import BadModel

REQUIREMENT = "spandrel==0.4.2"
EXTRA = "spandrel_extra_arches==0.2.0"
_PATH = ("torchvision", "torchvision.transforms", "torchvision.transforms.functional")


@cache
def spandrel() -> Any:
    """The module. Raises BadModel, saying how to get it."""
    try:
        with _torchvision_or_stand_in():
            module = import_module("spandrel")
            if find_spec("spandrel_extra_arches"):
                import_module("spandrel_extra_arches").install(ignore_duplicates=True)
            return module
    except ImportError as error:
        raise BadModel(
            "Files of this kind need a package that is not installed ({error}). Get it with: "
            "{executable} -m pip install {requirement}",
            error=error.name,
            executable=sys.executable,
            requirement=REQUIREMENT,
        ) from None


@contextmanager
def _torchvision_or_stand_in() -> Iterator[None]:
    """In here torchvision can be imported; afterwards all is as before."""
    before = {name: module for name, module in sys.modules.items() if _belongs(name)}
    if before.get(_PATH[0], ...) is None:  # hidden by `ritocco.diffusion`
        del sys.modules[_PATH[0]]
    try:
        import_module(_PATH[-1])
    except (ImportError, RuntimeError):  # RuntimeError: machine code for another build of torch
        for name in [name for name in sys.modules if _belongs(name)]:
            del sys.modules[name]
        sys.modules.update({name: ModuleType(name) for name in _PATH})
        functional: Any = sys.modules[_PATH[-1]]
        functional.normalize = _normalize
        functional.rotate = functional.InterpolationMode = None  # only in LaMa's training
    try:
        yield
    finally:
        if not hasattr(sys.modules[_PATH[0]], "__version__"):
            for name in _PATH:
                del sys.modules[name]
        sys.modules.update(before)


def _belongs(name: str) -> bool:
    return name == _PATH[0] or name.startswith(f"{_PATH[0]}.")


def _normalize(
    tensor: Tensor, mean: Sequence[float], std: Sequence[float], inplace: bool = False
) -> Tensor:
    """Each channel less its mean, by its deviation: torchvision's function of this name."""
    shape = (-1, 1, 1)
    done = (tensor - tensor.new_tensor(mean).view(shape)) / tensor.new_tensor(std).view(shape)
    return tensor.copy_(done) if inplace else done
