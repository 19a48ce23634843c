"""`duizhao check --external`, with a real server: what is asked, how often, and what is said of the answers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from build_scripts.checks.external import asking
from build_scripts.checks.external.archive import Copy, find_copy
from build_scripts.checks.external.asking import Answer, Asker
from build_scripts.checks.external.kept import Kept, load_answers, save_answers
from build_scripts.checks.external.outside import find_outside
from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.ground.web import Web, WebError, is_public, read_address
from tests.outside import ask, find_external_problems, outside

CITY = "http://city.example"

ANSWERS = {
    "fine": Answer(200),
    "missing": Answer(404),
    "removed": Answer(410),
    "forbidden": Answer(403),
    "moved": Answer(200, end=f"{CITY}/fine", moved=f"{CITY}/fine"),
    "moved-twice": Answer(200, end=f"{CITY}/fine", moved=f"{CITY}/fine"),
    "moved-then-elsewhere": Answer(200, end=f"{CITY}/fine", moved=f"{CITY}/for-now"),
    "for-now": Answer(200, end=f"{CITY}/fine"),
    "safe": Answer(200, end="https://city.example/fine", moved="https://city.example/fine"),
    "moved-away": Answer(404, end=f"{CITY}/missing", moved=f"{CITY}/missing"),
    "to-front": Answer(200, end=f"{CITY}/", moved=f"{CITY}/"),
    "to-chinese": Answer(
        200,
        end=f"{CITY}/%E6%8A%A5%E5%91%8A/%E4%BA%8C%E3%80%87%E4%B8%89%E3%80%87",
        moved=f"{CITY}/%E6%8A%A5%E5%91%8A/%E4%BA%8C%E3%80%87%E4%B8%89%E3%80%87",
    ),
    "to-nothing": Answer(302),
    "circle": Answer(trouble="circle", detail=f"{CITY}/circle"),
    "endless/1": Answer(trouble="too-far"),
    "to-mail": Answer(trouble="no-address"),
    "to-inner": Answer(trouble="private", detail="169.254.169.254", end="http://inner.private.example/"),
    "to-metadata": Answer(trouble="private", detail="169.254.169.254", end="http://169.254.169.254/latest/"),
    "head-405": Answer(200),
    "head-501": Answer(200),
    "head-403": Answer(200),
    "head-404": Answer(200),
    "head-cut": Answer(200),
    "head-405-huge": Answer(200),
}


@pytest.mark.parametrize("path", ANSWERS)
def test_what_an_address_answers(path: str) -> None:
    assert ask(f"{CITY}/{path}") == ANSWERS[path]


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("http://www.gone.example/", "no-host"),
        ("http://www.silent.example/", "no-answer"),
        ("http://city.example:1/", "refused"),
        ("http://city.example/noise", "no-answer"),
        ("https://other.example/", "certificate"),  # the server's is for another host
        ("http://[::1", "no-address"),
        ("http://", "no-address"),
        ("gopher://city.example/", "no-address"),
    ],
)
def test_what_keeps_an_address_from_answering(address: str, trouble: str) -> None:
    assert ask(address).trouble == trouble


def test_a_certificate_that_signs_itself_is_refused() -> None:
    assert ask("https://city.example/fine").status == 200
    assert ask("https://city.example/fine", authorities="").trouble == "certificate"


def test_addresses_in_chinese_are_asked_as_browsers_do() -> None:
    assert ask(read_address("http://例子.测试/报告?年=二〇三〇#第三页")).status == 200
    last = outside().asked[-1]
    assert (last.host, last.path) == ("xn--fsqu00a.xn--0zwm56d", "/%E6%8A%A5%E5%91%8A")
    assert read_address("https://user:secret@City.example:8443/%e6%8a%a5?a=b c") == (
        "https://city.example:8443/%E6%8A%A5?a=b%20c"
    )


def test_who_drips_is_left_when_time_is_over() -> None:
    begun = time.monotonic()
    assert ask(f"{CITY}/drip", seconds=0.3).trouble == "no-answer"
    assert time.monotonic() - begun < 5
    assert outside().methods("/drip") == ["HEAD"], "who has not answered in time is not asked for more"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "255.255.255.255"),
        *("224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"),
    ],
)
def test_private_networks_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]"])
def test_this_machine_is_not_asked_however_it_is_written(host: str) -> None:
    before = len(outside().asked)
    with pytest.raises(WebError) as refused:
        Web("tests").ask("GET", f"http://{host}:{outside().http}/")
    assert refused.value.fault == "private" and len(outside().asked) == before


def test_a_host_that_is_busy_is_asked_once_more_and_one_that_is_long_busy_no_more() -> None:
    begun = time.monotonic()
    assert ask("http://busy.example/busy").status == 200
    assert time.monotonic() - begun >= 1
    asker, before = (
        Asker(outside().web(), pause=0),
        outside().methods("/busy-long"),
    )  # a case of broken content asks too
    assert asker.ask("http://long.example/busy-long") == Answer(503)
    assert asker.ask("http://long.example/fine").trouble == "told-to-wait"
    assert outside().methods("/busy-long") == [*before, "HEAD"]


def test_a_host_that_is_silent_twice_is_left_in_peace() -> None:
    asker = Asker(outside().web(), pause=0)
    troubles = [asker.ask(f"http://city.example:1/{no}").trouble for no in range(4)]
    assert troubles == ["refused", "refused", "silent-before", "silent-before"]


def test_a_host_gets_one_question_at_a_time_with_pauses() -> None:
    pages = [f"http://polite.example/{no}" for no in range(4)]
    led = [f"http://led-{no}.example/circle" for no in range(3)]
    found: dict[str, Answer] = {}
    Asker(outside().web(), pause=0.1).ask_all([*pages, *led], found.__setitem__)
    assert set(found) == {*pages, *led}
    begun = [each.begun for each in outside().asked if each.host == "polite.example"]
    assert len(begun) == 4 and min(later - one for one, later in pairwise(begun)) >= 0.09
    hosts = {urlsplit(address).netloc for address in found}
    assert {host: outside().most_open[host] for host in hosts} == dict.fromkeys(hosts, 1)


def test_links_are_those_of_texts_sources_and_the_site(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    edit(
        folder / "pages/about.zh.md",
        "本站整理",
        "本站整理[甲](https://a.example/x#y)[乙](mailto:b@c.example)[丙](ref:glossary)",
    )
    found = {(link.place.path.name, link.address) for link in find_outside(load_content(folder)[0])}
    assert found == {
        ("site.yml", "https://creativecommons.org/licenses/by/4.0/"),
        ("report.yml", "https://reading.example/report"),
        ("report.yml", "https://yearbook.example/2021"),
        ("about.zh.md", "https://a.example/x#y"),
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_source_that_is_gone_is_fine_with_its_copy_and_the_copy_is_asked(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    report = folder / "reports/reading-city/report.yml"
    edit(
        report, "https://yearbook.example/2021", "http://city.example/missing\n    archived: https://city.example/fine"
    )
    assert find_external_problems(Path()) == []
    edit(report, "https://city.example/fine", "https://city.example/removed")
    (problem,) = find_external_problems(Path())
    assert (problem.rule, problem.line) == ("gone-address", 17)
    assert "another copy" in problem.hint


def test_where_no_host_answers_the_network_is_told_once(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    for name, host in (("site.yml", "creativecommons.org"), *[("reports/reading-city/report.yml", h) for h in HOSTS]):
        edit(folder / name, f"https://{host}", f"https://{host}.gone.example")
    (problem,) = find_external_problems(Path())
    assert problem.rule == "unasked-address" and "network" in problem.message


HOSTS = ("reading.example", "yearbook.example")


def test_the_archive_is_asked_for_copies_and_none_is_invented() -> None:
    web, service = outside().web(), f"{CITY}/archive?url="
    found = find_copy(web, "http://old.example/页?a=b&c", service)
    assert found == Copy("https://copies.example/2021/http://old.example/页?a=b&c", "2021-01-02")
    assert find_copy(web, "http://unknown.example/", service) is None
    assert find_copy(web, "http://old.example/", f"{CITY}/fine?url=") is None, "an answer that is no JSON"
    assert find_copy(web, "http://old.example/", "http://www.gone.example/?url=") is None


def test_answers_are_kept_for_days_where_they_are_certain(tmp_path: Path) -> None:
    path, day = tmp_path / "kept" / "external.json", 86400.0
    given = {"a": Answer(404), "b": Answer(500), "c": Answer(trouble="no-host"), "d": Answer(trouble="no-answer")}
    save_answers(path, {address: Kept(10 * day, answer) for address, answer in given.items()})
    assert set(load_answers(path, 16 * day, 7)) == {"a"}
    assert load_answers(path, 18 * day, 7) == load_answers(path, 10 * day, 0) == {}
    for broken in ("", "[]", '{"a": 1}', '{"a": {"at": 1, "answer": {"status": "x"}}}'):
        path.write_text(broken, encoding="utf-8")
        assert load_answers(path, 16 * day, 7) == {}


def test_the_command_asks_each_address_once_and_keeps_what_it_heard(
    copy_site: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0)
    folder = copy_site("minimal")
    monkeypatch.chdir(folder.parent)
    server = f"http://127.0.0.1:{outside().http}"
    edit(folder / "site.yml", "https://creativecommons.org/licenses/by/4.0/", f"{server}/fine")
    edit(folder / "reports/reading-city/report.yml", "https://reading.example/report", f"{server}/command-fine")
    edit(folder / "reports/reading-city/report.yml", "https://yearbook.example/2021", f"{server}/removed?command#2")
    call = ["check", "--external", "--format", "json"]
    private = [problem["rule"] for problem in run(*call)]
    assert private == ["broken-address"] * 3 and outside().methods("/command-fine") == []
    for more, times in (([], 1), ([], 1), (["--again"], 2)):
        (problem,) = run(*call, "--allow-private", *more)
        assert (problem["rule"], problem["level"], problem["line"]) == ("gone-address", "warning", 16)
        assert outside().methods("/command-fine") == ["HEAD"] * times
    assert outside().asked[-1].agent.endswith("(check of links; https://libraries.example/; editors@libraries.example)")


def run(*call: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(main, list(call))
    assert result.exit_code == 0, result.output
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    "call", [["--again"], ["--ask-archive"], ["--allow-private"], ["--days", "7"], ["--external", "--site", "."]]
)
def test_options_that_would_do_nothing_are_refused(call: list[str], copy_site: Callable[[str], Path]) -> None:
    copy_site("minimal")
    assert CliRunner().invoke(main, ["check", "--content", ".", *call]).exit_code == 2
