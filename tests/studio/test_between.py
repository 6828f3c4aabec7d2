"""Work between runs waits for them, is done once, and no later than the last one's end."""

from contextlib import suppress

from ritocco.studio.between import Between


def test_it_is_done_at_once_where_nothing_runs():
    done = []
    between = Between(lambda: done.append(1))
    between.ask()
    between.ask()
    assert done == [1, 1]


def test_it_waits_for_the_last_run_and_is_done_once():
    done = []
    between = Between(lambda: done.append(1))
    with between.running():
        with suppress(ValueError), between.running():
            between.ask()
            between.ask()
            raise ValueError("a run may fail")
        assert done == []
    assert done == [1]
    with between.running():
        pass
    assert done == [1]
