"""The command `duizhao cms`: a page on which editors without git change the content."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say, say_problems
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean, shown_path
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.outputs.cms import LOCAL, cms_config, github
from build_scripts.publish.build import check_content

# What is tried (docs/cms.md, tests/browser/test_cms.py); nothing is loaded from another host.
DECAP = "decap-cms@3.16.3"
SERVER = "decap-server@3.11.3"
_SCRIPT = "cms.js"
_BEGINNING = "# Made by `duizhao cms` from the content; run it again when reports, sectors or languages change.\n"


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the page goes.")
@click.option("--repo", help="OWNER/NAME at GitHub; without it files are written where decap-server runs.")
@click.option("--branch", default="main", show_default=True, help="The branch that is edited.")
@click.option("--language", help="The language of labels and hints; else the source language.")
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"decap-cms.js of {DECAP}, to be put beside the page.",
)
@content_option
def cms(out: Path, repo: str | None, branch: str, language: str | None, script: Path | None, content: Path) -> None:
    """Write a page on which editors without git change the content (Decap CMS), into a folder of its own."""
    if repo is not None and len([part for part in repo.split("/") if part]) != 2:
        raise click.BadParameter(Phrase('"%(repo)s" is no repository; write OWNER/NAME.', repo=repo))
    folder = shown_path(content)
    if Path(folder).is_absolute() or folder.startswith(".."):
        raise click.BadParameter(
            Phrase("%(path)s is not below this folder; run the command at the top of the repository.", path=folder)
        )
    loaded, interfaces, problems = check_content(content)
    if loaded.site is None:
        say_problems(problems, err=True)
        sys.exit(1)
    code = language or loaded.source
    if code not in interfaces:
        raise click.BadParameter(
            sentences(Phrase('the site has no language "%(code)s".', code=code), did_you_mean(code, interfaces))
        )
    backend = github(repo, branch) if repo else {**LOCAL, "branch": branch}
    config = cms_config(loaded, interfaces[code], folder, backend)
    files = {out / path.name: path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / "cms").iterdir())}
    files[out / "config.yml"] = _BEGINNING + yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    if script:
        files[out / _SCRIPT] = _read(script)
    write_files(files, quiet=True)
    say(Phrase("The page is %(path)s.", path=shown_path(out / "index.html")))
    if not (out / _SCRIPT).is_file():
        say(
            Phrase(
                "It needs %(script)s: `npm pack %(package)s`, then give its dist/decap-cms.js as --script.",
                script=_SCRIPT,
                package=DECAP,
            )
        )
    if not repo:
        say(
            Phrase(
                "To write into this folder, run `npx %(server)s` here and serve the page on this machine.",
                server=SERVER,
            )
        )


def _read(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(Phrase("%(path)s is no script that can be read.", path=script)) from error
