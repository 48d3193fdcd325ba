"""Of the audit: who did what to the installation. A line for each action that is put down."""

from __future__ import annotations

AUDIT: dict[str, str] = {
    "audit.head": "<b>审计</b>（最近的在前）",
    "audit.none": "还没有记录。",
    "audit.operator": "后台",
    "audit.other": "{by} {action}",
    "audit.did.claim": "{by} 用认领码成为管理员",
    "audit.did.appoint": "{by} 任命 {whom} 为{unit}{role}",
    "audit.did.invite": "{by} 生成了{unit}{role}的邀请链接",
    "audit.did.invited": "{whom} 打开 {by} 的邀请链接，成为{unit}{role}",
    "audit.did.revoke": "{by} 撤销了 {whom} 的{unit}{role}",
    "audit.did.bind": "{by} 把“{chat}”绑定为{unit}{kind}",
    "audit.did.open_topic": "{by} 在“{chat}”给{unit}建了话题",
    "audit.did.migrated": "“{chat}”升级为超级群，绑定已跟随",
    "audit.did.left": "“{chat}”里不能再发消息：{why}",
    "audit.did.joined": "“{chat}”里又能发消息了",
    "audit.did.area_import": "{by} 导入辖区：{units} 个单位，{places} 个点位",
    "audit.did.area_change": "{by} 修改辖区：新增或修改 {places_saved} 个点位，移除 {places_gone} 个",
    "audit.did.place_remembered": "{by} 把“{name}”记到{unit}",
    "audit.did.notices_resent": "{by} 重发了 {notices} 条没有送达的消息",
    "audit.did.notices_dismissed": "{by} 放弃了 {notices} 条没有送达的消息",
    "audit.did.quarantine_retry": "{by} 重试了 {items} 条被隔离的消息",
    "audit.did.quarantine_drop": "{by} 丢弃了 {items} 条被隔离的消息",
}
