"""Of what people ask and are asked: prompts, answers to taps and words, commands and help."""

from __future__ import annotations

CONVERSATION: dict[str, str] = {
    # --- prompts
    "prompt.proof.asked": "#{number} 办结：请发一张处理后的照片，或写一句怎么处理的（10 分钟内），也可直接点：",
    "prompt.proof.required": "#{number} 办结：请发一张处理后的照片（10 分钟内）。",
    "prompt.rework": "#{number} 退回返工：请写明原因（10 分钟内），或直接点：",
    "prompt.done.step": "这是 #{number} 哪一步的照片？",
    "prompt.done": "这是 #{number} 办结的照片吗？",
    # --- answers to taps and words
    "remember.done": "好的，记住了“{name}”",
    "remember.declined": "好的，不记",
    "refusal.no_right": "您没有这个权限，或者工单编号不对；如有需要请联系协调员",
    "refusal.not_reporter": "解决没解决，由上报人和同报人来回答；您要是也遇到了，请在群里再报一条",
    "refusal.wrong_state": "工单{state}，{cannot}{move}",
    "refusal.already_done": "{name} 已在 {at} {move}了",
    "refusal.unknown_ticket": "没有找到工单 {number}，请核对编号，例如 T1024",
    "refusal.no_number": "请写工单编号，例如 {command} T1024，或者回复工单卡片",
    "refusal.unknown_unit": "没有找到单位“{unit}”，请写全称，或点卡片上的“转派”来选",
    "refusal.unit_unreachable": "{unit}还没有工作群，也没有人员，派不过去。请换一个单位，或者请协调员给它绑定群（/bind）、任命人（/appoint）",
    "refusal.missing_reason": "请写明原因",
    "refusal.no_stage": "#{number} 没有“{move}”这一步，办好了请回复“已处理”，或点“办结”",
    "refusal.missing_proof": "请写一句怎么处理的，或发一张处理后的照片",
    "refusal.missing_photo": "请发一张处理后的照片",
    "refusal.same_unit": "工单已经在{unit}",
    "refusal.designated": "协调员已指定您单位承办，不能再退回；有困难请联系协调员",
    "refusal.missing_span": "请写明延多久，例如：延期 2天 等材料",
    "refusal.missing_date": "请写明挂账到哪天，例如：挂账 到3月15日 等资金",
    "refusal.bad_date": "没有这一天，或者已经过了：请写今天以后、两年以内的日期，例如 3月15日",
    "refusal.missing_ticket": "没有找到要并入的工单，请写编号，例如：并入 T1023",
    "refusal.same_ticket": "不能并入自己",
    "refusal.ticket_over": "{number} {state}，不能再往里并；请写还在办的那一张",
    "refusal.other_units": "{number} 不是您单位的工单，或者编号不对；并到别的单位的工单，请告诉协调员",
    "refusal.nothing_changed": "没有要更正的内容",
    "refusal.unknown_place": "没有找到点位“{place}”",
    "refusal.unknown_category": "没有找到类别“{category}”",
    "refusal.not_asked": "这个申请已经处理过了",
    "refusal.needs_consent": "这一步要协调员同意",
    "refusal.already_asked": "已经申请过了，等协调员答复",
    "refusal.only_once": "已经提过一次异议；如有新情况请重新上报",
    "refusal.too_late": "#{number} 结案已经超过 {count} 天；又坏了请重新上报，会另开一张工单",
    "refusal.has_supporters": "还有 {count} 人同报了这个问题，工单会继续办理",
    "refusal.urgent_first": "{urgent} 是急件，不能并进普通工单；请反过来，把 {number} 并入 {urgent}",
    "refusal.own_work": "这件是您自己办结的，请由别人来复核",
    "refusal.help_underway": "协办还没有完成：{helpers}",
    "refusal.has_helper": "{unit}已经在协办",
    "refusal.is_help": "这是协办的工单，请在主办的工单上操作",
    "refusal.not_help": "这不是协办的工单",
    "refusal.other_ground": "{unit}不在您负责的范围里，请交给全辖区的协调员分派",
    "refusal.last_admin": "这是最后一位管理员，不能撤销；请先任命另一位管理员",
    "refusal.still_in_office": "您还担任{roles}，办理的记录要留着。请先让协调员撤销任命，再来一次",
    "refusal.only_in_private": "请私下发给我：点我的头像 → 发消息，再发一次",
    "refusal.own_figures": "统计给协调员和各单位看；您自己上报的，请发 /mine（我的）",
    "refusal.wrong_code": "认领码不对或已用过；还没有管理员时，每次启动都会在服务器日志里打印新的认领码",
    "refusal.stale_button": "这个按钮已经过期，请看最新的卡片",
    # --- commands
    "todo.head": "<b>待办 {count} 件</b>",
    "todo.none": "没有待办的工单。",
    "todo.no_due": "还没有时限",
    "todo.line": "#{number} {state} {place} {summary}（{due}）",
    "review.head": "<b>待复核 {count} 件</b>（点编号看照片和经过）",
    "review.none": "没有待复核的工单。",
    "review.line": "#{number} {place} {summary}（{unit}）{words}",
    "review.more": "……另有 {count} 件，复核完上面的再看",
    "review.passed": "已通过 {count} 件",
    "mine.head": "<b>上报和同报的共 {count} 件</b>",
    "mine.none": "您还没有上报过。发一张照片和一句话到群里就行，例如：××小区12栋窨井盖破损",
    "mine.line": "#{number} {state} {place} {summary}",
    "help.courier": (
        "<b>怎么上报</b>\n在骑手群里发一张照片和一句话就行，例如：××小区12栋窨井盖破损\n\n"
        "👀 已收到　🤔 有问题要问您　✍ 已送达单位　🤝 有人报过，一起跟进　👌 已办结\n\n"
        "回复自己的上报，写：\n进度：看办到哪一步\n撤回：不用办了\n不是同一个：出现 🤝，其实是另一件\n还是坏的：说办好了，其实没好\n"
        "办结后点“已解决”或“未解决”；不予受理，您觉得不对，点“有异议”。\n/mine 我上报的\n"
        "办理和统计要用，我留着您的名字、编号和上报的内容：\n"
        "/privacy 留什么、留多久、谁负责；/mydata 都发给您看；/forgetme 让我忘记您"
    ),
    "help.secretary": (
        "<b>怎么办理</b>\n点卡片上的“受理”“办结”，或者直接回复卡片，写：\n"
        "受理\n已处理（附照片）\n转 单位\n退回 原因\n延期 2天 原因\n挂账到3月15日 原因\n不予受理 原因\n并入 T1023\n备注 内容\n"
        "吹哨（请别的单位协办）、拆分、拆出同报：点“更多”。\n\n"
        "/todo 待办\n/find 查找\n/ticket T1024 看工单\n/why T1024 看为什么这样派\n/stats 本单位的统计：/stats 上月\n/special 牵头的专项行动"
    ),
    "help.coordinator": (
        "<b>协调员</b>\n没有认出地点的上报会到协调群，点单位名即可分派。\n"
        "/triage 待分派、待同意\n/review 待复核，可以几件一起通过\n/todo 待办\n/find 查找\n"
        "/ticket T1024 看工单，更正、撤销并单也在里面\n/why T1024 看为什么这样派\n/merge T1024 T1023 并单\n/stats 统计：/stats 上月 单位 类别，不分先后\n/bulletin 简报和问题清单\n/special 专项行动\n\n"
        "/place 点位\n/unit 单位\n/export 导出点位表，改好发回来就能导入（私聊）\n\n"
        "/bind 绑定群\n/topics 建话题\n/appoint 任命（回复本人消息）\n/invite 邀请链接（私聊）\n/revoke 撤销任命\n/staff 人员"
    ),
    "help.admin": (
        "<b>管理员</b>\n任命协调员和管理员：同样用 /appoint、/invite\n/unit 改名、加叫法\n/audit 看谁做过什么（私聊）"
    ),
    "start": "您好，我是蜂哨。{help}",
    "start.unclaimed": "您好，我是蜂哨，还没有管理员。安装的人请在服务器日志里找到认领码，发给我：/claim 认领码",
    "start.stranger": "您好，我是蜂哨，帮骑手群把看到的问题变成工单。请先在骑手群里上报一次，之后也可以私下发给我。",
}
