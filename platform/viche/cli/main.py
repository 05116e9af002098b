"""Reads the command line, runs the command, and says in one sentence what went wrong."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from viche.cli import others, testing
from viche.cli.failures import Failure, from_os_error
from viche.cli.messages import say
from viche.cli.signals import Stop, raise_stop
from viche.cli.up import up

# These hand their arguments on as they are.
HANDED_ON: dict[str, Callable[[Sequence[str]], int]] = {
    "test": testing.test,
    "bench": others.bench,
    "manage": others.manage,
}
PARSED: dict[str, Callable[[argparse.Namespace], int]] = {
    "up": up,
    "check": testing.check,
    "token": others.token,
    "lock": others.lock,
}
HELP = ("-h", "--help", "help")


class Parser(argparse.ArgumentParser):
    """Helps and complains in our own words."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, add_help=False)
        self._optionals.title = say("options")
        self._positionals.title = say("arguments")
        self.add_argument("-h", "--help", action="help", help=say("help_help"))

    def format_help(self) -> str:
        """Argparse's text with its one fixed word in our language."""
        return super().format_help().replace("usage:", say("usage_word"), 1)

    def error(self, message: str) -> NoReturn:
        raise Failure(say("bad_arguments", reason=message, command=self.prog.split()[-1]), status=2)


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit code."""
    raise_stop()
    try:
        return _dispatch(arguments)
    except Failure as failure:
        return _complain(failure)
    except OSError as error:
        return _complain(from_os_error(error))
    except Stop as stop:
        print(f"\n{say('interrupted')}", file=sys.stderr)
        return 128 + stop.number


def _dispatch(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ["help"]
    if name in HELP:
        print(_overview())
        return 0
    if name in HANDED_ON:
        return HANDED_ON[name](rest)
    if name not in PARSED:
        raise Failure(say("no_command", name=name), status=2)
    return PARSED[name](_parser(name).parse_args(rest))


def _overview() -> str:
    names = ("up", "test", "bench", "check", "token", "manage", "lock")
    return "\n".join(
        [say("about"), say("usage"), "", *(f"  {name:8}{say(f'help_{name}')}" for name in names)]
    )


def _parser(name: str) -> Parser:
    parser = Parser(f"./viche {name}", say(f"help_{name}"))
    if name == "up":
        parser.add_argument("--port", type=int, default=8000, help=say("help_port"))
        parser.add_argument("--host", default="127.0.0.1", help=say("help_host"))
        parser.add_argument("--no-demo", action="store_true", help=say("help_no_demo"))
    if name == "token":
        parser.add_argument("email", metavar="EMAIL", help=say("help_email"))
        parser.add_argument("--scope", action="append", default=[], help=say("help_scope"))
    if name in ("up", "token"):
        parser.add_argument("--data", type=Path, metavar="DIR", help=say("help_data"))
    if name == "lock":
        parser.add_argument("--upgrade", action="store_true", help=say("help_upgrade"))
    return parser


def _complain(failure: Failure) -> int:
    if failure.tail:
        print("\n".join(f"  │ {line}" for line in failure.tail.splitlines()), file=sys.stderr)
    print(f"viche: {failure.sentence}", file=sys.stderr)
    return failure.status
