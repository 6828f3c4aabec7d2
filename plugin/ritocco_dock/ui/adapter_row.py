"""One chosen adapter: picture, name, strength, and below it what is set apart or lacking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

from ..knobs.adapters import MOST, STRONGEST, Adapter
from ..knobs.known import InUse
from ..knobs.tags import has_words
from ..models.catalogue import LibraryModel
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import mark, say
from .adapter_words import KIND_TITLES, facts, pictured
from .choices import Chip, Choice
from .flow import Flow
from .look import ElidedLabel, Meaning, colour, line
from .part import Button, Decimal, Slider
from .symbols import SymbolButton

_SLIDES = 2.0
"""How far the slider goes, either way; the number goes on."""
_STEP = 0.05
_MOST_WORDS = 12
_LONGEST_NAME = 100
"""Of block weights."""
PRESETS = {
    "": mark("All of it"),
    "INALL": mark("Shapes: the way in (INALL)"),
    "INS": mark("Shapes, the outer part (INS)"),
    "MIDD": mark("Composition: the middle (MIDD)"),
    "OUTD": mark("Forms, the inner part (OUTD)"),
    "OUTS": mark("Colour and texture (OUTS)"),
    "OUTALL": mark("Look: the way out (OUTALL)"),
}
"""Names of block weights that the backend knows, with what they keep of an adapter."""
Picture = Callable[[str, str], "QtGui.QImage | None"]
"""The small picture of the adapter of a kind and name, where it is here."""


class Thumb(QtWidgets.QWidget):
    """The small picture, or a symbol."""

    def __init__(self, kind: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.image: QtGui.QImage | None = None
        side = round(line(self) * 2.6)
        self.setFixedSize(side, side)

    def show_image(self, image: QtGui.QImage | None) -> None:
        """Another picture."""
        if image is not self.image:
            self.image = image
            self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws it."""
        box = QtCore.QRectF(self.rect())
        pictured(QtGui.QPainter(self), box, self.image, self._kind, self.palette())


class StrengthLine(QtWidgets.QWidget):
    """Slider from -2 to 2, and the number, which is finer and goes further."""

    value_changed = Signal(float)

    def __init__(self, name: str, parent: QtWidgets.QWidget | None = None) -> None:
        """`name` for screen readers."""
        super().__init__(parent)
        most = round(_SLIDES / _STEP)
        self.slider, self.number = Slider(-most, most), Decimal(-STRONGEST, STRONGEST, 0.05)
        self.slider.setPageStep(round(0.25 / _STEP))
        self.slider.setMinimumWidth(24)
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.slider, 1)
        box.addWidget(self.number)
        for widget in (self.slider, self.number):
            widget.setAccessibleName(name)
        self.slider.valueChanged.connect(lambda steps: self._take(round(steps * _STEP, 2)))
        self.number.valueChanged.connect(self._take)

    def setToolTip(self, tip: str | None) -> None:
        """Of both."""
        for widget in (self.slider, self.number):
            widget.setToolTip(tip or "")

    def show_value(self, value: float) -> None:
        """Show without saying so."""
        self.slider.show_value(round(value / _STEP))
        self.number.show_value(value)

    def _take(self, value: float) -> None:
        self.show_value(value)
        self.value_changed.emit(float(value))


@dataclass(frozen=True)
class Trouble:
    """Why an adapter cannot be used. Of one that is not here:

    near   names that may have been meant
    offer  the model of the catalogue that would bring it
    """

    text: str = ""
    near: tuple[str, ...] = ()
    offer: LibraryModel | None = None


class Lacking(QtWidgets.QWidget):
    """What is wrong with an adapter, names that may have been meant, and where it can be had."""

    renamed = Signal(str)
    models_wanted = Signal(str)
    """The page of models, opened at the one with this id."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QtWidgets.QLabel()
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.names: list[Chip] = []
        self._near = QtWidgets.QWidget()
        self._flow = Flow(self._near, gap=3)
        self._offer = ""
        self.get = Button()
        self.get.clicked.connect(lambda: self.models_wanted.emit(self._offer))
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.words)
        box.addWidget(self._near)
        box.addWidget(self.get, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what is wrong; nothing hides all of it."""
        text, near, offer = trouble.text, trouble.near, trouble.offer
        palette = self.palette()
        palette.setColor(QtGui.QPalette.ColorRole.WindowText, colour(Meaning.CAUTION, palette))
        self.words.setPalette(palette)
        self.words.setText(text)
        self.setVisible(bool(text))
        if [chip.key for chip in self.names] != list(near):
            self.names = refilled(self._flow, near, self.renamed.emit, _meant)
        self._near.setVisible(bool(near))
        self.get.setVisible(offer is not None)
        if offer is not None:
            self._offer = offer.id
            self.get.show_words(say("Get {model}…", model=offer.title))
            self.get.setToolTip(
                say("Shows {model}: what it is good for, its size and licence.", model=offer.title)
            )


def _meant(name: str) -> Choice:
    return Choice(name, name, say("Use {name} in its place.", name=name))


def refilled(
    flow: Flow,
    keys: Sequence[str],
    pressed: Callable[[str], object],
    choice: Callable[[str], Choice],
) -> list[Chip]:
    """Other chips in a row, one for each key; the new ones."""
    while flow.count():
        item = flow.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    chips = [Chip(choice(key)) for key in keys]
    for chip in chips:
        chip.clicked.connect(lambda _=False, key=chip.key: pressed(key))
        flow.addWidget(chip)
    return chips


class AdapterRow(QtWidgets.QWidget):
    """Shows one adapter, and says what the artist does to it."""

    turned = Signal(object)
    """It is to be this `Adapter`."""
    removed = Signal()
    words_wanted = Signal(str)
    """These trigger words are to go into the prompt, or out of it."""

    def __init__(self, adapter: Adapter, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._adapter = adapter
        self._apart = False
        """Whether the artist wants to set the words' strength, though it is not another yet."""
        self.thumb, self.name = Thumb(adapter.kind), ElidedLabel(adapter.name)
        self.more = SymbolButton("knobs", say("More about this adapter"))
        self.more.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QtWidgets.QMenu(self)
        self.more.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.remove = SymbolButton("close", say("Remove"), say("Paints without it from now on."))
        self.strength = StrengthLine(say("Strength of {name}", name=adapter.name))
        self.strength.setToolTip(
            say(
                "How strongly it acts: 0 is not at all, 1 as it was made, below 0 its opposite. "
                "0.5 to 1 is usual."
            )
        )
        self.text = StrengthLine(say("Strength of {name} on words", name=adapter.name))
        self.text.setToolTip(
            say("How strongly it acts on how words are understood, apart from how it paints.")
        )
        self._words = QtWidgets.QLabel(say("Words"))
        self._words.setToolTip(self.text.slider.toolTip())
        self.blocks = QtWidgets.QLineEdit()
        self.blocks.setAccessibleName(say("Block weights of {name}", name=adapter.name))
        self.blocks.setToolTip(
            say(
                "How much each part of the model takes of it: the name of a preset, or numbers "
                "between commas (17 or 26 of them; 12 or 20 with SDXL), the first for the words. "
                "Empty: all of it."
            )
        )
        self._parts = QtWidgets.QLabel(say("Parts"))
        self._parts.setToolTip(self.blocks.toolTip())
        self.lacking = Lacking()
        self.triggers: list[Chip] = []
        self._chips = QtWidgets.QWidget()
        self._flow = Flow(self._chips, gap=3)
        self._lay_out()
        self.remove.clicked.connect(self.removed)
        self.strength.value_changed.connect(self._strengthen)
        self.text.value_changed.connect(
            lambda value: self.turned.emit(replace(self._adapter, text_strength=value))
        )
        self.blocks.editingFinished.connect(self._weigh)
        self.lacking.renamed.connect(
            lambda name: self.turned.emit(replace(self._adapter, name=name, sha256=""))
        )

    def _lay_out(self) -> None:
        head = QtWidgets.QHBoxLayout()
        head.setSpacing(1)
        head.addWidget(self.name, 1)
        head.addWidget(self.more)
        head.addWidget(self.remove)
        beside = QtWidgets.QVBoxLayout()
        beside.setSpacing(0)
        beside.addLayout(head)
        beside.addWidget(self.strength)
        top = QtWidgets.QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.thumb)
        top.addLayout(beside, 1)
        more = QtWidgets.QGridLayout()
        more.setHorizontalSpacing(6)
        more.setVerticalSpacing(3)
        for place, (label, widget) in enumerate(
            ((self._words, self.text), (self._parts, self.blocks))
        ):
            more.addWidget(label, place, 0)
            more.addWidget(widget, place, 1)
        more.setColumnStretch(1, 1)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addLayout(top)
        box.addLayout(more)
        for widget in (self.lacking, self._chips):
            box.addWidget(widget)

    @property
    def adapter(self) -> Adapter:
        """What it shows."""
        return self._adapter

    def show_use(self, one: InUse, prompt: str, trouble: Trouble) -> None:
        """How it stands now."""
        adapter, info = one.adapter, one.info
        turned_elsewhere = adapter.block_weights != self._adapter.block_weights
        self._adapter = adapter
        about = facts(info) if info is not None else say(KIND_TITLES[adapter.kind])
        self.name.setToolTip(f"{adapter.name}\n{about}")
        self.strength.show_value(adapter.unet_strength)
        self.text.show_value(adapter.text_strength)
        apart = self._apart or adapter.is_apart
        self._words.setVisible(apart)
        self.text.setVisible(apart)
        if turned_elsewhere or not self.blocks.hasFocus():
            self.blocks.setText(_shown(adapter.block_weights))
            self._show_blocks(bool(adapter.block_weights))
        self.lacking.show_trouble(trouble)
        words = info.words[:_MOST_WORDS] if info is not None else ()
        if [chip.key for chip in self.triggers] != list(words):
            self.triggers = refilled(self._flow, words, self.words_wanted.emit, _trigger)
            for chip in self.triggers:
                chip.setCheckable(True)
        for chip in self.triggers:
            chip.setChecked(has_words(prompt, chip.key))
        self._chips.setVisible(bool(words))

    def show_image(self, picture: Picture) -> None:
        """Its small picture, where there is one."""
        self.thumb.show_image(picture(*self._adapter.key))

    def _fill_menu(self) -> None:
        self.menu.clear()
        apart = self.menu.addAction(say("Words at a strength of their own"))
        blocks = self.menu.addMenu(say("Which parts of the model take it"))
        assert apart is not None
        assert blocks is not None
        apart.setCheckable(True)
        apart.setChecked(self._apart or self._adapter.is_apart)
        apart.triggered.connect(self._set_apart)
        for name, title in PRESETS.items():
            action = blocks.addAction(say(title))
            assert action is not None
            action.setCheckable(True)
            action.setChecked(self._adapter.block_weights == name)
            action.triggered.connect(
                lambda _=False, name=name: self.turned.emit(
                    replace(self._adapter, block_weights=name)
                )
            )
        typed = blocks.addAction(say("As numbers…"))
        self.menu.addSeparator()
        remove = self.menu.addAction(say("Remove"))
        assert typed is not None
        assert remove is not None
        typed.triggered.connect(self._type_blocks)
        remove.triggered.connect(self.removed)

    def _set_apart(self, on: bool) -> None:
        self._apart = on
        strength = self._adapter.unet_strength
        text = self._adapter.text_strength if on else strength
        self._words.setVisible(on)
        self.text.setVisible(on)
        self.turned.emit(replace(self._adapter, text_strength=text))

    def _strengthen(self, value: float) -> None:
        if self._apart:
            self.turned.emit(replace(self._adapter, unet_strength=value))
        else:
            self.turned.emit(self._adapter.at(value))

    def _show_blocks(self, on: bool) -> None:
        self._parts.setVisible(on)
        self.blocks.setVisible(on)

    def _type_blocks(self) -> None:
        self._show_blocks(True)
        self.blocks.setFocus()

    def _weigh(self) -> None:
        read = _read(self.blocks.text())
        self._show_blocks(bool(read))
        if read != self._adapter.block_weights:
            self.turned.emit(replace(self._adapter, block_weights=read))


def _trigger(words: str) -> Choice:
    return Choice(words, words, say("Puts these words into the prompt, or takes them out again."))


def _shown(blocks: str | tuple[float, ...]) -> str:
    return blocks if isinstance(blocks, str) else ", ".join(f"{weight:g}" for weight in blocks)


def _read(text: str) -> str | tuple[float, ...]:
    """Numbers where all are such, else the name of a preset, in capitals as presets are."""
    parts = text.replace(",", " ").split()
    try:
        weights = [float(part) for part in parts[:MOST]]
    except ValueError:
        weights = [nan]
    if any(map(isnan, weights)):
        return " ".join(parts).upper()[:_LONGEST_NAME]
    return tuple(max(-STRONGEST, min(STRONGEST, weight)) for weight in weights) or ""
