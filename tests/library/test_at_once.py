"""Two at once: one wins, the other waits or says what happened; nothing is half there."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from ritocco.errors import NotFound, RitoccoError
from ritocco.installed import add as adding
from ritocco.installed import remove as removing
from ritocco.installed.add import Added, Adder
from ritocco.installed.check import check
from ritocco.installed.listing import find_item, listing
from ritocco.installed.remove import remove
from ritocco.library.catalogue import Catalogue
from ritocco.library.claim import claim
from ritocco.library.shelves import Shelves
from ritocco.library.standing import CLAIMS, PARTIAL, REMOVED, Presence
from ritocco.library.troubles import AlreadyHere, Busy
from ritocco.places import Places
from ritocco.setup.lock import locked
from ritocco.setup.manifest import write_new
from ritocco.shipped import DEMONSTRATION
from tests.restore.nets import write_tiny

EMPTY = Catalogue(())


@pytest.fixture
def shelves(home: Path) -> Shelves:
    return Shelves(home / "models")


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What came of each, begun at the same moment: a value, or the error it raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return work()
        except (RitoccoError, OSError) as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("copy", [True, False])
@pytest.mark.parametrize("names", [("same", "same"), ("one", "two")])
def test_one_of_two_that_add_the_same_file_is_told_that_it_is_here(shelves, tmp_path, copy, names):
    paths = []
    for folder, name in zip("ab", names, strict=True):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / f"{name}.safetensors")
        write_tiny(paths[-1])
    paths[1].write_bytes(paths[0].read_bytes())
    works = [lambda path=path: Adder(shelves, EMPTY, copy).add(path) for path in paths]
    outcomes = sorted(at_once(*works), key=lambda one: isinstance(one, AlreadyHere))
    assert isinstance(outcomes[0], Added)
    assert isinstance(outcomes[1], AlreadyHere)
    assert "is here already" in str(outcomes[1])
    [here] = (shelves.own / "upscale").glob("*.safetensors")
    assert here.read_bytes() == paths[0].read_bytes()
    assert not list((shelves.library / PARTIAL).glob("*"))


def test_what_is_added_cannot_be_removed_before_it_is_there(shelves, tmp_path, monkeypatch):
    path = write_tiny(tmp_path / "net.safetensors")
    adder = Adder(shelves, EMPTY, copy=True)
    adder.add(path)
    item = find_item("net", shelves, EMPTY)
    remove(item, shelves)
    copying, go_on, real = Event(), Event(), adding._copy_file

    def slow(*what: Any) -> None:
        copying.set()
        go_on.wait(10)
        real(*what)

    monkeypatch.setattr(adding, "_copy_file", slow)
    with ThreadPoolExecutor(1) as pool:
        added = pool.submit(adder.add, path)
        copying.wait(10)
        with pytest.raises(Busy, match="upscaler:net"):
            remove(item, shelves)
        assert find_item_or_none(shelves) is None
        go_on.set()
        assert added.result().models
    assert check(find_item("net", shelves, EMPTY)).problem is None


def find_item_or_none(shelves: Shelves) -> Any:
    return next((item for item in listing(shelves, EMPTY) if item.title == "net"), None)


def test_the_second_of_two_that_remove_is_told_that_it_is_gone(shelves, tmp_path):
    Adder(shelves, EMPTY, copy=True).add(write_tiny(tmp_path / "net.safetensors"))
    item = find_item("net", shelves, EMPTY)
    assert remove(item, shelves).bytes > 0
    with pytest.raises(NotFound, match="removed just now"):
        remove(item, shelves)


def test_what_goes_while_it_is_checked_was_removed(shelves, tmp_path, monkeypatch):
    from ritocco.installed import check as checking

    Adder(shelves, EMPTY, copy=True).add(write_tiny(tmp_path / "net.safetensors"))
    item, real = find_item("net", shelves, EMPTY), checking.look_through

    def gone_meanwhile(path: Path) -> Any:
        remove(item, shelves)
        return real(path)

    monkeypatch.setattr(checking, "look_through", gone_meanwhile)
    assert "was removed while" in (check(item).problem or "")


def test_a_folder_that_is_removed_is_no_half_model_and_goes_in_the_end(
    shelves, tmp_path, monkeypatch
):
    folder = shelves.own / "half"
    (folder / "unet").mkdir(parents=True)
    (folder / "model_index.json").write_text("{}")
    item = find_item("half", shelves, EMPTY)
    assert item.standing.state is Presence.DAMAGED
    monkeypatch.setattr(removing.shutil, "rmtree", lambda *_, **__: None)  # killed right here
    assert remove(item, shelves).bytes == 2
    assert [one for one in listing(shelves, EMPTY) if one.name != DEMONSTRATION] == []
    monkeypatch.undo()
    assert (shelves.library / REMOVED / "half").exists()
    (shelves.own / "empty.safetensors").touch()
    remove(find_item("empty", shelves, EMPTY), shelves)
    assert not (shelves.library / REMOVED).exists()


def test_what_an_addition_that_was_killed_left_goes_with_the_next(shelves, tmp_path):
    left = shelves.library / PARTIAL / "adding-4711" / "x.safetensors.part"
    left.parent.mkdir(parents=True)
    left.touch()
    Adder(shelves, EMPTY, copy=True).add(write_tiny(tmp_path / "net.safetensors"))
    assert not left.parent.exists()


def test_a_copy_that_fails_leaves_no_part_of_it(shelves, tmp_path, monkeypatch):
    path = write_tiny(tmp_path / "net.safetensors")
    real = adding._copy_file

    def grown(source: Path, *rest: Any) -> None:
        read = os.stat

        def smaller(what, **more):
            stat = list(read(what, **more))
            stat[6] -= 1 if Path(what) == source else 0
            return os.stat_result(stat)

        with monkeypatch.context() as patch:
            patch.setattr(os, "stat", smaller)
            real(source, *rest)

    monkeypatch.setattr(adding, "_copy_file", grown)
    with pytest.raises(RitoccoError, match="changed while it was copied"):
        Adder(shelves, EMPTY, copy=True).add(path)
    assert not list((shelves.own / "upscale").iterdir())
    assert not list((shelves.library / PARTIAL).iterdir())


@pytest.mark.parametrize("name", ["a" * 300, "caf\\xe9", "../up", "a:b/c", "żółw", "\udce9"])
def test_any_name_can_be_claimed(tmp_path, name):
    with claim(tmp_path / CLAIMS, name):
        with pytest.raises(Busy, match="This Ritocco"), claim(tmp_path / CLAIMS, name):
            pass
        with claim(tmp_path / CLAIMS, f"{name}x"):
            pass
    assert [path.name for path in tmp_path.iterdir()] == [CLAIMS]


def test_servers_that_begin_at_once_have_one_token(tmp_path):
    tokens = at_once(*[Places(tmp_path / "home").read_or_make_token] * 8)
    assert len({*tokens, (tmp_path / "home" / "token").read_text()}) == 1
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["token"]


def test_one_of_several_begins_a_file_and_it_is_whole(tmp_path):
    words = "word " * 10_000
    outcomes = at_once(*[lambda: write_new(tmp_path / "file", words)] * 6)
    assert outcomes.count(None) == 1
    assert all(one is None or isinstance(one, FileExistsError) for one in outcomes)
    assert (tmp_path / "file").read_text() == words
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed there")
def test_an_installation_does_not_begin_in_a_folder_that_was_just_removed(tmp_path, monkeypatch):
    import fcntl

    folder, real = tmp_path / "data", fcntl.flock
    folder.mkdir()

    def removed_now(held, how):
        real(held, how)
        folder.rmdir()

    monkeypatch.setattr(fcntl, "flock", removed_now)
    with pytest.raises(RitoccoError, match="another window"), locked(folder):
        pass
