"""Of the gate: who asks too much, who is not listened to for a while, and floods of reports."""

from __future__ import annotations

GATE: dict[str, str] = {
    "refusal.too_fast": "操作有点频繁，请稍后再试",
    "refusal.bundled": "这一条后面还并着您报的 {count} 条，先由协调员一起看，暂时不能撤回",
    "refusal.muted": "您暂时被禁言，上报和按钮都不受理；有异议请找协调员",
    "refusal.mute_usage": "请回复那个人的消息发 /mute 3d（或“禁言 3天”），也可以写名字或编号：/mute 王师傅 3d",
    "refusal.which_person": "没有找到“{name}”，或者不止一位：请回复本人的消息，或者写编号",
    "refusal.in_office": "{name}还担任{roles}，请先撤销任命（/revoke），再禁言",
    "refusal.not_muted": "{name}没有被禁言",
    "mute.done": "已禁言 {person}，{until}。上报不再受理，只记条数；着火、伤人等紧急情况照常提醒协调员。解除请发：/unmute {number}",
    "mute.lifted": "已解除 {person} 的禁言。",
    "mute.noted": "好的，已经办了。名单请私聊我发 /mute",
    "mute.until": "到 {until}",
    "mute.open": "直到解除",
    "mute.none": "现在没有人被禁言。要禁言，回复那个人的消息发 /mute 3d（或“禁言 3天”），不写时间就一直到解除。",
    "mute.head": "<b>禁言中 {count} 人</b>",
    "mute.line": "{person}（{number}）：{until}，{by} 设置，未受理上报 {held} 条",
    "mute.more": "还有 {count} 人，请用 /unmute 编号 解除",
    "mute.told": (
        "您暂时被禁言（{until}），发的上报不受理。有危险请直接拨打 119、110、120。"
        "有异议请找社区或协调员；/privacy、/mydata、/forgetme 照常可用。"
    ),
    "mydata.mutes": "被禁言",
    "mydata.mute": "{since} 起，{until}，没有受理的上报 {count} 条",
    "mute.reporter": "{name}（禁言中，没有直接派给单位，请核实）",
    "button.unmute": "解除 {name}",
    "bundle.summary": "短时间内连续上报",
    "bundle.told": "您报得比较多，后面的也都收到了，由协调员一起看，不用重发。",
    "event.bundled": "{name} 接着报{words}",
    "bundle.apart": "#{number} 已逐条受理，共 {count} 条",
    "button.apart": "逐条受理",
    "button.reject_all": "一并不予受理",
    "triage.bundle": "同一个人短时间内连续上报，这里并着 {count} 条，请核实是真有问题，还是刷积分",
    "triage.check": "请先核实，再分派",
}
