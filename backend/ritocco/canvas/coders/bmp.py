"""BMP, by Pillow's reader of this one format."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import BmpImagePlugin

from ritocco.canvas.coders.undecoded import Decoded, Undecoded
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.tags import Damaged
from ritocco.geometry import Size

_RAISED: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    struct.error,
)
"""What Pillow says of files that are none."""
_GREYS = frozenset({"1", "L"})


def undecoded(path: Path, data: memoryview) -> Undecoded:
    """What the header says. Raises Damaged, as does decoding."""
    try:
        image = BmpImagePlugin.BmpImageFile(BytesIO(data))
    except _RAISED as error:
        raise Damaged(str(error)) from error
    model = ColourModel.GREY if image.mode in _GREYS else ColourModel.RGB
    layout = Layout(model, Depth.U8, image.mode == "RGBA")
    wanted = "L" if model is ColourModel.GREY else "RGBA" if layout.alpha else "RGB"

    def decode() -> Decoded:
        try:
            return Decoded(np.asarray(image.convert(wanted)).data.cast("B"))
        except _RAISED as error:
            raise Damaged(str(error)) from error

    return Undecoded(Size(*image.size), layout, decode)
