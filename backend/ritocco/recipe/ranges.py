"""Types with a range, of which fields of a recipe have several."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ritocco.recipe.rows import Must
from ritocco.sentence import Sentence

LAYERS = 23
"""Layers of the deepest text encoder that a model has: SD 2's. SD 1 and SDXL have 12 to choose."""

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Share = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[int, Field(ge=0, le=512)]
Side = Annotated[int | None, Field(ge=1, le=100_000)]
"""Pixels of a picture, or of a face."""
SeedSide = Annotated[int, Field(ge=0, le=8192)]
"""Pixels of the window for which noise is drawn; 0: the window's own."""
Id = Annotated[str, Field(max_length=32)]
"""Of a sampler and the like."""
File = Annotated[str, Field(max_length=4096)]
"""A name in a folder, or a path."""
Prompt = Annotated[str, Field(max_length=20_000)]
Hash = Annotated[
    str, Field(pattern="^([0-9a-f]{64})?$"), Must(Sentence("64 hexadecimal digits, or empty"))
]
"""A SHA-256; empty: not known yet."""
