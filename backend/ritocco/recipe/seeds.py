"""Seeds as other programs write them -> ours, of 32 bits."""

from __future__ import annotations

import secrets

BITS = 2**32
"""How many seeds there are."""
SEEDS = frozenset({"seed", "diffusion.variation_seed"})
"""Where a recipe has seeds."""
DRAW = -1
"""What the web UI writes where a seed is to be drawn."""


def drawn() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(BITS)


def seed_of(number: int) -> int:
    """The seed that makes the noise that torch makes of this number on a CPU: its low 32 bits.

    -1 is drawn. Raises ValueError for what is no 64-bit number, as torch does.
    """
    if not -(2**63) <= number < 2**64:
        raise ValueError(f"{number} has more than 64 bits")
    return drawn() if number == DRAW else number % BITS
