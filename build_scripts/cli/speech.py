"""The language that commands speak, and all that they say in it.

Receives what was asked for with `--lang`, the environment and the content folder; prints phrases in that language: the
one asked for, else that of `DUIZHAO_LANG`, of the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`), the source language of the
site, English. A console that cannot show its characters gets English. Refuses languages that messages are not in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from build_scripts.ground.messages import ENGLISH, LANGUAGES, Speech, load_speech, said
from build_scripts.ground.problems import Problem, render_text

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
_LETTERS = {"zh": "对照，“：”"}  # what a console must be able to show


@dataclass
class _Wish:
    """What a call says of its language: what it asks for, and where the content is."""

    language: str = ""
    content: Path = Path("content")


_wish = _Wish()  # a process speaks one language, in all its threads


def forget_wishes() -> None:
    """Begin with a call that has not said anything yet."""
    _wish.language, _wish.content = _Wish.language, _Wish.content


def _ask_for(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        _wish.language = value


def find_content(_ctx: click.Context, _param: click.Parameter, value: Path) -> Path:
    """Take note of the content folder, whose site may have a language that commands speak."""
    _wish.content = value
    return value


def add_language_option(command: click.Command) -> click.Command:
    """Give a command, and those below it, the option `--lang`."""
    if all(param.name != "lang" for param in command.params):
        option = click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help="The language of messages; else that of the environment, of the site, English.",
            callback=_ask_for,
            is_eager=True,
            expose_value=False,
        )
        command.params.append(option)
    for below in getattr(command, "commands", {}).values():
        add_language_option(below)
    return command


def speech(err: bool = False, data: bool = False) -> Speech:
    """Give the language to speak on standard output or error; `data` for programs goes out as UTF-8 anyway."""
    stream = sys.stderr if err else sys.stdout
    language = _wish.language or _of_environment() or _of_site() or ENGLISH.language
    is_shown = (data and not stream.isatty()) or _can_show(stream, _LETTERS.get(language, ""))
    return load_speech(language) if is_shown else ENGLISH


def say(words: object, err: bool = False, nl: bool = True) -> None:
    """Print a phrase, or anything that can stand in one."""
    click.echo(said(words, speech(err)), err=err, nl=nl)


def say_problems(problems: Sequence[Problem], err: bool = False, fold: bool = True) -> None:
    """Print problems, with a hint below each where somebody looks on."""
    stream = sys.stderr if err else sys.stdout
    click.echo(render_text(problems, speech(err), fold=fold, is_for_people=stream.isatty()), err=err)


def _of_environment() -> str:
    """Give the language of the environment, if commands speak it."""
    for value in (os.environ.get("DUIZHAO_LANG", ""), next(filter(None, map(os.environ.get, _LOCALE)), "")):
        language = _primary(value)
        if language in LANGUAGES:
            return language
    return ""


def _of_site() -> str:
    """Give the source language of the site, if commands speak it and the file that declares it can be read."""
    from build_scripts.ground.files import read_text
    from build_scripts.ground.strict_yaml import parse_yaml

    path = _wish.content / "site.yml"
    data: Any = parse_yaml(read_text(path)[0], path)[0].data if path.is_file() else None
    try:
        language = _primary(str(data["languages"][0]["code"]))
    except (KeyError, IndexError, TypeError):
        return ""
    return language if language in LANGUAGES else ""


def _primary(code: str) -> str:
    """Give the language of a code or a locale: zh of zh_CN.UTF-8."""
    return code.replace("-", "_").partition("_")[0].partition(".")[0].lower()


def _can_show(stream: Any, letters: str) -> bool:
    try:
        letters.encode(stream.encoding or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True
