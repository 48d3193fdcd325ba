"""Deeds in the plain words of secretaries, and what only sounds like one: halves, promises, refusals, guards."""

from __future__ import annotations

import pytest

from bot.domain.readings import OrderWord
from bot.reading.orders import read_order

_SETTLED = frozenset({OrderWord.RESOLVE, OrderWord.CONFIRM})

DONE = """
弄利索了
灯换了亮了
换了灯泡，亮了
换了灯泡
换了个灯泡
灯泡换了
换了水管，不漏了
换了锁
井盖换了
换过了
修了
修过了
重新铺了
重新装了一个
路灯修好，亮了
换了一块
盖板铺上了
收拾干净咯
都整好了，放心
换了新盖子
已修，谢谢监督
树扶起来了
修好嘞
修好咧
修好啦
修好喽
修好咯
已清，见图
已清
已修
已换
搞掂
搞掂了
整好了
妥了
处理妥当
清走了
拉走了
换新的了
补好了
路灯已修，亮了
井盖已换
垃圾已清
垃圾拉走了，地也冲了
下水道通开了
下水通了，不堵了
水排干了
灯泡换了个新的
管子接上了不漏了
树枝锯掉了
墙皮铲了重新刷了
电梯重启好了
电来了，已恢复
停电一上午，现在来电了
终于来水了
水来了，恢复供水
电线捆好了
栏杆焊上了
门修好能关了
狗抓走了
马蜂窝摘了
小广告撕干净了
车挪开了
车拖走啦
消防通道清出来了
坑填了，压平了
坑填平了
沙子铺上了
井盖归位了
摊子劝走了
烧烤摊清退了
牌子扶正了
弄妥了
搞好了哈
已办
已处置
办好了
都弄完了
解决喽
完事了
完工了
弄好了，您看看
全部清完咯
扫干净了，放心
路面冲洗好了
纸壳子收走了
充电线剪了，人也教育了
T1024 已修
T1024 整好了
""".strip().splitlines()

NOT_DONE = """
修了一半
差不多了
明天就好
应该好了吧？
快好了
快弄好了
就快修好了
马上好
马上就好
好嘞
好嘞，马上去
得嘞
行嘞
好咧
晓得了
知道啦
收到啦
要得
已派人修
已叫人清
已联系清运公司
已报修
已报
已通知换
等配件换
配件到了就换
换了一半
清了一车还有
清了两回了
修不了
没法修
修了又坏
修好没
修好了没得
弄好了没
来电了吗
地下室出来水了
好了没
通了吗
真修好了？
修好了才怪
又没修好
哪里修好了
谁说修好了
修好了个锤子
修好了呢
能修好吗
修好了就发照片
修好了告诉你
争取今天修好
今天肯定修好
尽量修好
保证修好
周末前修好
下午弄
等天晴再铺
已修三次还是漏
已修，又坏了
已清，又堆起来了
已换，还是不亮
已修好一盏
灯换了，还是不亮
修了，但是没通
换了没用
弄好了算我输
好了我再来看
先弄好了再说
先用木板盖上了
临时盖上了
先围起来了
拉了警戒线
放了锥桶
放了个牌子
已拍照
已到现场
已看
看过了
去看了
师傅在修
在弄了
在清
正在换
刚开始清
弄着呢
修着呢
已排期
已列计划
业主不让修
业主不同意拆
没钱修
要钱才修
这个修不好
不归我们修
等物业修好了
物业说修好了
听说修好了
估计修好了
可能修好了
好像修好了
应该清了
按理已修
不是修好了吗
不是已修了吗
已修？
已清？？
修好了嘛
妥了吗
妥不妥
整不好
整不了
搞不掂
搞不定
差一点搞掂
差点修好
没整好
还没整好
未修
未清
没清走
没拉走
拉走了一半
清走了一部分
一半清走了
大部分清走了
基本清走了
清得差不多了
换新的要等
换新的了吗
补好了一个坑还有一个
三个坑补好了两个
""".strip().splitlines()


@pytest.mark.parametrize("text", DONE)
def test_a_plain_deed_is_told(text: str) -> None:
    order = read_order(text)
    assert order is not None
    assert order.word in _SETTLED


@pytest.mark.parametrize("text", NOT_DONE)
def test_what_only_sounds_like_a_deed_settles_nothing(text: str) -> None:
    order = read_order(text)
    assert order is None or order.word not in _SETTLED


def test_the_tickets_of_a_plain_deed_are_known() -> None:
    order = read_order("T1024 T1025 都整好嘞")
    assert order is not None
    assert (order.word, order.numbers) == (OrderWord.RESOLVE, (1024, 1025))
