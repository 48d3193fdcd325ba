"""The catalogue whole: every text the bot says, in Chinese. The operator may override any of them under [texts]."""

from __future__ import annotations

from bot.notices.catalogue.alerts import ALERTS
from bot.notices.catalogue.audit import AUDIT
from bot.notices.catalogue.behind import BEHIND
from bot.notices.catalogue.book import BOOK
from bot.notices.catalogue.bulletins import BULLETINS
from bot.notices.catalogue.chats import CHATS
from bot.notices.catalogue.conversation import CONVERSATION
from bot.notices.catalogue.deadlines import DEADLINES
from bot.notices.catalogue.gate import GATE
from bot.notices.catalogue.maps import MAPS
from bot.notices.catalogue.moves import MOVES
from bot.notices.catalogue.orders import ORDERS
from bot.notices.catalogue.privacy import PRIVACY
from bot.notices.catalogue.questions import QUESTIONS
from bot.notices.catalogue.readings import READINGS
from bot.notices.catalogue.special_actions import SPECIAL_ACTIONS
from bot.notices.catalogue.statistics import STATISTICS
from bot.notices.catalogue.statistics_files import STATISTICS_FILES
from bot.notices.catalogue.tickets import TICKETS

PARTS = (
    TICKETS,
    MOVES,
    ORDERS,
    READINGS,
    CONVERSATION,
    STATISTICS,
    STATISTICS_FILES,
    QUESTIONS,
    CHATS,
    DEADLINES,
    ALERTS,
    AUDIT,
    BOOK,
    BEHIND,
    BULLETINS,
    MAPS,
    SPECIAL_ACTIONS,
    PRIVACY,
    GATE,
)
"""One a noun. No key stands in two of them."""

ZH: dict[str, str] = {key: text for part in PARTS for key, text in part.items()}
