"""Adapters as the artist chose them: small files that change what a model knows, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..words import number

LORA, HYPERNETWORK, EMBEDDING = "lora", "hypernetwork", "embedding"
KINDS = (LORA, HYPERNETWORK, EMBEDDING)
"""Of adapters, as recipes call them."""
CHOSEN = (LORA, HYPERNETWORK)
"""Those that are chosen beside the words. An embedding is a word: it is chosen by writing it."""
STRONGEST = 10.0
"""How strong one can be, either way."""
MOST = 100
"""Of one wish, and of the numbers of one list of block weights."""
_LONGEST = 1000
_HASH = 64


@dataclass(frozen=True)
class Adapter:
    """One adapter and how strongly it acts.

    name           of its file, without the ending
    unet_strength, text_strength  -10..10; 0: not at all
    block_weights  factors for the U-Net's blocks: numbers, or the name of a preset; "": all 1
    sha256         of the file that made a result; "": whichever has this name
    """

    kind: str
    name: str
    unet_strength: float = 1.0
    text_strength: float = 1.0
    block_weights: str | tuple[float, ...] = ""
    sha256: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.kind, self.name

    @property
    def is_apart(self) -> bool:
        """Whether it acts on the words otherwise than on the picture."""
        return self.unet_strength != self.text_strength

    def at(self, strength: float) -> Adapter:
        """At another strength; the text encoder's goes along unless it was set apart."""
        text = self.text_strength if self.is_apart else strength
        return replace(self, unet_strength=strength, text_strength=text)

    def times(self, share: float) -> Adapter:
        """With all its strengths times this."""
        unet, text = (
            max(-STRONGEST, min(STRONGEST, round(strength * share, 6)))
            for strength in (self.unet_strength, self.text_strength)
        )
        return replace(self, unet_strength=unet, text_strength=text)

    def told(self) -> str:
        """For the artist: "ink 0.8"; the weight of an embedding is that of its word."""
        if self.kind == EMBEDDING:
            return self.name
        return f"{self.name} {number(round(self.unet_strength, 3))}"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def read_adapters(value: object, kinds: Sequence[str] = CHOSEN) -> tuple[Adapter, ...] | None:
    """Those of some kinds out of JSON, in order; None for what is no list of adapters.

    Styles come from other people, so nothing in them is trusted.
    """
    if not isinstance(value, (list, tuple)) or len(value) > MOST:
        return None
    read = [one if isinstance(one, Adapter) else _read(one) for one in value]
    if None in read:
        return None
    return tuple(one for one in read if one is not None and one.kind in kinds)


def plain_adapters(adapters: tuple[Adapter, ...]) -> list[dict[str, Any]]:
    """What `read_adapters` reads."""
    return [one.to_dict() for one in adapters]


def _read(data: object) -> Adapter | None:
    if not isinstance(data, Mapping):
        return None
    kind, name, sha256 = data.get("kind", LORA), data.get("name", ""), data.get("sha256") or ""
    if kind not in KINDS or not _is_text(name, _LONGEST) or not name.strip():
        return None
    unet = data.get("unet_strength", 1.0)
    text, blocks = data.get("text_strength", unet), _blocks(data.get("block_weights") or "")
    if not (_is_strength(unet) and _is_strength(text)) or blocks is None:
        return None
    if not _is_text(sha256, _HASH):
        return None
    return Adapter(kind, name, float(unet), float(text), blocks, sha256)


def _blocks(value: object) -> str | tuple[float, ...] | None:
    if isinstance(value, (list, tuple)):
        fits = len(value) <= MOST and all(map(_is_strength, value))
        return tuple(map(float, value)) if fits else None
    return str(value) if _is_text(value, _LONGEST) else None


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most


def _is_strength(value: object) -> bool:
    return type(value) in (int, float) and -STRONGEST <= value <= STRONGEST  # type: ignore[operator]
