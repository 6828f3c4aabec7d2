"""Thousands of calls with something wrong in them, over bare sockets: each is refused in words.

The one place where a time is measured: how soon, beside a plain 404.
"""

import json
from collections import Counter
from random import Random

import numpy as np

from tests.breaking.backend import REAL, Taken, highest
from tests.breaking.mutations import mutated
from tests.breaking.scale import count
from tests.breaking.valid_calls import calls
from tests.breaking.wires import call

MOST_SECONDS = 0.02
"""For 99 of 100 refusals."""
MOST_TIMES = 6
"""As long as a plain 404 of its kind, on a machine that has not even that in the time above."""
WITHOUT_TOKEN = 0.25


def in_the_error_form(body: bytes) -> bool:
    """Whether a refusal is JSON with a code and one sentence that names no place of ours."""
    try:
        told = json.loads(body)
        sentence = told["message"]
    except (ValueError, KeyError, TypeError):
        return False
    plain = "\n" not in sentence and "Traceback" not in sentence
    return (
        plain
        and bool(told["code"])
        and "/upload" not in sentence
        and "site-packages" not in sentence
    )


def test_calls_with_something_wrong_are_refused_in_words(place, tell):
    running, wanted = place.serve(module=REAL), count(10_000, 200)
    host = (b"Host", running.url.removeprefix("http://").encode())
    token = (b"Authorization", b"Bearer " + running.token.encode())
    valid, dice = calls(), Random(14)
    for one in valid:
        answer = call(running, one.sent(host, token))
        assert answer.status in range(200, 500), (one.path, answer)
    nothing = b"GET /v1/nothing HTTP/1.1\r\n%b: %b\r\n%b: %b\r\n\r\n" % (*host, *token)

    statuses, failed, hung, formless, passed = Counter(), [], [], [], []
    refusals, plain, before = [], [], None
    for number in range(wanted):
        bad, known = mutated(dice.choice(valid), dice), dice.random() > WITHOUT_TOKEN
        text = bad.sent(host, token) if known else bad.sent(host)
        answer = call(running, text)
        statuses[answer.status] += 1
        if answer.status >= 500:
            failed.append((text[:3000], answer.body[:300]))
        if answer.hung:
            hung.append(text[:3000])
        if not known and answer.status in range(200, 400):
            passed.append(text[:3000])
        if answer.status in range(400, 500):
            if bad.method not in (b"HEAD", b"head") and not in_the_error_form(answer.body):
                formless.append((answer.status, answer.body[:200], text[:300]))
            refusals.append(answer.seconds)
        if number % 5 == 0:
            plain.append(call(running, nothing).seconds)
        if number == wanted // 5:
            before = Taken.by(running.process.pid)
    after = Taken.by(running.process.pid)

    slow, usual = np.percentile(refusals, 99), np.percentile(plain, 99)
    tell("mutated calls", wanted)
    for status, times in sorted(statuses.items()):
        tell(f"  answered {status or 'by closing'}", times)
    tell("hung", len(hung))
    tell("5xx", len(failed))
    tell("let in without the token", len(passed))
    tell("refusals that are not in the error form", len(formless))
    tell("p50, p99 of refusals, ms", f"{1000 * np.median(refusals):.1f}, {1000 * slow:.1f}")
    tell("p50, p99 of a plain 404, ms", f"{1000 * np.median(plain):.1f}, {1000 * usual:.1f}")
    tell("p99 of refusals by p99 of a plain 404", f"{slow / usual:.1f}")
    growth = 100 * (after.resident / before.resident - 1)
    tell("resident memory from a fifth of them to all, %", f"{growth:+.1f}")
    tell("highest resident memory, MiB", highest(running.process.pid) // 2**20)
    tell("open files, threads", f"{after.files}, {after.threads}")
    assert failed[:3] == []
    assert hung[:3] == []
    assert passed[:3] == []
    assert formless[:3] == []
    assert slow < max(MOST_SECONDS, MOST_TIMES * usual)
    assert growth < 15
    assert after.files <= before.files + 5
    assert place.errors()[:2] == []
    assert place.temporary() == []
