"""Instants as the database keeps them: UTC, ISO 8601, to the second, with Z."""

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """An aware instant as text that sorts by time."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def from_text(text: str) -> datetime:
    """The aware UTC instant of a stored text."""
    return datetime.fromisoformat(text)
