"""The main button at this moment: what it says, why it cannot be pressed, and a quicker way."""

from __future__ import annotations

from ..desk import Desk
from ..knobs.knobs import Knobs
from ..knobs.models import own_values
from ..knobs.painting import may_diffuse
from ..session.plan import Plan
from ..session.session import Session
from ..words import say
from .button_text import button_texts
from .main_parts import MainParts
from .quicker import long_words, quicker


class ButtonNow:
    """Shows it in the parts of the main page."""

    def __init__(self, parts: MainParts, desk: Desk) -> None:
        self._parts, self._desk = parts, desk

    def show_session(self, session: Session | None) -> None:
        """What a press would do to this one, or why it cannot be pressed."""
        self._show_reason(session)
        start = self._parts.start
        if session is None:
            start.show_words(say("Open a picture"))
            start.setEnabled(False)
            return
        busy = any(not job.phase.is_final for job in session.jobs)
        diffusion = may_diffuse(session.knobs, self._desk.painting)
        text, *shorter = button_texts(session.knobs, session.state, diffusion, busy)
        plan = session.plan
        seconds = plan.seconds * session.knobs.pictures if plan else 0
        start.show_words(text, long_words(seconds), shorter)
        tip = say(
            "{what} ({keys}). It works on the pixels of this moment; go on painting meanwhile.",
            what=text,
            keys=self._keys(),
        )
        able = self._desk.host.capabilities
        extends = session.knobs.task == "extend" and not able.macro_undo
        start.setToolTip(f"{tip}\n{able.note}" if extends and able.note else tip)
        start.setEnabled(session.readiness.ready)

    def _keys(self) -> str:
        """The keys that press the button, as they are now."""
        anywhere = self._desk.host.key_of("run")
        if not anywhere:
            return say("Ctrl+Enter in the dock")
        return say("{key} anywhere, Ctrl+Enter in the dock", key=anywhere)

    def _show_reason(self, session: Session | None) -> None:
        """Below the button: why it cannot be pressed, or what is wrong with the plan."""
        if session is None:
            reason = say("Ritocco works on the picture you have open.")
        else:
            ready = session.readiness
            reason = session.plan_problem if ready.ready else ready.reason
        self._parts.reason.setText(reason)
        self._parts.reason.setToolTip(reason)
        self._parts.below.settle()

    def show_quicker(self, knobs: Knobs, plan: Plan | None) -> None:
        """A quicker way than this plan; what is offered stays while the next is asked for."""
        if plan is not None:
            own = own_values(knobs, self._desk.models, self._desk.adapters)
            diffuses = may_diffuse(knobs, self._desk.painting)
            self._parts.quicker.show_way(knobs, quicker(knobs, own, plan.seconds, diffuses))
