"""Easel's window: pictures in tabs, tools, layers, and the same dock as in other editors."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..backend import Backend
from ..desk import Desk
from ..dock import dock_for
from ..geometry import Size
from ..hosts.easel import EaselHost
from ..hosts.identity import key_for
from ..qt import QAction, Qt, QtCore, QtGui, QTimer, QtWidgets
from ..settings import Settings
from ..ui.look import Meaning
from ..ui.symbols import SymbolButton
from ..words import say
from . import commands
from .actions import KEYS, MENUS, Entry
from .bar import Bar
from .canvas import CanvasWidget
from .colours import Screen
from .document import Document, FileFacts, new_canvas
from .files import READS
from .keeper import Keeper
from .layers import LayersPanel
from .options_bar import SIZES, OptionsBar
from .raster import KINDS, Raster
from .status import StatusLine
from .toolbox import TOOLS
from .tools import Choices, Tool
from .welcome import NewPicture, Welcome

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
        self.choices = Choices()
        self.actions_by_name: dict[str, QAction] = {}
        self._closers: dict[CanvasWidget, SymbolButton] = {}
        self._menus: list[QtWidgets.QMenu] = []
        self._ending = False
        self.setWindowTitle("Easel[*]")
        self.setAcceptDrops(True)
        self.setDockOptions(self.dockOptions() | self.DockOption.AllowNestedDocks)

        self.bar = Bar()
        self.keeper = Keeper(
            self, self.desk.backend, self.settings, self.bar, lambda: self.documents
        )
        self.keeper.opened.connect(self.add_document)
        self.keeper.finished.connect(self._remove)
        self.tabs = QtWidgets.QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMovable(True)
        self.tabs.currentChanged.connect(self._fronted)
        self._stack = QtWidgets.QStackedWidget()
        self._welcome: Welcome | None = None
        self._stack.addWidget(self.tabs)
        middle = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(middle)

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
        self._build_menus()
        self._build_tools()
        self.options = OptionsBar(self.choices)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        self._spoken = say(MENUS[0][0])
        self.keeper.busy_changed.connect(self.status.show_busy)
        self.keeper.recent_changed.connect(self._fill_recent)
        self._tool = "rectangle"
        self.take_tool("rectangle")
        self.resize(1440, 900)
        self._restore()
        self._fronted()

    # Documents -------------------------------------------------------------------------------

    @property
    def canvas(self) -> CanvasWidget | None:
        """The canvas in front."""
        widget = self.tabs.currentWidget()
        return widget if isinstance(widget, CanvasWidget) else None

    @property
    def document(self) -> Document | None:
        """The document in front."""
        return self.canvas.document if self.canvas else None

    @property
    def documents(self) -> list[Document]:
        """All that are open."""
        return [canvas.document for canvas in self._canvases()]

    def open(self, path: str) -> None:
        """Open a picture, or show it where it is open already."""
        wanted = str(Path(path).absolute())
        for canvas in self._canvases():
            if canvas.document.path == wanted:
                self.tabs.setCurrentWidget(canvas)
                return
        self.keeper.open(path)

    def add_document(self, document: Document) -> None:
        """Show a document in a tab of its own."""
        document.key = document.key or key_for(self.settings)
        canvas = CanvasWidget(document, self.choices)
        canvas.take(self._tool)
        canvas.message.connect(self.bar.tell)
        canvas.pointed.connect(self.status.show_point)
        canvas.zoomed.connect(self._zoomed)
        canvas.size_wanted.connect(self._size_brush)
        document.history_changed.connect(lambda: self._history_changed(document))
        document.changed.connect(self._canvas_changed)
        self.host.add(canvas)
        index = self.tabs.addTab(canvas, document.name)
        strip = self.tabs.tabBar()
        assert strip is not None
        tip = say("Close this picture (Ctrl+W)")
        closing = SymbolButton("close", say("Close"), tip, strip)
        closing.resize(closing.sizeHint())  # tabs ask for no hint
        closing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        closing.clicked.connect(lambda: self._close_tab(self.tabs.indexOf(canvas)))
        self._closers[canvas] = closing  # a tab does not keep the Python side of its button alive
        strip.setTabButton(index, QtWidgets.QTabBar.ButtonPosition.RightSide, closing)
        self.tabs.setCurrentWidget(canvas)
        self._fronted()
        self._history_changed(document)
        canvas.setFocus()
        if not canvas.colours.shown:
            self.bar.tell(
                say("This picture's colour profile cannot be shown; it is kept as it is."),
                Meaning.CAUTION,
                passing=False,
            )

    def new_document(self, size: Size, depth: str = "u8", white: bool = True) -> None:
        """An empty picture."""
        raster = None
        kind = KINDS[depth]
        if white:
            image = QtGui.QImage(size.width, size.height, kind.straight)
            image.fill(Qt.GlobalColor.white)
            raster = Raster.of(kind, image)
        canvas = new_canvas(size, depth, raster, say("Background"))
        self.add_document(Document(canvas, name=say("Untitled"), facts=FileFacts(alpha=not white)))

    def _canvases(self) -> list[CanvasWidget]:
        widgets = (self.tabs.widget(index) for index in range(self.tabs.count()))
        return [widget for widget in widgets if isinstance(widget, CanvasWidget)]

    def _canvas_of(self, document: Document) -> CanvasWidget | None:
        return next((one for one in self._canvases() if one.document is document), None)

    def _remove(self, document: Document) -> None:
        canvas = self._canvas_of(document)
        if canvas is not None:
            if self.layers_canvas is canvas:
                self.layers.set_canvas(None)
            self.host.remove(canvas)
            self.tabs.removeTab(self.tabs.indexOf(canvas))
            del self._closers[canvas]
            canvas.deleteLater()

    def _close_tab(self, index: int) -> None:
        canvas = self.tabs.widget(index)
        if isinstance(canvas, CanvasWidget):
            self.tabs.setCurrentIndex(index)
            canvas.finish_stroke()
            self.keeper.close(canvas.document)

    def _fronted(self) -> None:
        """Another tab is in front, or none."""
        canvas = self.canvas
        self.layers_canvas = canvas
        self.layers.set_canvas(canvas)
        self.host.show(canvas)
        if canvas is None:
            if self._welcome is not None:
                self._stack.removeWidget(self._welcome)
                self._welcome.deleteLater()
            self._welcome = Welcome([path for path in self.keeper.recent if Path(path).is_file()])
            self._welcome.open_wanted.connect(self.keeper.ask_open)
            self._welcome.new_wanted.connect(self._ask_new)
            self._welcome.path_wanted.connect(self.open)
            self._stack.addWidget(self._welcome)
            self._stack.setCurrentWidget(self._welcome)
        else:
            canvas.take(self._tool)
            self._stack.setCurrentWidget(self.tabs)
        self._refresh()

    # Words and buttons -----------------------------------------------------------------------

    def _dock(
        self, name: str, title: str, widget: QtWidgets.QWidget, side: Qt.DockWidgetArea
    ) -> QtWidgets.QDockWidget:
        dock = QtWidgets.QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(side, dock)
        return dock

    def _build_menus(self) -> None:
        bar = self.menuBar()
        assert bar is not None
        for title, entries in MENUS:
            menu = bar.addMenu(say(title))
            assert menu is not None
            self._menus.append(menu)
            for entry in entries:
                if not entry.name:
                    menu.addSeparator()
                elif entry.name == "recent":
                    recent = menu.addMenu(say(entry.label))
                    assert recent is not None
                    self._recent_menu = recent
                else:
                    menu.addAction(self._action(entry))
            if entries[-1].name == "full":
                menu.addSeparator()
                for dock in (self._layers_dock, self._ritocco_dock):
                    menu.addAction(dock.toggleViewAction())
        for entry in KEYS:
            self.addAction(self._action(entry))
        self._fill_recent()

    def _action(self, entry: Entry) -> QAction:
        action = QAction(say(entry.label), self)
        action.setShortcuts([QtGui.QKeySequence(key) for key in entry.keys])
        action.setCheckable(entry.checkable)
        act = self._deeds()[entry.name]
        action.triggered.connect(lambda on=False: act(on) if entry.checkable else act())
        action.setProperty("needs_picture", entry.needs_picture)
        self.actions_by_name[entry.name] = action
        return action

    def _deeds(self) -> dict[str, Callable[..., Any]]:
        """What each entry of the table does."""

        def on(act: Callable[[Document], Any]) -> Callable[[], None]:
            def do() -> None:
                if self.canvas is not None:
                    self.canvas.finish_stroke()
                    act(self.canvas.document)

            return do

        def see(act: Callable[[CanvasWidget], Any]) -> Callable[[], None]:
            return lambda: act(self.canvas) if self.canvas is not None else None

        return {
            "new": self._ask_new,
            "open": self.keeper.ask_open,
            "save": on(self.keeper.save),
            "save-as": on(self.keeper.ask_save),
            "export": on(lambda document: self.keeper.ask_save(document, flattened=True)),
            "close": lambda: self._close_tab(self.tabs.currentIndex()),
            "quit": self.close,
            "undo": on(Document.undo),
            "redo": on(Document.redo),
            "copy": self._copy,
            "paste": self._paste,
            "clear": on(commands.clear_pixels),
            "select-all": on(commands.select_all),
            "select-none": on(commands.select_nothing),
            "invert": on(commands.invert_selection),
            "soften": on(
                lambda document: commands.soften_selection(document, self.choices.now.soften or 8)
            ),
            "veil": self._set_veil,
            "layer-new": on(commands.new_layer),
            "layer-copy": on(commands.duplicate_layer),
            "layer-delete": on(commands.delete_layer),
            "layer-up": on(lambda document: commands.move_layer(document, 1)),
            "layer-down": on(lambda document: commands.move_layer(document, -1)),
            "mask-add": on(commands.mask_from_selection),
            "mask-select": on(commands.selection_from_mask),
            "mask-delete": on(commands.delete_mask),
            "zoom-in": see(lambda canvas: canvas.zoom_step(1)),
            "zoom-out": see(lambda canvas: canvas.zoom_step(-1)),
            "actual": see(CanvasWidget.actual),
            "fit": see(CanvasWidget.fit),
            "fit-width": see(CanvasWidget.fit_width),
            "next": lambda: self.tabs.setCurrentIndex(
                (self.tabs.currentIndex() + 1) % max(1, self.tabs.count())
            ),
            "full": lambda full: self.showFullScreen() if full else self.showNormal(),
            "smaller": lambda: self._size_brush(-1),
            "larger": lambda: self._size_brush(1),
            "eraser": lambda: self.choices.set(erase=not self.choices.now.erase),
            "rectangle-2": lambda: self.take_tool("rectangle"),
        }

    def _build_tools(self) -> None:
        bar = QtWidgets.QToolBar(say("Tools"))
        bar.setObjectName("easel-tools")
        bar.setMovable(False)
        group = QtGui.QActionGroup(self)
        for kind in TOOLS:
            action = QAction(say(kind.label), self)
            action.setCheckable(True)
            action.setShortcut(QtGui.QKeySequence(kind.key))
            action.setToolTip(_tip(kind))
            action.triggered.connect(lambda _=False, name=kind.name: self.take_tool(name))
            group.addAction(action)
            self.addAction(action)
            self.actions_by_name[f"tool {kind.name}"] = action
            bar.addWidget(self._button(f"easel.{kind.name}", action))
        bar.addSeparator()
        for name, symbol in (("undo", "easel.undo"), ("redo", "easel.redo")):
            bar.addWidget(self._button(symbol, self.actions_by_name[name]))
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)

    def _button(self, symbol: str, action: QAction) -> SymbolButton:
        button = SymbolButton(symbol, action.text().replace("&", ""))
        button.setDefaultAction(action)
        button.setMinimumSize(30, 30)
        return button

    def _say_again(self) -> None:
        """All words once more, in the language of this moment."""
        self._spoken = say(MENUS[0][0])
        for menu, (title, entries) in zip(self._menus, MENUS):  # noqa: B905  one for each
            menu.setTitle(say(title))
            for entry in entries:
                if entry.name in self.actions_by_name:
                    self.actions_by_name[entry.name].setText(say(entry.label))
        self._recent_menu.setTitle(say("Open &recent"))
        for kind in TOOLS:
            self.actions_by_name[f"tool {kind.name}"].setToolTip(_tip(kind))
        self._layers_dock.setWindowTitle(say("Layers"))
        old_options, old_layers = self.options, self.layers
        self.options = OptionsBar(self.choices)
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
        if changed and hasattr(self, "_spoken") and say(MENUS[0][0]) != self._spoken:
            self._say_again()

    def take_tool(self, name: str) -> None:
        """Take a tool in hand, for every picture."""
        self._tool = name
        self.actions_by_name[f"tool {name}"].setChecked(True)
        for canvas in self._canvases():
            canvas.take(name)
        kind = next(kind for kind in TOOLS if kind.name == name)
        self.options.show_for(kind)

    def _fill_recent(self) -> None:
        menu = self._recent_menu
        menu.clear()
        for path in self.keeper.recent:
            action = menu.addAction(Path(path).name.replace("&", "&&"))
            assert action is not None
            action.setToolTip(path)
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        menu.setEnabled(bool(self.keeper.recent))

    def _refresh(self) -> None:
        """Which commands there are, and what the title says."""
        document = self.document
        for action in self.actions_by_name.values():
            if action.property("needs_picture"):
                action.setEnabled(document is not None)
        undo, redo = self.actions_by_name["undo"], self.actions_by_name["redo"]
        undo.setEnabled(document is not None and bool(document.undo_label))
        redo.setEnabled(document is not None and bool(document.redo_label))
        undo.setText(_with(say("&Undo"), document.undo_label if document else ""))
        redo.setText(_with(say("&Redo"), document.redo_label if document else ""))
        self.setWindowTitle(f"{document.name}[*] – Easel" if document else "Easel[*]")
        self.setWindowModified(document is not None and document.modified)
        self.status.show_picture(self.canvas)

    def _history_changed(self, document: Document) -> None:
        canvas = self._canvas_of(document)
        if canvas is not None:
            star = "*" if document.modified else ""
            name = document.name.replace("&", "&&")
            self.tabs.setTabText(self.tabs.indexOf(canvas), f"{name}{star}")
            self.tabs.setTabToolTip(self.tabs.indexOf(canvas), document.path)
        self._refresh()

    def _canvas_changed(self) -> None:
        self.status.show_picture(self.canvas)

    def _zoomed(self) -> None:
        self.status.show_picture(self.canvas)

    def _set_veil(self, shown: bool) -> None:
        for canvas in self._canvases():
            canvas.set_veil(shown)

    def _size_brush(self, steps: int) -> None:
        now = self.choices.now.size
        if steps > 0:
            self.choices.set(size=next((size for size in SIZES if size > now), SIZES[-1]))
        else:
            self.choices.set(size=next((size for size in reversed(SIZES) if size < now), 1))

    # Clipboard, drop, new --------------------------------------------------------------------

    def _ask_new(self) -> None:
        dialog = NewPicture(self, 1024, 1024)
        dialog.accepted.connect(
            lambda: self.new_document(
                Size(dialog.width_box.value(), dialog.height_box.value()),
                dialog.depth_box.currentData(),
                dialog.white.isChecked(),
            )
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _copy(self) -> None:
        clipboard, canvas = QtWidgets.QApplication.clipboard(), self.canvas
        if canvas is not None and clipboard is not None:
            clipboard.setImage(commands.copied(canvas.document, canvas.colours))

    def _paste(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        told = clipboard.mimeData() if clipboard is not None else None
        if told is None or not self._take_in(told):
            self.bar.tell(say("There is no picture in the clipboard."))

    def _take_in(self, told: QtCore.QMimeData) -> bool:
        """Open the files, or place the picture, that the clipboard or a drop holds."""
        paths = [url.toLocalFile() for url in told.urls() if url.isLocalFile()]
        paths = [path for path in paths if Path(path).suffix.lower()[1:] in READS]
        if paths:
            for path in paths:
                self.open(path)
            return True
        image = QtGui.QImage(told.imageData()) if told.hasImage() else QtGui.QImage()
        if image.isNull():
            return False
        canvas = self.canvas
        if canvas is None:
            kind = KINDS["u8"]
            pixels = commands.converted(image, kind, Screen(kind, FileFacts()))
            fresh = new_canvas(
                Size(image.width(), image.height()), "u8", Raster.of(kind, pixels), say("Pasted")
            )
            document = Document(fresh, name=say("Untitled"))
            document.mark_unsaved()
            self.add_document(document)
            return True
        centre = canvas.at(QtCore.QRectF(canvas.rect()).center()).toPoint()
        commands.paste(canvas.document, image, canvas.colours, centre)
        return True

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent | None) -> None:
        """Pictures may be dropped anywhere."""
        assert event is not None
        told = event.mimeData()
        if told is not None and (told.hasUrls() or told.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent | None) -> None:
        """Open what was dropped."""
        assert event is not None
        told = event.mimeData()
        if told is not None and self._take_in(told):
            event.acceptProposedAction()
        else:
            self.bar.tell(
                say("That is no picture Easel can open: PNG, TIFF, JPEG, WebP or OpenRaster."),
                Meaning.CAUTION,
            )

    # Life ------------------------------------------------------------------------------------

    def _dock_shown(self, shown: bool) -> None:
        if shown != self._dock_open:
            self._dock_open = shown
            self.desk.open() if shown else self.desk.rest()

    def _restore(self) -> None:
        for name, put in (
            ("easel.geometry", self.restoreGeometry),
            ("easel.docks", self.restoreState),
        ):
            kept = self.settings.get(name, "")
            if kept:
                put(QtCore.QByteArray(base64.b64decode(kept)))
            elif name == "easel.docks":
                self.resizeDocks(
                    [self._layers_dock, self._ritocco_dock], [230, 340], Qt.Orientation.Horizontal
                )

    def _close_again(self) -> None:
        self.close()

    def closeEvent(self, event: QtGui.QCloseEvent | None) -> None:
        """Ask about each picture with changes, then end."""
        assert event is not None
        changed = next((one for one in self._canvases() if one.document.modified), None)
        if changed is not None:
            event.ignore()
            self.tabs.setCurrentWidget(changed)
            changed.finish_stroke()
            self.keeper.close(changed.document, then=self._close_again)
            return
        if self.keeper.busy:  # a file is being written: it comes first
            event.ignore()
            QTimer.singleShot(200, self._close_again)
            return
        self.settings.set("easel.geometry", _text(self.saveGeometry()))
        self.settings.set("easel.docks", _text(self.saveState()))
        for canvas in self._canvases():
            self._remove(canvas.document)
        self.desk.close()
        super().closeEvent(event)


def _tip(kind: type[Tool]) -> str:
    return f"{say(kind.label)} ({kind.key})\n{say(kind.hint)}"


def _with(label: str, what: str) -> str:
    return f"{label}: {what}".replace("\n", " ")[:60] if what else label


def _text(data: QtCore.QByteArray) -> str:
    return base64.b64encode(data.data()).decode()
