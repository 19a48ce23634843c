"""Between a command and the terminal it is called from: arguments as people write them, output that any console takes.

Receives arguments and texts; gives commands what they were meant to get, and prints. Refuses wrong calls in one line.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from itertools import islice
from typing import Any

import click

from build_scripts.cli.refusals import refusal_of
from build_scripts.cli.speech import add_language_option, forget_wishes, say
from build_scripts.ground.messages import NOTHING, Phrase


class OneLineErrors(click.Group):
    """Says in one line what was wrong with a call, instead of repeating the usage; imports a command when it is called.

    `modules` holds the module of each command by its name, which is the command's in the module too, with `_` for `-`.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **extra: Any) -> None:
        """Take the modules beside what any group takes."""
        super().__init__(*args, **extra)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command by its name."""
        module = self._modules.get(cmd_name)
        return add_language_option(getattr(import_module(module), cmd_name.replace("-", "_"))) if module else None

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command; whatever it refuses is one line on stderr and an exit code."""
        forget_wishes()
        if not standalone_mode:
            return click.Group.main(self, *args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        show_any_character()
        try:
            code = click.Group.main(self, *args, standalone_mode=False, **extra)  # type: ignore[call-overload]
        except click.exceptions.NoArgsIsHelpError as error:  # whose message is the help of the group
            click.echo(error.format_message(), err=True)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            say(Phrase("error: %(reason)s", reason=refusal_of(error)), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(130)
        sys.exit(code if isinstance(code, int) else 0)


class TextArguments(click.Command):
    """A command whose arguments may begin with a minus sign: `-0.5%` is a text, `--format` an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the texts behind the options, where nothing is taken for one."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        flags = {name for option in options if option.is_flag for name in option.opts}
        valued = {name for option in options if not option.is_flag for name in option.opts}
        found: list[str] = []
        texts: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                texts += rest
            elif arg in valued:
                found += [arg, *islice(rest, 1)]
            else:
                (found if arg in flags or arg.startswith("--") else texts).append(arg)
        return super().parse_args(ctx, [*found, *(["--", *map(_decoded, texts)] if texts else [])])


def _decoded(arg: str) -> str:
    """Read an argument as UTF-8 where the locale's encoding, ASCII, could not."""
    try:
        return os.fsencode(arg).decode("utf-8")
    except UnicodeError:
        return arg


def show_any_character() -> None:
    """From now on write what the console's encoding lacks as an escape (`\\u4e2d`), instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def echo_data(text: str) -> None:
    """Print what programs read (JSON, PO) with nothing added: as UTF-8 into a file or pipe, whatever the console's."""
    click.echo(text if sys.stdout.isatty() else text.encode("utf-8", "backslashreplace"), nl=False)


class Progress:
    """Says on standard error what is done, and while it takes longer how much of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.stage: Phrase = NOTHING
        self._said = time.monotonic()

    def report(self, stage: Phrase) -> None:
        """Say that a stage begins."""
        self.stage = stage
        self._said = time.monotonic()
        say(Phrase("· %(stage)s …", stage=stage), err=True)

    def tell(self, done: int, total: int) -> None:
        """Say how far the stage is, once a second."""
        if self.stage and done < total and time.monotonic() - self._said >= 1:
            self._said = time.monotonic()
            say(Phrase("· %(stage)s: %(done)s of %(total)s …", stage=self.stage, done=done, total=total), err=True)
