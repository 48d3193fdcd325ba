"""HTML to text and entities and back; the entities that Telegram finds by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import slice_units, units
from bot.sandbox.formatting import Words, as_html, read_words, typed_words
from bot.sandbox.html_parser import parse_html
from bot.sandbox.rejections import Refused


def _spans(words: Words) -> list[tuple[str, str]]:
    return [(entity.type, slice_units(words.text, entity.offset, entity.length)) for entity in words.entities]


@pytest.mark.parametrize(
    ("html", "text", "spans"),
    [
        ("平常的话", "平常的话", []),
        ("<b>工单</b> 完", "工单 完", [("bold", "工单")]),
        ("🚮<i>桶</i>", "🚮桶", [("italic", "桶")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("<STRONG>x</strong >", "x", [("bold", "x")]),
        ("3 &lt; 5 &amp; &#x4e2d;&#25991; &nbsp;", "3 < 5 & 中文 &nbsp;", []),
        ('<a href="tg://user?id=102">李书记</a>', "李书记", [("text_mention", "李书记")]),
        ('<a href="https://a.example/?a=1&amp;b=2">看</a>', "看", [("text_link", "看")]),
        ("<a href='nothing'>看</a>", "看", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<b></b>x", "x", []),
    ],
)
def test_html(html: str, text: str, spans: list[tuple[str, str]]) -> None:
    words = Words(*parse_html(html))
    assert words.text == text
    assert _spans(words) == spans


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=x y>", 'Can\'t find end tag corresponding to start tag "a"'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x*>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_bad_html(html: str, why: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("工单 #T1024 已办结", [("hashtag", "#T1024")]),
        ("工单#T1024", []),
        ("#1024 #垃圾，好", [("hashtag", "#垃圾")]),
        ("@lishuji 看看 a@b", [("mention", "@lishuji")]),
        ("/done 好 请/done /x@fengshao_bot", [("bot_command", "/done"), ("bot_command", "/x@fengshao_bot")]),
        ("见 https://a.example/b，和 t.me/x", [("url", "https://a.example/b"), ("url", "t.me/x")]),
        ("a.b@example.com", [("email", "a.b@example.com")]),
        ("3/4 和 1.5", []),
    ],
)
def test_found_entities(text: str, spans: list[tuple[str, str]]) -> None:
    assert _spans(typed_words(text)) == spans


def test_nothing_is_found_in_code() -> None:
    words = read_words("<code>#T1</code> #T2", "HTML", longest=4096)
    assert _spans(words) == [("code", "#T1"), ("hashtag", "#T2")]


def test_ends_are_trimmed_and_entities_with_them() -> None:
    words = read_words("\n <b> 工单 </b>\n ", "HTML", longest=4096)
    assert words.text == " 工单"
    assert _spans(words) == [("bold", " 工单")]


_TAGS = st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"])
_PIECES = st.recursive(
    st.text("工单a<>&\"'🚮 ", min_size=1).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(_TAGS, st.lists(inner, min_size=1, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(_PIECES)
def test_html_survives_the_way_there_and_back(html: str) -> None:
    words = Words(*parse_html(html))
    again = Words(*parse_html(as_html(words)))
    assert again.text == words.text
    assert {(e.type, e.offset, e.length) for e in again.entities} == {
        (e.type, e.offset, e.length) for e in words.entities
    }


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        words = Words(*parse_html(text))
    except Refused:
        return
    assert all(0 <= entity.offset < entity.end <= units(words.text) for entity in words.entities)
