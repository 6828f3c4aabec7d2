"""Adapters in words and in small pictures, wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from ..knobs.adapters import EMBEDDING, HYPERNETWORK, LORA
from ..knobs.known import AdapterInfo, InUse
from ..qt import Qt, QtCore, QtGui
from ..words import mark, say
from .look import faint, quiet
from .symbols import drawn

KIND_TITLES = {
    LORA: mark("LoRA"),
    HYPERNETWORK: mark("Hypernetwork"),
    EMBEDDING: mark("Embedding"),
}
_FAMILIES = {"sd1": "Stable Diffusion 1", "sd2": "Stable Diffusion 2", "sdxl": "SDXL"}
"""Ids of families -> their names, which are the same in every language."""
_SYMBOLS = {LORA: "adapter", HYPERNETWORK: "network", EMBEDDING: "word"}


def reason(info: AdapterInfo, family: str) -> str:
    """Why it cannot be used with models of this family; "" where it can."""
    if info.problem:
        return info.problem
    if info.fits(family):
        return ""
    return say("It was made for {family}; another model paints.", family=family_of(info))


def family_of(info: AdapterInfo) -> str:
    """What models it is for, as artists call them; "" where that is not known."""
    bases = dict.fromkeys(one.partition("-")[0] for one in info.families)
    return ", ".join(_FAMILIES.get(one, one) for one in bases)


def facts(info: AdapterInfo) -> str:
    """One line about it: what it is, what for, what it answers to."""
    parts = [say(KIND_TITLES[info.kind]), family_of(info), ", ".join(info.words)]
    return " · ".join(part for part in parts if part)


def summary(used: Sequence[InUse]) -> str:
    """All that are in use: "ink 0.8 · glow 1"."""
    return " · ".join(one.adapter.told() for one in used)


def pictured(
    painter: QtGui.QPainter,
    box: QtCore.QRectF,
    image: QtGui.QImage | None,
    kind: str,
    palette: QtGui.QPalette,
) -> None:
    """Draw the small picture of an adapter, cut to fill a square; a symbol where there is none."""
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
    path = QtGui.QPainterPath()
    path.addRoundedRect(box, 3, 3)
    painter.fillPath(path, faint(palette))
    if image is not None and not image.isNull():
        size = QtCore.QSizeF(image.size()).scaled(
            box.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        place = QtCore.QRectF(QtCore.QPointF(0, 0), size)
        place.moveCenter(box.center())
        place.moveTop(box.top())  # heads are at the top
        painter.setClipPath(path)
        painter.drawImage(place, image)
    else:
        air = box.width() * 0.22
        drawn(painter, _SYMBOLS[kind], box.adjusted(air, air, -air, -air), quiet(palette))
    painter.restore()
