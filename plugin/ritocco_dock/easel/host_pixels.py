"""Pixels as the dock has them, in an easel document's own kind and colours, and back."""

from __future__ import annotations

from array import array

from ..editor import SRGB8, Colour, Layout
from ..errors import HostError
from ..geometry import Box
from ..qt import QtGui
from ..words import say
from .colours import SRGB, Screen, converted
from .document import FileFacts
from .raster import PixelKind, Raster, image_of

_MODELS = {"rgb": "RGB", "grey": "Grey"}
_DEPTHS = {"u8": "8 bit", "u16": "16 bit", "f16": "16 bit float", "f32": "32 bit float"}


def colour_of(kind: PixelKind, facts: FileFacts, colours: Screen) -> Colour:
    """How the bytes of a document are to be read."""
    text = f"{_MODELS[facts.model]} {_DEPTHS[kind.name]}"
    if colours.text:
        text = f"{text}, {colours.text}"
    return Colour(Layout(facts.model, kind.name, True, "rgba"), facts.profile, text)


def grey_pixels(data: bytes, kind: PixelKind) -> bytes:
    """Red and alpha of pixels with three equal colours."""
    wide = array(kind.channel_code, data)
    narrow = array(kind.channel_code, bytes(len(data) // 2))
    narrow[0::2], narrow[1::2] = wide[0::4], wide[3::4]
    return narrow.tobytes()


def colour_pixels(data: bytes, kind: PixelKind) -> bytes:
    """Grey and alpha as three equal colours and alpha."""
    narrow = array(kind.channel_code, data)
    wide = array(kind.channel_code, bytes(len(data) * 2))
    wide[3::4] = narrow[1::2]
    for channel in range(3):
        wide[channel::4] = narrow[0::2]
    return wide.tobytes()


class Pixels:
    """Bands of a layer in the making, gathered as a raster of the document's kind."""

    def __init__(
        self, box: Box, given: Colour, kind: PixelKind, own: Colour, colours: Screen
    ) -> None:
        self._given, self._kind, self._colours = given, kind, colours
        self._is_own = given.layout == own.layout
        self.raster = Raster(kind, {}, (box.x, box.y))

    def write(self, box: Box, pixels: bytes) -> None:
        """A band."""
        if self._is_own:
            if self._given.layout.model == "grey":
                pixels = colour_pixels(pixels, self._kind)
            image = image_of(pixels, box, self._kind)
        elif self._given.layout == SRGB8:
            form = QtGui.QImage.Format.Format_ARGB32
            shown = QtGui.QImage(pixels, box.width, box.height, 4 * box.width, form).copy()
            image = in_document(shown, self._kind, self._colours)
        else:
            raise HostError(say("The result's pixels do not fit this document. Run it again."))
        self.raster = self.raster.drawn(image, box)


def in_document(image: QtGui.QImage, kind: PixelKind, colours: Screen) -> QtGui.QImage:
    """sRGB pixels in a document's kind and colours."""
    image.setColorSpace(SRGB)
    return converted(image, kind, colours)
