"""One job in a process of its own, to see its memory: `_one_job.py MODEL` prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from _random_sd import SEED, a_recipe, a_view
from _resident import forget_peak, memory

from ritocco.diffusion import model_cache
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.loaded import LoadedModel
from ritocco.watch import Watch


def main(path: Path) -> None:
    found: dict[str, float] = {}

    models: Any = model_cache
    inner = models.load_model

    def load(*args: Any, **kwargs: Any) -> LoadedModel:
        forget_peak()
        before, began = memory("VmRSS"), perf_counter()
        model: LoadedModel = inner(*args, **kwargs)
        found["loading seconds"] = perf_counter() - began
        found["loading peak"] = memory("VmHWM") - before
        found["weights"] = sum(
            weight.nbytes for part in model.modules.values() for weight in part.parameters()
        )
        found["before"] = before
        return model

    models.load_model = load
    engine = StableDiffusion(device="cpu")  # held on to, with its model, until the end
    engine.prepare(a_recipe(path, 1)).paint(a_view(), SEED, Watch())
    found["peak"] = memory("VmHWM")
    found["after"] = memory("VmRSS")
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
