"""Clients name models and adapters; which files of this computer are opened they do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ritocco.library.find import by_name_alone

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class ShelvesAlone:
    """Lets nothing be found for a request but by the names that are on the shelves."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        with by_name_alone():
            await self._app(scope, receive, send)
