"""The walk over a plan's passes: window, engine, harmony with the ring, faces; then the layer.

A later window sees what an earlier one made.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import accumulate
from time import perf_counter
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Floats
from ritocco.canvas.document import Document
from ritocco.canvas.guides import seen_guides
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.quality import Quality, overall
from ritocco.canvas.window import Window
from ritocco.engine import Painter, View
from ritocco.recipe.recipe import Kind
from ritocco.sentence import Sentence
from ritocco.studio.estimates import Clock, Estimates
from ritocco.studio.frame import Frame
from ritocco.studio.plan import Pass, Plan, covered, estimated
from ritocco.studio.result import Result
from ritocco.studio.trust import trusted
from ritocco.watch import Watch


def paint(estimates: Estimates, plan: Plan, document: Document, watch: Watch) -> Result:
    """The layer that a plan's passes make of a document; learns the pace.

    Raises Cancelled, OutOfMemory or what an engine raises; the document is only read.
    """
    with plan.crew.painter.running() if plan.crew.painter else nullcontext():
        return _walked(estimates, plan, document, watch)


def _walked(estimates: Estimates, plan: Plan, document: Document, watch: Watch) -> Result:
    clock, loaded = Clock(), watch.loaded
    watch.step(0, Sentence("Preparing the window"))
    frame = Frame(plan.frame, plan.recipe, document)
    frame.check()
    clock.lap("prepare")
    measured: list[tuple[int, Quality]] = []
    faces: tuple[dict[str, Any], ...] | None = None
    shares = list(accumulate((window.model.area for window in plan.windows), initial=0))
    for index, pass_ in enumerate(plan.passes):
        start, end = (0.97 * share / shares[-1] for share in shares[index : index + 2])
        part = watch.part(start, end)
        if pass_.painter is None:
            faces = _restore_faces(estimates, frame, pass_, plan, part)
            clock.lap("faces")
            continue
        pixels, weights, known = frame.look(pass_)
        seed = (plan.recipe.seed + index) % 2**32
        view = View(pixels, weights, known, seen_guides(plan.recipe, document, pass_.window))
        if frame.still and known.all():
            drawn = painted = pixels
        else:
            drawn = painted = _painted(pass_.painter, pass_.window, view, seed, part)
        if frame.still:  # no resampling either
            drawn = painted = np.where(known[..., None], pixels, painted)
        clock.lap("paint")
        if plan.recipe.harmonize:
            painted = harmonize(painted, pixels, weights > 0, known & (weights == 0))
        clock.lap("harmonize")
        frame.put(pass_, painted)
        if not pass_.sketches:
            watched = (pass_, pixels, drawn, painted, known, watch.part(end, end))
            measured.append((pass_.region.area, frame.measured(*watched)))
        clock.lap("measure")
    watch.step(0.98, Sentence("Making the layer"))
    layer = frame.layer(document)
    clock.lap("composite")
    if plan.crew.painter and not frame.still:
        seconds = clock.laps["paint"] - (watch.loaded - loaded)
        estimates.learn(plan.crew.painter, seconds, estimated(plan.passes))
        around = sum(lap for stage, lap in clock.laps.items() if stage not in ("paint", "faces"))
        estimates.learn_around(around, covered(plan.passes))
    watch.step(1, Sentence("Done"))
    return Result(
        recipe=plan.recipe,
        canvas=document.canvas,
        layer=layer,
        windows=plan.windows,
        quality=overall(measured),
        timings=clock.laps,
        faces=faces,
        hints=tuple(plan.crew.painter.hints) if plan.crew.painter else (),
        candidates=plan.crew.painter.candidates if plan.crew.painter else 1,
    )


def _restore_faces(
    estimates: Estimates, frame: Frame, pass_: Pass, plan: Plan, watch: Watch
) -> tuple[dict[str, Any], ...]:
    """Repair the faces in a pass's window; what was found, in pixels of the canvas."""
    restorer = plan.crew.face_restorer
    assert restorer is not None
    began, loaded = perf_counter(), watch.loaded
    view = View(*frame.look(pass_))
    mended = restorer.restore(view, plan.recipe.harmonize, watch)
    trusted(mended.pixels, restorer.engine)
    frame.take_restored(pass_, view.pixels, mended.pixels)
    if plan.recipe.kind is Kind.FACES:
        frame.keep_only(pass_, (mended.pixels != view.pixels).any(2))
    estimated_seconds = restorer.estimate * pass_.window.box.area / 1e6
    seconds = perf_counter() - began - (watch.loaded - loaded)
    estimates.learn(restorer, seconds, estimated_seconds)
    corner = pass_.window.box
    return tuple(face.moved(corner.x, corner.y).to_dict() for face in mended.faces)


def _painted(painter: Painter, window: Window, view: View, seed: int, watch: Watch) -> Floats:
    """The window repainted, from canvas size and back to it; guides are at model size already.

    Where most of the picture stays and the window had to be reduced, only what was changed comes
    back: what is there keeps its detail.
    """
    pixels = window.to_model(np.where(view.known[..., None], view.pixels, np.float32(0)))
    share = window.to_model(view.known.astype(np.float32))
    if window.scale != 1:  # a mean of known pixels only
        pixels = np.divide(pixels, np.maximum(share, 1e-3)[..., None], dtype=np.float32)
    at_model = View(pixels, masks.to_model(view.mask, window), share >= 1 - 1e-3, view.guides)
    painted = trusted(painter.paint(at_model, seed, watch), painter.engine)
    made = window.to_canvas(painted)
    if window.scale < 1 and not painter.sketches:
        there = view.known[..., None]
        np.subtract(made, window.to_canvas(pixels), out=made, where=there)
        np.add(made, view.pixels, out=made, where=there)
        np.clip(made, 0, 1, out=made)
    return made
