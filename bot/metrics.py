"""Metrics: the bot's counts and ages in the text form of Prometheus, from a registry of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.registry import Collector

from storage.vitals import Vitals

__all__ = ["CONTENT_TYPE", "exposed"]


def exposed(vitals: Vitals, *, updates: int, poll_age: float | None, inbox_age: float) -> bytes:
    """One scrape. `updates` is how many came since the start; ages are seconds, `poll_age` None with a webhook."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Counts(vitals, updates, poll_age, inbox_age))
    return generate_latest(registry)


class _Counts(Collector):
    def __init__(self, vitals: Vitals, updates: int, poll_age: float | None, inbox_age: float) -> None:
        self._vitals = vitals
        self._updates = updates
        self._poll_age = poll_age
        self._inbox_age = inbox_age

    def collect(self) -> Iterator[Metric]:
        vitals = self._vitals
        yield CounterMetricFamily("fengshao_updates", "Updates stored since the start", value=self._updates)
        yield CounterMetricFamily("fengshao_tickets", "Tickets ever opened", value=vitals.tickets_made)
        yield CounterMetricFamily("fengshao_notices", "Notices ever queued", value=vitals.notices_made)
        yield _by_state("fengshao_open_tickets", "Tickets that are not over, by state", vitals.open_tickets)
        yield _by_state("fengshao_unsent_notices", "Notices that have not arrived, by state", vitals.notices)
        inbox = {"waiting": vitals.waiting, "quarantined": vitals.quarantined}
        yield _by_state("fengshao_inbox_updates", "Updates that are not settled, by state", inbox)
        yield GaugeMetricFamily("fengshao_inbox_age_seconds", "Age of the oldest waiting update", self._inbox_age)
        if self._poll_age is not None:
            yield GaugeMetricFamily("fengshao_poll_age_seconds", "Time since Telegram answered a poll", self._poll_age)


def _by_state(name: str, told: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=["state"])
    for state, number in counts.items():
        family.add_metric([state], number)
    return family
