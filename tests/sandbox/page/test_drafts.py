"""Uploads: what is too large, too many, empty or broken."""

from __future__ import annotations

import io

import aiohttp
import pytest

from bot.sandbox import limits
from tests.sandbox.page.conftest import MARK, House, Json
from tests.sandbox.page.forms import END, TYPE, Endless, part
from tests.sandbox.pictures import jpeg


def in_group(house: House) -> Json:
    return {"as": 101, "chat": house.group.id}


@pytest.mark.parametrize(("name", "most"), [("photo", limits.PHOTO_UPLOAD_BYTES), ("file", limits.DOWNLOAD_BYTES)])
async def test_too_large(house: House, name: str, most: int) -> None:
    status, body = await house.send((name, b"x" * (most + 1), "big.jpg"), **in_group(house))
    assert status == 413
    assert f"{most >> 20} MB" in body["error"]["zh"]
    assert "换" in body["error"]["zh"] or "请选" in body["error"]["zh"]


async def test_the_largest_file_goes_through(house: House) -> None:
    data = b"x" * limits.DOWNLOAD_BYTES
    status, body = await house.send(("file", data, "big.bin"), **in_group(house))
    assert status == 200
    media = house.group.messages[body["key"]].media
    assert media is not None and media.best.size == len(data)


async def test_no_more_is_read_than_is_wanted(house: House) -> None:
    """The browser is still sending when the answer comes."""
    body = Endless(part("photo", '; filename="a.jpg"'), 150 << 20)
    async with house.http.post("/page/post", data=body, headers=MARK | {"Content-Type": TYPE}) as answer:
        assert answer.status == 413
        assert body.sent < 60 << 20


async def test_a_body_that_says_it_is_huge(house: House) -> None:
    headers = MARK | {"Content-Type": TYPE, "Content-Length": str(1 << 30)}
    async with house.http.post("/page/post", data=Endless(b"", 1 << 16), headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]["zh"]) == (413, "发送的内容太大，请分几次发送。")


async def test_a_json_body_that_never_ends(house: House) -> None:
    async with house.http.post("/page/start", data=Endless(b'{"as": "', 150 << 20), headers=MARK) as answer:
        assert answer.status == 413
    async with house.http.post("/page/start", data=io.BytesIO(b" " * (1 << 21)), headers=MARK) as answer:
        assert answer.status == 413


async def test_ten_at_a_time(house: House) -> None:
    ten = [("sample", "bin")] * 10
    status, _ = await house.send(*ten, **in_group(house))
    assert status == 200
    status, body = await house.send(*ten, ("photo", jpeg(), "x.jpg"), **in_group(house))
    assert (status, "10" in body["error"]["zh"]) == (422, True)


async def test_photos_and_files_do_not_mix(house: House) -> None:
    status, body = await house.send(("photo", jpeg(), "a.jpg"), ("file", b"1", "a.txt"), **in_group(house))
    assert (status, body["error"]["zh"]) == (422, "照片和文件请分开发送。")


async def test_nothing_in_it(house: House) -> None:
    for name in ("photo", "file"):
        status, body = await house.send((name, b"", "a.jpg"), **in_group(house))
        assert (status, body["error"]["zh"]) == (422, "文件是空的，请另选一个。")


async def test_a_sample_that_is_not_there(house: House) -> None:
    status, _ = await house.send(("sample", "no"), **in_group(house))
    assert status == 404
    status, _ = await house.send(("sample", "x" * 999), **in_group(house))
    assert status == 400


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a" * 300 + ".jpeg", "a" * 115 + ".jpeg"),
        ("", "file.bin"),
        ("..", ".."),
        ("报告 (1).docx", "报告 (1).docx"),
    ],
)
async def test_names_of_files(house: House, name: str, kept: str) -> None:
    status, body = await house.send(("file", b"1", name, "no type"), **in_group(house))
    media = house.group.messages[body["key"]].media
    assert status == 200 and media is not None
    assert (media.best.name, media.best.mime) == (kept, "application/octet-stream")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        END,
        part("text") + b"hello",
        part("as") + b"101" + part("chat") + b"x" + END,
        b"\r\n--cut\r\nContent-Disposition: form-data\r\n\r\nx" + END,
        b"\r\n--cut\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in--\r\n" + END,
        b"\r\n--cut\r\n: :\r\n\r\nx" + END,
        part("as") + b"1" * 300 + END,
    ],
)
async def test_broken_forms(house: House, body: bytes) -> None:
    async with house.http.post("/page/post", data=body, headers=MARK | {"Content-Type": TYPE}) as answer:
        assert answer.status in {400, 422}
        assert (await answer.json())["error"]["zh"]


async def test_a_form_of_another_kind(house: House) -> None:
    for kind in ("application/json", "multipart/form-data", "application/x-www-form-urlencoded"):
        async with house.http.post("/page/post", data=b"{}", headers=MARK | {"Content-Type": kind}) as answer:
            assert answer.status == 400


async def test_a_browser_that_leaves_in_the_middle(house: House, caplog: pytest.LogCaptureFixture) -> None:
    headers = MARK | {"Content-Type": TYPE, "Content-Length": "100000"}
    body = Endless(part("photo", '; filename="a.jpg"'), 1 << 16)
    async with aiohttp.ClientSession(house.sandbox.base_url) as leaving:
        with pytest.raises(TimeoutError):
            await leaving.post("/page/post", data=body, headers=headers, timeout=aiohttp.ClientTimeout(total=0.2))
    await house.world()
    await house.sandbox.stop()
    assert caplog.text == ""
