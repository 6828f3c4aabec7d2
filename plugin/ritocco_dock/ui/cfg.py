"""The CFG slider: its zones are drawn under it, so that a value can be judged while it is set."""

from __future__ import annotations

from ..knobs.knobs import KNOBS
from ..knobs.own import ANY_MODEL
from ..knobs.presets import CFG_ZONES, cfg_zone, zones_for
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .look import Meaning, QuietLabel, Role, colour, faint, line, mixed
from .part import wheel_scrolls

_MEANINGS = dict(
    zip(
        (zone.label for zone in CFG_ZONES),
        (Meaning.CALM, Meaning.GOOD, Meaning.CAUTION, Meaning.BAD),
        strict=True,
    )
)
_LOW, _HIGH, _STEP = 1.0, 20.0, 0.5
"""The slider's range with any model; the number beside it takes all of the knob's."""
_LEAST_HIGH = 4.0


class ZonedSlider(QtWidgets.QAbstractSlider):
    """A slider whose groove shows the zones of a model. Values are in halves."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = ANY_MODEL.cfg
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(round(_LOW / _STEP), round(_HIGH / _STEP))
        self.setSingleStep(1)
        self.setPageStep(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_own(self, cfg: float) -> None:
        """The model's own CFG: its zones lie around it."""
        self._own = cfg
        blocked = self.blockSignals(True)
        self.setMaximum(round(max(_LEAST_HIGH, _HIGH * cfg / ANY_MODEL.cfg) / _STEP))
        self.blockSignals(blocked)
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """As high as its number beside it."""
        return QtCore.QSize(line(self) * 6, round(line(self) * 1.5))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(line(self) * 4, round(line(self) * 1.5))

    def place(self, value: float) -> float:
        """The x of a value of `self.value()`'s kind."""
        margin = self._radius() + 1
        span = self.maximum() - self.minimum()
        return margin + (value - self.minimum()) / span * (self.width() - 2 * margin)

    def _radius(self) -> float:
        return line(self) * 0.42

    def _value_at(self, x: float) -> int:
        margin = self._radius() + 1
        share = (x - margin) / max(1.0, self.width() - 2 * margin)
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The handle jumps to the press."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(event.pos().x()))

    def mouseMoveEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """And follows."""
        if event is not None and self.isSliderDown():
            self.setValue(self._value_at(event.pos().x()))

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Until it is let go."""
        self.setSliderDown(False)

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """The wheel scrolls the dock unless the slider has the keyboard."""
        wheel_scrolls(self, event, super().wheelEvent)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Groove in zones, and the handle in the colour of its own."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette, middle, radius = self.palette(), self.height() / 2, self._radius()
        high = max(4.0, line(self) * 0.28)
        groove = QtCore.QRectF(
            self.place(self.minimum()) - radius / 2,
            middle - high / 2,
            self.place(self.maximum()) - self.place(self.minimum()) + radius,
            high,
        )
        path = QtGui.QPainterPath()
        path.addRoundedRect(groove, high / 2, high / 2)
        painter.setClipPath(path)
        zones = zones_for(self._own)
        ends = [*(zone.low for zone in zones[1:]), self.maximum() * _STEP + 1]
        now = cfg_zone(self.value() * _STEP, self._own).label
        for zone, end in zip(zones, ends, strict=True):
            left = max(groove.left(), self.place(zone.low / _STEP))
            right = min(groove.right(), self.place(end / _STEP))
            ink = self._ink(zone.label)
            ink = ink if zone.label == now else mixed(ink, palette.color(Role.Window), 0.55)
            painter.fillRect(QtCore.QRectF(left, groove.top(), right - left - 1, high), ink)
        painter.setClipping(False)
        centre = QtCore.QPointF(self.place(self.value()), middle)
        edge = self._ink(now)
        if self.hasFocus():
            painter.setPen(QtGui.QPen(palette.color(Role.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(QtGui.QPen(edge, 2))
        painter.setBrush(palette.color(Role.Button))
        painter.drawEllipse(centre, radius - 2, radius - 2)

    def _ink(self, label: str) -> QtGui.QColor:
        return (
            colour(_MEANINGS[label], self.palette()) if self.isEnabled() else faint(self.palette())
        )


class CfgKnob(QtWidgets.QWidget):
    """Slider, number, and in words what the value does."""

    value_changed = Signal(float)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        row, self._own = KNOBS["cfg"], ANY_MODEL.cfg
        self.slider = ZonedSlider()
        self.number = QtWidgets.QDoubleSpinBox()
        self.number.setRange(row.low or 0, row.high or 0)
        self.number.setDecimals(1)
        self.number.setSingleStep(_STEP)
        self.number.setKeyboardTracking(False)
        self.verdict = QuietLabel()
        for widget in (self.slider, self.number):
            widget.setAccessibleName(say("CFG: how strictly words are followed"))
        box = QtWidgets.QGridLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.slider, 0, 0)
        box.addWidget(self.number, 0, 1)
        box.addWidget(self.verdict, 1, 0, 1, 2)
        box.setColumnStretch(0, 1)
        self.slider.valueChanged.connect(lambda value: self._take(value * _STEP))
        self.number.valueChanged.connect(self._take)
        self.show_value(self._own)

    def show_own(self, cfg: float) -> None:
        """The model's own CFG."""
        if cfg != self._own:
            self._own = cfg
            self.slider.show_own(cfg)
            self.show_value(self.number.value())

    def show_value(self, cfg: float) -> None:
        """Show without saying so."""
        for widget, value in ((self.slider, round(cfg / _STEP)), (self.number, cfg)):
            blocked = widget.blockSignals(True)
            widget.setValue(value)  # type: ignore[arg-type]
            widget.blockSignals(blocked)
        self.slider.update()
        zone = cfg_zone(cfg, self._own)
        self.verdict.setText(say(zone.label).capitalize() + ": " + say(zone.hint))

    def _take(self, cfg: float) -> None:
        self.show_value(cfg)
        self.value_changed.emit(float(cfg))
