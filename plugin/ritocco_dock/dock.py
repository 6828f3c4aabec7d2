"""Where host, desk and widgets meet: what an editor calls to have the dock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .desk import Desk
from .editor import Host

if TYPE_CHECKING:
    from .ui.panel import Panel


def dock_for(host: Host, desk: Desk | None = None) -> tuple[Desk, Panel]:
    """The desk of an editor, and the widget to put into a dock of it.

    The editor calls `desk.open()` when the widget is shown, `desk.rest()` when it is hidden and
    `desk.close()` when it ends.
    """
    from .ui.over_canvas import OverCanvas
    from .ui.panel import Panel

    desk = desk or Desk(host)
    over = desk.findChild(OverCanvas) or OverCanvas(desk)  # one for all docks of the editor
    panel = Panel(desk)
    over.hear(panel)
    return desk, panel
