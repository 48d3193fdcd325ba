"""Of going live: the claim, what a chat is for, who works for which unit."""

from __future__ import annotations

CHATS: dict[str, str] = {
    "claim.done": "认领成功，您现在是管理员。下一步：把我拉进骑手群，设为管理员，在群里发送 /bind",
    "claim.usage": "请写上认领码：/claim 认领码（首次启动时打印在服务器日志里）",
    "joined.group": "大家好，我是蜂哨。请管理员发送 /bind 告诉我这个群是做什么的。",
    "bind.ask": "这个群是做什么的？",
    "bind.report": "上报群（骑手发问题）",
    "bind.unit": "单位工作群",
    "bind.coordinators": "协调群",
    "bind.ask_unit": "是哪个单位的工作群？",
    "bind.done.report": "好的，这里是上报群。骑手发照片和一句话，我来转办。",
    "bind.done.unit": "好的，这里是{unit}的工作群，工单会发到这里。",
    "bind.done.coordinators": "好的，这里是协调群。认不出地点的上报、督办和日报会发到这里。",
    "bind.rights.ok": "权限齐全。",
    "bind.rights.unknown": "没能查到我在群里的权限，请在群设置 → 管理员 里确认我是管理员，能删除和置顶消息。",
    "bind.rights.missing": "还缺这些权限：\n{missing}\n在群设置 → 管理员 → 蜂哨 里打开。",
    "privacy.notice": (
        "📌 <b>蜂哨在这个群里做什么</b>\n看到问题，发一张照片和一句话（哪个小区、几栋），我转给负责的单位，办完告诉大家。\n"
        "👀 已收到　🤔 有问题要问您　✍ 已送达单位　👌 已办结\n"
        "我只留上报的文字、照片和上报人的名字、账号，用来办理和统计；闲聊不存档，满两天后的当夜删除。"
    ),
    "bind.private": "请在群里发送 /bind",
    "right.read": "读取消息（在 BotFather 关闭隐私模式 /setprivacy，或把我设为管理员）",
    "right.delete": "删除消息（收拾我自己的提问和大家的命令）",
    "right.pin": "置顶消息（置顶说明）",
    "appoint.usage": "请回复那个人的消息，再发送 /appoint",
    "appoint.nobody": "不能任命机器人、频道或匿名管理员；请对方以本人身份发一条消息，再回复它",
    "appoint.ask_role": "任命 {person} 为？",
    "appoint.ask_unit": "{person} 担任{role}，属于哪个单位？",
    "appoint.done": "已任命 {person} 为{unit}{role}。",
    "appoint.held": "{person} 已经是{unit}{role}。",
    "staff.head": "<b>人员</b>",
    "staff.none": "还没有任命任何人。",
    "staff.line": "{name}：{roles}",
    "staff.role": "{unit}{role}",
}
