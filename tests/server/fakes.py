"""A studio that paints nothing, so that queue and server can be tested alone and fast.

Its layer is the picture it got (with full alpha where it had none). The recipe steers it:
`grow` is the number of steps of 10 ms, `blend_band` how much around the selection is to be sent,
`seed` picks what goes wrong (see `TROUBLE`), and `ROUGH` comes out rough; where no model paints it
says that there were `CANDIDATES`. What is prompted `SLOWLY` lasts until it is cancelled.
"""

import argparse
import time
from dataclasses import fields
from pathlib import Path
from threading import Event

import numpy as np

from ritocco.canvas.document import Document, Layer, Position
from ritocco.canvas.picture import Picture
from ritocco.canvas.quality import Quality, is_rough
from ritocco.canvas.window import Window
from ritocco.errors import BadSelection
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.server.patience import Patience
from ritocco.studio.hints import came_out
from ritocco.studio.plan import Pass, Plan
from ritocco.studio.result import Result
from ritocco.watch import Watch

TROUBLE: dict[int, Exception] = {
    13: ValueError("an unforeseen thing"),
    14: MemoryError(),
    15: BadSelection("Nothing is selected."),
}
ROUGH = 21
CANDIDATES = 3
STEP = 0.01
SLOWLY = "slowly"
VERY_LONG = 10_000


class FakeStudio:
    engines = ("fake",)
    device = "CPU"

    def __init__(self, gate: Event | None = None) -> None:
        """With a `gate`, every run goes on stepping until it is set."""
        self.gate = gate

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        inside = selection & Box.of(canvas)
        if recipe.kind is Kind.OUTPAINT:
            inside = inside or Box.of(canvas)
        if not inside:
            raise BadSelection("Nothing is selected.")
        window = Window(inside, inside.size)
        return Plan(
            recipe=recipe,
            canvas=canvas,
            passes=(Pass(inside, window),),
            export=inside.grown(Sides.all(recipe.blend_band)) & Box.of(canvas),
            layer=inside,
            engine="fake",
            seconds=0.1,
            memory=1000,
            held=1000,
        )

    def release(self) -> None:
        pass

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        watch.step(0, "Looking")
        steps = VERY_LONG if is_slow(recipe) else recipe.grow
        for step in range(steps):
            time.sleep(STEP)
            if watch.show and is_slow(recipe):
                watch.show(np.full((8, 8, 3), step % 256, np.uint8))
            watch.step(step / steps, "Painting")
        while self.gate and not self.gate.wait(0.005):
            watch.step(0.5, "Painting")
        if recipe.seed in TROUBLE:
            raise TROUBLE[recipe.seed]
        watch.step(1, "Done")
        seam = 3.0 if recipe.seed == ROUGH else 1.0
        quality = Quality(seam, drift=0.0, style=float("nan"), rough=is_rough(seam, None))
        return Result(
            recipe=recipe,
            canvas=document.canvas,
            layer=Layer(
                with_alpha(document.picture),
                document.box,
                Position.BELOW if document.fill_transparent else Position.ABOVE,
            ),
            windows=(Window(document.box, document.box.size),),
            quality=quality,
            timings={"paint": 0.1},
            hints=came_out(recipe, quality),
            candidates=CANDIDATES if recipe.content_aware else 1,
        )


def is_slow(recipe: Recipe) -> bool:
    return recipe.diffusion is not None and recipe.diffusion.prompt == SLOWLY


def with_alpha(picture: Picture) -> Picture:
    if picture.layout.alpha:
        return picture
    layout = picture.layout.with_alpha()
    full = np.full((*picture.pixels.shape[:2], 1), layout.depth.maximum, layout.depth.dtype)
    return Picture(np.dstack([picture.pixels, full]), layout, picture.profile)


def main() -> None:
    """A server process around the fake: `python -m tests.server.fakes --port 0 --data folder`."""
    from ritocco.jobs import keeping
    from ritocco.server.run import serve
    from ritocco.server.webui.door import doorkeeper
    from ritocco.server.webui.door.door import Door

    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--data", type=Path)
    options.add_argument("--job-bytes", type=int, default=2**31)
    options.add_argument("--unsaved-bytes", type=int, default=keeping.MOST_UNSAVED_BYTES)
    options.add_argument("--a1111", action="store_true", help="the web UI's API too")
    for limit in fields(Patience):
        options.add_argument(f"--{limit.name}", type=type(limit.default), default=limit.default)
    chosen = options.parse_args()
    patience = Patience(**{limit.name: getattr(chosen, limit.name) for limit in fields(Patience)})
    keeping.MOST_UNSAVED_BYTES, keeping.AGAIN = chosen.unsaved_bytes, 0.1
    doorkeeper.EVERY = 0.1
    serve(
        chosen.port,
        chosen.data,
        make_studio=FakeStudio,
        job_bytes=chosen.job_bytes,
        patience=patience,
        door=Door(port=0) if chosen.a1111 else None,
    )


if __name__ == "__main__":
    main()
