"""Files: the page's own, what was attached, the samples."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bot.sandbox import Attachment, Message
from bot.sandbox.page import serving
from tests.sandbox.page.conftest import House
from tests.sandbox.pictures import jpeg

MOST_TRAVELLED = 75_000
"""Bytes of all of the page's files as they are sent: half of what they may have on the disk."""


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    monkeypatch.setattr(serving, "_FOLDER", folder)
    for name, words in (
        ("index.html", "<!doctype html><title>蜂哨</title>"),
        ("main.js", "export const word = '哨';"),
        ("page.css", "body { margin: 0 }"),
        ("bee.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("notes.md", "not for the browser"),
        ("tool.py", "secret"),
        (".hidden.js", "secret"),
    ):
        (folder / name).write_text(words, encoding="utf-8")
    (tmp_path / "outside.js").write_text("secret", encoding="utf-8")
    (folder / "folder.js").mkdir()
    return folder


async def test_the_page_and_its_parts(house: House, static: Path) -> None:
    for path, name, kind in (
        ("/", "index.html", "text/html"),
        ("/static/index.html", "index.html", "text/html"),
        ("/static/main.js", "main.js", "text/javascript"),
        ("/static/page.css", "page.css", "text/css"),
        ("/static/bee.svg", "bee.svg", "image/svg+xml"),
    ):
        async with house.http.get(path) as answer:
            assert (answer.status, answer.content_type, answer.charset) == (200, kind, "utf-8")
            assert answer.headers["Cache-Control"] == "no-cache"
            assert await answer.text() == (static / name).read_text(encoding="utf-8")


async def test_a_part_that_has_not_changed_is_not_sent_again(house: House, static: Path) -> None:
    async with house.http.get("/static/main.js") as answer:
        known = {"If-None-Match": answer.headers["ETag"]}
    async with house.http.get("/static/main.js", headers=known) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
        assert answer.headers["ETag"] == known["If-None-Match"]
    (static / "main.js").write_text("changed", encoding="utf-8")
    async with house.http.get("/static/main.js", headers=known) as answer:
        assert (answer.status, await answer.text()) == (200, "changed")


async def test_the_page_travels_compressed(house: House) -> None:
    raw = travelled = 0
    for path in sorted(serving._FOLDER.iterdir()):
        asked = {"Accept-Encoding": "gzip"}
        async with house.http.get(f"/static/{path.name}", headers=asked, auto_decompress=False) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "ETag" in answer.headers
            sent = await answer.read()
        assert gzip.decompress(sent) == path.read_bytes()
        raw, travelled = raw + path.stat().st_size, travelled + len(sent)
    assert travelled < MOST_TRAVELLED < raw


async def test_whoever_cannot_unpack_gets_it_plain(house: House, static: Path) -> None:
    async with house.http.get("/static/main.js", headers={"Accept-Encoding": "identity"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert await answer.text() == (static / "main.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "notes.md",
        "tool.py",
        ".hidden.js",
        "folder.js",
        "missing.js",
        "..%2foutside.js",
        "%2e%2e%2foutside.js",
        "..%5coutside.js",
        "main.js%00",
        "main.js%0a",
        "a.b.js",
        "%2e%2e%2f",
        "x" * 300 + ".js",
    ],
)
async def test_nothing_else_is_served(house: House, static: Path, name: str) -> None:
    async with house.http.get(f"{house.sandbox.base_url}/static/{name}") as answer:
        assert answer.status == 404
        assert b"secret" not in await answer.read()


async def test_no_icon_is_no_error(house: House) -> None:
    async with house.http.get("/favicon.ico") as answer:
        assert answer.status == 204


async def url_of(house: House, message: Message) -> str:
    shape = next(one for one in (await house.world())["chats"][0]["messages"] if one["key"] == message.key)
    url: str = (shape["photo"] or shape["file"])["url"]
    return url


async def test_a_photo_is_kept_for_good(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, photo=jpeg("red"))
    url = await url_of(house, posted)
    async with house.http.get(url) as answer:
        assert (answer.status, answer.content_type, await answer.read()) == (200, "image/jpeg", jpeg("red"))
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (await house.world())["world"] in url


@pytest.mark.parametrize(
    ("data", "name", "mime"),
    [
        (b"<script>alert(1)</script>", "x.html", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "x.svg", "image/svg+xml"),
        (b"<script>alert(1)</script>", 'photo".jpg', "image/jpeg"),
        (b"%PDF-1.4", "报告.pdf", "application/pdf"),
    ],
)
async def test_what_people_attach_is_saved_not_shown(house: House, data: bytes, name: str, mime: str) -> None:
    posted = house.sandbox.post(house.group, house.wang, document=Attachment(data, name, mime))
    async with house.http.get(await url_of(house, posted)) as answer:
        assert (answer.status, answer.content_type) == (200, "application/octet-stream")
        disposition = answer.content_disposition
        assert disposition is not None
        assert (disposition.type, disposition.filename) == ("attachment", name)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_image_sent_as_a_file_is_shown(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, document=Attachment(jpeg(), "原图.html", "text/html"))
    async with house.http.get(await url_of(house, posted)) as answer:
        assert answer.content_type == "image/jpeg"
        assert answer.content_disposition is not None and answer.content_disposition.type == "inline"


async def test_bytes_that_claim_to_be_a_photo_are_not_shown(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, photo=b"<html>")
    async with house.http.get(await url_of(house, posted)) as answer:
        assert answer.content_type == "application/octet-stream"


async def test_files_that_are_not_there(house: House) -> None:
    for key in ("0", "999", "9" * 5000):
        async with house.http.get(f"/page/file/{key}") as answer:
            assert answer.status == 404
    async with house.http.get(f"{house.sandbox.base_url}/page/file/٣") as answer:
        assert answer.status == 404


async def test_samples(house: House) -> None:
    for sample in (await house.world())["samples"]:
        async with house.http.get(house.sandbox.base_url + sample["url"]) as answer:
            expected = next(one.data for one in house.backstage.samples if one.name == sample["name"])
            assert (answer.status, answer.content_type, await answer.read()) == (200, "image/jpeg", expected)
    status, body = await house.get("/page/sample/none")
    assert (status, body["error"]["zh"]) == (404, "没有这张示例照片，请另选一张。")
