"""The switch of the web UI's API: `/v1/webui`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ritocco.sentence import told
from ritocco.server.answers import ERRORS, Json
from ritocco.server.requests import Asked
from ritocco.server.responses import SentenceOut, Told
from ritocco.server.webui.door.doorkeeper import Doorkeeper
from ritocco.settings import Settings
from ritocco.settings.kinds import logins_in

router = APIRouter(prefix="/v1", responses=ERRORS, default_response_class=Json)
NO_LOGIN = ":"
"""What no setting takes for one."""
Text = Annotated[str, Field(max_length=200)]


class WebUiIn(Asked):
    """How the web UI's API is to be served; what is left away, or null, stays as it is."""

    on: bool | None = Field(None, examples=[False], description="Whether it is to be served.")
    port: int | None = Field(None, ge=1, le=65535, examples=[7860])
    listen: bool | None = Field(
        None, description="Other computers reach it too; only together with a login."
    )
    origins: Annotated[list[Text], Field(max_length=100)] | None = Field(
        None,
        examples=[["https://page.example"]],
        description="Of web pages that may use it, as browsers write them.",
    )
    user: Text | None = Field(
        None,
        description="What clients have to say (HTTP Basic); empty: nothing. Several users, as they "
        "are told, stay as they are.",
    )
    password: Text | None = None

    def settings(self, now: Settings) -> dict[str, Any]:
        """The settings that it says, as TOML has them."""
        asked = {
            "a1111": self.on,
            "a1111_port": self.port,
            "listen": self.listen,
            "cors_allow_origins": self.origins,
            "api_auth": self._logins(now),
        }
        return {field: value for field, value in asked.items() if value is not None}

    def _logins(self, now: Settings) -> str | None:
        """As settings have them: one, or those that are there where only their users are named."""
        logins = logins_in(now.api_auth)
        user = users(now.api_auth) if self.user is None else self.user
        if self.password is None and user == users(now.api_auth):
            return None
        password = (logins[0][1] if logins else "") if self.password is None else self.password
        if not user:
            return ""
        return NO_LOGIN if set(user) & set(":,") or "," in password else f"{user}:{password}"


def users(api_auth: str) -> str:
    """The users of some logins, for whoever chooses them."""
    return ", ".join(user for user, _ in logins_in(api_auth))


class WebUiOut(Told):
    """How the web UI's API is served."""

    on: bool = Field(description="Whether it is to be served.")
    address: str | None = Field(description="Where it is reached now; null: it is not served.")
    port: int
    listen: bool = Field(description="Whether other computers reach it.")
    origins: list[str] = Field(description="Of web pages that may use it.")
    user: str = Field(
        description="What clients have to log in as, with commas between several; empty: they need "
        "not."
    )
    problem: str | None = Field(description="Why it is not served although it is to be.")
    sentence: SentenceOut | None = Field(description="Of `problem`.")


def doorkeeper_of(request: Request) -> Doorkeeper:
    """That of the app that got this request."""
    keeper: Doorkeeper = request.app.state.doorkeeper
    return keeper


InKeeper = Annotated[Doorkeeper, Depends(doorkeeper_of)]


@router.get("/webui", response_model=WebUiOut)
async def webui(keeper: InKeeper) -> Response:
    """Whether programs made for the web UI (AUTOMATIC1111) are answered, where, and to whom."""
    return _told(keeper)


@router.put("/webui", response_model=WebUiOut)
async def turn(keeper: InKeeper, asked: WebUiIn) -> Response:
    """Turn it on or off, or change how it is served: at once, and for good, in the settings file.

    Where the port is taken it stays off, says so, and is tried again every few seconds.
    """
    from ritocco.server.webui.door.settings import keep

    await run_in_threadpool(lambda: keep(asked.settings(Settings.of_user())))
    await keeper.follow()
    return _told(keeper)


def _told(keeper: Doorkeeper) -> Response:
    door, problem = keeper.door, keeper.problem
    return Json(
        {
            "on": keeper.on,
            "address": keeper.url,
            "port": door.port,
            "listen": door.listens,
            "origins": list(door.origins),
            "user": ", ".join(login.user for login in door.logins),
            "problem": problem,
            "sentence": problem and told(problem),
        }
    )
