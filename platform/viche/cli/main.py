"""Parse the command line, run the command, and report failures in one sentence."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from viche.cli import commands, testing
from viche.cli.failures import Failure, build_os_failure
from viche.cli.messages import say
from viche.cli.signals import Stop, raise_stop
from viche.cli.up import run_stack

# These commands pass their arguments on unparsed.
RAW_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "test": testing.run_tests,
    "bench": commands.run_benchmarks,
    "manage": commands.run_management_command,
}
PARSED_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "up": run_stack,
    "check": testing.run_checks,
    "token": commands.issue_token,
    "lock": commands.update_locks,
}
HELP = ("-h", "--help", "help")


class Parser(argparse.ArgumentParser):
    """An argument parser with translated help and errors."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, add_help=False)
        self._optionals.title = say("options")
        self._positionals.title = say("arguments")
        self.add_argument("-h", "--help", action="help", help=say("help_help"))

    def format_help(self) -> str:
        """Return argparse's text with its one fixed word translated."""
        return super().format_help().replace("usage:", say("usage_word"), 1)

    def error(self, message: str) -> NoReturn:
        raise Failure(say("bad_arguments", reason=message, command=self.prog.split()[-1]), status=2)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    raise_stop()
    try:
        return _dispatch(arguments)
    except Failure as failure:
        return _print_failure(failure)
    except OSError as error:
        return _print_failure(build_os_failure(error))
    except Stop as stop:
        print(f"\n{say('interrupted')}", file=sys.stderr)
        return 128 + stop.number


def _dispatch(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ["help"]
    if name in HELP:
        print(_overview())
        return 0
    if name in RAW_COMMANDS:
        return RAW_COMMANDS[name](rest)
    if name not in PARSED_COMMANDS:
        raise Failure(say("no_command", name=name), status=2)
    return PARSED_COMMANDS[name](_parser(name).parse_args(rest))


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


def _print_failure(failure: Failure) -> int:
    if failure.tail:
        print("\n".join(f"  │ {line}" for line in failure.tail.splitlines()), file=sys.stderr)
    print(f"viche: {failure.sentence}", file=sys.stderr)
    return failure.status
