"""Whatever a bot sends is answered with a result or a refusal, never with a fault of the server's own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import Sandbox
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters
from bot.sandbox.rejections import Refused

_NAMES = """
chat_id message_id message_ids text parse_mode entities caption photo document media reply_markup reply_parameters
reaction callback_query_id file_id user_id scope commands name url secret_token offset limit allowed_updates action
message_thread_id description
"""
_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([101, -1002000000001, 1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "message_id", "inline_keyboard", "callback_data", "emoji", "media", "command", "user"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(_NAMES.split()), _JUNK))
def test_junk_is_answered(method: str, parameters: dict[str, Any]) -> None:
    sandbox = Sandbox(lambda: datetime(2026, 11, 20, tzinfo=UTC), strict_rates=False)
    bot, wang = sandbox.add_bot(), sandbox.add_person("王师傅", id=101)
    group = sandbox.add_group("群", [wang], id=-1002000000001)
    sandbox.add_bot_to(group, bot, by=wang, admin=True)
    wang.start(bot)
    asked = Parameters({"chat_id": group.id, "message_id": 1, "text": "x"} | parameters, {})
    try:
        result = METHODS[method](sandbox.world, bot, asked)
        if asyncio.iscoroutine(result):
            asyncio.run(result)
    except Refused as refused:
        assert refused.code in {400, 403, 404, 409}
