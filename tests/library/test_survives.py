"""Killed at any byte, two at once, and any order of faults: never a wrong file under a name."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ritocco.errors import RitoccoError
from ritocco.library.catalogue_model import File, Web
from ritocco.library.claim import claim
from ritocco.library.fetch import Fetcher
from ritocco.library.progress import ProgressReporter
from ritocco.library.shelves import Shelves
from ritocco.library.troubles import Busy
from tests.effort import examples
from tests.library.conftest import HASTY, content, model, sha256
from tests.library.http_server import Fault, Server

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from ritocco.library.catalogue_model import File, Web
from ritocco.library.fetch import Fetcher
from ritocco.library.shelves import Shelves
from ritocco.library.asking import RetryPolicy
from tests.library.conftest import model
models, url, size, digest = sys.argv[1:]
one = model(File("net.pth", int(size), digest or None), sources=(Web(url),))
print("ready", flush=True)
retry = RetryPolicy(stall=60, first=0.01, longest=0.02)
print(Fetcher(Shelves(Path(models)), retry=retry).get(one), flush=True)
"""


def fetching(home: Path, server: Server, data: bytes, *, summed: bool = True) -> subprocess.Popen:
    arguments = [home / "models", f"{server.url}/files/net.pth", len(data)]
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments), sha256(data) if summed else ""]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def parts(home: Path) -> int:
    folder = home / "models" / ".library" / "partial"
    return sum(path.stat().st_size for path in folder.rglob("*.part"))


@pytest.mark.parametrize("summed", [True, False])
def test_killed_at_any_byte_the_next_run_goes_on(home, server, summed):
    """`kill -9` at random bytes; the name only ever stands for the whole file."""
    data, chance = content(3_000_000), random.Random(7)
    server.files["net.pth"] = data
    server.always["net.pth"] = Fault(rate=4_000_000)
    final = home / "models" / "upscale" / "net.pth"
    kept = [0]
    for _ in range(5):
        process = fetching(home, server, data, summed=summed)
        until = kept[-1] + chance.randrange(1, 500_000)
        while parts(home) < until:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process.stdout.close()
        assert not final.exists()
        kept.append(parts(home))
    assert kept == sorted(kept), "what had come was lost"
    server.always.clear()
    process = fetching(home, server, data, summed=summed)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert str(final) in out
    assert final.read_bytes() == data
    assert parts(home) == 0
    asked = [r.headers.get("range", "bytes=0-") for r in server.gets("net.pth")]
    assert [int(one.removeprefix("bytes=").removesuffix("-")) for one in asked] == kept


def test_two_processes_fetch_a_model_once(home, server):
    data = content(2_000_000)
    server.files["net.pth"] = data
    server.faults["net.pth"] = [Fault(stall=500_000)]
    both = [fetching(home, server, data) for _ in range(2)]
    while parts(home) < 500_000:
        time.sleep(0.02)
    time.sleep(0.5)
    server.released.set()
    for process in both:
        process.communicate(timeout=30)
        assert process.returncode == 0
    assert (home / "models" / "upscale" / "net.pth").read_bytes() == data
    asked = [request.headers.get("range") for request in server.gets("net.pth")]
    assert asked == [None, "bytes=500000-"], "only one of them fetched"


def test_the_second_takes_over_when_the_first_is_killed(home, server):
    data = content(2_000_000)
    server.files["net.pth"] = data
    server.faults["net.pth"] = [Fault(stall=200_000)]
    first = fetching(home, server, data)
    while parts(home) < 200_000:
        time.sleep(0.02)
    second = fetching(home, server, data)
    time.sleep(0.5)
    assert len(server.gets("net.pth")) == 1, "the second waits"
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    first.stdout.close()
    second.communicate(timeout=30)
    assert second.returncode == 0
    assert (home / "models" / "upscale" / "net.pth").read_bytes() == data
    assert int(server.gets("net.pth")[-1].headers["range"][6:-1]) >= 200_000


def test_who_waits_is_told_for_whom(home, server):
    data = content(1_000_000)
    server.files["net.pth"] = data
    server.faults["net.pth"] = [Fault(stall=50_000)]
    first = fetching(home, server, data)
    while parts(home) < 50_000:
        time.sleep(0.02)
    told = []
    one = model(File("net.pth", len(data)), sources=(Web(f"{server.url}/files/net.pth"),))
    threading.Timer(0.5, server.released.set).start()
    Fetcher(Shelves(home / "models"), retry=HASTY).get(one, ProgressReporter(tell=told.append))
    first.communicate(timeout=30)
    assert told[0].text.startswith(f"Another Ritocco (process {first.pid}) is fetching it already")
    assert told[0].done >= 50_000, "its progress is shown"


def test_a_claim_is_one_threads_at_a_time(tmp_path):
    inside, most = [], []

    def work() -> None:
        with claim(tmp_path, "x", waiting=lambda owner: None):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [1, 1, 1, 1]
    with (
        claim(tmp_path, "x"),
        pytest.raises(Busy, match="This Ritocco is at work on x"),
        claim(tmp_path, "x"),
    ):
        pass


SIZE = 40_000
FAULTS = st.lists(
    st.builds(
        Fault,
        status=st.sampled_from([None, None, None, 500, 429, 503]),
        cut=st.none() | st.integers(0, SIZE),
        ignore_range=st.booleans(),
        chunked=st.booleans(),
        squeezed=st.booleans(),
        no_length=st.booleans(),
        shift=st.sampled_from([0, 0, -3, 5]),
        longer=st.sampled_from([0, 0, 9]),
        etag=st.sampled_from([None, None, '"other"', 'W/"weak"']),
        body=st.sampled_from([None, None, content(SIZE, 9), b"<html>", b""]),
    ),
    max_size=8,
)


@settings(max_examples=examples(40), derandomize=True, suppress_health_check=list(HealthCheck))
@given(faults=FAULTS, size_known=st.booleans(), sum_known=st.booleans())
def test_any_order_of_faults_gives_the_file_or_words(
    tmp_path_factory, faults, size_known, sum_known
):
    data, folder = content(SIZE), tmp_path_factory.mktemp("any")
    os.environ["RITOCCO_HOME"] = str(folder)
    with Server() as server:
        server.files["net.pth"] = data
        server.faults["net.pth"] = list(faults)
        file = File("net.pth", SIZE if size_known else None, sha256(data) if sum_known else None)
        one = model(file, sources=(Web(f"{server.url}/files/net.pth"),))
        fetcher = Fetcher(Shelves(folder / "models"), retry=HASTY)
        final = folder / "models" / "upscale" / "net.pth"
        said = ""
        try:
            fetcher.get(one)
        except RitoccoError as error:
            said = str(error)
        assert final.exists() != bool(said)
        assert "\n" not in said
        if said:
            server.faults.clear()
            fetcher.get(one)
        if sum_known or not any(fault.body is not None for fault in faults):
            assert final.read_bytes() == data
        assert final.exists()
