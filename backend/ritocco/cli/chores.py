"""The options of commands that do not paint. Imports only what is light."""

from __future__ import annotations

from argparse import ArgumentParser as Parser
from collections.abc import Callable

from ritocco.cli.options import as_json
from ritocco.cli.values import setting
from ritocco.library.kinds import ModelKind
from ritocco.settings import kinds


def folder(parser: Parser) -> None:
    """Where a demo goes."""
    parser.add_argument(
        "-o", "--output", default="out/demo", metavar="FOLDER", help="default out/demo"
    )


def training(parser: Parser) -> None:
    """What is trained, from what, where."""
    parser.add_argument("what", choices=["mini"], help="mini: the small model that ships")
    parser.add_argument("--pictures", required=True, metavar="FOLDER", help="what to learn from")
    parser.add_argument(
        "--out",
        required=True,
        metavar="FOLDER",
        help="where the state, log, samples and model go; a run that was cut off goes on there",
    )
    parser.add_argument(
        "--hold-out",
        type=lambda text: text.split(","),
        default=[],
        metavar="NAME,NAME",
        help="pictures to measure on and not to learn from (default: one in six)",
    )
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="default: all cores")


def settings(parser: Parser) -> None:
    """What to do with the settings."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--example", action="store_true", help="print the documented example")
    ways.add_argument(
        "--create", action="store_true", help="begin a settings file with the example"
    )


def looking(parser: Parser) -> None:
    """At what to look, and how closely."""
    parser.add_argument(
        "checks", nargs="*", metavar="CHECK", help="only checks whose names hold one of these words"
    )
    parser.add_argument(
        "--deep", action="store_true", help="also read models whole, to compare their sha256"
    )


def uninstalling(parser: Parser) -> None:
    """How much goes."""
    parser.add_argument(
        "--everything", action="store_true", help="also models, results, styles and settings"
    )


def models(parser: Parser) -> None:
    """What to do with models."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary, add in _MODEL_ACTIONS:
        action = actions.add_parser(name, help=summary, description=summary.capitalize() + ".")
        add(action)
        as_json(action)


def _which_list(parser: Parser) -> None:
    parser.add_argument("--here", action="store_true", help="only what is on this computer")
    names = [kind.value for kind in ModelKind]
    parser.add_argument(
        "--kind", choices=names, metavar="KIND", help=f"only one kind: {', '.join(names)}"
    )


def _which_model(parser: Parser) -> None:
    parser.add_argument(
        "model",
        metavar="ID",
        help="as `ritocco models list` shows it: sd15-inpaint, lora:NAME, embedding:NAME",
    )


def _which_to_get(parser: Parser) -> None:
    parser.add_argument("models", metavar="ID", nargs="+", help="as `ritocco models list` shows it")
    parser.add_argument("--yes", action="store_true", help="I have read the licence and accept it")


def _which_file(parser: Parser) -> None:
    parser.add_argument("path", metavar="FILE_OR_FOLDER", help="a model, or a folder with models")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--copy", action="store_true", help="copy it, where it would be linked")
    ways.add_argument(
        "--in-place",
        action="store_true",
        help="a folder of A1111, Forge, ComfyUI, InvokeAI, SwarmUI or Fooocus, or one of models: "
        "use what is in it where it lies; the settings remember it",
    )


def _which_folder(parser: Parser) -> None:
    parser.add_argument(
        "--remove", metavar="FOLDER", help="use this one no more; nothing in it is touched"
    )


def _which_to_remove(parser: Parser) -> None:
    _which_model(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _which_to_check(parser: Parser) -> None:
    parser.add_argument("models", metavar="ID", nargs="*", help="without one: all that are here")


_MODEL_ACTIONS: tuple[tuple[str, str, Callable[[Parser], None]], ...] = (
    ("list", "what is here, and what can be fetched", _which_list),
    (
        "info",
        "all about one model: size, licence, where it comes from, words that call it",
        _which_model,
    ),
    ("get", "fetch a model, once you have accepted its licence", _which_to_get),
    ("add", "take in models that you have, as links to your files", _which_file),
    ("remove", "remove a model from the models folder; never your own files", _which_to_remove),
    ("check", "compare models with what they should be, byte by byte", _which_to_check),
    ("folders", "folders of other programs that are used in place", _which_folder),
    ("where", "the folders that models are kept in and looked for", lambda parser: None),
)


def serving(parser: Parser) -> None:
    """Where the server listens."""
    parser.add_argument("--port", type=int, metavar="N", help="default: the settings' (7867)")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="another than 127.0.0.1 lets other computers in, and needs --token",
    )
    parser.add_argument("--token", help="what clients must send, instead of the user's own token")
    parser.add_argument("--data", metavar="FOLDER", help="where results and the token are kept")
    parser.add_argument(
        "--with-stdin",
        action="store_true",
        help="stop when stdin ends, as an editor wants that started the server",
    )
    parser.add_argument(
        "--a1111",
        action="store_true",
        help="answer programs made for AUTOMATIC1111's web UI too; --port is where (7860). What is "
        "not said here is as in the settings",
    )
    parser.add_argument(
        "--cors-allow-origins",
        type=setting(kinds.ORIGINS),
        metavar="URL,URL",
        help="web pages that may use it, with --a1111",
    )
    parser.add_argument(
        "--api-auth",
        type=setting(kinds.LOGINS),
        metavar="USER:PASSWORD,...",
        help="what its clients must say, with --a1111",
    )
    parser.add_argument(
        "--listen",
        action="store_const",
        const=True,
        help="let other computers use it, with --a1111; needs --api-auth",
    )
