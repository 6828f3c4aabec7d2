"""Where the repainted part ends, what it starts from, and how it is fitted in."""

from __future__ import annotations

from ..knobs.knobs import Knobs
from ..qt import QtWidgets
from ..words import mark, say
from .part import Check, Combo, Number, Part, Rows, aligned

_CONTENT = {
    "padded": mark("the surroundings, continued"),
    "original": mark("what is there now"),
    "noise": mark("nothing (noise)"),
}
_SIZES = (0, 384, 512, 640, 768, 1024, 1280)


class EdgesPart(Part):
    """Knobs that most pictures do not need."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self.model_size = Combo(), Combo()
        self.grow, self.soften, self.blend_band = (Number(0, 512, "px") for _ in range(3))
        self.harmonize = Check(say("Match colour and grain"))
        self.variation = Number(0, 100, "%")
        self.clip_skip = Number(0, 12)
        self.clip_skip.setSpecialValueText(say("its own"))
        self.content.offer([(key, say(text)) for key, text in _CONTENT.items()])
        self.model_size.offer(
            [(str(one), f"{one} px" if one else say("the model's own")) for one in _SIZES]
        )
        self._model = QtWidgets.QWidget()
        more = Rows(self._model)
        more.add(
            say("Start from"),
            self.content,
            say(
                "What the model sees inside the selection when it begins. Noise is the most free; "
                "what is there now keeps shapes at lower strength."
            ),
        )
        more.add(
            say("Model size"),
            self.model_size,
            say(
                "Side of the square the model paints at. Models draw best at the size they were "
                "trained for; a larger one shows finer detail and repeats itself sooner."
            ),
        )
        more.add(
            say("Variation"),
            self.variation,
            say("Mixes a little of another seed in: the same idea, slightly different."),
        )
        more.add(
            say("Clip skip"),
            self.clip_skip,
            say(
                "Which layer of the text encoder is read, counted from the last. Some models "
                "trained on drawings want 2."
            ),
        )
        rows = Rows()
        rows.add(
            say("Grow"),
            self.grow,
            say("Widens the selection first, to take in a halo or a shadow at its edge."),
        )
        rows.add(
            say("Feather inside"),
            self.soften,
            say("Width of a soft edge inside the selection. Nothing outside it changes."),
        )
        rows.add(
            say("Blend band"),
            self.blend_band,
            say(
                "Lets the result fade out this far beyond the selection. These pixels change too, "
                "so it is off until you ask for it."
            ),
        )
        rows.add_wide(self.harmonize)
        self.harmonize.setToolTip(
            say("Fits colour, contrast and grain of the new part to what surrounds it.")
        )
        aligned(rows, more)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(rows)
        box.addWidget(self._model)
        for name in ("grow", "soften", "blend_band", "clip_skip"):
            getattr(self, name).valueChanged.connect(
                lambda value, name=name: self.turned.emit({name: value})
            )
        self.content.chosen.connect(lambda key: self.turned.emit({"content": key}))
        self.model_size.chosen.connect(lambda key: self.turned.emit({"model_size": int(key)}))
        self.variation.valueChanged.connect(
            lambda value: self.turned.emit({"variation_strength": value / 100})
        )
        self.harmonize.toggled.connect(lambda on: self.turned.emit({"harmonize": on}))

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these values."""
        for name in ("grow", "soften", "blend_band", "clip_skip"):
            getattr(self, name).show_value(getattr(knobs, name))
        self.content.choose(knobs.content)
        self.content.setEnabled(knobs.task != "refine")
        self.model_size.choose(str(knobs.model_size))
        self.variation.show_value(round(knobs.variation_strength * 100))
        blocked = self.harmonize.blockSignals(True)
        self.harmonize.setChecked(knobs.harmonize)
        self.harmonize.blockSignals(blocked)

    def show_use(self, diffusion: bool) -> None:
        """Whether a model will paint."""
        self._model.setVisible(diffusion)

    def summary(self, knobs: Knobs) -> str:
        """For the folded head: what is not as usual."""
        usual = Knobs()
        told = []
        if knobs.grow:
            told.append(say("grow {px} px", px=knobs.grow))
        if knobs.soften:
            told.append(say("feather {px} px", px=knobs.soften))
        if knobs.blend_band:
            told.append(say("band {px} px", px=knobs.blend_band))
        if knobs.content != usual.content and knobs.task != "refine":
            told.append(say(_CONTENT[knobs.content]))
        if not knobs.harmonize:
            told.append(say("colours not matched"))
        if knobs.model_size:
            told.append(f"{knobs.model_size} px")
        return " · ".join(told) or say("exact edge")
