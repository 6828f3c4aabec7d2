"""Whether what was sent is what a plan needs: nothing is made from pixels that are not there."""

from __future__ import annotations

from ritocco.canvas import mask as masks
from ritocco.canvas.document import Document
from ritocco.errors import TooLittle
from ritocco.geometry import Box
from ritocco.studio.plan import Plan


def selected(document: Document) -> Box:
    """Exact bounds of a document's selection, on its canvas; empty where nothing is selected."""
    return masks.bounds(document.selection).moved(document.box.x, document.box.y)


def check_holds(plan: Plan, document: Document) -> None:
    """Raise TooLittle where the part of a canvas that was sent lacks some of the plan's export."""
    if plan.export not in document.box:
        raise TooLittle(
            "More of the picture is looked at ({export}) than was sent ({box}); the plan is "
            "another one by now. Try again.",
            export=plan.export,
            box=document.box,
        )
