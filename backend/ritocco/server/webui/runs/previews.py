"""Pictures of what is being painted, each encoded once, however many clients ask for it."""

from __future__ import annotations

import asyncio
from typing import Any

from ritocco.server.few_at_once import few_at_once


class Previews:
    """Remembers the latest; methods are called in the event loop."""

    def __init__(self) -> None:
        self._shown: Any = None
        self._encoding: asyncio.Future[str] | None = None

    async def encoded(self, preview: Any) -> str:
        """A PNG in base64 of pixels (h, w, 3) in sRGB, 8 bits, that nobody changes any more."""
        if self._encoding is None or preview is not self._shown:
            self._shown, self._encoding = preview, asyncio.ensure_future(_encoded(preview))
        # Whoever goes away while it is made leaves it to the others.
        return await asyncio.shield(self._encoding)


@few_at_once
def _encoded(preview: Any) -> str:
    from base64 import b64encode

    from ritocco.server.wire import png_of

    return b64encode(png_of(preview)).decode("ascii")
