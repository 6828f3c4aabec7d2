"""What the routes of the web UI's API work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from ritocco.server.context import Context
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.runs.runs import Runs


@dataclass(frozen=True, slots=True)
class Parts:
    """The server's own context, and what is kept for the web UI's clients."""

    context: Context
    options: Options
    runs: Runs


async def parts_of(request: Request) -> Parts:  # else each request would take a thread for it
    """Those of the app that got this request."""
    parts: Parts = request.app.state.parts
    return parts


InParts = Annotated[Parts, Depends(parts_of)]
