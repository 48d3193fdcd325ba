"""What secretaries and reporters reply in their own words: what settles, what accepts, what only sounds like it."""

from __future__ import annotations

import pytest

from bot.domain.readings import OrderWord
from bot.reading.orders import puts_off, read_order

ACCEPT, RESOLVE, CONFIRM = OrderWord.ACCEPT, OrderWord.RESOLVE, OrderWord.CONFIRM
DISPUTE, PROGRESS, NOT_OURS = OrderWord.DISPUTE, OrderWord.PROGRESS, OrderWord.NOT_OURS

DONE = """
井盖已重新安装
漏点找到并修好了
已安排园林修剪完成
路灯电源已恢复
已清走两车垃圾
护栏焊好了
已督促商户清理完毕
水沟已清淤
违停车辆已驶离
牌子扶起来固定好了
化粪池抽完了
已张贴提示并清理杂物
换完了
积水已抽干
已维修
灯泡换好了
水管接好了，水压正常
堆物已清空
垃圾箱换新了
已叫保洁清理干净了
商户已自行清理
已清理完成，谢谢反映
昨天就清理了
修好了哈
处理妥当
都清掉了
路面修补完毕
树已经移走了
跟物业一起清理了
已联系电力公司抢修完毕
小广告全部清除
狗已经被主人领走，处理好了
电梯恢复运行
灯已修复
按要求整改到位
已将车辆挪走
堵点已经疏通开
现场已处置
安排师傅换了新锁
已补种草皮
已喷药消杀
该处井盖已更换为新井盖
非机动车已摆放整齐
已经和业主沟通，杂物清掉了
已处理
已经处理了
处理好了
处理完毕
弄好了
搞定
搞定了，师傅手脚快
修好了，换了个开关
换了新的
换了个新桶
换上新灯泡了
已更换新井盖
清理完毕，附照片
已清运
垃圾清走了
垃圾已全部清运，地面也冲洗过了
树枝锯掉了
下水道已疏通
已疏通，现在不堵了
楼道杂物已清理，业主自己搬走的
会同物业清了
已会同物业清理
会同城管劝离了，摊子已收走
居委会已清理干净
社区已联合城管清理完毕
已将垃圾清理完毕
现已将堆放的杂物清理干净
护栏已扶正
路面填平了
坑已经填好了
今天下午已修好
昨天晚上就修好了
接到通知立即组织人员清理，现已清理完毕
收到，已安排保洁清理干净
找人修好了
请师傅换好了
已派人清理完毕
已清理，后续加强巡查
已处理，今后会加强管理
已拆除，将定期巡逻
小广告已经铲除
墙面重新粉刷了，小广告已清除
办结
已办结，原因是灯管老化
僵尸车已拖走
电梯已恢复运行，是门机故障，已更换配件
井盖盖好了
井盖复位了，垫了胶圈
共享单车已摆正
流浪狗已请专业队抓走，现场处理完毕
漏水点已抢修完成
3栋楼道灯已更换，感应器也换了
不好意思晚了，刚刚处理完了
已处理！
垃圾清了
杂草已经修剪，共两车
""".strip().split("\n")

FINE = """
好了，感谢
嗯，解决了
亮了亮了
可以了谢谢
好了
谢谢，好了
好了，谢谢师傅
没问题了
没问题了，谢谢
已解决
已经解决了，辛苦
都解决了
路灯亮了
灯亮了，谢谢书记
通了
门禁可以了
门禁恢复正常
恢复正常了，辛苦大家
确认已解决
问题解决了，点赞
解决了！
现在干净了，速度真快
""".strip().split("\n")

TAKEN = """
受理
收到马上去
收到，马上去看
收到，3天内处理
收到，下午去
收到，已联系物业
安排了
好的，安排了
安排人去了
我去看看
我去处理一下
马上过去
立刻派人过去
马上叫师傅去
接单
这就去
我们来处理
交给我
知道了，马上安排
已收到，正在核实
嗯嗯收到
已受理，等配件
""".strip().split("\n")

NOT_YET = """
联系不上业主
已发整改通知书
限期三天整改
施工方说还要两天
需要街道协调
正往那边赶
已放警示牌，等维修
要下周才有配件
业主说周末自己搬
已经安排人去看了
钱批下来就修
今天肯定弄好
等雨停马上处理
修到一半下雨了
没权限进去
说处理了其实没有
早就该处理了
应该快了
材料已订，到货就换
正联系施工队
等领导批
报上去了
师傅已到现场
配件已发货
我催一下
修不好
处理得可真及时啊
照片是假的
图不对，不是这个地方
修了个寂寞
安排师傅明天换
已经在路上了
准备换新的
修了，但没修好
已约师傅周六来
下周统一清理
正在处理，稍等
明天一早清
已反馈给物业
物业答应今天清
今天之内处理好
晚上清
等通知
已列入计划
我们已经在跟进
已派工
正在清，还要一个小时
已清理一半
天黑了看不见，明天处理
已登记
试试看能不能修
已处理过两次，业主又堆上了
处理好告诉你
过两天看看
哪里修好了，睁着眼说瞎话
你们说修好了，我去看还是坏的
昨天说处理今天还没动
只清了表面
没看出哪里修了
明天处理
明天就修好了
明早修好
3天内处理
三天内处理完毕
24小时内修好
两个工作日内清理完毕
下午去
下午处理
今晚修好
等配件
等配件到了就换
等师傅来
等天晴再补
已派人
已派师傅去修了
派人去处理了
师傅去修了
去清理了
在处理
在处理了
正在抢修
处理中
处理着呢
已安排
已安排清理
已联系物业
已联系物业处理
已通知保洁打扫
让物业清理了
已上报
已转城管
已督促业主整改
已要求商户清理
快修好了
马上就好
马上修好了
就快弄好了
会尽快处理好
下周一更换
预计周五完成
争取月底前完成
节后统一更换
保证今天修好
先用围挡围住了，明天来修
明天来修，先把垃圾清了
处理了一半
清了一部分，剩下的明天清
基本修好了
差不多处理完了
大部分已清理
暂时处理了一下
应该修好了
估计已经处理了
好像弄好了
物业说已经修好了
说是修好了
听说处理好了
系统显示已办结
保安说清走了
修好了告诉我
修好后通知我一声
处理完了拍个照
弄好了记得发照片
请尽快处理好
希望早点修好
麻烦处理好
不用处理了
不处理了
不想修了
业主不让清理
如果修好了就结案
上次修好了
原来已经处理过了
已处理但是还要观察
西边的已清理，东边还有
""".strip().split("\n")

ASKED = """
还没修好？
修好了吗
修好了没
处理了没有
什么时候修
什么时候能修好
啥时候处理
几点来修
怎么还没处理
处理好了？
已处理？
真的修好了？
谁处理的？
有没有人来修
是不是修好了
能不能快点处理
到底处理了没
这也算处理完了？
为什么还没解决
办结了吗
""".strip().split("\n")

MOCKING = """
修得真“好”
呵呵已处理
呵呵，已办结
已“处理”
“修好”了
处理得真“快”
修好个屁
修好了个鬼
这也叫处理好了
这就算清理完毕
哈哈哈已解决
已处理🙄
已处理，真行
所谓的已办结
别糊弄人，已处理
好一个已处理
""".strip().split("\n")

UNDONE = """
没修好啊
还是老样子
现在还漏
又不亮了
没人处理
跟之前一样
垃圾还在
还没动
问题依旧
堵得更厉害了
没清干净，还有一堆
一直没人来
未解决
没解决
还是坏的
又坏了
还没好
没好
修了又坏
还在漏
还漏水
还是不亮
根本没修
没人来
没人来过
没处理好
依旧堵着
仍然很臭
和原来一样，还是那样
一点没变
没见人来修
不管用
换汤不换药
垃圾没清干净
修好没两天又坏了
谢谢，但是还没修好
白修了，又漏
没有解决
还有一处没清
""".strip().split("\n")

REFUSED = """
无法处理
处理不了
修不了，没有配件
不归我们管
这个不归社区管
不属于我们辖区
不属于本社区，请转城管局
不是我们社区的
不在我们管辖范围
我们无权处理
应该找供电局
超出我们的权限
与我们无关
这块地应由开发商负责
没法处理，业主不同意
""".strip().split("\n")

WONDERING = ["进度", "进度？", "处理进度", "进展如何", "到哪一步了", "怎么样了", "工单进度怎么样了"]

OTHER = """
辛苦了
今天下雨
门口那个
在东门旁边
5栋2单元
谢谢
不好了
好了好了，别催
说好了
约好了
说好了明天来
没事
旁边是个快递柜
看到了
我拍了照片
没想到
三号楼
""".strip().split("\n")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((text, RESOLVE) for text in DONE),
        *((text, CONFIRM) for text in FINE),
        *((text, ACCEPT) for text in TAKEN),
        *((text, DISPUTE) for text in UNDONE),
        *((text, NOT_OURS) for text in REFUSED),
        *((text, PROGRESS) for text in WONDERING),
    ],
)
def test_what_a_reply_asks_for(text: str, word: OrderWord) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.words, order.numbers) == (word, text, ())


@pytest.mark.parametrize("text", NOT_YET + ASKED + MOCKING)
def test_what_settles_nothing(text: str) -> None:
    order = read_order(text)
    assert order is None or order.word not in {RESOLVE, CONFIRM}


@pytest.mark.parametrize("text", ASKED + MOCKING + OTHER)
def test_questions_and_mockery_are_left_alone(text: str) -> None:
    assert read_order(text) is None


@pytest.mark.parametrize("text", [*(text for text in NOT_YET if "先" not in text), *ASKED, *REFUSED, *UNDONE])
def test_what_is_not_done_answers_no_question_for_the_deed(text: str) -> None:
    assert puts_off(text)


@pytest.mark.parametrize("text", DONE)
def test_a_deed_answers_the_question_for_it(text: str) -> None:
    assert not puts_off(text)


@pytest.mark.parametrize(
    ("text", "word", "numbers"),
    [
        ("#T1024 #T1025 已处理", RESOLVE, (1024, 1025)),
        ("#T1024、#T1025已处理", RESOLVE, (1024, 1025)),
        ("1024、1026 都好了", CONFIRM, (1024, 1026)),
        ("1024，1026都修好了", RESOLVE, (1024, 1026)),
        ("1024 1025 1026 已清理完毕", RESOLVE, (1024, 1025, 1026)),
        ("T1024和1025都处理好了，换了新桶", RESOLVE, (1024, 1025)),
        ("t1024已处理，t1025已处理", RESOLVE, (1024, 1025)),
        ("已处理 T1024", RESOLVE, (1024,)),
        ("T1024 T1025 收到", ACCEPT, (1024, 1025)),
        ("T1024 还是坏的", DISPUTE, (1024,)),
        ("1024号已解决，谢谢", CONFIRM, (1024,)),
        ("T1024、T1025 不归我们管", NOT_OURS, (1024, 1025)),
        ("3栋和5栋都修好了", RESOLVE, ()),
        ("换了3个灯泡，已修好", RESOLVE, ()),
        ("2单元1024室已修好", RESOLVE, ()),
        ("2026年11月2日已清理完毕", RESOLVE, ()),
        ("已处理，电话13800000000", RESOLVE, ()),
    ],
)
def test_numbers_are_tickets_only_where_they_are_meant(text: str, word: OrderWord, numbers: tuple[int, ...]) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.numbers) == (word, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "T1024已处理，T1025明天处理",
        "T1024修好了，T1025没修好",
        "T1024 T1025",
        "1024 明天处理",
        "T1024已处理，T1025呢？",
    ],
)
def test_different_words_for_different_tickets_settle_none(text: str) -> None:
    assert read_order(text) is None
