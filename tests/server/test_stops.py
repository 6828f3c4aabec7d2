"""A server that is asked to stop in the worst moment stops all the same."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60
PROGRAM = """
import os
import signal
import sys
import threading
import time
from pathlib import Path

from ritocco.server import events
from ritocco.server.run import serve
from tests.server.fakes import FakeStudio


class Interrupted:
    '''A lock of the event log: SIGTERM is dealt with while a thread first holds it.'''

    waiting = True

    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            print("the loop waits for a lock", flush=True)
        self._lock.acquire()
        if Interrupted.waiting:
            Interrupted.waiting = False
            os.kill(os.getpid(), signal.SIGTERM)
            while not any(one.name == "goodbye" for one in threading.enumerate()):
                time.sleep(0.001)
            print("interrupted", flush=True)

    def __exit__(self, *_):
        self._lock.release()


events.Lock = Interrupted
serve(0, Path(sys.argv[1]), make_studio=FakeStudio)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process gets no SIGTERM")
def test_a_signal_that_comes_while_the_event_log_is_locked_stops_the_server(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        address = process.stdout.readline().split()[-1]
        token = (tmp_path / "token").read_text().strip()
        asked = urllib.request.Request(
            f"{address}/v1/events", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(asked, timeout=MOST_SECONDS) as stream:
            list(stream)  # to its end
        process.wait(MOST_SECONDS)
        assert process.stdout.read() == "interrupted\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
