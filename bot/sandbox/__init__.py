"""Telegram in a box: a local Bot API server that knows nothing of the bot."""

from bot.sandbox.accounts import BotAccount
from bot.sandbox.calls import Call
from bot.sandbox.chats import Chat, Forward, Message, Person, Topic
from bot.sandbox.contents import Button
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.feed import Change
from bot.sandbox.files import Attachment
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import PortTaken
from bot.sandbox.taps import Tap, TapAnswer

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
    "PortTaken",
    "Sandbox",
    "Tap",
    "TapAnswer",
    "Topic",
]
