"""Every fault that a server or a disk can have, over real HTTP."""

import threading
import time
from dataclasses import replace

import pytest

from ritocco.errors import Cancelled
from ritocco.library.catalogue_model import File, Hub, Web
from ritocco.library.fetch import Fetcher
from ritocco.library.progress import Progress, ProgressReporter
from ritocco.library.shelves import Shelves
from ritocco.library.troubles import (
    AlreadyHere,
    CannotReach,
    Gone,
    InTheWay,
    NoSpace,
    Offline,
    Refused,
    TooMany,
    WrongFile,
)
from ritocco.watch import Watch
from tests.library.conftest import HASTY, content, model, sha256
from tests.library.http_server import Fault


def test_a_file_arrives_with_its_bytes_and_leaves_nothing_behind(bench):
    one = bench()
    assert one.get() == one.final
    assert one.arrived()
    assert one.parts == []
    with pytest.raises(AlreadyHere):
        one.get()


def test_what_a_cut_connection_brought_is_kept(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(cut=100_000), Fault(cut=50_000)]
    one.get()
    assert one.arrived()
    first, second, third = one.server.gets("net.pth")
    assert "range" not in first.headers
    assert second.headers["range"] == "bytes=100000-"
    assert second.headers["if-range"] == third.headers["if-range"]
    assert third.headers["range"] == "bytes=150000-"


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(cut=100_000)] + [Fault(status=503)] * HASTY.tries
    with pytest.raises(CannotReach, match="what has come is kept"):
        one.get()
    assert not one.final.exists()
    assert any(path.stat().st_size == 100_000 for path in one.parts)
    one.get()
    assert one.arrived()
    assert one.server.gets("net.pth")[-1].headers["range"] == "bytes=100000-"


@pytest.mark.parametrize("known", [True, False])
def test_a_server_that_ignores_ranges_is_read_anew(bench, known):
    one = bench(known=known)
    one.server.faults["net.pth"] = [Fault(cut=100_000), Fault(ignore_range=True)]
    one.get()
    assert one.arrived()


def test_a_file_that_changed_meanwhile_is_read_anew(bench):
    one = bench(known=False)
    one.server.faults["net.pth"] = [Fault(cut=100_000, body=b"old" * 100_000, etag='"old"')]
    one.get()
    assert one.arrived()


def test_without_a_mark_or_a_sum_nothing_is_gone_on_with(bench):
    one = bench(known=False)
    weak = Fault(cut=100_000, etag='W/"weak"')
    one.server.faults["net.pth"] = [weak]
    one.get()
    assert one.arrived()
    assert "range" not in one.server.gets("net.pth")[1].headers


def test_another_range_than_asked_for_is_not_taken(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(cut=100_000), Fault(shift=-7), Fault(shift=5)]
    one.get()
    assert one.arrived()


def test_a_part_that_is_whole_already_is_not_asked_for_again(bench):
    one = bench(known=False)
    one.server.faults["net.pth"] = [Fault(cut=len(one.data) - 1)]
    one.server.always["net.pth"] = Fault(status=503)
    with pytest.raises(CannotReach):
        one.get()
    part = next(path for path in one.parts if path.suffix == ".part")
    part.write_bytes(one.data)
    del one.server.always["net.pth"]
    one.get()
    assert one.arrived()


def test_a_stalled_connection_is_left_and_the_rest_fetched(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(stall=120_000)]
    one.get()
    assert one.arrived()
    assert one.server.gets("net.pth")[-1].headers["range"] == "bytes=120000-"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 429])
def test_passing_troubles_are_waited_out(bench, status):
    one = bench(20_000)
    one.server.faults["net.pth"] = [Fault(status=status)] * (HASTY.tries - 1)
    one.get()
    assert one.arrived()


def test_a_wait_that_is_asked_for_is_kept(bench):
    one = bench(20_000)
    one.server.faults["net.pth"] = [Fault(status=429, headers={"Retry-After": "1"})]
    began = time.monotonic()
    one.get()
    assert time.monotonic() - began >= 1
    assert one.arrived()


def test_a_long_wait_is_told_and_not_sat_out(bench):
    one = bench(20_000)
    one.server.faults["net.pth"] = [Fault(status=429, headers={"Retry-After": "7200"})]
    with pytest.raises(TooMany, match="left alone for 2 h"):
        one.get()


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (404, Gone, "no longer has this file"),
        (410, Gone, "no longer has this file"),
        (401, Refused, "does not let this file go"),
        (403, Refused, "answer 403"),
        (451, Refused, "answer 451"),
        (400, Refused, "answer 400"),
    ],
)
def test_what_will_not_pass_is_said_at_once(bench, status, kind, says):
    one = bench(20_000)
    one.server.always["net.pth"] = Fault(status=status)
    with pytest.raises(kind, match=says):
        one.get()
    assert len(one.server.gets("net.pth")) == 1
    assert not one.final.exists()


def test_nobody_there_is_said_soon(bench):
    one = bench(20_000)
    gone = replace(one.model, sources=(Web("http://127.0.0.1:9/net.pth"),))
    with pytest.raises(CannotReach, match="cannot be reached, 2 times in a row"):
        one.fetcher.get(gone)


def test_a_wrong_file_is_never_given_its_name(bench):
    one = bench()
    one.server.always["net.pth"] = Fault(body=content(len(one.data), seed=2))
    with pytest.raises(WrongFile, match="sha256 begins with"):
        one.get()
    assert not one.final.exists()
    assert one.parts == [] or all(path.suffix != ".part" for path in one.parts)


def test_a_bad_part_gets_one_more_go(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(cut=100_000, body=content(len(one.data), seed=2))]
    one.get()
    assert one.arrived()


def test_after_a_wrong_file_the_next_source_is_tried(bench):
    one = bench()
    one.server.files["wrong.pth"] = content(len(one.data), seed=2)
    one.server.files["short.pth"] = one.data[:-1]
    addresses = ("wrong.pth", "short.pth", "missing.pth", "net.pth")
    sources = tuple(Web(f"{one.server.url}/files/{name}") for name in addresses)
    one.fetcher.get(replace(one.model, sources=sources))
    assert one.arrived()


def test_when_all_sources_fail_all_are_said(bench):
    one = bench()
    one.server.files["wrong.pth"] = content(len(one.data), seed=2)
    sources = tuple(Web(f"{one.server.url}/files/{name}") for name in ("missing", "wrong.pth"))
    with pytest.raises(Gone, match=r"A model could not be fetched.*no longer has.*not the file"):
        one.fetcher.get(replace(one.model, sources=sources))


def test_a_web_page_in_place_of_the_file_is_named_before_it_is_fetched(bench):
    one = bench()
    page = Fault(body=b"<html>log in</html>", headers={"Content-Type": "text/html"})
    one.server.always["net.pth"] = page
    with pytest.raises(WrongFile, match="has a web page in place of"):
        one.get()


def test_more_bytes_than_it_said_are_left(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(longer=1000)]
    one.get()
    assert one.arrived()


@pytest.mark.parametrize("fault", [Fault(chunked=True), Fault(squeezed=True)])
def test_bodies_without_a_length_are_taken_when_they_have_an_end(bench, fault):
    for known in (True, False):
        one = bench(known=known)
        one.server.always["net.pth"] = fault
        one.get()
        assert one.arrived()
        one.final.unlink()


def test_a_body_that_just_stops_is_whole_only_if_the_size_is_known(bench):
    one = bench()
    one.server.always["net.pth"] = Fault(no_length=True)
    one.get()
    assert one.arrived()
    one.final.unlink()
    unknown = replace(one.model, files=(File("net.pth"),))
    one.server.always["net.pth"] = Fault(no_length=True, etag='W/"x"')
    one.server.files["net.pth"] = one.data
    fetched = one.fetcher.get(unknown)  # HEAD told the size
    assert fetched.read_bytes() == one.data


def test_a_squeezed_body_that_is_cut_is_no_file(bench):
    one = bench()
    one.server.faults["net.pth"] = [Fault(squeezed=True, cut=1000)]
    one.get()
    assert one.arrived()


def test_redirects_are_followed_to_another_host_without_the_secret(home, server, monkeypatch):
    data = content()
    server.repos["some/repo"]["net.pth"] = data
    server.gated.add("some/repo")
    server.token = "hf_secret"
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    one = model(File("net.pth", len(data), sha256(data)), sources=(Hub("some/repo"),))
    path = Fetcher(Shelves(home / "models"), retry=HASTY).get(one)
    assert path.read_bytes() == data
    hosts = {(r.host, "authorization" in r.headers) for r in server.log}
    assert hosts == {("127.0.0.1", True), ("localhost", False)}


def test_a_gated_repository_says_what_to_do(home, server, monkeypatch):
    server.repos["some/repo"]["net.pth"] = b"x"
    server.gated.add("some/repo")
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    one = model(File("net.pth", 1), sources=(Hub("some/repo"),))
    with pytest.raises(Refused) as error:
        Fetcher(Shelves(home / "models"), retry=HASTY).get(one)
    words = str(error.value)
    assert f"{server.url}/some/repo" in words
    assert "HF_TOKEN" in words
    assert "Access is restricted" in words


def test_a_repository_that_is_not_there_is_gone(home, server, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    one = model(File("net.pth", 1), sources=(Hub("some/repo"),))
    with pytest.raises(Gone):
        Fetcher(Shelves(home / "models"), retry=HASTY).get(one)


def test_the_hubs_own_size_and_sum_are_used_where_ours_are_unknown(home, server, monkeypatch):
    data = content()
    server.repos["some/repo"]["deep/net.pth"] = data
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    source = Hub("some/repo", "v1", {"net.pth": "deep/net.pth"})
    one = model(File("net.pth"), sources=(source,))
    fetcher = Fetcher(Shelves(home / "models"), retry=HASTY)
    [file] = fetcher.measured(one).files
    assert (file.bytes, file.sha256) == (len(data), sha256(data))
    server.always["some/repo/deep/net.pth"] = Fault(body=content(len(data), seed=3))
    with pytest.raises(WrongFile, match="sha256 begins with"):
        fetcher.get(one)
    server.always.clear()
    assert fetcher.get(one).read_bytes() == data
    assert any("/resolve/v1/deep/net.pth" in request.path for request in server.log)


def test_redirects_without_an_end_are_left(bench):
    one = bench(1000)
    one.server.always["net.pth"] = Fault(redirect=f"{one.server.url}/files/net.pth")
    with pytest.raises(Refused, match="without an end"):
        one.get()


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/x"])
def test_redirects_out_of_the_web_are_left(bench, to):
    one = bench(1000)
    one.server.always["net.pth"] = Fault(redirect=to)
    with pytest.raises(Refused, match="an address that is none"):
        one.get()


def test_cancel_stops_soon_and_keeps_what_came(bench):
    one = bench()
    one.server.always["net.pth"] = Fault(rate=100_000)
    cancelled = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.done > 20_000:
            cancelled.set()

    with pytest.raises(Cancelled):
        one.get(ProgressReporter(Watch(cancelled=cancelled), tell))
    kept = sum(path.stat().st_size for path in one.parts if path.suffix == ".part")
    assert 0 < kept < len(one.data)
    one.server.always.clear()
    one.get()
    assert one.server.gets("net.pth")[-1].headers["range"] == f"bytes={kept}-"
    assert one.arrived()


def test_progress_grows_to_the_whole_with_speed_and_time_left(bench):
    one = bench()
    one.server.always["net.pth"] = Fault(rate=200_000)
    told = []
    one.get(ProgressReporter(tell=told.append))
    done = [progress.done for progress in told]
    assert done == sorted(done)
    assert done[-1] == len(one.data)
    assert {progress.total for progress in told} == {len(one.data)}
    speeds = [progress.speed for progress in told if progress.speed]
    assert speeds
    assert 100_000 < speeds[-1] < 400_000
    assert any(progress.left and "left" in progress.numbers for progress in told)


def test_too_little_room_is_said_before_anything_comes(bench, monkeypatch):
    one = bench()
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Usage", (), {"free": 200 << 20})())
    with pytest.raises(NoSpace, match="210 MB are free"):
        one.get()
    assert one.server.log == []


def test_a_full_disk_is_one_sentence_and_leaves_no_rest(home, server, tmp_path):
    """A real limit of the system: files of this process may not grow beyond 64 KiB."""
    import subprocess
    import sys

    data = content()
    server.files["net.pth"] = data
    script = f"""
import resource, signal
from ritocco.library.catalogue_model import File, Web
from ritocco.library.fetch import Fetcher
from ritocco.library.shelves import Shelves
from pathlib import Path
from tests.library.conftest import model, HASTY
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
one = model(File("net.pth", {len(data)}, {sha256(data)!r}),
            sources=(Web("{server.url}/files/net.pth"),))
try:
    Fetcher(Shelves(Path({str(home / "models")!r})), retry=HASTY).get(one)
except Exception as error:
    print(type(error).__name__, error)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.stdout.startswith("NoSpace The disk is full; "), ran.stdout + ran.stderr
    assert "234 kB more were needed" in ran.stdout
    assert ran.stdout.count("\n") == 1
    left = [path for path in (home / "models").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in left) < 1000, left


def test_offline_only_mirror_folders_are_asked(bench, tmp_path):
    one = bench()
    offline = replace(one.fetcher, offline=True)
    with pytest.raises(Offline, match="the settings say offline"):
        offline.get(one.model)
    mirror = tmp_path / "mirror"
    (mirror / "upscale").mkdir(parents=True)
    (mirror / "upscale" / "net.pth").write_bytes(one.data)
    replace(offline, mirrors=(str(mirror),)).get(one.model)
    assert one.arrived()
    assert one.server.log == []


def test_mirrors_go_first_and_are_checked(bench, tmp_path):
    one = bench()
    bad, good = tmp_path / "bad", f"{one.server.url}/files/mirror"
    (bad / "upscale").mkdir(parents=True)
    (bad / "upscale" / "net.pth").write_bytes(content(len(one.data), seed=2))
    one.server.files["mirror/upscale/net.pth"] = one.data
    replace(one.fetcher, mirrors=(str(bad), good)).get(one.model)
    assert one.arrived()
    assert [request.path for request in one.server.log] == ["/files/mirror/upscale/net.pth"]


def test_what_lies_in_its_place_is_never_overwritten(bench):
    one = bench()
    one.final.parent.mkdir(parents=True)
    one.final.write_bytes(b"the user's own work")
    with pytest.raises(InTheWay, match="in the way of A model"):
        one.get()
    assert one.final.read_bytes() == b"the user's own work"


def test_models_of_several_files_appear_at_once(home, server):
    files = {name: content(50_000, seed) for seed, name in enumerate(("a/x.bin", "b.json", "c"))}
    server.repos["some/repo"].update(files)
    for loose in (False, True):
        listed = tuple(File(name, len(data), sha256(data)) for name, data in files.items())
        one = model(*listed, sources=(Hub("some/repo"),), folder="" if loose else "whole")
        fetcher = Fetcher(Shelves(home / "models"), (f"{server.url}/some/repo",), retry=HASTY)
        folder = fetcher.shelves.folder(one.kind)
        server.always["some/repo/b.json"] = Fault(status=404)
        mirror = "upscale" if loose else "upscale/whole"
        for name, data in files.items():
            server.files[f"some/repo/{mirror}/{name}"] = data
        server.always[f"some/repo/{mirror}/c"] = Fault(status=500)
        with pytest.raises(CannotReach):
            fetcher.get(replace(one, sources=(Web("http://127.0.0.1:9/x"),)))
        assert not (folder / one.path).exists()
        del server.always[f"some/repo/{mirror}/c"]
        before = len(server.gets("a/x.bin"))
        fetcher.get(replace(one, sources=(Web("http://127.0.0.1:9/x"),)))
        assert len(server.gets("a/x.bin")) == before, "what was whole is not fetched again"
        for name, data in files.items():
            assert (folder / one.folder / name).read_bytes() == data
