"""What Ritocco can do with which models: whether they are here, and which to get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ritocco.installed.listing import Item
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.shipped_models import demonstration
from ritocco.library.standing import Origin
from ritocco.shipped import DEMONSTRATION


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to do. `recipes` are the kinds of recipe it stands for."""

    id: str
    title: str
    recipes: tuple[str, ...]
    needs: ModelKind
    optional: bool = False


FEATURES: tuple[Feature, ...] = (
    Feature(
        "inpaint",
        "Repaint, refine and paint by a prompt",
        ("inpaint", "refine", "generate", "outpaint"),
        ModelKind.MODEL,
    ),
    Feature("enlarge", "Make pictures larger", ("upscale",), ModelKind.UPSCALER),
    Feature("faces", "Repair faces", ("faces",), ModelKind.FACES, optional=True),
)
"""Filling and extending from the surroundings need no model."""


def features(items: Sequence[Item], catalogue: Catalogue) -> list[dict[str, Any]]:
    """How each stands, as plain values for JSON."""
    return [_told(feature, items, catalogue) for feature in FEATURES]


def _demonstrates(item: Item) -> bool:
    """Whether it came with Ritocco and paints: a demonstration alone is no model that is here."""
    return item.kind is ModelKind.MODEL and item.standing.origin is Origin.SHIPPED


def _told(feature: Feature, items: Sequence[Item], catalogue: Catalogue) -> dict[str, Any]:
    here = [
        item.name
        for item in items
        if item.kind is feature.needs and item.is_here and not _demonstrates(item)
    ]
    by_demonstration = not here and feature.needs is ModelKind.MODEL and demonstration() is not None
    if by_demonstration:
        here = [DEMONSTRATION]
    return {
        "id": feature.id,
        "title": feature.title,
        "kinds": list(feature.recipes),
        "ready": bool(here),
        "uses": here[0] if here else None,
        "demonstration": by_demonstration,
        "suggested": [model.id for model in catalogue.of(feature.needs)],
        "optional": feature.optional,
    }
