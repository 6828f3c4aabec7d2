"""What finishing pictures may come to: told by their headers, and refused before it begins.

Bytes are those of pixels, since nobody knows before how well they pack.
"""

from __future__ import annotations

from collections.abc import Sequence

from ritocco import budget
from ritocco.canvas.picture import Layout
from ritocco.geometry import Size
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.extras import MOST_LONG, Extras
from ritocco.server.webui.asked.pictures import header_in
from ritocco.server.webui.asked.requests import MOST_PIXELS
from ritocco.webui.upscalers import upscaler_called

MOST_BYTES = 2**30
"""Of all pictures in one reply, in base64."""
_BEFORE = 2
"""How often a picture is there as it was sent: as it is, in numbers."""
_AFTER = 5
"""How often one is that was made: as it is, and either a second one over it and what is made of
both, or its file in pieces, as one, and in base64."""
_SMALLER = Sentence("ask for a smaller size")


def check_together(asked: Extras, images: Sequence[str]) -> None:
    """Raise BadRequest or TooLarge where all that is made of these pictures, in base64, is too
    much; BadPicture where one cannot be read."""
    enlarges = upscaler_called(asked.upscaler_1) is not None
    area = nbytes = 0
    for image in images:
        size, layout = header_in(image, Sentence("The picture"))
        target = target_of(asked, size)[0] if enlarges else size
        check_target(size, layout, target, beside=nbytes)
        area += target.area
        nbytes += target.area * _depth(layout) * 4 // 3
        if area > MOST_PIXELS or nbytes > MOST_BYTES:
            raise together_too_large()


def together_too_large() -> BadRequest:
    """What is said of a reply that would be."""
    return BadRequest(
        "These pictures are too large together; send fewer at once, or enlarge them less."
    )


def check_target(have: Size, layout: Layout, target: Size, beside: int = 0) -> None:
    """Raise BadRequest or TooLarge for a size that cannot be made, with as much memory as that
    taken beside it."""
    if max(target.width, target.height) > MOST_LONG or target.area > MOST_PIXELS:
        raise BadRequest(
            "A picture of {size} would become {target}; it may have {long} pixels on a side, and "
            "{most} megapixels in all.",
            size=have,
            target=target,
            long=MOST_LONG,
            most=MOST_PIXELS // 10**6,
        )
    need = (_BEFORE * have.area + _AFTER * target.area) * _depth(layout)
    budget.check(need + beside, Sentence("A picture of {size} pixels", size=target), _SMALLER)


def target_of(asked: Extras, size: Size) -> tuple[Size, float]:
    """The size that a picture of `size` gets, and how many times as large it is before a crop."""
    if not asked.resize_mode:
        ratio = asked.upscaling_resize
    else:
        ratio = max(asked.size.width / size.width, asked.size.height / size.height)
        if asked.upscaling_crop:
            return asked.size, ratio
    return Size(max(1, round(size.width * ratio)), max(1, round(size.height * ratio))), ratio


def _depth(layout: Layout) -> int:
    """Bytes of a pixel."""
    return layout.channels * layout.depth.dtype.itemsize
