"""Of the clock: reminders and their rungs, digests, the board of what was closed."""

from __future__ import annotations

DEADLINES: dict[str, str] = {
    "reminder.head": "⏰ <b>提醒</b>",
    "reminder.line": "{rung} #{number} {unit}{place} {summary} · {what} · {due}",
    "reminder.more": "……另有 {count} 件，见 /todo",
    "rung.early": "临期提醒",
    "rung.reminder": "催办",
    "rung.escalation": "督办",
    "rung.naming": "通报",
    "clock.question": "没人回答在哪里，待分派",
    "clock.dispatch": "待分派",
    "clock.response": "待受理",
    "clock.control": "待控制",
    "clock.repair": "待修复",
    "clock.fix": "待办结",
    "clock.review": "待复核",
    "due.now": "时限已到",
    "due.until": "时限 {due}",
    "due.since": "已超时 {late}",
    "digest.unit": "<b>{day} {unit}</b>",
    "digest.overdue": "超时 {count} 件",
    "digest.today": "今天到期 {count} 件",
    "digest.open": "在办 {count} 件",
    "digest.review": "待复核 {count} 件",
    "digest.triage": "待分派 {count} 件",
    "digest.new": "昨天以来新增 {count} 件",
    "digest.line": "#{number} {unit}{place} {summary} · {due}",
    "calendar.ahead": "📅 {year}年的放假安排还没有录入：请运维人员升级程序，或在配置里写 deadlines.holidays / workdays。"
    "在那以前，{year}年按周一至周五算工作日，节假日和调休的时限会不准。",
    "calendar.begun": "📅 今年（{year}年）的放假安排还没有录入，现在按周一至周五算工作日，节假日和调休的时限会不准。"
    "请运维人员升级程序，或在配置里写 deadlines.holidays / workdays。",
    "board.head": "<b>{day} 办结公示</b>（{count} 件）",
    "board.line": "{place} {summary} · {unit} · {took}",
}
