"""The command `duizhao numbers`: two texts, or many pairs, in any two languages, by default Chinese and English."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from build_scripts.checks.numbers import slip_names
from build_scripts.cli.options import default_content
from build_scripts.cli.speech import say
from build_scripts.cli.terminal import TextArguments, echo_data
from build_scripts.content.decode import parse_names, parse_shapes
from build_scripts.content.own_units import Unit, own_units
from build_scripts.ground.files import read_text
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Problem
from build_scripts.ground.strict_yaml import YamlValue, parse_yaml
from build_scripts.quantities import Names, PairResult, compare_pairs

T = TypeVar("T")
_VERDICTS = (Phrase("agree"), Phrase("differ"), Phrase("unreadable"))


@click.command(cls=TextArguments)
@click.argument("texts", nargs=-1, metavar="[SOURCE TARGET]")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A TSV of id, source, target."
)
@click.option("--names", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Names that hold digits.")
@click.option("--source-language", "source", default="zh", show_default=True, help="The language of the first text.")
@click.option("--target-language", "target", default="en", show_default=True, help="The language of the second text.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def numbers(
    texts: tuple[str, ...], pairs: Path | None, names: Path | None, source: str, target: str, style: str
) -> None:
    """Compare the quantities of two texts in two languages, or of many pairs."""
    if source == target:
        raise click.UsageError(Phrase("The two languages are the same."))
    if (pairs is None) == (len(texts) != 2):
        raise click.UsageError(Phrase("Give a source and a target text, or --pairs FILE.tsv."))
    files = [text for text in texts if _is_file(text)]
    if files:
        message = Phrase("%(path)s is a file; write the two texts themselves, or --pairs FILE.tsv.", path=files[0])
        raise click.UsageError(message)
    try:
        lines = (
            pairs.read_text(encoding="utf-8-sig").split("\n")
            if pairs
            else ["\t".join(_one_line(t) for t in ("", *texts))]
        )
        results = list(compare_pairs(lines, _read_names(names), source, target))
    except (ValueError, OSError) as error:
        raise click.ClickException(
            Phrase("%(where)s: %(error)s", where=pairs or Phrase("the texts"), error=error)
        ) from error
    if style == "json":
        echo_data(
            json.dumps([_pair_data(result, source, target) for result in results], ensure_ascii=False, indent=2) + "\n"
        )
    else:
        for result in results:
            for line in _pair_lines(result, source, target):
                say(line)
        if pairs:
            counts = Counter(result.verdict for result in results)
            say(tuple(Phrase("%(count)s %(verdict)s", count=counts[str(name)], verdict=name) for name in _VERDICTS))
    sys.exit(0 if all(result.verdict == "agree" for result in results) else 1)


def _is_file(text: str) -> bool:
    """Tell whether a text names a file: who writes that wants what stands in it compared, not its name."""
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # longer than a name can be, or with a character that none can have
        return False


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read_names(path: Path | None) -> Names:
    """Read a file of names, by default that of the content folder, and the units that are declared beside it."""
    path = path or default_content() / "names.yml"
    names, units = _read(path, parse_names), _read(path.with_name("units.yml"), partial(parse_shapes, Unit))
    return replace(names or Names(), units=own_units({str(key): unit for key, unit in (units or {}).items()}))


def _read(path: Path, parse: Callable[[YamlValue], tuple[T, list[Problem]]]) -> T | None:
    if not path.exists():
        return None
    text, problems = read_text(path)
    yaml, more = parse_yaml(text, path)
    value, others = parse(yaml)
    errors = [problem for problem in (*problems, *more, *others) if problem.level == "error"]
    if errors:
        raise click.ClickException(sentences(errors[0].phrase, errors[0].hint))
    return value


def _pair_data(result: PairResult, source: str, target: str) -> dict[str, object]:
    """Give a result under the keys of the command's JSON, which name the languages of its two texts."""
    return {
        "id": result.id,
        "verdict": result.verdict,
        source: result.source,
        target: result.target,
        f"unmatched_{source}": result.unmatched_source,
        f"unmatched_{target}": result.unmatched_target,
        "slips": result.slips,
    }


def _pair_lines(result: PairResult, source: str, target: str) -> Iterator[Phrase]:
    verdict = next(name for name in _VERDICTS if name == result.verdict)
    if result.slips:
        verdict = Phrase("%(verdict)s  (likely slip: %(slips)s)", verdict=verdict, slips=slip_names(result.slips))
    yield Phrase("%(id)s: %(verdict)s", id=result.id, verdict=verdict) if result.id else verdict
    if result.verdict != "agree":
        for side, found, alone in (
            (source, result.source, result.unmatched_source),
            (target, result.target, result.unmatched_target),
        ):
            words = "; ".join(found) or Phrase("no quantities")
            yield Phrase("  %(language)s: %(quantities)s", language=side, quantities=words)
            if alone:
                yield Phrase("  only in %(language)s: %(quantities)s", language=side, quantities="; ".join(alone))
