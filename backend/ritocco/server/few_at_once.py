"""Routes that read or make whole pictures: a few at a time, in threads that others do not need.

All other routes share one pool of threads, and answer at once however many pictures wait here.
The threads hold no process up: what a server that ends is still reading, nobody waits for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import copy_context
from functools import partial, wraps
from threading import Event, Thread
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from fastapi import Request

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE = 4
"""Pictures that are read or made at a time."""
_LOOK = 0.1
"""Seconds between two looks whether a client is still there."""
_turns = CapacityLimiter(AT_ONCE)


def few_at_once(route: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """A route that waits for its turn in the loop, and then runs in a thread of its own."""

    @wraps(route)
    async def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        async with _turns:
            return await _begun(partial(route, *args, **kwargs))

    return in_turn


@asynccontextmanager
async def cancelled_with(request: Request, cancelled: Event) -> AsyncIterator[None]:
    """While it lasts, `cancelled` is set as soon as whoever asked has gone."""

    async def look() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(_LOOK)
        cancelled.set()

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()


def _begun(work: Callable[[], T]) -> asyncio.Future[T]:
    """What will come of work that a thread does from now on."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(tell: Callable[[], None]) -> None:
        if not done.cancelled():
            tell()

    def run() -> None:
        try:
            tell = partial(done.set_result, work())
        except StopIteration as error:  # which no future takes
            tell = partial(done.set_exception, RuntimeError(f"{work} stopped: {error!r}"))
        except Exception as error:  # noqa: BLE001  told where it is waited for
            tell = partial(done.set_exception, error)
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, tell)

    Thread(target=copy_context().run, args=(run,), name="picture", daemon=True).start()
    return done
