"""The catalogue: what the bot says, one file a noun."""

from bot.notices.catalogue.zh import ZH

__all__ = ["ZH"]
