"""A document's colours and the screen's: from the profile to sRGB, and back for the brush."""

from __future__ import annotations

from ..qt import QtGui
from .document import FileFacts
from .raster import PixelKind

_Named = QtGui.QColorSpace.NamedColorSpace
SRGB = QtGui.QColorSpace(_Named.SRgb)
LINEAR = QtGui.QColorSpace(_Named.SRgbLinear)
_Mode = QtGui.QPainter.CompositionMode
_Format = QtGui.QImage.Format


class Screen:
    """How the pixels of a document are shown.

    transform    to sRGB; None where they are sRGB already
    from_screen  the way back, or None
    grey         the transform is that of a grey profile
    shown        False where the profile is one that Qt cannot read: its pixels are shown as sRGB
    """

    def __init__(self, kind: PixelKind, facts: FileFacts) -> None:
        self.shown = True
        space = LINEAR if kind.name in ("f16", "f32") else SRGB
        if facts.profile:
            profile = QtGui.QColorSpace.fromIccProfile(facts.profile)
            self.shown = profile.isValid()
            space = profile if self.shown else space
        self.grey = space.colorModel() == QtGui.QColorSpace.ColorModel.Gray
        self._is_grey = facts.model == "grey"
        self.text = space.description() or ("sRGB" if space == SRGB else "")
        self.transform: QtGui.QColorTransform | None = None
        self.from_screen: QtGui.QColorTransform | None = None
        if space != SRGB:
            self.transform = space.transformationToColorSpace(SRGB)
            self.from_screen = SRGB.transformationToColorSpace(space)

    def to_document(self, colour: QtGui.QColor) -> QtGui.QColor:
        """A colour of the screen in the document's own numbers."""
        if self.grey or self._is_grey:
            level = QtGui.qGray(colour.rgb())
            return QtGui.QColor(level, level, level, colour.alpha())
        if self.from_screen is None:
            return colour
        mapped = self.from_screen.map(colour)
        mapped.setAlphaF(colour.alphaF())
        return mapped


def converted(image: QtGui.QImage, kind: PixelKind, colours: Screen) -> QtGui.QImage:
    """An image of the screen (sRGB unless it says otherwise) in a document's kind and colours."""
    if image.colorSpace().isValid() and image.colorSpace() != SRGB:
        image = image.convertedToColorSpace(SRGB)
    straight = image.convertToFormat(_Format.Format_RGBA64)
    if colours.grey:
        light = straight.convertToFormat(_Format.Format_RGBX64)
        light = light.convertToFormat(_Format.Format_Grayscale16).convertToFormat(
            _Format.Format_RGBA64_Premultiplied
        )
        painter = QtGui.QPainter(light)
        painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, straight)
        painter.end()
        return light.convertToFormat(kind.straight)
    if colours.from_screen is None:
        return straight.convertToFormat(kind.straight)
    return straight.colorTransformed(colours.from_screen, kind.straight)
