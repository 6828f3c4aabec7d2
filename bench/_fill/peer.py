"""The peer: PyPatchMatch, a plain multi-scale patch matcher, run by a Python that has it.

The project needs none of it. As a program this file runs inside that other Python: it fills each
NAME.png it is told where NAME.mask.png is white, and says on its last line, as JSON, what
processor time each took.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

RADIUS = 3
"""Radius of its patches in pixels: what its own examples use, and 7 x 7 as ours."""
SEED = 1
_FILLED, _MASK = ".peer.png", ".mask.png"


def seconds_of_peer(python: Path, folder: Path, names: Sequence[str]) -> dict[str, float] | None:
    """Let the peer fill these scenes of `folder`; processor seconds by name, None: not there."""
    asked = [str(python), str(Path(__file__)), str(folder), *names]
    try:
        answer = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    if answer.returncode:
        return None
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def filled_by_peer(folder: Path, name: str) -> Path:
    """Where the peer's picture of a scene is."""
    return folder / f"{name}{_FILLED}"


def mask_for_peer(folder: Path, name: str) -> Path:
    """Where it looks for what is to be filled."""
    return folder / f"{name}{_MASK}"


def _program(folder: Path, names: Sequence[str]) -> None:
    import numpy as np
    from PIL import Image

    patch_match = import_module("patchmatch.patch_match")
    patch_match.set_random_seed(SEED)
    seconds = {}
    for name in names:
        pixels = np.array(Image.open(folder / f"{name}.png").convert("RGB"))
        hole = np.array(Image.open(mask_for_peer(folder, name))) > 0
        began = time.process_time()
        filled = patch_match.inpaint(pixels, hole, patch_size=RADIUS)
        seconds[name] = time.process_time() - began
        kept = np.where(hole[..., None], filled, pixels).astype(np.uint8)
        Image.fromarray(kept).save(filled_by_peer(folder, name))
    print(json.dumps(seconds))


if __name__ == "__main__":
    _program(Path(sys.argv[1]), sys.argv[2:])
