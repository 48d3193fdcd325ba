"""Of privacy: what is kept, what is kept of oneself, and the wish to be forgotten."""

from __future__ import annotations

PRIVACY: dict[str, str] = {
    "privacy.notice": (
        "📌 <b>蜂哨在这个群里做什么</b>\n看到问题，发一张照片和一句话（哪个小区、几栋），我转给负责的单位，办完告诉大家。\n"
        "👀 已收到　🤔 有问题要问您\n✍ 已送达单位　👌 已办结\n🤝 有人报过，一起跟进\n"
        "我只留上报的文字、照片和上报人的名字、账号，用来办理和统计；闲聊不存档，满两天后的当夜删除。\n"
        "留多久、谁负责：发 /privacy。想看、想删自己的：私聊我，发 /mydata 或 /forgetme。"
    ),
    "privacy.told": (
        "<b>您的个人信息</b>\n"
        "<b>谁负责</b>　{contact}\n"
        "<b>留什么</b>　您的 Telegram 名字和编号；您上报的文字、照片、定位；您对工单说过的话；您担任的职务。\n"
        "<b>做什么用</b>　把问题转给负责的单位，办完告诉您；统计。不作别的用途。消息经 Telegram 的境外服务器传送。\n"
        "<b>谁看得到</b>　负责的单位、协调员、复核员；群里上报的，群里的人也看得到。私下上报的，卡片上不写名字。\n"
        "<b>留多久</b>　闲聊：{raw} 天。照片：结案后 {media} 天。上报的原话和定位：结案后 {posts} 天。到期当夜删除。\n"
        "<b>您可以</b>　私聊我：\n/mydata 我的数据：把关于您的都发给您，一个文件\n"
        "/forgetme 忘记我：把您的名字、编号、照片都去掉，工单和统计的件数不变\n"
        "写错了想更正，直接编辑自己的消息，或者回复它补充。\n"
        "拍照请避开人脸和车牌。图片文件里记着的拍摄地点，我不留；您点“用照片里的位置”，才看一次。\n"
        "您在 Telegram 里发的消息不归我管，要请您自己删。"
    ),
    "privacy.contact": "{contact}",
    "privacy.no_contact": "安装本机器人的单位；怎么联系，请问上报群的管理员或者协调员。",
    "mydata.caption": "关于您，我留着的都在这个文件里。想让我忘记：/forgetme",
    "mydata.file": "我的数据-{day}.txt",
    "mydata.lost": "文件没有送到，请再发一次 /mydata",
    "mydata.head": "蜂哨留着的关于您的数据　{day} 导出",
    "mydata.who": "您是谁",
    "mydata.id": "编号：{id}",
    "mydata.name": "名字：{name}",
    "mydata.username": "用户名：@{username}",
    "mydata.started": "您打开过和我的私聊，我可以私下给您发消息。",
    "mydata.roles": "您担任过的",
    "mydata.role": "{role} {unit}　{since} 起",
    "mydata.role_over": "{role} {unit}　{since} 至 {until}",
    "mydata.reports": "您上报的（{count} 件）",
    "mydata.joined": "您发的，并到别的工单里的，或者还没有成为工单的（{count} 条）",
    "mydata.report": "{number}　{at}　{state}　{place}",
    "mydata.private": "（私下上报）",
    "mydata.words": "　原话：{words}",
    "mydata.photos": "　存着照片等文件：{count} 个",
    "mydata.said": "您对这些工单做过的、说过的（{count} 条）",
    "mydata.line": "{number}　{at}　{what}　{words}",
    "mydata.positions": "您发过的定位（WGS-84）",
    "mydata.position": "{at}　{lat}, {lon}",
    "mydata.rest": "其他",
    "mydata.messages": "我私下给您发过的消息：{count} 条",
    "mydata.raw": "您最近私下发来的原始消息：{count} 条，满 {days} 天后的当夜删除",
    "mydata.audited": "您对机器人设置做过的操作：{count} 条（管理员的 /audit 里看得到）",
    "mydata.nothing": "除了这次询问，没有关于您的记录。",
    "mydata.foot": "照片原图在您自己的聊天记录里。任职期间办理工单的记录写在各工单的历程里，不在这个文件里。",
    "forget.ask": (
        "要我忘记您吗？\n去掉：您的名字、编号、照片、定位；写着您名字的卡片也会改掉。\n"
        "{kept}{open}\n做了就找不回来，/mine 会是空的。以后您再上报，就当是新认识的人。"
    ),
    "forget.tickets": "留下：{count} 件工单，只是不再知道是谁报的；统计的件数不变。",
    "forget.no_tickets": "您没有上报过，没有工单要留下。",
    "forget.open": "\n其中 {count} 件还没办完：照样会办，但办好了不能再告诉您。",
    "forget.kept": "好的，什么都没有动。",
    "forget.begun": (
        "好的，几分钟之内忘记您。这是我对您说的最后一句话。\n"
        "您自己在群里和这里发的消息，请您自己删。管理员另存的备份，要等到期才删。"
    ),
    "forget.underway": "已经在办了，几分钟之内忘记您。",
    "button.forget": "确认，忘记我",
    "button.not_forget": "先不要",
}
