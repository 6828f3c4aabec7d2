"""Routes that read or make whole pictures: a few at a time, in threads that others do not need.

All other routes share one pool of threads, and answer at once however many pictures wait here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE = 4
"""Pictures that are read or made at a time."""
_turns = CapacityLimiter(AT_ONCE)


def few_at_once(route: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """A route that waits for its turn in the loop, and then runs in a thread."""

    @wraps(route)
    async def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        return await run_sync(partial(route, *args, **kwargs), limiter=_turns)

    return in_turn
