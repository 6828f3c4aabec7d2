"""By how much a canvas grows: from pixels, percent or an aspect ratio to `Sides`."""

from __future__ import annotations

from ..geometry import Sides, Size

MOST_SIDE = 30_000


def pixels_of(text: str, side: int) -> int | None:
    """What an artist typed ("256", "256 px", "25%") for a side so long; None: not readable."""
    typed = text.strip().lower().removesuffix("px").strip().replace(",", ".")
    percent = typed.endswith("%")
    try:
        value = float(typed.removesuffix("%") or 0)
    except ValueError:
        return None
    pixels = value * side / 100 if percent else value
    return round(pixels) if 0 <= pixels <= MOST_SIDE else None


def sides_for(canvas: Size, width: int, height: int) -> Sides:
    """The sides to add for the smallest canvas of aspect width:height that holds this one.

    What is added is shared by both sides; the odd pixel goes to the right or the bottom.
    """
    if canvas.width * height < canvas.height * width:
        more = -(-canvas.height * width // height) - canvas.width
        return Sides(left=more // 2, right=more - more // 2)
    more = -(-canvas.width * height // width) - canvas.height
    return Sides(top=more // 2, bottom=more - more // 2)


def pulled(sides: Sides, x: int, y: int, dx: float, dy: float) -> Sides:
    """The sides after an edge or a corner was pulled by (dx, dy) pixels of the canvas.

    x  -1: the left edge moves, 1: the right one, 0: neither; `y` likewise, -1 being the top
    """

    def moved(side: int, by: float) -> int:
        return min(MOST_SIDE, max(0, side + round(by)))

    return Sides(
        moved(sides.left, -dx) if x < 0 else sides.left,
        moved(sides.top, -dy) if y < 0 else sides.top,
        moved(sides.right, dx) if x > 0 else sides.right,
        moved(sides.bottom, dy) if y > 0 else sides.bottom,
    )
