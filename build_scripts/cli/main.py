"""The command `duizhao`: thin commands over the stages. The only room that prints or exits.

A command is imported when it is called: to import all of them takes longer than to find that nothing has changed.
Exit codes: 0 fine, 1 problems were found, 2 the command was not used rightly.
"""

from __future__ import annotations

import gc

import click

from build_scripts.cli.terminal import OneLineErrors

_COMMANDS = (
    "build",
    "check",
    "cms",
    "fix",
    "init",
    "language",
    "new",
    "nginx",
    "numbers",
    "publish-ids",
    "rename",
    "schema",
    "serve",
    "source",
    "translate",
    "withdraw",
)


@click.group(
    cls=OneLineErrors,
    modules={name: f"build_scripts.cli.{name.replace('-', '_')}" for name in _COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="duizhao")
def main() -> None:
    """Turn structured summaries of reports into a bilingual static site."""
    # What is read stays until the end: to look through it for rings again and again takes a sixth of the time.
    gc.disable()
    gc.set_threshold(50_000, 20, 20)
