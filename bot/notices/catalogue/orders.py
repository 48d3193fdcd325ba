"""Of moves by buttons and words: what stands behind 更多, what is asked, what was not understood."""

from __future__ import annotations

ORDERS: dict[str, str] = {
    # --- choices
    "button.other_reason": "其他原因…",
    "button.other_span": "其他…",
    "button.nobody_reads": "{unit}（暂无联系人）",
    "button.none_of_them": "都不是",
    "button.claimed": "#{number} {place} {summary}",
    "span.week": "{count}周",
    "span.month": "{count}个月",
    "ready.extend": "需要更多时间",
    "ready.suspend": "暂时不具备办理条件",
    # --- questions
    "prompt.return": "#{number} 退回：请写明原因（10 分钟内），或直接点：",
    "prompt.object": "#{number} 有异议：请写为什么（10 分钟内，可以附照片），或直接点：",
    "prompt.reject": "#{number} 不予受理：请写明原因（10 分钟内），或直接点：",
    "prompt.extend": "#{number} 延期：请写延多久、什么原因（10 分钟内），例如：2天 等材料",
    "prompt.extend.reason": "#{number} 延期{wish}：请写明原因（10 分钟内），或直接点：",
    "prompt.suspend": "#{number} 挂账：请写到哪天、什么原因（10 分钟内），例如：到3月15日 等资金",
    "prompt.suspend.reason": "#{number} 挂账{wish}：请写明原因（10 分钟内），或直接点：",
    "prompt.note": "#{number} 备注：请写要记下的话（10 分钟内）。",
    "prompt.unit": "#{number} 转给哪个单位？请点一下，或写单位名称（10 分钟内）：",
    "prompt.unit.near": "#{number} “{unit}”是哪个单位？请点一下，或写单位全称（10 分钟内）：",
    "prompt.unit.one": "#{number} “{unit}”是{name}吗？是就点一下，不是请写单位全称（10 分钟内）：",
    "button.yes_unit": "是",
    "prompt.claim": "是 #{number} 办结吗？\n📍 {place} {summary}",
    "prompt.claims": "是哪一件办结了？",
}
