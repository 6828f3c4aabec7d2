"""What the system, or a mistake of ours, raises is told in the one form, and once."""

import asyncio
import errno
import logging

import httpx
import pytest
from starlette import formparsers
from starlette.responses import PlainTextResponse

from ritocco.jobs.results import ResultStore
from ritocco.server.answers import Answered
from ritocco.server.app import create_app
from tests.server.fakes import FakeStudio

FULL = OSError(errno.ENOSPC, "No space left on device")
RAISED = [
    (FULL, 507, "no_space"),
    (OSError(errno.EROFS, "Read-only file system"), 507, "no_space"),
    (MemoryError(), 413, "out_of_memory"),
    (OSError(errno.EIO, "broken"), 500, "internal"),
    (ValueError("ours"), 500, "internal"),
    (RecursionError(), 500, "internal"),
]


async def asked(app, path="/", **sent):
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://here", **sent
    ) as client:
        return await client.post(path, files={"pixels": b"x" * 2_000_000}, data={"recipe": "{}"})


@pytest.mark.parametrize(("error", "status", "code"), RAISED, ids=lambda value: repr(value))
def test_whatever_is_raised_is_told(error, status, code, caplog):
    async def failing(scope, receive, send):
        raise error

    answer = asyncio.run(asked(Answered(failing)))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].endswith(".")
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == (status == 500)


def test_what_has_begun_is_not_answered_twice():
    async def breaking(scope, receive, send):
        await PlainTextResponse("well")(scope, receive, send)
        raise ValueError("after all")

    with pytest.raises(ValueError, match="after all"):
        asyncio.run(asked(Answered(breaking)))


def test_a_disk_that_fills_while_a_picture_comes_in_is_no_unreadable_request(tmp_path, monkeypatch):
    class FullFile(formparsers.SpooledTemporaryFile):
        def write(self, *_):
            raise FULL

    monkeypatch.setattr(formparsers, "SpooledTemporaryFile", FullFile)
    app = create_app(FakeStudio(), ResultStore(tmp_path), "t", hosts=None)
    answer = asyncio.run(asked(app, "/v1/jobs", headers={"Authorization": "Bearer t"}))
    app.state.context.queue.close()
    assert (answer.status_code, answer.json()["code"]) == (507, "no_space")
