"""Each engine is made once, whoever asks first, and from whichever thread."""

from __future__ import annotations

import sys
from threading import Barrier, Event, Thread
from types import ModuleType

import pytest

from ritocco import engine
from ritocco.engine import Engines
from ritocco.recipe.recipe import Recipe


def test_threads_that_ask_at_once_get_one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    begun, go = Event(), Event()

    class Slow:
        name = "slow"

        def __init__(self) -> None:
            made.append(self)
            begun.set()
            go.wait(10)

    module = ModuleType("slow_engine")
    module.Slow = Slow  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "slow_engine", module)
    monkeypatch.setattr(engine, "_SURROUNDINGS", ("slow_engine", "Slow"))
    engines, got, together = Engines(), [], Barrier(4)

    def ask() -> None:
        together.wait(10)
        got.append(engines.of(Recipe()))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert engines.names == ()  # nobody who only looks waits for one that is being made
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(made) == 1
    assert got == made * 4
