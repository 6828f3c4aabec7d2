"""Following the backend's library: orders, progress, failures, and backends that come and go.

Against a server in this process that plays the library's part of the API word for word.
"""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.message import Remedy, Tone
from ritocco_dock.models import transfers as transfers
from ritocco_dock.models.catalogue import Folder, Presence
from ritocco_dock.models.library import MOST_TRIES, Library
from ritocco_dock.net.client import Client
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QObject, Signal
from ritocco_dock.settings import Settings
from tests.plugin.ui.stage_library import feature, told

INPAINT, OWN = "sd15-inpaint", "lora:my inks/2"
SIZE = 4_000


class Shop:
    """What the server plays: models by id, tasks by id, and what it was asked."""

    def __init__(self):
        licence = {"id": "openrail-m", "title": "Open RAIL-M", "link": "", "note": ""}
        self.models = {
            INPAINT: told(INPAINT, "SD 1.5", "model", bytes=SIZE, licence=licence),
            OWN: told(OWN, "inks", "lora", listed=False, state="here", removable=True),
        }
        self.tasks, self.asked, self.refusals, self.sizes, self.count = {}, [], {}, {}, 0
        self.folders, self.program = [], "A1111"

    def task(self, kind, model, **more):
        self.count += 1
        title = self.models[model]["title"] if model else "a file"
        made = {
            "id": str(self.count),
            "kind": kind,
            "model": model,
            "title": title,
            "state": "running",
            "fraction": 0.0,
            "text": "",
            "bytes_done": 0,
            "bytes_total": SIZE,
            "bytes_per_second": None,
            "seconds_left": None,
            "error": None,
            "added": [],
            "refused": [],
        }
        self.tasks[made["id"]] = made | more
        return self.tasks[made["id"]]

    def advance(self, done, task="1"):
        self.tasks[task] |= {"fraction": done / SIZE, "bytes_done": done, "bytes_per_second": 500}

    def end(self, state="done", task="1", model=None, **more):
        self.tasks[task] |= {"state": state} | more
        model = model or self.tasks[task]["model"]
        if state == "done" and model:
            self.models[model] |= {"state": "here", "name": model}
            self.tasks[task] |= {"model": model}

    def whole(self):
        here = self.models[INPAINT]["state"] == "here"
        kinds = ["inpaint", "outpaint", "refine", "generate"]
        return {
            "folder": "/m",
            "free": 10**9,
            "offline": False,
            "folders": self.folders,
            "features": [feature("paint", kinds, here, [INPAINT])],
            "models": list(self.models.values()),
        }

    def answer(self, method, path, body):
        self.asked.append((method, path, body))
        refusal = self.refusals.get((method, path))
        if refusal:
            return refusal
        what, _, rest = path.removeprefix("/v1/library").strip("/").partition("/")
        return getattr(self, f"on_{method.lower()}_{what.partition('?')[0]}")(rest, body)

    def on_get_(self, rest, body):
        return 200, self.whole()

    def on_get_tasks(self, rest, body):
        return 200, {"tasks": list(self.tasks.values())}

    def on_post_tasks(self, rest, body):
        task = self.tasks[rest.partition("/")[0]]
        task["state"] = "cancelled"
        if task["model"]:
            self.models[task["model"]] |= {"state": "partial", "done_bytes": task["bytes_done"]}
        return 200, task

    def on_post_models(self, rest, body):
        model, _, order = rest.rpartition("/")
        if order == "get" and body["licence"] != "openrail-m":
            return 409, {"code": "licence_not_accepted", "message": "Accept it first."}
        return 202, self.task(order, model)

    def on_get_models(self, rest, body):
        model = rest.partition("?")[0]
        return 200, self.models[model] | {"bytes": self.sizes.get(model)}

    def on_delete_models(self, rest, body):
        self.models.pop(rest)
        return 200, {"removed": ["/m/x"], "bytes": 12}

    def on_get_folders(self, rest, body):
        return 200, {"path": "/a", "program": self.program, "models": 3, "kinds": {"lora": 3}}

    def on_post_folders(self, rest, body):
        self.folders = [{"path": body["path"], "program": "A1111", "models": 3, "problem": None}]
        return 201, {"path": body["path"], "program": "A1111", "models": 3, "kinds": {"lora": 3}}

    def on_delete_folders(self, rest, body):
        self.folders = []
        return 200, {"path": "/art"}

    def on_post_add(self, rest, body):
        return 202, self.task("add", None)

    def asked_for(self, ending):
        return [body for _, path, body in self.asked if path.endswith(ending)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or "null")
        with self.server.lock:
            status, answer = self.server.shop.answer(self.command, unquote(self.path), body)
            text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        with suppress(BrokenPipeError):  # given up meanwhile
            self.wfile.write(text)

    do_GET = do_POST = do_DELETE = handle_one  # noqa: N815  the names it looks for

    def log_message(self, *_):
        pass


class StandIn(QObject):
    """A backend that is there or not, as the test says."""

    ready = Signal()
    changed = Signal()

    def __init__(self, url):
        super().__init__()
        self.client, self.url = Client(self), url

    def come(self):
        self.client.aim(self.url, "token")
        self.changed.emit()
        self.ready.emit()

    def go(self):
        self.client.aim("", "")
        self.changed.emit()


@pytest.fixture
def wait(qtbot):
    """Nothing here takes long."""
    return lambda holds: qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(transfers, "POLL_MS", 60)
    monkeypatch.setattr(transfers, "SOON_MS", 20)
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads, made.lock, made.shop = True, threading.Lock(), Shop()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def shop(server):
    return server.shop


@pytest.fixture
def backend(qapp, server):
    return StandIn(f"http://127.0.0.1:{server.server_port}")


@pytest.fixture
def heard():
    return []


@pytest.fixture
def library(backend, tmp_path, heard, wait):
    made = Library(backend, Settings(tmp_path / "dock.json"), backend)
    made.message.connect(heard.append)
    made.arrived.connect(lambda model: heard.append(f"arrived {model.id}"))
    made.stock_changed.connect(lambda: heard.append("stock"))
    backend.come()
    wait(lambda: made.catalogue)
    return made


def state(library, model=INPAINT):
    return library.model(model).state


def fetching(library, wait, shop, done=1000):
    library.get(INPAINT)
    wait(lambda: shop.tasks)
    shop.advance(done)
    wait(lambda: library.model(INPAINT).done == done)


def test_before_the_backend_is_there_nothing_is_known(backend, tmp_path):
    library = Library(backend, Settings(tmp_path / "dock.json"), backend)
    assert library.catalogue is None
    assert library.suggestion(TASKS["fill"]) is None
    library.refresh()
    library.get(INPAINT)
    library.cancel(INPAINT)
    assert library.fetched is None


def test_what_is_here_and_what_a_task_lacks(library):
    assert state(library) is Presence.ABSENT
    assert library.model(OWN).is_here
    for task in ("fill", "extend", "refine", "generate"):
        assert library.suggestion(TASKS[task]).id == INPAINT
    assert library.suggestion(TASKS["faces"]) is None


def test_fetching_from_the_order_to_the_arrival(library, shop, wait, heard, tmp_path):
    moves = []
    library.moved.connect(lambda id_: moves.append(library.model(id_).done))
    model = library.model(INPAINT)
    assert not library.is_accepted(model)
    library.get(INPAINT)
    assert state(library) is Presence.WAITING  # at once, before the backend has answered
    wait(lambda: state(library) is Presence.FETCHING)
    assert shop.asked_for("/get") == [{"licence": "openrail-m"}]
    assert library.is_accepted(model)
    for done in (1000, 3000):
        shop.advance(done)
        wait(lambda done=done: library.model(INPAINT).done == done)
    assert library.model(INPAINT).transfer.speed == 500
    assert library.fetched == 0.75
    library.get(INPAINT)  # pressed again: no second order
    shop.end()
    wait(lambda: "arrived sd15-inpaint" in heard)
    assert heard == ["stock", "arrived sd15-inpaint"]
    assert library.model(INPAINT).is_here
    assert library.fetched is None
    assert library.suggestion(TASKS["fill"]) is None
    assert moves == sorted(moves)
    assert len(shop.asked_for("/get")) == 1
    again = Library(StandIn(""), Settings(tmp_path / "dock.json"))
    assert again.is_accepted(model)  # remembered for the next run of the editor


def test_another_licence_than_before_is_asked_for_again(library, shop, wait):
    fetching(library, wait, shop)
    shop.end()
    wait(lambda: library.model(INPAINT).is_here)
    with_another = shop.models[INPAINT]["licence"] | {"id": "openrail-2"}
    shop.models[INPAINT] |= {"licence": with_another, "state": "absent"}
    library.refresh()
    wait(lambda: state(library) is Presence.ABSENT)
    assert not library.is_accepted(library.model(INPAINT))


def test_stopping_keeps_what_came_and_it_goes_on(library, shop, wait, heard):
    fetching(library, wait, shop)
    library.cancel(INPAINT)
    wait(lambda: state(library) is Presence.PARTIAL)
    assert library.model(INPAINT).done == 1000
    assert library.model(INPAINT).left == 3000
    assert heard == []
    library.get(INPAINT)
    wait(lambda: state(library) is Presence.FETCHING)
    assert len(shop.asked_for("/get")) == 2


def test_stopped_before_the_backend_has_answered(library, shop, wait, qtbot):
    library.get(INPAINT)
    library.cancel(INPAINT)
    assert state(library) is Presence.ABSENT
    wait(lambda: shop.tasks and shop.tasks["1"]["state"] == "cancelled")
    qtbot.wait(200)
    assert not state(library).moves


def test_a_failure_is_kept_beside_the_model_until_it_is_tried_again(library, shop, wait, heard):
    fetching(library, wait, shop)
    shop.models[INPAINT] |= {"state": "partial", "done_bytes": 1000}
    shop.end("failed", error={"code": "cannot_reach", "message": "The Hub is not there."})
    wait(lambda: library.model(INPAINT).failure)
    [message] = heard
    assert (message.tone, message.remedy, message.about) == (Tone.ERROR, Remedy.MODEL, INPAINT)
    assert message.code == "cannot_reach"
    before = library.catalogue
    library.refresh()
    wait(lambda: library.catalogue is not before)
    assert library.model(INPAINT).failure.problem == "The Hub is not there."
    assert state(library) is Presence.PARTIAL
    library.get(INPAINT)
    assert library.model(INPAINT).failure is None


@pytest.mark.parametrize(
    ("status", "code"), [(507, "no_space"), (422, "offline"), (409, "licence_not_accepted")]
)
def test_what_cannot_even_begin_says_why(library, shop, wait, heard, status, code):
    path = f"/v1/library/models/{INPAINT}/get"
    shop.refusals["POST", path] = status, {"code": code, "message": "No."}
    library.get(INPAINT)
    wait(lambda: heard)
    assert heard[0].code == code
    assert library.model(INPAINT).failure.code == code
    assert state(library) is Presence.ABSENT


def test_a_backend_that_dies_meanwhile_goes_on_where_it_was(library, backend, shop, wait, heard):
    fetching(library, wait, shop)
    backend.go()
    assert state(library) is Presence.WAITING
    assert library.fetched is None
    shop.tasks.clear()
    shop.count = 0
    shop.models[INPAINT] |= {"state": "partial", "done_bytes": 1000}
    backend.come()
    wait(lambda: state(library) is Presence.FETCHING)
    assert len(shop.asked_for("/get")) == 2
    shop.advance(2000)
    wait(lambda: library.model(INPAINT).done == 2000)
    shop.end()
    wait(lambda: "arrived sd15-inpaint" in heard)


def test_asked_for_while_nobody_answers_it_is_asked_when_the_backend_is_back(
    library, backend, shop, wait, heard
):
    backend.go()
    library.get(INPAINT)
    assert state(library) is Presence.WAITING
    backend.come()
    wait(lambda: state(library) is Presence.FETCHING)
    assert len(shop.asked_for("/get")) == 1
    assert heard == []


def test_a_model_that_kills_the_backend_is_given_up(library, backend, shop, wait, heard):
    fetching(library, wait, shop)
    for tries in range(MOST_TRIES + 1):
        backend.go()
        shop.tasks.clear()
        shop.count = 0
        backend.come()
        if tries < MOST_TRIES:
            wait(lambda: state(library) is Presence.FETCHING)
    wait(lambda: heard)
    assert library.model(INPAINT).failure.code == "crashed"
    assert len(shop.asked_for("/get")) == 1 + MOST_TRIES


def test_stopped_while_the_backend_is_away_it_is_not_asked_for_again(
    library, backend, shop, wait, qtbot
):
    fetching(library, wait, shop)
    backend.go()
    library.cancel(INPAINT)
    shop.tasks.clear()
    backend.come()
    qtbot.wait(300)
    assert len(shop.asked_for("/get")) == 1
    assert not state(library).moves


def test_what_was_begun_before_the_dock_came_is_followed(shop, backend, wait, tmp_path, server):
    shop.task("get", INPAINT)
    shop.task("get", OWN, state="done")  # of yesterday: no news
    shop.models[INPAINT] |= {"state": "fetching"}
    arrived = []
    library = Library(backend, Settings(tmp_path / "dock.json"), backend)
    library.arrived.connect(lambda model: arrived.append(model.id))
    backend.come()
    wait(lambda: library.catalogue and state(library) is Presence.FETCHING)
    shop.advance(1500)
    wait(lambda: library.model(INPAINT).done == 1500)
    shop.end()
    wait(lambda: arrived)
    assert arrived == [INPAINT]


def test_what_another_program_fetches_is_looked_at_again(library, shop, wait):
    shop.models[INPAINT] |= {"state": "fetching"}
    library.refresh()
    wait(lambda: state(library) is Presence.FETCHING)
    shop.models[INPAINT] |= {"state": "here"}
    wait(lambda: library.model(INPAINT).is_here)


def test_another_programs_folder_is_asked_about(library, shop, wait, heard, tmp_path):
    found = []
    library.found.connect(found.append)
    library.add(str(tmp_path))
    wait(lambda: found)
    assert found == [Folder("/a", "A1111", 3)]
    assert shop.asked_for("/add") == []
    library.use_folder("/a")
    wait(lambda: library.catalogue and library.catalogue.folders)
    assert shop.asked_for("/folders") == [{"path": "/a"}]
    library.leave_folder("/a b&+c")
    wait(lambda: not library.catalogue.folders)
    assert ("DELETE", "/v1/library/folders?path=/a b&+c", None) in shop.asked
    told = [one.text for one in heard if not isinstance(one, str)]
    assert told == ["/a is used in place now.", "/art is used no more; nothing in it was touched."]
    library.add(str(tmp_path), copy=True)
    wait(lambda: shop.asked_for("/add") == [{"path": str(tmp_path), "copy": True}])
    shop.program = None  # nobody's: taken in as ever
    library.add(str(tmp_path))
    wait(lambda: len(shop.asked_for("/add")) == 2)
    shop.program = "A1111"
    shop.refusals["GET", f"/v1/library/folders/look?path={tmp_path}"] = (
        404,
        {"code": "not_found", "message": "An older backend."},
    )
    library.add(str(tmp_path))
    wait(lambda: len(shop.asked_for("/add")) == 3)
    assert len(found) == 1


def test_adding_tells_what_came_in_and_what_did_not(library, shop, wait, heard):
    library.add("/art/folder", copy=True)
    wait(lambda: library.adding)
    assert shop.asked_for("/add") == [{"path": "/art/folder", "copy": True}]
    shop.models["own"] = told("own", "own", "model", state="here", listed=False)
    refused = [{"name": "old.ckpt", "message": "It holds code that would run."}]
    shop.end(added=["own"], refused=refused)
    wait(lambda: "arrived own" in heard)
    assert not library.adding
    [message] = [one for one in heard if not isinstance(one, str)]
    assert message.text == "old.ckpt: It holds code that would run."
    assert message.code == "bad_model"


def test_what_is_no_model_is_refused_in_the_bar(library, shop, wait, heard):
    library.add("/art/letter.txt")
    wait(lambda: library.adding)
    shop.end("failed", error={"code": "bad_model", "message": "It is no model."})
    wait(lambda: heard)
    assert [one.text for one in heard] == ["It is no model."]
    assert not library.adding


def test_adding_can_be_stopped(library, shop, wait):
    library.add("/art/large.safetensors", copy=True)
    wait(lambda: library.adding)
    library.cancel(library.adding[0].id)
    wait(lambda: not library.adding)
    assert shop.tasks["1"]["state"] == "cancelled"


def test_removing_is_told_and_ids_may_hold_any_sign(library, shop, wait, heard):
    library.remove(OWN)
    wait(lambda: library.model(OWN) is None)
    wait(lambda: "stock" in heard)
    [message] = [one for one in heard if not isinstance(one, str)]
    assert (message.text, message.tone) == ("inks was removed.", Tone.DONE)
    assert ("DELETE", f"/v1/library/models/{OWN}", None) in shop.asked


def test_what_may_not_be_removed_stays(library, shop, wait, heard):
    refusal = 409, {"code": "not_ours", "message": "It belongs to ComfyUI."}
    shop.refusals["DELETE", f"/v1/library/models/{OWN}"] = refusal
    library.remove(OWN)
    wait(lambda: heard)
    assert heard[0].text == "It belongs to ComfyUI."
    assert library.model(OWN).is_here


def test_the_source_is_asked_for_the_size(library, shop, wait):
    shop.models[INPAINT] |= {"bytes": None}
    library.refresh()
    wait(lambda: library.model(INPAINT).size is None)
    shop.sizes[INPAINT] = 123
    library.ask_size(INPAINT)
    wait(lambda: library.model(INPAINT).size == 123)
    assert ("GET", f"/v1/library/models/{INPAINT}?ask=true", None) in shop.asked


def test_checking_says_how_it_went(library, shop, wait, heard):
    library.check(OWN)
    wait(lambda: state(library, OWN) is Presence.CHECKING)
    shop.end()
    wait(lambda: heard)
    assert heard[0].tone is Tone.DONE
    assert "inks" in heard[0].text
    library.check(OWN)
    wait(lambda: len(shop.tasks) == 2)
    shop.models[OWN] |= {"state": "damaged", "problem": "It ends too early."}
    shop.end("failed", task="2", error={"code": "wrong_file", "message": "It ends too early."})
    wait(lambda: state(library, OWN) is Presence.DAMAGED)
    assert library.model(OWN).failure.code == "wrong_file"


def test_a_backend_without_a_library_says_so(backend, shop, wait, tmp_path):
    shop.refusals["GET", "/v1/library"] = 404, {"code": "not_found", "message": "No such page."}
    library = Library(backend, Settings(tmp_path / "dock.json"), backend)
    backend.come()
    wait(lambda: library.problem)
    assert "Update Ritocco" in library.problem
    assert library.catalogue is None


def test_an_answer_of_another_version_is_no_crash(backend, shop, wait, tmp_path):
    shop.models[INPAINT] |= {"state": "teleporting"}
    library = Library(backend, Settings(tmp_path / "dock.json"), backend)
    backend.come()
    wait(lambda: library.problem)
    assert "another version" in library.problem


def test_phases_end_or_do_not():
    going = [Phase.SENDING, Phase.WAITING, Phase.RUNNING]
    assert [one for one in Phase if not one.is_final] == going
