"""Telegram in a box: a local Bot API server that knows nothing of the bot."""

from bot.sandbox.calls import Call
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.feed import Change
from bot.sandbox.files import Attachment
from bot.sandbox.messages import Button, Forward, Message
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.taps import Tap, TapAnswer
from bot.sandbox.world import BotAccount, Chat, Person, Topic

__all__ = [
    "Attachment",
    "BotAccount",
    "Button",
    "Call",
    "Change",
    "Chat",
    "Fault",
    "FaultKind",
    "Forward",
    "Message",
    "Person",
    "Sandbox",
    "Tap",
    "TapAnswer",
    "Topic",
]
