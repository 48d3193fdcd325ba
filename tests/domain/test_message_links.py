"""Links to messages: by chat, topic and number, and none where Telegram has none."""

import pytest

from bot.domain.message_links import message_link


@pytest.mark.parametrize(
    ("chat_id", "message_id", "topic", "link"),
    [
        (-1001234567890, 56, None, "https://t.me/c/1234567890/56"),
        (-1001234567890, 56, 7, "https://t.me/c/1234567890/7/56"),
        (-1000000000001, 5, None, "https://t.me/c/1/5"),
        (-1000000000000, 5, None, None),
        (-4012345678, 56, None, None),  # a plain group
        (-1001, 56, 7, None),
        (101, 56, None, None),  # a private chat
    ],
)
def test_the_link_of_a_message(chat_id: int, message_id: int, topic: int | None, link: str | None) -> None:
    assert message_link(chat_id, message_id, topic) == link
