"""A transaction that asks SQLite how it would answer."""

from storage.transaction import Row, Tx, Value


class Explained(Tx):
    """Answers a query with no rows, and keeps what SQLite would do for it."""

    plan: tuple[str, ...] = ()

    def rows(self, sql: str, /, **named: Value) -> list[Row]:
        self.plan += tuple(row["detail"] for row in super().rows(f"EXPLAIN QUERY PLAN {sql}", **named))
        return []
