"""Learns all models from the ledger's decisions, and lets those that are better decide."""

import json
from collections.abc import Iterable
from datetime import datetime

from pipelines.learning import Example, Learnt, features, learn, probability, verdict
from pipelines.rule_files import read_rules
from storage.connection import Connection
from storage.decisions import Said, as_list, decide
from storage.examples import MODEL_PERSON, Ruled, come_after, decided
from storage.models import Model, keep_models, last_row, models, note_applied
from storage.times import to_text

COUNTS = "counts"
TOPIC = "topic:"


def learn_all(connection: Connection) -> list[Learnt]:
    """One model of what counts, and one of each topic that people decided on."""
    rows = list(decided(connection))
    learnt = [learn(COUNTS, [_counts(one) for one in rows if one.counts])]
    about = [(one, set(json.loads(one.topics_said))) for one in rows if one.topics_said]
    for topic in read_rules("topics"):
        if any(topic in said or topic in one.topics for one, said in about):
            examples = [_about(topic, one, said) for one, said in about]
            learnt.append(learn(TOPIC + topic, examples))
    return learnt


def use(connection: Connection, learnt: Iterable[Learnt], at: datetime) -> None:
    """Keep what was learnt; what beats the rules decides on all that comes from now on.

    What was counted before is left as it is. Runs in the caller's transaction.
    """
    row = last_row(connection)
    keep_models(
        connection,
        [
            Model(
                one.name, to_text(at), one.examples, one.yes, one.rules_right, one.model_right,
                one.chance, one.better, one.bias, one.weights if one.better else {}, row,
            )
            for one in learnt
            if not one.lacking
        ],
    )  # fmt: skip


def apply_models(connection: Connection, at: datetime) -> int:
    """Have the models in use decide on what came since they last did; returns how many decisions.

    A decision is kept only where it differs from the rules, under the models' own name, with the
    words that weighed most. A person's decision is never touched. Runs in the caller's transaction.
    """
    in_use = models(connection, in_use=True)
    if not in_use:
        return 0
    made = 0
    row = min(model.applied_row for model in in_use)
    for one in come_after(connection, row):
        row = max(row, one.row)
        seen = features(one.title, one.body, one.facts)
        made += _on_counts(connection, one, seen, in_use, at)
        made += _on_topics(connection, one, seen, in_use, at)
    note_applied(connection, row)
    return made


def _on_counts(
    connection: Connection, one: Ruled, seen: set[str], in_use: list[Model], at: datetime
) -> int:
    model = next((model for model in in_use if model.name == COUNTS), None)
    if model is None or one.counts:
        return 0
    likely = probability(model.bias, model.weights, seen)
    counts = verdict(likely, ruled=one.concerns)
    if counts == one.concerns:
        return 0
    said = Said(MODEL_PERSON, _why(model, seen, likely), at)
    decide(connection, one.publication, "counts", "yes" if counts else "no", said)
    return 1


def _on_topics(
    connection: Connection, one: Ruled, seen: set[str], in_use: list[Model], at: datetime
) -> int:
    if one.topics_said:
        return 0
    topics, reasons = set(one.topics), []
    for model in in_use:
        if not model.name.startswith(TOPIC):
            continue
        topic = model.name.removeprefix(TOPIC)
        likely = probability(model.bias, model.weights, seen)
        if verdict(likely, ruled=topic in topics) != (topic in topics):
            topics ^= {topic}
            reasons.append(f"{topic} {_why(model, seen, likely)}")
    if not reasons:
        return 0
    said = Said(MODEL_PERSON, "; ".join(reasons), at)
    decide(connection, one.publication, "topic", ",".join(json.loads(as_list(topics))) or "-", said)
    return 1


def _why(model: Model, seen: set[str], likely: float) -> str:
    weighed = sorted(
        ((abs(model.weights[word]), word) for word in seen if word in model.weights), reverse=True
    )
    words = ", ".join(word for _, word in weighed[:5])
    return f"{likely:.0%} of {model.learnt_at[:10]}: {words}"


def _counts(one: Ruled) -> Example:
    said = one.counts == "yes"
    return Example(one.title, one.body, one.facts, one.concerns, said, one.story)


def _about(topic: str, one: Ruled, said: set[str]) -> Example:
    return Example(one.title, one.body, one.facts, topic in one.topics, topic in said, one.story)
