"""Models that were learnt, as the ledger keeps them: their weights can be read by anybody."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Model:
    """One model, how it was checked, and up to which publication it has decided."""

    name: str
    """ "counts" or "topic:" and a topic."""
    learnt_at: str
    examples: int
    yes: int
    rules_right: int
    model_right: int
    chance: float
    in_use: bool
    bias: float
    weights: Mapping[str, float]
    applied_row: int


def keep_models(connection: Connection, models: list[Model]) -> None:
    """Put these models in place of all that were there. Runs in the caller's transaction."""
    connection.execute("DELETE FROM models")
    connection.executemany(
        "INSERT INTO models (name, learnt_at, examples, yes, rules_right, model_right, chance,"
        " in_use, bias, weights, applied_row) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        [
            (
                m.name, m.learnt_at, m.examples, m.yes, m.rules_right, m.model_right, m.chance,
                m.in_use, m.bias, json.dumps(m.weights, ensure_ascii=False, sort_keys=True),
                m.applied_row,
            )
            for m in models
        ],
    )  # fmt: skip


def models(connection: Connection, *, in_use: bool = False) -> list[Model]:
    """The models, by name; only those that decide, where asked."""
    rows = connection.execute(
        "SELECT * FROM models WHERE in_use OR NOT ? ORDER BY name", (in_use,)
    ).fetchall()
    return [
        Model(**dict(row) | {"in_use": bool(row["in_use"]), "weights": json.loads(row["weights"])})
        for row in rows
    ]


def note_applied(connection: Connection, row: int) -> None:
    """Note that the models have decided on all publications up to a row."""
    connection.execute("UPDATE models SET applied_row = ?", (row,))


def last_row(connection: Connection) -> int:
    """The row of the newest publication; 0 where there is none."""
    return int(connection.execute("SELECT coalesce(max(row), 0) FROM publications").fetchone()[0])
