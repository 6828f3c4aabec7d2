"""One LoRA merged in a process of its own, to see its memory: `_one_merge.py MODEL LORA` (JSON).

No room is left for what is only kept, as on a small machine.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
from _resident import memory, most
from adapters import attached, loaded

from ritocco.diffusion import kept_weights


def main(path: Path, lora: Path) -> None:
    kept_weights.room = lambda: 0
    model = loaded(path)
    weights = [weight for part in model.placed for weight in part.parameters()]
    found = {
        "weights": sum(weight.nbytes for weight in weights),
        "largest": max(weight.nbytes for weight in model.unet.parameters()),
    }
    weights.clear()
    before = memory("RssAnon")
    with most("RssAnon") as seen, attached(lora, 0.7)(model):
        pass
    found["peak"] = seen[0] - before
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
