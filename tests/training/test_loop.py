"""The loop: a resumed run is the run; a cancelled one is saved; strangers' states are refused."""

import json
from itertools import pairwise
from threading import Event

import pytest
import torch
from torch import nn

from ritocco.errors import BadModel, Cancelled
from ritocco.training.loop import Habits, Loop, RateSchedule
from ritocco.watch import Watch

HABITS = Habits(measure=4, save=3, average=0.9)


def line(width=3):
    torch.manual_seed(0)
    return nn.ModuleDict({"line": nn.Linear(width, 1)})


def losses(modules):
    def of(step):
        generator = torch.Generator().manual_seed(step)
        x = torch.randn(8, 3, generator=generator)
        y = x @ torch.tensor([[1.0], [2.0], [3.0]])
        return {"error": (modules["line"](x) - y).square().mean()}

    return of


def run(folder, steps, watch=None):
    modules = line()
    loop = Loop(folder, modules, RateSchedule(steps, 0.05, warmup=3), HABITS)
    loop.run(losses(modules), lambda averaged, step: {"measured": step}, watch or Watch())
    return loop


def weights(loop):
    return torch.cat(
        [p.flatten() for p in (*loop.modules.parameters(), *loop.averaged.parameters())]
    )


def test_it_learns(tmp_path):
    loop = run(tmp_path, 400)
    assert loop.averaged["line"].weight.tolist()[0] == pytest.approx([1, 2, 3], abs=0.02)


def test_a_resumed_run_is_the_run(tmp_path):
    whole = run(tmp_path / "whole", 20)
    cancelled = Event()

    def stop(fraction, text):
        if text == "Step 11":
            cancelled.set()

    with pytest.raises(Cancelled):
        run(tmp_path / "cut", 20, Watch(stop, cancelled))
    resumed = run(tmp_path / "cut", 20)
    assert resumed.finished
    torch.testing.assert_close(weights(resumed), weights(whole), rtol=0, atol=0)


def test_the_log_has_a_line_for_each_measurement(tmp_path):
    run(tmp_path, 42)
    lines = [json.loads(one) for one in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [one["step"] for one in lines] == [*range(4, 41, 4), 42]
    assert [one["measured"] for one in lines] == [*range(4, 41, 4), 42]
    assert lines[0]["error"] > lines[-1]["error"] > 0


def test_a_state_of_another_run_is_refused(tmp_path):
    run(tmp_path, 4)
    with pytest.raises(BadModel, match="another folder"):
        Loop(tmp_path, line(5), RateSchedule(4, 0.05), HABITS)


def test_the_rate_rises_stays_and_falls():
    schedule = RateSchedule(100, 2.0, warmup=10, decay=0.5)
    rates = [schedule.at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.2)
    assert rates[10:50] == [2.0] * 40
    assert all(a > b for a, b in pairwise(rates[51:]))
    assert 0 < rates[-1] < 0.01
