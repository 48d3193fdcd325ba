"""The methods of the Bot API, one file per family; `METHODS` is the table of all."""

from bot.sandbox.methods.table import METHODS, Method

__all__ = ["METHODS", "Method"]
