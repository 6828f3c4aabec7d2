"""What a client gets of a picture when it is done: its file, its text, and hints. In threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ritocco.jobs.job import Job
from ritocco.jobs.queue import Queue
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.batches.batch import Batch, Piece
from ritocco.server.webui.batches.packing import Packing
from ritocco.server.webui.runs.run import Made

if TYPE_CHECKING:
    from ritocco.canvas.document import Layer
    from ritocco.canvas.picture import Picture

_READ_OTHERWISE = Sentence(
    "A line of the prompt looks like what follows prompts in the text of a picture, so whoever "
    "reads that text reads another prompt. Begin the line with another word."
)


@few_at_once
def left(piece: Piece, batch: Batch) -> Made | None:
    """What a client gets of a piece to which nothing is done."""
    return _made(piece, None, piece.recipe, batch.packing, batch.hints)


@few_at_once
def finished(queue: Queue, job: Job, piece: Piece, packing: Packing) -> Made | None:
    """What a client gets of a piece whose job is done. Raises NotFound, ResultDamaged."""
    report = queue.record(job.id).report
    recipe = Recipe.from_dict(report["recipe"])
    hints = tuple(report.get("hints", ()))
    return _made(piece, queue.layer(job.id), recipe, packing, hints)


def _made(
    piece: Piece, layer: Layer | None, recipe: Recipe, packing: Packing, hints: tuple[str, ...]
) -> Made | None:
    """What a client gets of a piece with this layer, or none; None where it is no picture."""
    from ritocco.canvas.composite import flatten
    from ritocco.webui.model_hashes import model_hashes
    from ritocco.webui.stamp import parameters, reads_back

    def with_layer(under: Picture) -> Picture:
        return under if layer is None else flatten(under, layer, recipe.extend)

    picture = piece.finish(with_layer(piece.canvas))
    if picture is None:
        return None
    if recipe.diffusion is not None:  # sums are read once, so that a text is never without them
        model_hashes(recipe.diffusion, reads=True)
    canvas = piece.document.canvas
    picture = packing.stamped(picture, recipe, canvas, piece.also)
    text = parameters(picture, recipe, canvas, piece.also) or ""
    if text and not reads_back(text, recipe):
        hints = (*hints, _READ_OTHERWISE)
    beside = _beside(piece, with_layer, packing)
    return Made(recipe, packing.base64_of(picture), text, hints, beside)


def _beside(
    piece: Piece, with_layer: Callable[[Picture], Picture], packing: Packing
) -> tuple[bytes, ...]:
    from ritocco.server.webui.batches.apart import nothing_like

    if not piece.shows:
        return ()
    alone = with_layer(nothing_like(piece.canvas))
    return tuple(packing.base64_of(shown(alone)) for shown in piece.shows)
