"""Easel's window: pictures in tabs, tools, layers, and the same dock as in other editors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..backend.backend import Backend
from ..desk import Desk
from ..dock import dock_for
from ..errors import DockError
from ..geometry import Size
from ..identity import key_for
from ..qt import Qt, QtCore, QtGui, QTimer, QtWidgets
from ..session.session import Session
from ..settings import Settings
from ..ui.add_part import models_in
from ..ui.look import Meaning
from ..words import say
from . import help_pages
from .aid import DeskAid
from .arrangement import keep_arrangement, restore_arrangement, usual_size
from .bar import Bar
from .beginnings import Beginnings
from .canvas import CanvasWidget
from .clipboard import Exchange
from .deeds import Deeds, deeds_of_dock
from .document import Document
from .file_controller import FileController
from .host import EaselHost
from .layers import LayersPanel
from .leaving import Leaving
from .menus import Menus, spoken
from .middle import Middle
from .new_picture import empty_document
from .options_bar import OptionsBar
from .status import StatusLine
from .tabs import PictureTabs
from .theme import Theme, Themes
from .toolbar import ToolBar
from .toolbox import TOOLS
from .tools import ToolChoices
from .unapplied import Unapplied

_SIDE = Qt.DockWidgetArea


class EaselWindow(QtWidgets.QMainWindow):
    """One window, one desk, any number of pictures."""

    def __init__(self, settings: Settings | None = None, backend: Backend | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.host = EaselHost(self)
        self.host.opened.connect(self.add_document)
        self.desk: Desk
        self.desk, self.panel = dock_for(
            self.host, Desk(self.host, self.settings, backend, parent=self)
        )
        self._aid = DeskAid(self.desk)
        self.choices = ToolChoices()
        self.setWindowTitle("Easel[*]")
        self.setAcceptDrops(True)
        self.setDockOptions(self.dockOptions() | self.DockOption.AllowNestedDocks)

        self.bar = Bar()
        self.host.told.connect(self.bar.tell)
        self._leaving = Leaving(self.desk, self.bar, self)
        self.file_controller = FileController(
            self, self.desk.backend, self.settings, self.bar, lambda: self.documents
        )
        self.file_controller.unapplied = Unapplied(self.bar, self._session_of, self)
        self.file_controller.opened.connect(self.add_document)
        self.file_controller.finished.connect(self._remove)
        self.tabs = PictureTabs()
        self.tabs.currentChanged.connect(self._fronted)
        self.tabs.close_wanted.connect(self._close)
        self._middle = Middle(self.bar, self.tabs)
        self.setCentralWidget(self._middle)

        self.layers = LayersPanel(self.choices)
        self._layers_dock = self._dock(
            "easel-layers", say("Layers"), self.layers, _SIDE.LeftDockWidgetArea
        )
        self._ritocco_dock = self._dock(
            "easel-ritocco", "Ritocco", self.panel, _SIDE.RightDockWidgetArea
        )
        self._ritocco_dock.visibilityChanged.connect(self._dock_shown)
        self._dock_open = False
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.exchange = Exchange(
            self.bar, lambda: self.canvas, open_path=self.open, add=self.add_document
        )
        docks = (self._layers_dock, self._ritocco_dock)
        switches = [switch for dock in docks if (switch := dock.toggleViewAction()) is not None]
        self._beginnings = Beginnings(self, self.desk, self.panel, self.add_document)
        self._deeds = Deeds(
            self,
            self.tabs,
            self.choices,
            self.file_controller,
            self.exchange,
            take_tool=self.take_tool,
            ask_new=self._beginnings.ask_new,
            ask_words=self._beginnings.ask_words,
        )
        self._themes = Themes(self.settings)
        table = self._deeds.table() | deeds_of_dock(self.panel) | self._of_window()
        self.menus = Menus(self, table, switches)
        self.menus.actions[f"theme-{self._themes.now.value}"].setChecked(True)
        steps = [(f"easel.{name}", self.menus.actions[name]) for name in ("undo", "redo")]
        self.tools = ToolBar(self.take_tool, steps)
        self.addActions(list(self.tools.tools.values()))
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tools)
        self.options = self._options_bar()
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        self._spoken = spoken()
        self.file_controller.busy_changed.connect(self.status.show_busy)
        self.file_controller.recent_changed.connect(self._show_recent)
        self._show_recent()
        self._tool = "rectangle"
        self.take_tool("rectangle")
        self.resize(usual_size(self))
        if not restore_arrangement(self, self.settings):
            both = [self._layers_dock, self._ritocco_dock]
            self.resizeDocks(both, [230, 340], Qt.Orientation.Horizontal)
        self._fronted()

    # Documents -------------------------------------------------------------------------------

    @property
    def canvas(self) -> CanvasWidget | None:
        """The canvas in front."""
        return self.tabs.front

    @property
    def document(self) -> Document | None:
        """The document in front."""
        return self.canvas.document if self.canvas else None

    @property
    def documents(self) -> list[Document]:
        """All that are open."""
        return [canvas.document for canvas in self.tabs.canvases]

    def open(self, path: str) -> None:
        """Open a picture, or show it where it is open already."""
        wanted = str(Path(path).absolute())
        for canvas in self.tabs.canvases:
            if canvas.document.path == wanted:
                self.tabs.setCurrentWidget(canvas)
                return
        self.file_controller.open(path)

    def add_document(self, document: Document) -> None:
        """Show a document in a tab of its own."""
        document.key = document.key or key_for(self.settings)
        canvas = CanvasWidget(document, self.choices, self._aid)
        canvas.tool_controller.take(self._tool)
        canvas.message.connect(self.bar.tell)
        canvas.tool_controller.pointed.connect(self.status.show_point)
        canvas.tool_controller.prepared.connect(self._show_prepared)
        canvas.zoomed.connect(self._show_facts)
        canvas.size_wanted.connect(self._deeds.size_brush)
        document.history_changed.connect(lambda: self._history_changed(document))
        document.changed.connect(self._show_facts)
        self.host.add(canvas)
        self.tabs.add(canvas)
        self._fronted()
        canvas.setFocus()
        if not canvas.colours.shown:
            self.bar.tell(
                say("This picture's colour profile cannot be shown; it is kept as it is."),
                Meaning.CAUTION,
                passing=False,
                about=document.key,
            )

    def new_document(self, size: Size, depth: str = "u8", white: bool = True) -> None:
        """An empty picture."""
        self.add_document(empty_document(size, depth, white))

    def _remove(self, document: Document) -> None:
        canvas = self.tabs.canvas_of(document)
        if canvas is not None:
            if self.canvas is canvas:
                self.layers.set_canvas(None)
            self.host.remove(canvas)
            self.tabs.drop(canvas)
            self.bar.forget(document.key)

    def _close(self, canvas: CanvasWidget) -> None:
        if canvas not in self.tabs.canvases:
            return  # it was closed while the backend was being told
        self.tabs.setCurrentWidget(canvas)
        key = canvas.document.key
        session = next((one for one in self.desk.sessions if one.key == key), None)
        if not self._leaving.may_close(canvas.document, session, lambda: self._close(canvas)):
            return
        canvas.tool_controller.finish_stroke()
        self.file_controller.close(canvas.document)

    def _fronted(self) -> None:
        """Another tab is in front, or none."""
        canvas = self.canvas
        self.layers.set_canvas(canvas)
        self.host.show(canvas)
        if canvas is None:
            recent = [path for path in self.file_controller.recent if Path(path).is_file()]
            welcome = self._middle.show_welcome(recent)
            welcome.open_wanted.connect(self.file_controller.ask_open)
            welcome.new_wanted.connect(self._beginnings.ask_new)
            welcome.path_wanted.connect(self.open)
            welcome.words_wanted.connect(self._beginnings.ask_words)
            welcome.forget_wanted.connect(self.file_controller.forget_recent)
        else:
            canvas.tool_controller.take(self._tool)
            self._middle.show_pictures()
        self.bar.show_for(self.document.key if self.document else "")
        self._show_prepared()
        self._refresh()

    # Commands -----------------------------------------------------------------------

    def _dock(
        self, name: str, title: str, widget: QtWidgets.QWidget, side: Qt.DockWidgetArea
    ) -> QtWidgets.QDockWidget:
        dock = QtWidgets.QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(side, dock)
        return dock

    def _of_window(self) -> dict[str, Callable[..., object]]:
        """What the window itself does: how it looks, and what it says of itself."""

        def wearing(theme: Theme) -> Callable[[bool], object]:
            return lambda _on: self._themes.wear(theme)

        return {f"theme-{theme.value}": wearing(theme) for theme in Theme} | {
            "shortcuts": lambda: help_pages.shortcuts(self, self.menus.actions).show(),
            "first-steps": lambda: help_pages.first_steps(self, self.menus.actions).show(),
            "about": lambda: help_pages.about(self, self.settings.folder).show(),
        }

    def _say_again(self) -> None:
        """All words once more, in the language of this moment."""
        self._spoken = spoken()
        self.menus.say_again()
        self.tools.say_again()
        self._layers_dock.setWindowTitle(say("Layers"))
        old_options, old_layers = self.options, self.layers
        self.options = self._options_bar()
        self.insertToolBar(old_options, self.options)
        self.removeToolBar(old_options)
        old_layers.set_canvas(None)
        self.layers = LayersPanel(self.choices)
        self._layers_dock.setWidget(self.layers)
        for old in (old_options, old_layers):
            old.deleteLater()
        self.take_tool(self._tool)
        self._fronted()

    def changeEvent(self, event: QtCore.QEvent | None) -> None:
        """Another language was chosen in the dock."""
        super().changeEvent(event)
        changed = event is not None and event.type() == QtCore.QEvent.Type.LanguageChange
        if changed and hasattr(self, "_spoken") and spoken() != self._spoken:
            self._say_again()

    def take_tool(self, name: str) -> None:
        """Choose a tool, for every picture."""
        self._tool = name
        self.tools.tools[name].setChecked(True)
        for canvas in self.tabs.canvases:
            canvas.tool_controller.take(name)
        kind = next(kind for kind in TOOLS if kind.name == name)
        self.options.show_for(kind)
        self._show_prepared()

    def _options_bar(self) -> OptionsBar:
        options = OptionsBar(self.choices)
        options.committed.connect(lambda: self.canvas and self.canvas.tool_controller.commit())
        options.dropped.connect(lambda: self.canvas and self.canvas.tool_controller.stop())
        return options

    def _show_prepared(self) -> None:
        tool = self.canvas.tool_controller.tool if self.canvas else None
        self.options.show_prepared(tool is not None and tool.pending)
        self.status.show_doing(tool.doing if tool is not None else "")

    def _show_recent(self) -> None:
        files = self.file_controller
        self.menus.show_recent(files.recent, self.open, files.forget_recent)
        if not self.tabs.canvases:
            self._fronted()

    def _refresh(self) -> None:
        """Which commands there are, and what the title says."""
        document = self.document
        self.menus.show_for(document)
        self.setWindowTitle(f"{document.name}[*] – Easel" if document else "Easel[*]")
        self.setWindowModified(document is not None and document.modified)
        self.status.show_picture(self.canvas)

    def _history_changed(self, document: Document) -> None:
        canvas = self.tabs.canvas_of(document)
        if canvas is not None:
            self.tabs.name(canvas)
        self._refresh()

    def _show_facts(self) -> None:
        self.status.show_picture(self.canvas)

    # Drop -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent | None) -> None:
        """Pictures may be dropped anywhere."""
        assert event is not None
        if self.exchange.may_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent | None) -> None:
        """Open what was dropped; files of models go into the library, as in the dock."""
        assert event is not None
        models = [] if self.desk.backend.is_remote else models_in(event.mimeData())
        for path in models:
            self.panel.take_in(path)
        if models or self.exchange.take(event.mimeData()):
            event.acceptProposedAction()
        else:
            self.bar.tell(
                say("That is no picture and no file Easel can open."),
                Meaning.CAUTION,
            )

    # Life ------------------------------------------------------------------------------------

    def _dock_shown(self, shown: bool) -> None:
        if shown != self._dock_open:
            self._dock_open = shown
            self.desk.open() if shown else self.desk.rest()

    def _session_of(self, document: Document) -> Session | None:
        """What the dock does for this document."""
        return next((one for one in self.desk.sessions if one.key == document.key), None)

    def _asks(self, document: Document) -> bool:
        """Whether something may be lost when it is closed."""
        unapplied = self.file_controller.unapplied
        return document.modified or (unapplied is not None and unapplied.asks_about(document))

    def _not_left(self, document: Document, error: DockError) -> None:
        """It cannot be found again the next time: it is asked about as any other."""
        self._leaving.let_go(document)
        document.mark_unsaved()
        self.bar.tell(error.message, Meaning.BAD, passing=False)

    def _close_again(self) -> None:
        self.close()

    def closeEvent(self, event: QtGui.QCloseEvent | None) -> None:
        """Ask about what is still being made, and each picture with changes, then end."""
        assert event is not None
        if not self._leaving.may_end(self._close_again):
            event.ignore()
            return
        for canvas in self.tabs.canvases:
            canvas.tool_controller.finish_stroke()
        for_next = [one for one in self.documents if not one.path and self._leaving.goes_on(one)]
        asked = [one for one in self.tabs.canvases if one.document not in for_next]
        changed = next((one for one in asked if self._asks(one.document)), None)
        if changed is not None:
            event.ignore()
            self.tabs.setCurrentWidget(changed)
            self.file_controller.close(changed.document, then=self._close_again)
            return
        if self.file_controller.busy:  # a file is being written: it comes first
            event.ignore()
            QTimer.singleShot(200, self._close_again)
            return
        autosave = self.file_controller.autosave
        lacking = next((one for one in for_next if not autosave.is_left(one)), None)
        if lacking is not None:
            event.ignore()
            autosave.leave(lacking, self._close_again, partial(self._not_left, lacking))
            return
        keep_arrangement(self, self.settings)
        for canvas in self.tabs.canvases:
            self._remove(canvas.document)
        self.desk.close()
        super().closeEvent(event)
