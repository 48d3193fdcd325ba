"""The pages as a whole: links and named files exist, both READMEs are one, the generated part is fresh."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.commands.books import read_book
from bot.domain.readings import Kind
from bot.reading.reader import Reader
from tests.docs import life
from tests.docs.pages import PAGES, ROOT, blocks, codes, ids, prose, text

_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_OURS = re.compile(r"(?:bot|handlers|storage|tests|docs|examples)/[\w./-]+|[\w-]+\.(?:toml|lock|md|service)")
_MADE_BY_THE_READER = {"area.toml", "config.toml"}


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_relative_links_resolve(page: Path) -> None:
    missing = [
        link for link in _LINK.findall(prose(page.read_text(encoding="utf-8"))) if not (page.parent / link).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_named_files_exist(page: Path) -> None:
    named = [code for code in codes(page.read_text(encoding="utf-8")) if _OURS.fullmatch(code)]
    missing = [
        name
        for name in named
        if name not in _MADE_BY_THE_READER
        and not any(ROOT.glob(name.rstrip("/") or name))
        and not (ROOT / f"{name}.py").exists()
    ]
    assert missing == []


def test_the_two_readmes_have_the_same_bones() -> None:
    english, chinese = text("README.md"), text("README.zh-CN.md")
    assert [len(level) for level in _HEADING.findall(prose(english))] == [
        len(level) for level in _HEADING.findall(prose(chinese))
    ]
    assert len(blocks(english)) == len(blocks(chinese))
    assert prose(english).count("\n|") == prose(chinese).count("\n|")
    other = {"README.md": "README", "README.zh-CN.md": "README"}
    assert [other.get(link, link) for link in _LINK.findall(english)] == [
        other.get(link, link) for link in _LINK.findall(chinese)
    ]
    assert sorted(codes(english)) == sorted(codes(chinese))


def test_the_life_of_a_ticket_is_that_of_the_code() -> None:
    page = life.PAGE.read_text(encoding="utf-8")
    assert life.renewed(page) == page, "run: .venv/bin/python -m tests.docs.life"


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="generated part"):
        life.renewed("# A ticket's life\n")


def test_the_post_of_the_readme_is_read_as_it_says() -> None:
    line = next(line for line in blocks(text("README.zh-CN.md")) if "王师傅：" in line)
    post = line.split("[照片] ")[1].split()[0]
    reading = Reader(read_book(ROOT / "examples" / "huangshan" / "area.toml")).read(post)
    assert reading.kind is Kind.REPORT
    assert [problem.unit_code for problem in reading.problems] == ["pingdong"]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    said = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "decisions").glob("*.md")).lower()
    names = [re.split(r"[><=\[ ]", entry)[0].lower() for entry in listed]
    assert [name for name in names if name not in said] == []
