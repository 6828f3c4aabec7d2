"""Clients that keep a server busy, and remember what it promised them."""

import json
import threading
from dataclasses import dataclass, field
from random import Random

import httpx
import numpy as np

from tests.server.conftest import Running, described, post

SIDES = (8, 6)
MOST = 75
"""Jobs that one client sends: two of them together less than a server remembers of a crash."""


def pixels(seed: int, width: int = SIDES[0], height: int = SIDES[1]) -> bytes:
    """Raw pixels of a document that are like no other's."""
    return np.random.default_rng(seed).bytes(width * height * 4)


@dataclass
class Load:
    """Two clients that send jobs as fast as they are taken, and one that hears what is done.

    accepted   by the id of each job that was accepted, the seed of its pixels
    announced  ids of jobs that were told to be done
    """

    running: Running
    seed: int
    accepted: dict[str, int] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> "Load":
        """Begin, and go on until the server is gone or enough was sent."""
        for target, *words in ((self._listen,), (self._send, 0), (self._send, 1)):
            thread = threading.Thread(target=self._until_gone, args=(target, *words))
            thread.start()
            self._threads.append(thread)
        return self

    def end(self) -> None:
        """Wait until all have noticed that the server is gone."""
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()

    def _until_gone(self, work, *words) -> None:
        try:
            with self.running.client() as client:
                work(client, *words)
        except (httpx.HTTPError, ConnectionError):
            return

    def _listen(self, client: httpx.Client) -> None:
        with client.stream("GET", "/v1/events", timeout=60) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    told = json.loads(line.removeprefix("data:"))
                    if told["state"] == "done":
                        self.announced.add(told["id"])

    def _send(self, client: httpx.Client, number: int) -> None:
        dice = Random(f"{self.seed} {number}")
        for _ in range(MOST):
            seed = dice.randrange(2**31)
            answer = post(
                client,
                recipe={"grow": dice.choice((0, 0, 1, 3))},
                document=described(name=f"{number}.kra", note=str(seed)),
                pixels=pixels(seed),
            )
            if answer.status_code == 202:
                self.accepted[answer.json()["id"]] = seed
            else:
                assert answer.status_code == 429, answer.text
