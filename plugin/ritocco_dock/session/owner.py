"""What a session needs of whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..backend.backend import Backend
from ..editor import Host, HostDocument
from ..knobs.knobs import Knobs
from ..knobs.models import ModelInfo
from ..models.offer import Offer
from ..settings import Settings


class Owner(Protocol):
    """One editor, one backend, and what is common to all documents; the dock's is `Desk`."""

    host: Host
    backend: Backend
    settings: Settings
    offer: Offer

    @property
    def models(self) -> Sequence[ModelInfo]:
        """The models the backend has, also those that cannot be used."""

    def shows(self, document: HostDocument) -> bool:
        """Whether a dock is visible and shows this document."""

    def remember(self, knobs: Knobs) -> None:
        """Keep these for the next document and the next run of the editor."""
