"""What a browser is shown at this address: a kind word, and what can be asked here."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from ritocco.server.webui.routes.page import CONTENT_POLICY, docs_page, front_page

router = APIRouter(include_in_schema=False)
_HEADERS = {"Content-Security-Policy": CONTENT_POLICY}


@router.get("/")
async def front(request: Request) -> HTMLResponse:
    """Say what this address is."""
    return HTMLResponse(front_page(_address(request)), headers=_HEADERS)


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Describe all routes."""
    app: FastAPI = request.app
    return HTMLResponse(docs_page(app.openapi(), _address(request)), headers=_HEADERS)


def _address(request: Request) -> str:
    """This server's, as its client has written it."""
    return f"http://{request.headers['host']}"
