"""When what is due: the timetable's file, and the moments it means. Times are Tashkent's."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from text.clock import TASHKENT

JobName = Literal["night", "light", "digest", "backup"]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class BrokenTimetable(ValueError):
    """A timetable that cannot be kept; the message names the file, the field and the cure."""


def _is_time(text: str) -> str:
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{text!r} is no time of day; write it as 00:40")
    return text


def _is_weekly(text: str) -> str:
    day, _, clock = text.partition(" ")
    if day not in DAYS:
        raise ValueError(f"{text!r}: write a day and a time, as in sunday 03:30")
    _is_time(clock)
    return text


Clock = Annotated[str, AfterValidator(_is_time)]


class Timetable(BaseModel):
    """Hours of Tashkent; an empty list or text leaves a job out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    night: Clock = "00:40"
    """The full visit: after midnight, so that the day before is read whole."""
    light: tuple[Clock, ...] = ("09:00", "12:00", "15:00", "18:00", "21:00")
    """Visits of the ministry's own outlets and those of the first tier."""
    digest: Clock | Literal[""] = "07:30"
    backup: Annotated[str, AfterValidator(_is_weekly)] | Literal[""] = "sunday 03:30"
    backup_to: str = ""
    """Folder of the weekly backup, best on another disk; empty: beside the ledger."""
    languages: tuple[Literal["uz-Latn", "uz-Cyrl", "ru", "en"], ...] = ("uz-Cyrl",)
    """Languages of the digest."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be done at a time of day, every day or on one weekday (0 is Monday)."""

    name: JobName
    at: str
    weekday: int | None = None

    @property
    def key(self) -> str:
        """Name and time: what tells the light visits of a day apart."""
        return f"{self.name} {self.at}"

    def last_due(self, now: datetime) -> datetime:
        """The latest moment, up to ``now``, at which it was due."""
        here = now.astimezone(TASHKENT)
        hour, minute = (int(part) for part in self.at.split(":"))
        due = datetime.combine(here.date(), time(hour, minute), TASHKENT)
        while due > here or (self.weekday is not None and due.weekday() != self.weekday):
            due -= timedelta(days=1)
        return due


def jobs_of(timetable: Timetable) -> list[Job]:
    """Every job of a timetable."""
    jobs = [Job("night", timetable.night), *(Job("light", at) for at in timetable.light)]
    if timetable.digest:
        jobs.append(Job("digest", timetable.digest))
    if timetable.backup:
        day, _, at = timetable.backup.partition(" ")
        jobs.append(Job("backup", at, DAYS.index(day)))
    return jobs


def read_timetable(path: Path | None) -> Timetable:
    """The timetable in a TOML file's ``[schedule]`` table; the usual one without a file.

    Raises:
        BrokenTimetable: the file cannot be read, or an entry is wrong.
    """
    if path is None:
        return Timetable()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrokenTimetable(f"{path}: {error}") from error
    try:
        return Timetable.model_validate(told.get("schedule", {}))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise BrokenTimetable(f"{path}: field {where!r}: {why}") from error
