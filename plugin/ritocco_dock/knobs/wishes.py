"""What was wished for in each picture: a picture opened again has its own wish, another has none.

How it is made (model, sampling, edges) is the artist's way of working and goes along everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..settings import Settings
from .knobs import Knobs

KEPT = 200
"""Pictures whose wishes are remembered; the oldest are forgotten."""
_WISH = ("task", "prompt", "negative", "adapters", "extend")
_ONCE = ("batch", "candidate")
"""Knobs that no picture gets from an earlier run either."""
_NAME = "wishes"


def for_picture(settings: Settings, key: str, knobs: Knobs) -> Knobs:
    """These knobs with the wish of the picture with this key; with none where it has none."""
    fresh = Knobs()
    knobs = knobs if knobs.task == fresh.task else knobs.with_task(fresh.task)
    knobs = replace(knobs, **{name: getattr(fresh, name) for name in (*_WISH, *_ONCE)})
    kept = settings.get(_NAME, {}).get(key)
    wish = {name: kept.get(name) for name in _WISH} if isinstance(kept, dict) else {}
    return Knobs.from_dict(wish, knobs)


def remember(settings: Settings, wishes: Mapping[str, Knobs]) -> None:
    """These are the knobs of the pictures with these keys."""
    known: dict[str, Any] = dict(settings.get(_NAME, {}))
    for key, knobs in wishes.items():
        known.pop(key, None)
        values = knobs.to_dict()
        wish = {name: values[name] for name in _WISH}
        if Knobs.from_dict(wish) != Knobs():
            known[key] = wish
    settings.set(_NAME, dict(list(known.items())[-KEPT:]))
