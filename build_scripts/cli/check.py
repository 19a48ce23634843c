"""The command `duizhao check`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from build_scripts.cli.options import FOLDER, default_content, default_site, memory_option, require_content
from build_scripts.cli.speech import find_content, say, say_problems, speech
from build_scripts.cli.terminal import Progress, echo_data
from build_scripts.ground.memory import Memory
from build_scripts.ground.messages import NOTHING, Phrase, Speech, sentences
from build_scripts.ground.problems import Problem, did_you_mean, has_errors, render_github, render_json, render_text
from build_scripts.ground.processes import watched
from build_scripts.ground.shipped import COMMAND, PROJECT, TEMPLATES
from build_scripts.publish.exchange import work_folder
from build_scripts.publish.known import digest_inputs, known_problems, open_memory

RENDERERS: Mapping[str, Callable[[Sequence[Problem], Speech], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}
format_option = click.option(
    "--format", "style", type=click.Choice(list(RENDERERS)), default="text", show_default=True, help="How to print."
)


@click.command()
@click.option(
    "--content",
    type=click.Path(path_type=Path),
    default=default_content,
    callback=find_content,
    help="The content folder.",
)
@click.option("--site", type=FOLDER, help="Check a built site instead of the content.")
@click.option("--external", is_flag=True, help="Ask the addresses outside that the content links to, and only that.")
@click.option("--days", type=click.FloatRange(0), default=7.0, show_default=True, help="How long answers are kept.")
@click.option("--again", is_flag=True, help="Ask also what was answered within these days.")
@click.option("--ask-archive", is_flag=True, help="Ask archive.org for copies of what is gone.")
@click.option("--allow-private", is_flag=True, help="Ask addresses of this machine and of private networks too.")
@memory_option
@click.option("--explain", "rule", metavar="RULE", help="Say what a rule means, with examples, and check nothing.")
@click.option("--all", "everything", is_flag=True, help="Tell each problem, also those that are like others.")
@format_option
def check(
    content: Path,
    site: Path | None,
    memory: bool,
    style: str,
    everything: bool,
    rule: str | None,
    external: bool,
    **asking: Any,
) -> None:
    """Find all problems of the content, of a built site, or of what the content links to outside."""
    if rule:
        _explain(rule)
        return
    _refuse_needless(external, site, asking)
    if external:
        problems = _external_problems(require_content(content), memory, **asking)
    else:
        problems = _site_problems(site) if site else _problems(require_content(content), memory)
    if style == "text":
        say_problems(problems, fold=not everything)
        say_offer(problems if site is None else ())
        if problems and sys.stdout.isatty():
            say(Phrase("What a rule means, with examples: %(command)s check --explain RULE", command=COMMAND))
    else:
        echo_data(f"{RENDERERS[style](problems, speech(data=True))}\n")
    sys.exit(1 if has_errors(problems) else 0)


def _refuse_needless(external: bool, site: Path | None, asking: Mapping[str, Any]) -> None:
    """Options that would do nothing are refused, so that nobody trusts in them."""
    if external and site:
        raise click.UsageError(Phrase("--external asks what the content links to; leave --site out."))
    source = click.get_current_context().get_parameter_source
    given = [name for name in asking if source(name) is not click.core.ParameterSource.DEFAULT]
    if given and not external:
        option = f"--{given[0].replace('_', '-')}"
        raise click.UsageError(Phrase("%(option)s belongs to --external.", option=option))


def _external_problems(
    content: Path, memory: bool, days: float, again: bool, ask_archive: bool, allow_private: bool
) -> list[Problem]:
    from build_scripts.cli.external import Wish, external_problems  # what asks takes longer to import than to check

    kept = work_folder(default_site()) / "external.json" if memory else None
    return external_problems(content, kept, Wish(0 if again else days, allow_private, ask_archive))


def _explain(name: str) -> None:
    from build_scripts.checks.rule_definitions import explain, load_rules

    rules = load_rules()
    if name not in rules:
        message = Phrase('there is no rule "%(name)s".', name=name)
        raise click.BadParameter(sentences(message, did_you_mean(name, rules)), param_hint="--explain")
    say(explain(rules[name], speech()))


def say_offer(problems: Sequence[Problem], err: bool = False) -> None:
    """Print how many problems `duizhao fix` would mend, if any."""
    offer = offer_of_fix(problems)
    if offer:
        say(offer, err=err)


def offer_of_fix(problems: Sequence[Problem]) -> Phrase:
    """Say how many problems `duizhao fix` would mend, or nothing."""
    if not problems:
        return NOTHING
    from build_scripts.content.mendable import count_mendable  # only where there is something to mend

    count = count_mendable(problems)
    return Phrase("%(command)s fix would mend %(count)s of them.", command=COMMAND, count=count) if count else NOTHING


def _site_problems(site: Path) -> list[Problem]:
    from build_scripts.checks.site import check_site

    return check_site(site)


def _problems(content: Path, memory: bool) -> list[Problem]:
    with contextlib.closing(open_memory(work_folder(default_site())) if memory else Memory(lasting=False)) as known:
        key = digest_inputs(content, "check", [PROJECT / "mkdocs.yml", TEMPLATES])
        found = known_problems(key, known)
        if found is not None:
            return found
        from build_scripts.publish.build import find_problems  # takes longer to import than to look

        progress = Progress()
        with watched(progress.tell) if sys.stderr.isatty() else contextlib.nullcontext():
            return find_problems(content, known, progress.report)
