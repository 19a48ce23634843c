"""The command that remembers which ids are published: `duizhao publish-ids`.

It is run when a site goes out. An id that is gone after that without a word is a problem. Refuses content with errors.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say_problems
from build_scripts.content.strangers import PUBLISHED
from build_scripts.content.succession import find_succession, published_text
from build_scripts.ground.problems import has_errors
from build_scripts.publish.build import check_content


@click.command("publish-ids")
@content_option
def publish_ids(content: Path) -> None:
    """Add the ids that the content has now to those that were ever published.

    They are kept in published.yml, one a line, which git merges by itself.
    """
    loaded, _, problems = check_content(content)
    if has_errors(problems) or loaded.site is None:
        say_problems([problem for problem in problems if problem.level == "error"], err=True)
        sys.exit(1)
    known = loaded.published.data if loaded.published and loaded.published.data else []
    files = {content / PUBLISHED: published_text(find_succession(loaded), map(str, known))}
    attributes = content / ".gitattributes"
    line = f"{PUBLISHED} merge=union"
    present = attributes.read_text(encoding="utf-8") if attributes.is_file() else ""
    if line not in present.splitlines():
        files[attributes] = f"{present.rstrip()}\n{line}\n".lstrip()
    write_files(files)
