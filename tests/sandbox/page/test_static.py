"""The page's files as text: what can be seen without a browser of words, imports, safety and weight."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

import bot.sandbox.page

STATIC = Path(bot.sandbox.page.__file__).parent / "static"
FILES = sorted(path for path in STATIC.iterdir() if path.is_file())
MODULES = [path for path in FILES if path.suffix == ".js"]
TABLES = [path for path in MODULES if path.stem.endswith("words")]
SPEAKERS = [path for path in MODULES if path not in TABLES]

BUDGET = 150_000
"""Bytes of all files together (issue 3: the page weighs under 150 kB without photos)."""

PAIR = re.compile(r'^ {2}(\w+): \[\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)",?\s*\],$', re.MULTILINE)
ENTRY = re.compile(r"^ {2}(\w+): \[", re.MULTILINE)
PARAMETER = re.compile(r"\{(\w+)\}")
SAID = re.compile(r'\bsay\("(\w+)"')
LITERAL = re.compile(r'"(\w+)"')
BEGINNING = re.compile(r"`(\w+_)\$\{")
"""Of a key whose end is put in, as in say(`leap_${way}`)."""
IMPORT = re.compile(r'import (?:\{([^}]*)\} from )?"\./([\w.]+)"')
EXPORT = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
ADDRESS = re.compile(r"https?://[a-z0-9]|[\"'(]//[a-z0-9]", re.IGNORECASE)
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
MARKUP_FROM_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|setHTML|srcdoc|\beval\(|new Function|javascript:|setAttribute\(\"style\""
)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def words() -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for path in TABLES for key, zh, en in PAIR.findall(text(path))}


def test_every_entry_of_the_tables_is_a_pair_and_no_key_stands_twice() -> None:
    keys = [key for path in TABLES for key in ENTRY.findall(text(path))]
    assert len(keys) > 50
    assert sorted(keys) == sorted(words())


@pytest.mark.parametrize("key", sorted(words()))
def test_both_languages_say_something_with_the_same_parameters(key: str) -> None:
    zh, en = words()[key]
    assert zh.strip() and en.strip()
    assert sorted(set(PARAMETER.findall(zh))) == sorted(set(PARAMETER.findall(en)))


def test_what_is_said_has_words() -> None:
    said = set(chain.from_iterable(SAID.findall(text(path)) for path in MODULES))
    assert said - words().keys() == set()


def test_every_word_is_used() -> None:
    named = set(chain.from_iterable(LITERAL.findall(text(path)) for path in SPEAKERS))
    begun = tuple(chain.from_iterable(BEGINNING.findall(text(path)) for path in SPEAKERS))
    assert {key for key in words().keys() - named if not key.startswith(begun)} == set()


def test_imports_find_what_they_name() -> None:
    offered = {path.name: set(EXPORT.findall(text(path))) for path in MODULES}
    for path in MODULES:
        for names, source in IMPORT.findall(text(path)):
            wanted = {name.split(" as ")[0].strip() for name in names.split(",") if name.strip()}
            assert source in offered, f"{path.name} imports {source}"
            assert wanted - offered[source] == set(), f"{path.name} from {source}"


def test_every_module_is_part_of_the_page() -> None:
    reached, waiting = set[str](), ["main.js"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [source for _, source in IMPORT.findall(text(STATIC / name))]
    assert reached == {path.name for path in MODULES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_asked_from_elsewhere_and_no_text_becomes_markup(path: Path) -> None:
    content = text(path).replace(SVG_NAMESPACE, "")
    assert ADDRESS.search(content) is None
    assert MARKUP_FROM_TEXT.search(content) is None


def test_the_document_carries_no_script_or_style_of_its_own() -> None:
    document = text(STATIC / "index.html")
    assert re.search(r"<style|\sstyle=|\son\w+=", document) is None
    assert re.findall(r"<script([^>]*)>(.*?)</script>", document) == [(' type="module" src="/static/main.js"', "")]
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', document)
    assert [name for name in named if not (STATIC / name).is_file()] == []
    for landmark in ("who", "talk", "stage", "glass"):
        assert f'id="{landmark}"' in document


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_opens_by_saying_what_it_is_for(path: Path) -> None:
    assert re.match(r"// [A-Z].*[.:]$", text(path).splitlines()[0])


def test_the_page_is_light() -> None:
    assert sum(path.stat().st_size for path in FILES) < BUDGET
