"""The judge between a history's reports and everyday talk: learned, applied, and heard by the reader."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec

import pytest

from bot.domain.readings import Kind
from bot.learning.everyday_talk import everyday_talk
from bot.reading.judge_training import train_judge
from bot.reading.learned import LearnedModel
from bot.reading.normalise import normalise
from bot.reading.reader import Reader
from bot.reading.report_judge import SHORTEST
from bot.reading.training import Example, learn
from tests.benchmarks.learning import letters
from tests.reading.example_area import example_area
from tests.reading.models import NOON

# Looked for and not imported: that takes a second, and every worker collects these tests.
pytestmark = pytest.mark.skipif(find_spec("sklearn") is None, reason="the extra `learn` is not installed")

LETTERS = letters.made_up(1_500)
KNOWN, NEW = LETTERS[:1_200], LETTERS[1_200:]
TALK = everyday_talk()


@cache
def model() -> LearnedModel:
    """Learned where it is needed, not by every worker that collects the tests."""
    return learn([Example(row.text, row.category) for row in KNOWN], NOON, talk=TALK)


@cache
def reader() -> Reader:
    return Reader(letters.area(), model())


def test_what_is_like_the_history_is_a_report_of_its_category() -> None:
    read = [(reader().read(row.text).problems, row.category) for row in NEW]
    assert sum(bool(problems) for problems, _ in read) > 0.95 * len(read)
    assert sum(bool(problems) and problems[0].category == code for problems, code in read) > 0.9 * len(read)


def test_without_the_model_the_words_are_silent_about_it() -> None:
    without = Reader(letters.area())
    assert sum(bool(without.read(row.text).problems) for row in NEW) < 0.2 * len(NEW)


def test_why_names_the_stretch_that_spoke_for_it() -> None:
    text = "向阳中学周末收费补课，家长意见很大"
    (problem,) = reader().read(text).problems
    assert problem.category == "schools"
    assert problem.unit_code is None
    (reason,) = [reason for reason in problem.why if reason.kind == "learned"]
    assert text[reason.start : reason.end] == reason.text != ""


@pytest.mark.parametrize(
    "text",
    [
        "今天配送费才三块，太低了",
        "这个月工资少了五百，问站长说是扣的社保",
        "孩子明天开学，早点收工去报到",
        "3栋的外卖到了，放门口了",
        "谁知道平东社区居委会几点下班",
        "家长群又要交资料费了",
        "医院门口那家面馆不错",
        "龙西小区12栋",
        "出租：广场花苑3栋2单元301，两室一厅",
        "发现有人拖欠工资可以打电话反映",
        "承接防水补漏工程，价格优惠",
        "停水通知：因管网检修，明天龙西小区停水，请做好储水准备",
        "请勿乱扔垃圾，爱护环境",
        "谢谢书记，辛苦了",
        "哈哈哈笑死我了",
        "拖欠工资",
    ],
)
def test_talk_stays_silent(text: str) -> None:
    assert reader().read(text).kind is not Kind.REPORT


def test_what_it_says_of_itself_holds_for_talk_that_it_never_heard() -> None:
    judge = train_judge([row.text for row in KNOWN], [normalise(text).text for text in TALK[::2]])
    assert judge is not None
    assert judge.recognised > 0.95
    assert judge.mistaken <= 0.003
    others = [normalise(text).text.strip() for text in TALK[1::2]]
    assert sum(judge.is_report(text, doubtful=False) for text in others) < 0.005 * len(others)


def test_a_doubtful_text_must_be_the_more_alike() -> None:
    judge = model().judge
    assert judge is not None
    assert judge.high_bar > judge.bar
    text = NEW[0].text
    between = replace(judge, bar=judge.score(text) - 0.1, high_bar=judge.score(text) + 0.1)
    assert between.is_report(text, doubtful=False)
    assert not between.is_report(text, doubtful=True)


def test_a_text_of_a_few_characters_is_never_one() -> None:
    judge = model().judge
    assert judge is not None
    assert not judge.is_report("拖欠农民工工资不还"[: SHORTEST - 1], doubtful=False)


@pytest.mark.parametrize(("reports", "talk"), [(100, 1_000), (1_000, 100), (0, 0)])
def test_of_too_little_no_judge_is_made(reports: int, talk: int) -> None:
    assert train_judge([row.text for row in KNOWN[:reports]], TALK[:talk]) is None


def test_the_same_history_gives_the_same_judge() -> None:
    texts = [row.text for row in KNOWN[:400]]
    first, again = train_judge(texts, TALK[:800]), train_judge(texts[::-1], TALK[:800])
    assert first is not None
    assert again is not None
    assert (first.bar, first.bias) == (again.bar, again.bias)
    assert (first.weights == again.weights).all()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("某商场强制捆绑销售，至今没有解决", Kind.REPORT),
        ("至今没有解决", Kind.REPLY),
        ("工资已经发了，处理完毕", Kind.REPLY),
    ],
)
def test_a_letter_may_say_what_would_dispute_a_reply(text: str, kind: Kind) -> None:
    assert reader().read(text).kind is kind


def test_words_decide_as_before_where_they_tell_a_report() -> None:
    text = "龙西小区3栋垃圾桶坏了"
    assert Reader(example_area(), model()).read(text).kind is Reader(example_area()).read(text).kind is Kind.REPORT
