"""Telegram: whether it knows the token, where updates go, and what the bot may do in each of its chats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.config import Config
from bot.doctor.database import Chart
from bot.doctor.findings import Finding, fault, not_looked_at, ok, warning
from bot.domain.areas import ChatKind
from handlers.examining import Examined, Identity, Membership, Unknown, Webhook, Why

_LATELY = timedelta(hours=1)
_MANY = 100
"""As many as one call of getUpdates fetches: a bot that runs never leaves so many behind."""
_REMEDIES: dict[Why, str] = {
    Why.NO_TOKEN: "get one from BotFather and write it there, in token_file, or in FENGSHAO_TELEGRAM__TOKEN",
    Why.UNREACHED: "check the network, telegram.base_url, and the proxy of the environment (HTTPS_PROXY)",
    Why.TOKEN: "copy the token again from BotFather, or mend telegram.base_url",
    Why.REFUSED: "mend telegram.base_url",
}
_SAID: dict[Why, str] = {
    Why.NO_TOKEN: "there is no token to ask Telegram with",
    Why.UNREACHED: "Telegram is not reached",
    Why.TOKEN: "Telegram does not know the token",
    Why.REFUSED: "Telegram refuses to answer",
}
_SEE_TOKEN = "see the check token"
_KINDS: dict[ChatKind, str] = {
    ChatKind.REPORT: "couriers post here",
    ChatKind.UNIT: "a unit works here",
    ChatKind.COORDINATORS: "the coordinators read here",
}


def no_token(why: str) -> Examined:
    """What is known where there is no token to ask with."""
    return Examined(Unknown(Why.NO_TOKEN, why))


def checks(asked: Examined, config: Config, chart: Chart | None, *, running: bool, now: datetime) -> Iterator[Finding]:
    """`chart` is None where the database cannot be read; `running`: a bot runs on it."""
    identity = asked.identity
    if isinstance(identity, Unknown):
        said = _SAID[identity.why]
        yield fault("token", f"{said}: {identity.words}", _REMEDIES[identity.why])
        for name in ("webhook", "privacy mode", "chats"):
            yield not_looked_at(name, said, _SEE_TOKEN)
        return
    yield ok("token", f"it is @{identity.username}'s")
    yield _webhook(asked.webhook, config, running=running, now=now)
    yield _privacy_mode(identity, asked, chart)
    yield from _chats(identity, asked, chart)
    bound = {binding.chat_id for binding in chart.bindings} if chart is not None else set()
    yield from (
        _of_bulletins(chat_id, asked.chats.get(chat_id)) for chat_id in named_groups(config) if chat_id not in bound
    )


def named_groups(config: Config) -> list[int]:
    """The groups and channels that [bulletins] names by their ids; a person who cannot be reached is parked."""
    return [reader for reader in config.bulletins.to if isinstance(reader, int) and reader < 0]


def _webhook(hook: Webhook | Unknown | None, config: Config, *, running: bool, now: datetime) -> Finding:
    if not isinstance(hook, Webhook):
        return not_looked_at("webhook", hook.words if hook is not None else "not asked", "run this again")
    if config.telegram.mode == "polling":
        return _unwanted(hook, running=running)
    wanted = config.telegram.webhook_url
    if hook.url != wanted:
        found = f"updates are posted to {hook.url or 'nowhere'}, not to telegram.webhook_url"
        remedy = "restart the bot, which sets it; if it changes again, another program uses the token"
        return (fault if running else warning)("webhook", found, remedy)
    failed = hook.error_at is not None and now - hook.error_at < _LATELY
    if failed or (running and hook.waiting >= _MANY):
        error = f", and Telegram says: {hook.error}" if failed else ""
        remedy = (
            "see to it that telegram.webhook_url leads to http.listen from outside, with a certificate that is good"
        )
        return fault("webhook", f"updates waiting at Telegram: {hook.waiting}{error}", remedy)
    return ok("webhook", f"{wanted}; updates waiting at Telegram: {hook.waiting}")


def _unwanted(hook: Webhook, *, running: bool) -> Finding:
    if hook.url:
        remedy = "restart the bot, which takes it away; if it comes back, another program uses the token: revoke that"
        found = f"updates are posted to {hook.url}, but telegram.mode is polling"
        return (fault if running else warning)("webhook", found, remedy)
    if running and hook.waiting >= _MANY:
        found = f"updates waiting at Telegram: {hook.waiting}, and the bot does not fetch them"
        return fault("webhook", found, "look into the bot's log for poll.failed and poll.conflict")
    return ok("webhook", f"none, as polling wants it; updates waiting at Telegram: {hook.waiting}")


def _privacy_mode(identity: Identity, asked: Examined, chart: Chart | None) -> Finding:
    """With it on, the bot is sent the posts of those groups alone in which it is an administrator."""
    if identity.reads_all:
        return ok("privacy mode", "off: the bot reads the posts of its groups")
    remedy = "write /setprivacy to BotFather, choose Disable, then take the bot out of each group and add it again"
    groups = (
        {bound.chat_id for bound in chart.bindings if bound.kind is ChatKind.REPORT} if chart is not None else set()
    )
    deaf = [chat for chat in groups if not _is_admin(asked.chats.get(chat))]
    if deaf or not groups:
        return fault("privacy mode", "on: posts do not reach the bot where it is no administrator", remedy)
    return warning("privacy mode", "on: the bot reads posts only as long as it is an administrator", remedy)


def _is_admin(seen: Membership | Unknown | None) -> bool:
    return isinstance(seen, Membership) and seen.is_admin


def _chats(identity: Identity, asked: Examined, chart: Chart | None) -> Iterator[Finding]:
    """One finding for each bound group, named by its id."""
    if chart is None:
        yield not_looked_at("chats", "the database says which they are", "see the check database")
        return
    kinds: dict[int, ChatKind] = {}
    for bound in chart.bindings:  # of a group with several topics, what asks most of the bot
        if bound.kind is ChatKind.REPORT or bound.chat_id not in kinds:
            kinds[bound.chat_id] = bound.kind
    if ChatKind.REPORT not in kinds.values():
        yield warning("chats", "no group is bound in which couriers post", "add the bot to it and write /bind there")
    for chat_id, kind in kinds.items():
        yield _chat(f"chat {chat_id}", chart.names[chat_id], kind, asked.chats.get(chat_id), identity)


def _chat(name: str, title: str, kind: ChatKind, seen: Membership | Unknown | None, identity: Identity) -> Finding:
    where = f"{title} ({_KINDS[kind]})"
    again = "add the bot to the group again, as an administrator; if the group is no more, bind another with /bind"
    if not isinstance(seen, Membership):
        if seen is None or seen.why is not Why.REFUSED:
            return not_looked_at(name, f"{where}: {seen.words if seen is not None else 'not asked'}", "run this again")
        return fault(name, f"{where}: {seen.words}", again)
    if not seen.may_write:
        return fault(name, f"{where}: the bot is not in it, or may not write", again)
    remedy = "make the bot an administrator there who may delete and pin messages, and nothing else"
    if not seen.is_admin and not identity.reads_all:
        heard = "posts" if kind is ChatKind.REPORT else "what is no reply to it"
        told = fault if kind is ChatKind.REPORT else warning
        return told(name, f"{where}: a plain member, which is not sent {heard}", remedy)
    wanted = {"delete messages": seen.may_delete, "pin messages": seen.may_pin or kind is not ChatKind.REPORT}
    missing = [right for right, held in wanted.items() if not held]
    if missing:
        return warning(name, f"{where}: the bot may not {' or '.join(missing)}", remedy)
    return ok(name, f"{where}: the bot has its rights")


def _of_bulletins(chat_id: int, seen: Membership | Unknown | None) -> Finding:
    """A chat that nobody bound and the config sends bulletins to: a wrong id is told before the first Monday."""
    name, where = f"chat {chat_id}", "bulletins.to names it"
    if isinstance(seen, Membership) and seen.may_write:
        return ok(name, f"{where}: the bot may write there")
    if not isinstance(seen, Membership) and (seen is None or seen.why is not Why.REFUSED):
        return not_looked_at(name, f"{where}: {seen.words if seen is not None else 'not asked'}", "run this again")
    words = seen.words if isinstance(seen, Unknown) else "the bot is not in it, or may not write"
    return fault(name, f"{where}: {words}", "add the bot to that group, or mend the id in bulletins.to")
