"""How much a run does: little for each commit, much where it is asked for by name.

To be used in the bodies of test modules: these are read when the profile has been chosen.
"""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

Case = TypeVar("Case")
MORE = 10


def is_deep() -> bool:
    """Whether this run was asked to go further."""
    return settings.get_current_profile_name() == "deep"


def examples(number: int) -> int:
    """How many examples of a property that has a number of its own: so many for a commit."""
    return MORE * number if is_deep() else number


def product(whole: Sequence[Case], chosen: Sequence[Case]) -> Sequence[Case]:
    """Parameters: the chosen ones for a commit, the whole product where it is asked for."""
    assert set(chosen) <= set(whole)
    return whole if is_deep() else chosen
