"""How much prompts may hold: beyond that they would paint for hours, or take all memory."""

from __future__ import annotations

from ritocco.diffusion.prompt import grammar
from ritocco.diffusion.prompt.chunks import CHUNK
from ritocco.diffusion.prompt.tags import without_tags
from ritocco.errors import BadRecipe

MOST_PARTS = 50
"""What AND may join: a step takes as many times as long."""
MOST_CHUNKS = 100
"""Of one part at one step."""
MOST_IN_ALL = 2000
"""Of all parts, each as long as the longest of its step, at all steps that differ: what is held in
memory for a run."""


def check_words(prompt: str, negative: str) -> None:
    """Raise BadRecipe for more AND or BREAK than can be painted; needs no model.

    `AND` is text in a negative.
    """
    parts = [text for text, _ in grammar.members(without_tags(prompt))]
    if len(parts) > MOST_PARTS:
        raise BadRecipe(
            "A prompt may have up to {most} parts with AND between them, not {count}. Put commas "
            "in place of some.",
            most=MOST_PARTS,
            count=len(parts),
        )
    for part in (*parts, without_tags(negative)):
        check_longest(grammar.sections(part))


def check_longest(chunks: int) -> None:
    """Raise BadRecipe for more chunks of one part than can be painted."""
    if chunks > MOST_CHUNKS:
        raise BadRecipe(
            "The prompt comes to {count} pieces of up to {tokens} tokens, and BREAK begins "
            "another; {most} are the most. Make it shorter.",
            count=chunks,
            tokens=CHUNK,
            most=MOST_CHUNKS,
        )


def check_in_all(chunks: int) -> None:
    """Raise BadRecipe for more chunks of a whole run than can be held."""
    if chunks > MOST_IN_ALL:
        raise BadRecipe(
            "With all that AND joins and that changes between steps, the prompts come to {count} "
            "pieces of up to {tokens} tokens; {most} are the most. Make them shorter.",
            count=chunks,
            tokens=CHUNK,
            most=MOST_IN_ALL,
        )
