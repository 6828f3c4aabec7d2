"""The web UI's options: what clients read and set between their requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ritocco.errors import NotFound
from ritocco.library.find import default_model, find
from ritocco.library.kinds import ModelKind


class Options:
    """The options as they stand, for all clients of this server."""

    def __init__(self) -> None:
        self._set: dict[str, Any] = {}

    def value(self, name: str, override: Mapping[str, Any] | None = None) -> Any:
        """One of them, as a request overrides it; None: nobody has set it."""
        return {**self._set, **(override or {})}.get(name)

    def model(self, override: Mapping[str, Any] | None = None) -> str:
        """The model that paints, as recipes call it. Raises NotFound."""
        title = self.value("sd_model_checkpoint", override)
        return model_called(str(title)) if title else default_model()


def model_called(title: str) -> str:
    """The model that a client means by its title. Raises NotFound."""
    name = title.rpartition(" [")[0] if title.endswith("]") else title
    for candidate in (name, name.rpartition(".")[0]):
        try:
            if candidate:
                find(ModelKind.MODEL, candidate)
                return candidate
        except NotFound as error:
            last = error
    raise last
