"""What an artist paints over to have it removed: a selection for one press, made by a brush.

The document's own selection is left as it is: the stroke is laid over the snapshot of that press,
so no editor has to be able to take it, nothing is put on an undo stack, and nothing comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..editor import Snapshot
from ..geometry import Box, Size
from ..pending import Pending
from ..qt import Qt, QtCore, QtGui


@dataclass(frozen=True)
class Stroke:
    """Levels on a part of the canvas, and nothing beside it.

    box     exact bounds of what is above 0, on the canvas; empty: nothing was painted over
    levels  one byte a pixel of `box`, row by row; 255: fully painted over
    """

    box: Box
    levels: bytes = field(repr=False)

    @classmethod
    def of(cls, box: Box, levels: bytes) -> Stroke:
        """From levels in a box that may be larger than what is above 0."""
        width = box.width
        rows = [levels[row * width : (row + 1) * width] for row in range(box.height)]
        painted = [index for index, row in enumerate(rows) if row.strip(b"\0")]
        if not painted:
            return cls(Box(box.x, box.y, 0, 0), b"")
        rows = rows[painted[0] : painted[-1] + 1]
        left = min(width - len(row.lstrip(b"\0")) for row in rows)
        right = max(len(row.rstrip(b"\0")) for row in rows)
        tight = Box(box.x + left, box.y + painted[0], right - left, len(rows))
        return cls(tight, b"".join(row[left:right] for row in rows))

    @classmethod
    def along(cls, points: Sequence[tuple[float, float]], diameter: float, canvas: Size) -> Stroke:
        """A round brush drawn through these points of the canvas; `diameter` in its pixels."""
        path = QtGui.QPainterPath(QtCore.QPointF(*points[0]))
        for point in points[1:] or [(points[0][0] + 0.01, points[0][1])]:
            path.lineTo(*point)
        brush = QtGui.QPainterPathStroker()
        brush.setWidth(diameter)
        brush.setCapStyle(Qt.PenCapStyle.RoundCap)
        brush.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        area = brush.createStroke(path)
        area.setFillRule(Qt.FillRule.WindingFill)
        reach = area.boundingRect().toAlignedRect()
        box = Box(reach.x(), reach.y(), reach.width(), reach.height()) & Box.of(canvas)
        if not box:
            return cls(Box(0, 0, 0, 0), b"")
        image = QtGui.QImage(box.width, box.height, QtGui.QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QtGui.QPainter(image)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.translate(-box.x, -box.y)
        painter.fillPath(area, Qt.GlobalColor.white)
        painter.end()
        held, each = image.constBits(), image.bytesPerLine()
        assert held is not None
        data = bytes(held.asstring(each * box.height))
        rows = (data[row * each : row * each + box.width] for row in range(box.height))
        return cls.of(box, b"".join(rows))

    def part(self, box: Box) -> bytes:
        """The levels in any box, one byte a pixel."""
        shared = self.box & box
        if not shared:
            return bytes(box.area)
        before, after = bytes(shared.x - box.x), bytes(box.right - shared.right)
        rows = [bytes(box.width)] * (shared.y - box.y)
        for y in range(shared.y, shared.bottom):
            first = (y - self.box.y) * self.box.width + shared.x - self.box.x
            rows.append(before + self.levels[first : first + shared.width] + after)
        rows += [bytes(box.width)] * (box.bottom - shared.bottom)
        return b"".join(rows)


class Marked(Snapshot):
    """A moment of a document with a stroke in place of what is selected there."""

    def __init__(self, moment: Snapshot, stroke: Stroke) -> None:
        self._moment, self._stroke = moment, stroke
        self.state = replace(moment.state, selection=stroke.box or None)

    def pixels(self, box: Box) -> bytes | Pending[bytes]:
        """As `Snapshot.pixels`."""
        return self._moment.pixels(box)

    def mask(self, box: Box) -> bytes:
        """As `Snapshot.mask`."""
        return self._stroke.part(box)

    def close(self) -> None:
        """As `Snapshot.close`."""
        self._moment.close()
