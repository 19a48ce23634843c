"""`duizhao cms`: the configuration against the content and the schema of its kind, and the format that keeps files.

What a real browser saves is tried in `tests/browser/test_cms.py`.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.content.fronts import BriefFront, PageFront
from build_scripts.content.load import split_name
from build_scripts.ground.front_matter import split_front_matter
from tests.built import CONTENT, PROJECT
from tests.conftest import VALID_SITES

FORMAT = PROJECT / "templates" / "cms" / "format.js"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="the format is run by node, which is not here")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["cms", *arguments])


def config_of(folder: Path, *arguments: str) -> dict[str, Any]:
    told = run("--out", str(folder), *arguments)
    assert told.exit_code == 0, told.output
    found: dict[str, Any] = yaml.safe_load((folder / "config.yml").read_text("utf-8"))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("content", [VALID_SITES / "minimal", VALID_SITES / "transit", CONTENT], ids=lambda p: p.name)
def test_every_text_is_in_one_collection(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content.parent)
    config = config_of(tmp_path, "--content", content.name)
    held = [
        path
        for collection in config["collections"]
        for path in Path(collection["folder"]).glob("*.md")
        if path.name.endswith(f".{collection['extension']}")
    ]
    assert sorted(held) == sorted(path for path in Path(content.name).rglob("*.md") if split_name(path))
    names = [collection["name"] for collection in config["collections"]]
    assert len(set(names)) == len(names)
    assert config["media_folder"] == f"{content.name}/images"


def test_fields_follow_from_the_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES / "minimal" / "..")
    config = config_of(tmp_path, "--content", "minimal", "--language", "en")
    collections = {collection["name"]: collection for collection in config["collections"]}
    brief, page = collections["report-open-late-zh"], collections["pages-zh"]
    for collection, shape in ((brief, BriefFront), (page, PageFront)):
        written = {field["name"] for field in collection["fields"]}
        assert set(shape.model_fields) - written <= {"translation", "waivers", "changes", "formerly"}
        assert written - set(shape.model_fields) == {"body", "original"}
    fields = {field["name"]: field for field in brief["fields"]}
    assert [option["value"] for option in fields["sector"]["options"]] == ["collections", "opening-hours", "digital"]
    assert fields["title"]["required"] and brief["label"] == "Open late · 中文"
    english = {field["name"]: field for field in collections["report-open-late-en"]["fields"]}
    assert not english["title"]["required"], "a translation may be begun without one"


def test_labels_are_in_the_language_of_the_editors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES)
    chinese = config_of(tmp_path, "--content", "minimal")
    english = config_of(tmp_path, "--content", "minimal", "--language", "en")
    assert (chinese["locale"], english["locale"]) == ("zh_Hans", "en")
    fields = [field for config in (chinese, english) for field in config["collections"][0]["fields"]]
    labels = [field["label"] for field in fields if field["name"] == "title"]
    assert labels == ["标题", "Title"]


def test_files_are_kept_here_or_at_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES)
    assert config_of(tmp_path, "--content", "minimal")["backend"]["name"] == "proxy"
    config = config_of(tmp_path, "--content", "minimal", "--repo", "owner/name", "--branch", "texts")
    assert config["backend"] == {"name": "github", "repo": "owner/name", "branch": "texts"}


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES)
    config_of(tmp_path, "--content", "minimal")
    files = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert set(files) == {"config.yml", "format.js", "index.html", "start.js"}
    assert "//" not in files["index.html"] and "https:" not in "".join(files.values())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--language", "zz"), 2, 'the site has no language "zz"'),
        (("--repo", "name"), 2, '"name" is no repository'),
        (("--repo", "https://git.example/a/b"), 2, "is no repository"),
        (("--script", "missing.js"), 2, "does not exist"),
        (("--content", "nowhere"), 2, "there is no folder"),
        (("--content", str(CONTENT)), 2, "top of the repository"),
    ],
)
def test_wrong_calls_are_told(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(VALID_SITES)
    content = () if "--content" in arguments else ("--content", "minimal")
    told = run("--out", str(tmp_path / "own"), *content, *arguments)
    assert told.exit_code == code and said in told.output
    assert not (tmp_path / "own").exists()


def test_the_content_may_be_the_repository_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES / "minimal")
    config = config_of(tmp_path, "--content", ".")
    assert (config["media_folder"], config["collections"][0]["folder"]) == ("images", "reports/open-late")


def test_the_script_is_put_beside_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(VALID_SITES)
    script = tmp_path / "decap-cms.js"
    script.write_text("//", encoding="utf-8")
    assert "needs cms.js" in run("--out", str(tmp_path / "own"), "--content", "minimal").output
    told = run("--out", str(tmp_path / "own"), "--content", "minimal", "--script", str(script))
    assert "needs cms.js" not in told.output and (tmp_path / "own" / "cms.js").read_text("utf-8") == "//"


# The format, run by node


def through(edits: list[tuple[str, dict[str, Any]]]) -> list[tuple[dict[str, Any], str]]:
    """Read files by the format, change fields, write them; of each give what was read, and the file written."""
    code = (
        f"const f = require({json.dumps(str(FORMAT))});"
        "const all = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "process.stdout.write(JSON.stringify(all.map(([text, edit]) => {"
        "const data = text === null ? {} : f.fromFile(text); const read = {...data}; delete read.original;"
        "return [read, f.toFile({...data, ...edit})]; })));"
    )
    done = subprocess.run(["node", "-e", code], input=json.dumps(edits), capture_output=True, text=True, check=True)
    return [(read, written) for read, written in json.loads(done.stdout)]


@needs_node
def test_a_file_that_nobody_changed_is_written_as_it_was() -> None:
    texts = [path.read_bytes().decode() for folder in (CONTENT, VALID_SITES) for path in sorted(folder.rglob("*.md"))]
    texts += [text.replace("\n", "\r\n") for text in texts] + [f"\ufeff{text}" for text in texts]
    texts += [text.rstrip("\n") for text in texts] + ["", "---\n---\n", "---", "no front\n", "---\ntitle: x\n"]
    assert len(texts) > 400
    for text, (_, written) in zip(texts, through([(text, {}) for text in texts]), strict=True):
        assert written == text


@needs_node
def test_titles_are_read_as_the_check_reads_them() -> None:
    paths = [path for folder in (CONTENT, VALID_SITES) for path in sorted(folder.rglob("*.md"))]
    read = through([(path.read_text("utf-8"), {}) for path in paths])
    for path, (data, _) in zip(paths, read, strict=True):
        front = split_front_matter(path.read_text("utf-8"), path)[0].front.data
        for name in ("title", "section", "sector", "nav"):
            assert str(data.get(name, "")) == str(front.get(name, "") if isinstance(front, dict) else ""), path


ALPHABET = "ab0 -:#'\"\\[]{}&*!|>%@`,?.~=_+é中文：，“”（）　\u00a0"
HARD = ["yes", "no", "~", "null", "2024", "1:30", "0x1f", "- a", "a: b", "a #b", "#a", "'a'", '"a"', "[a]", "{a: b}"]
HARD += [
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "?",
    ": a",
    "a:",
    "1e3",
    "1_000",
    ".5",
    "=",
    "<<",
    "题：目",
    "a\\b",
]


@needs_node
def test_whatever_is_typed_as_a_title_is_the_title() -> None:
    rng = random.Random(5)
    words = ["".join(rng.choices(ALPHABET, k=rng.randint(1, 6))) for _ in range(400)]
    words = [word for word in words if word.strip()]
    edits: list[tuple[str, dict[str, Any]]] = []
    for word in [*HARD, *words]:
        for quoted in ("title: old", "title: 'old'  # why", 'title: "old"', "title:\n  - a\n  - b", "section: x"):
            edits.append((f"---\n# kept\n{quoted}\nsector: one\n---\nbody\n", {"title": word}))
    for (text, edit), (_, written) in zip(edits, through(edits), strict=True):
        document, problems = split_front_matter(written, Path("x.md"))
        assert not [problem for problem in problems if problem.level == "error"], (edit, written)
        assert document.front.data["title"] == edit["title"], written
        assert document.front.data["sector"] == "one" and document.body == "body\n" and "# kept\n" in written
        assert ("# why" in written) == ("# why" in text)


@needs_node
@pytest.mark.parametrize(
    ("text", "edit", "written"),
    [
        ("---\ntitle: a\n---\nb\n", {"body": "b\n\n- c {#c}"}, "---\ntitle: a\n---\nb\n\n- c {#c}\n"),
        ("---\r\ntitle: a\r\n---\r\nb\r\n", {"body": "b\nc\n"}, "---\r\ntitle: a\r\n---\r\nb\r\nc\r\n"),
        ("---\ntitle: a\nsection: s\n---\nb\n", {"section": ""}, "---\ntitle: a\n---\nb\n"),
        ("---\ntitle: a\nnav: 3\n---\nb\n", {"nav": 4}, "---\ntitle: a\nnav: 4\n---\nb\n"),
        ("---\ntitle: a\n---\nb\n", {"draft": True}, "---\ntitle: a\ndraft: true\n---\nb\n"),
        ("---\ntitle: >\n  a\n  b\nnav: 1\n---\nb\n", {"title": "c"}, "---\ntitle: c\nnav: 1\n---\nb\n"),
        ("---\n---\nb\n", {"title": None, "body": "c"}, "---\n---\nc\n"),
        (None, {"title": "a", "sector": "s", "body": "b"}, "---\ntitle: a\nsector: s\n---\nb\n"),
    ],
)
def test_only_what_was_changed_is_written(text: str | None, edit: dict[str, Any], written: str) -> None:
    assert through([(text, edit)])[0][1] == written  # type: ignore[list-item]
