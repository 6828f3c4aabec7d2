"""The plan drawn on the canvas: its windows, and the sides that can be pulled."""

from __future__ import annotations

from functools import reduce
from operator import or_

from ..editor import HostDocument
from ..geometry import Box
from .intent import Intent
from .owner import Owner


class PlanOverlay:
    """Has the document draw what is planned, where it is another than what was drawn last."""

    def __init__(self, owner: Owner, document: HostDocument, intent: Intent) -> None:
        self._owner, self._document, self._intent = owner, document, intent
        self._drawn: tuple[Box, ...] = ()

    def draw(self, shown: str) -> None:
        """As things stand now; `shown`: id of the result that is on the canvas in its place."""
        plan, knobs = self._intent.plan, self._intent.knobs
        wanted = self._owner.shows(self._document)
        wanted = wanted and self._owner.settings.get("show_plan", True)
        wanted = wanted and self._intent.readiness.ready
        boxes: tuple[Box, ...] = ()
        if plan is not None and wanted and not shown:
            boxes = (reduce(or_, plan.windows),)  # frames of all would cross the picture
        if boxes and plan is not None and knobs.task == "remove":
            boxes = (*boxes, plan.layer)  # how far it goes beyond the selection
        if boxes != self._drawn and self._document.alive():
            self._drawn = boxes
            self._document.show_plan(boxes)
        pulls = self._owner.shows(self._document) and knobs.task == "extend"
        if self._document.alive():
            self._document.show_sides(knobs.extend if pulls and not shown else None)
