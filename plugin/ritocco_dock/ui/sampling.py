"""How a model paints: which one, sampler and schedule, steps, CFG, seed."""

from __future__ import annotations

from collections.abc import Sequence

from ..knobs.knob import Group
from ..knobs.knobs import AUTOMATIC, KNOBS, SURROUNDINGS, Knobs
from ..knobs.models import ModelInfo
from ..knobs.own import ANY_MODEL, OwnValues, is_touched, let_go, resolved
from ..knobs.presets import steps_for
from ..models.offer import SamplerInfo
from ..qt import Qt, QtWidgets, Signal
from ..words import say
from .cfg import CfgKnob
from .choices import Choice, Choices
from .fast_knob import FastKnob
from .part import Button, Combo, Part, Rows, aligned
from .plain_knobs import PlainKnobs, number_of
from .seed import SeedKnob


class ModelKnob(Combo):
    """The model: the best there is, none, or one by name; those with a problem say it."""

    def show_models(self, models: Sequence[ModelInfo], used: str) -> None:
        """Offer these; `used` is the one that Automatic means now."""
        automatic = say("Automatic ({model})", model=used) if used else say("Automatic")
        usable = [(model.name, model.name) for model in models if not model.problem]
        broken = [
            (model.name, say("{model} (cannot be used)", model=model.name))
            for model in models
            if model.problem
        ]
        none = say("Content-aware, no model")
        self.offer([(AUTOMATIC, automatic), (SURROUNDINGS, none), *usable, *broken])
        for model in models:
            index = self.findData(model.name)
            self.setItemData(index, model.problem or model.title, Qt.ItemDataRole.ToolTipRole)
            if model.problem:
                # 0 in this role is how Qt's own combo boxes turn an entry off.
                self.setItemData(index, 0, Qt.ItemDataRole.UserRole - 1)


class StepsKnob(QtWidgets.QWidget):
    """Presets by what they are good for, and the number."""

    value_changed = Signal(int)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = Choices(
            say("Steps"),
            fill=True,
        )
        self.show_own(ANY_MODEL.steps)
        self.number = number_of(KNOBS["steps"])
        self.number.setAccessibleName(say("Steps"))
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.presets, 1)
        box.addWidget(self.number)
        self.presets.chosen.connect(lambda key: self._take(int(key)))
        self.number.valueChanged.connect(self._take)

    def show_own(self, steps: int) -> None:
        """The model's own number of steps: presets are more and less of it."""
        self.presets.offer(
            [
                Choice(str(one.steps), f"{say(one.label)} {one.steps}", say(one.hint))
                for one in steps_for(steps)
            ]
        )

    def show_value(self, steps: int) -> None:
        """Show without saying so."""
        self.number.show_value(steps)
        self.presets.choose(str(steps))

    def _take(self, steps: int) -> None:
        self.show_value(steps)
        self.value_changed.emit(steps)


_OWN = ("sampler", "schedule", "steps", "cfg")
"""Fields of `Knobs` shown here that follow the model."""


class SamplingPart(Part):
    """All of it."""

    models_wanted = Signal(str)
    """The page of models, opened at the one with this id."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._samplers: dict[str, SamplerInfo] = {}
        self._values = ANY_MODEL
        self.model, self.sampler, self.schedule = ModelKnob(), Combo(), Combo()
        self.fast = FastKnob()
        self.steps, self.cfg, self.seed = StepsKnob(), CfgKnob(), SeedKnob()
        self._diffusion = QtWidgets.QWidget()
        rows, more, last = Rows(), Rows(self._diffusion), Rows()
        for place, name, widget, wide in (
            (rows, "model", self.model, False),
            (more, "sampler", self.sampler, False),
            (more, "schedule", self.schedule, False),
            (more, "steps", self.steps, True),
            (more, "cfg", self.cfg, True),
            (last, "seed", self.seed, False),
        ):
            place.add(say(KNOBS[name].label), widget, say(KNOBS[name].tip), wide)
            if widget is self.steps:
                more.add_beside(self.fast)
        self._plain = PlainKnobs(Group.SAMPLING, more, self.turned.emit)
        self.own = Button(say("The model's own values"))
        self.own.setToolTip(
            say(
                "Sampler, schedule, steps and CFG as this model paints best, and as the next one "
                "does when you choose another."
            )
        )
        more.add_wide(self.own)
        self.widgets = self._plain.widgets
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(rows)
        box.addWidget(self._diffusion)
        box.addLayout(last)
        aligned(rows, more, last)
        self.fast.turned.connect(self.turned)
        self.fast.models_wanted.connect(self.models_wanted)
        self.own.clicked.connect(lambda: self.turned.emit(let_go(*_OWN)))
        self.model.chosen.connect(lambda key: self.turned.emit({"model": key}))
        self.sampler.chosen.connect(self._sampler_chosen)
        self.schedule.chosen.connect(self._schedule_chosen)
        self.steps.value_changed.connect(lambda value: self.turned.emit({"steps": value}))
        self.cfg.value_changed.connect(lambda value: self.turned.emit({"cfg": value}))
        self.seed.value_changed.connect(lambda value: self.turned.emit({"seed": value}))

    def show_samplers(self, samplers: Sequence[SamplerInfo]) -> None:
        """Offer what the backend has."""
        self._samplers = {sampler.id: sampler for sampler in samplers}
        self.sampler.offer([(sampler.id, sampler.name) for sampler in samplers])

    def show_own(self, own: OwnValues) -> None:
        """What the model that would paint has of its own; before `show_knobs`."""
        self._values = own
        self.steps.show_own(own.steps)
        self.cfg.show_own(own.cfg)

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these values; where they follow the model, its own."""
        self.own.setEnabled(any(is_touched(knobs, name) for name in _OWN))
        knobs = resolved(knobs, self._values)
        self.model.choose(knobs.model)
        self.sampler.choose(knobs.sampler)
        self._offer_schedules(knobs.sampler)
        self.schedule.choose(knobs.schedule)
        self.steps.show_value(knobs.steps)
        self.cfg.show_value(knobs.cfg)
        self.seed.show_value(knobs.seed)
        self._plain.show(knobs)

    def show_use(self, diffusion: bool) -> None:
        """Whether a model will paint; else its knobs only stand in the way."""
        self._diffusion.setVisible(diffusion)

    def summary(self, knobs: Knobs, diffusion: bool) -> str:
        """For the folded head."""
        if not diffusion:
            return say("content-aware")
        knobs = resolved(knobs, self._values)
        named = self._samplers.get(knobs.sampler)
        name = named.name if named else knobs.sampler
        return f"{name} · {knobs.steps} · {knobs.cfg:g}"

    def _sampler_chosen(self, sampler: str) -> None:
        self._offer_schedules(sampler)
        known = self._samplers.get(sampler)
        kept = self.schedule.key()
        if known is not None and kept not in known.schedules:
            kept = ""
        self.schedule.choose(kept)
        self.turned.emit({"sampler": sampler, "schedule": kept})

    def _schedule_chosen(self, schedule: str) -> None:
        """The sampler's own is meant with this sampler, not with whatever a model has."""
        sampler = {} if schedule else {"sampler": self.sampler.key()}
        self.turned.emit({"schedule": schedule, **sampler})

    def _offer_schedules(self, sampler: str) -> None:
        known = self._samplers.get(sampler)
        offered = known.schedules if known else ()
        own = (
            say("Its own ({schedule})", schedule=_named(offered[0])) if offered else say("Its own")
        )
        self.schedule.offer([("", own), *((schedule, _named(schedule)) for schedule in offered)])


def _named(schedule: str) -> str:
    """A schedule as artists write it; these are names, not words."""
    return schedule.replace("_", " ").capitalize().replace("Sgm", "SGM")
