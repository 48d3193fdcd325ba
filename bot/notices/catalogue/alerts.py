"""Of the operator's troubles: what is told to the coordinators."""

from __future__ import annotations

ALERTS: dict[str, str] = {
    "alert.parked": "⚠️ 发不到“{chat}”：{why}。消息先留着，恢复后自动补发。",
    "alert.failed": "⚠️ 有一条消息没能发到“{chat}”：{why}（工单 {number}）",
    "alert.uncertain": "⚠️ 有一条消息不知道有没有发到“{chat}”：{why}（工单 {number}）。"
    "请到群里看一眼，没有就补发（fengshao uncertain list）",
    "alert.quarantined": "⚠️ 有一条来自“{chat}”的消息没能处理，已隔离（fengshao quarantine list）",
    "calendar.ahead": "📅 {year}年的放假安排还没有录入：请运维人员升级程序，或在配置里写 deadlines.holidays / workdays。"
    "在那以前，{year}年按周一至周五算工作日，节假日和调休的时限会不准。",
    "calendar.begun": "📅 今年（{year}年）的放假安排还没有录入，现在按周一至周五算工作日，节假日和调休的时限会不准。"
    "请运维人员升级程序，或在配置里写 deadlines.holidays / workdays。",
    "gap.group": "🔌 机器人断线了一段时间：{since} 到 {until} 之间发的上报没有收到。那段时间报过的问题，请再发一次，谢谢！",
    "gap.coordinators": "🔌 机器人断线超过一天：{since} 到 {until} 之间群里发的上报没有收到，"
    "已在各上报群里请大家补发。",
    "why.kicked": "我已被移出该群",
    "why.blocked": "对方停用了我，或还没有点过“开始”",
    "why.no_rights": "我在那里没有发言权限",
    "why.gone": "该群已不存在",
}
