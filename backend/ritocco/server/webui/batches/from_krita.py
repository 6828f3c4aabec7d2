"""What auto-sd-paint-ext wants of pictures: sent and got in its own ways. Runs in threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Levels
from ritocco.canvas.fitting import Fit, fitted, fitted_selection
from ritocco.canvas.picture import Picture
from ritocco.geometry import Size
from ritocco.jobs.workers import StudioLike
from ritocco.recipe.recipe import Kind
from ritocco.sentence import Sentence
from ritocco.server.webui.asked.beginnings import Beginning, as_worked_on, check_fitting
from ritocco.server.webui.asked.interpause import FromPicture
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.pictures import picture_in
from ritocco.server.webui.asked.settled import settled
from ritocco.server.webui.batches.apart import nothing_like
from ritocco.server.webui.batches.batch import Batch, Piece, check_count, check_pixels
from ritocco.server.webui.batches.from_pictures import batch_from, check_size
from ritocco.server.webui.batches.packing import AS_PNG


def brought_to(batch: Batch, size: Size) -> Batch:
    """The same work, whose pictures come back at this size. Raises BadRequest where they are too
    much for one reply."""
    check_pixels(len(batch.pieces), size)
    return _each(batch, lambda piece: replace(piece, finish=lambda made: _at(made, size)))


def picture_batch(
    asked: FromPicture, options: Options, studio: StudioLike, home: Path | None
) -> Batch:
    """What is painted over the picture, at its size. Raises what `batch_from` raises, BadPicture.

    With sizes for the model it sees all that was sent, at that size; else it looks at as much of
    it as our own windows do.
    """
    picture = as_worked_on(picture_in(asked.src_img, Sentence("The picture")))
    mask = _mask(asked, picture.size)
    theirs = asked.theirs(picture.size, masked=mask is not None)
    theirs = settled(theirs, Kind.INPAINT, options, home).asked
    check_count(theirs)
    begins = [Beginning(picture, mask)]
    check_size(begins, theirs.count)
    batch = replace(batch_from(theirs, begins, options, studio), asked=theirs)
    return batch if mask is None else _alone(batch, picture, mask)


def halved(image: str) -> str:
    """The picture at half its size, in base64 both. Raises BadPicture, TooLarge."""
    picture = picture_in(image, Sentence("The picture"))
    half = Size(max(1, picture.size.width // 2), max(1, picture.size.height // 2))
    check_fitting(picture.size, half)
    return AS_PNG.base64_of(fitted(picture, half, Fit.STRETCH)).decode("ascii")


def _mask(asked: FromPicture, size: Size) -> Levels | None:
    """What is selected: the alpha of its picture, or all that this leaves. Raises BadPicture."""
    if not (asked.is_inpaint and asked.mask_img):
        return None
    drawn = picture_in(asked.mask_img, Sentence("The mask"))
    mask = fitted_selection(masks.FULL - masks.from_alpha(drawn), size, Fit.STRETCH)
    return masks.FULL - mask if asked.invert_mask else mask


def _each(batch: Batch, changed: Callable[[Piece], Piece]) -> Batch:
    return replace(
        batch,
        pieces=[changed(one) if isinstance(one, Piece) else one for one in batch.pieces],
    )


def _at(picture: Picture, size: Size) -> Picture:
    return picture if picture.size == size else fitted(picture, size, Fit.STRETCH)


def _alone(batch: Batch, under: Picture, mask: Levels) -> Batch:
    """The same work, of which the client gets the layer on a canvas of nothing."""
    nothing = nothing_like(under)
    if not mask.any():  # then the work leaves all as it is, and that is no layer
        return _each(batch, lambda piece: replace(piece, finish=lambda made: nothing, shows=()))
    return _each(batch, lambda piece: replace(piece, whole=nothing, shows=()))
