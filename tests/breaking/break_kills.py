"""SIGKILL under load: what was announced is there, what was accepted is accounted for."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

from ritocco.canvas.files import load
from ritocco.geometry import Size
from tests.breaking.load import Load, pixels
from tests.breaking.scale import count
from tests.breaking.small_pictures import HEIGHT, WIDTH, in_every_format, selection

CUT_OFF = "cut off by a crash"


def test_killed_under_load_nothing_announced_is_lost(place, tell):
    dice, kills = Random(14), count(60)
    accepted = announced = done = cut_off = 0
    lost, unaccounted, unlisted, left = [], [], [], []
    load = None
    for _ in range(kills + 1):
        running = place.serve()
        client = running.client()
        if load is None:
            bare = place.files()
        else:
            history = client.get("/v1/history", params={"limit": 1000}).json()
            listed = {one["id"] for one in [*history["results"], *history["cut_off"]]}
            unlisted += sorted(set(load.accepted) - listed)
            for job, seed in load.accepted.items():
                answer = client.get(f"/v1/jobs/{job}")
                told = answer.json()
                if told.get("state") == "done":
                    done += 1
                    if client.get(f"/v1/jobs/{job}/layer").content != pixels(seed):
                        lost.append(job)
                elif CUT_OFF in (told.get("error") or {}).get("message", ""):
                    cut_off += 1
                    assert told["recipe"]["kind"] == "fill"
                else:
                    unaccounted.append((job, answer.status_code, answer.text))
                if job in load.announced and told.get("state") != "done":
                    lost.append(job)
                if answer.status_code == 200:
                    assert client.delete(f"/v1/jobs/{job}").status_code == 204
            accepted += len(load.accepted)
            announced += len(load.announced)
            # Of some the answer was cut off as well; their client learns of them by the lists.
            results = client.get("/v1/history", params={"limit": 1000}).json()["results"]
            for one in [*results, *client.get("/v1/jobs").json()["jobs"]]:
                assert client.delete(f"/v1/jobs/{one['id']}").status_code == 204
            left += [name for name in place.files() - bare if name != "cut-off"]
            left += place.temporary()
        load = Load(running, seed=dice.randrange(2**31)).begin()
        time.sleep(dice.uniform(0.2, 1.2))
        running.process.kill()
        load.end()
        running.stop(kill=True)

    tell("kills", kills)
    tell("jobs accepted", accepted)
    tell("  announced as done", announced)
    tell("  done after the next start", done)
    tell("  told as cut off by a crash", cut_off)
    tell("announced, and lost or changed", len(lost))
    tell("accepted, and neither done nor told as cut off", len(unaccounted))
    tell("accepted, and not in the history", len(unlisted))
    tell("files left behind", len(left))
    assert announced
    assert done > announced / 2
    assert lost == []
    assert unaccounted[:3] == []
    assert unlisted[:3] == []
    assert left[:10] == []


def is_being_written(folder: Path, left: set[Path]) -> bool:
    """Whether a part of a result lies here with bytes in it, besides those `left` before."""
    with suppress(FileNotFoundError):
        return any(part.stat().st_size for part in set(folder.glob(".ritocco-*")) - left)
    return False


def test_a_command_that_is_killed_leaves_a_whole_picture_or_none(place, tell, tmp_path):
    """Half of them in the moment in which the result is being written."""
    folder, kills, dice = tmp_path / "pictures", count(16), Random(14)
    folder.mkdir()
    picture, mask, output = folder / "a.png", folder / "m.png", folder / "out.tif"
    picture.write_bytes(in_every_format()["png rgb"][1])
    mask.write_bytes(selection())
    words = ("fill", picture, "--mask", mask, "-o", output)
    whole = written_before = 0
    for number in range(kills):
        output.unlink(missing_ok=True)
        left = set(folder.glob(".ritocco-*"))
        begun, patience = time.monotonic(), 30 if number % 2 else dice.uniform(0.3, 1.5)
        with subprocess.Popen(
            [sys.executable, "-m", "ritocco", *words],
            env=os.environ | {"RITOCCO_HOME": str(place.home), "TMPDIR": str(place.scratch)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and time.monotonic() < begun + patience:
                if number % 2 and is_being_written(folder, left):
                    break
                time.sleep(0.001)
            written_before += process.poll() == 0
            process.kill()
        if output.exists():
            assert load(output).size == Size(WIDTH, HEIGHT)
            whole += 1
    parts = list(folder.glob(".ritocco-*"))
    for part in parts:  # as if a day had passed
        os.utime(part, (0, 0))
    subprocess.run([sys.executable, "-m", "ritocco", *words], check=True, capture_output=True)
    tell("commands killed", kills)
    tell("  that had ended before, or wrote a whole picture", f"{written_before}, {whole}")
    tell("  parts left beside it, and after the next command", f"{len(parts)}, 0")
    assert sorted(folder.iterdir()) == [picture, mask, output]
    assert place.temporary() == []
