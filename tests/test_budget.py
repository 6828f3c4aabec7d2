"""What work may take of the machine's memory, its container's limit included."""

from pathlib import Path

import pytest

from ritocco import budget
from ritocco.errors import OutOfMemory, TooLarge


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of control groups; we are in /outer/inner."""
    monkeypatch.setattr(budget, "_CGROUPS", tmp_path)
    own = tmp_path / "own"
    own.write_text("0::/outer/inner\n")
    monkeypatch.setattr(budget, "_OWN_CGROUP", own)
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    return tmp_path


def test_a_containers_limit_counts_wherever_it_stands(groups):
    whole = budget.machine()
    assert whole.total > whole.free > 0
    (groups / "outer/inner/memory.max").write_text("max\n")
    assert budget.machine().total == whole.total
    (groups / "outer/memory.max").write_text("1000000000\n")
    (groups / "outer/memory.current").write_text("900000000\n")
    assert budget.machine() == budget.Memory(10**9, 10**8)
    (groups / "outer/memory.stat").write_text("anon 5\ninactive_file 300000000\n")
    assert budget.machine() == budget.Memory(10**9, 4 * 10**8)
    assert budget.share() == 750_000_000


def test_the_older_control_groups_count_too(groups):
    (groups / "own").write_text("9:cpu:/x\n4:memory:/job\n0::/\n")
    (groups / "memory/job").mkdir(parents=True)
    (groups / "memory/job/memory.limit_in_bytes").write_text("500000000\n")
    assert budget.machine().total == 500_000_000


def test_what_is_too_much_is_refused_in_a_sentence_with_numbers(monkeypatch):
    monkeypatch.setattr(budget, "machine", lambda: budget.Memory(24 * 10**9, 10**9))
    with pytest.raises(TooLarge) as caught:
        budget.check(140 * 10**9, "A fill", "select a smaller part")
    assert str(caught.value) == (
        "A fill would take 140 GB of memory, and this computer has 18 GB for it; select a "
        "smaller part."
    )
    budget.check(17 * 10**9, "A fill", "select a smaller part")
    with pytest.raises(TooLarge, match=r"suspicious of the 4 kB that were read \(1\.3 GB at most"):
        budget.check(17 * 10**9, "A picture", "crop it", 4000)
    budget.check(17 * 10**9, "A picture", "crop it", 200 * 10**6)


def test_work_at_the_same_time_shares_and_gives_back(monkeypatch):
    monkeypatch.setattr(budget, "machine", lambda: budget.Memory(10**9, 10**9))
    with budget.claimed(5 * 10**8, "A", "wait"), budget.claimed(2 * 10**8, "B", "wait"):
        with pytest.raises(OutOfMemory, match=r"C would take .*try again") as caught:
            budget.claimed(10**8, "C", "wait").__enter__()
        assert not isinstance(caught.value, TooLarge)
    with budget.claimed(7 * 10**8, "C", "wait"):
        pass
