"""Analysis: language, folded keys, mentions, region and topics of one text, in one pass."""

from dataclasses import dataclass, field

from pipelines.mentions import Scanned, mentions_in, scan
from pipelines.regions import find_region
from pipelines.topics import find_topics
from storage.records import Mention, Owner, Topic
from text.languages import identify

LONGEST = 2_000_000
"""Characters of a text that are analysed; no publication is longer."""


@dataclass(slots=True)
class Analysis:
    """What a text is about. ``units`` are our own, each once; keys are folded."""

    language: str
    script: str
    folded_title: str
    folded_body: str
    owner: Owner
    main: bool
    region: str
    mentions: list[Mention] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


def analyse(title: str, body: str, *, url: str = "", country: str = "UZ") -> Analysis:
    """Say what a text is about.

    Args:
        title: headline, may be "".
        body: the text.
        url: not read: names in addresses name nobody.
        country: ISO code of the outlet's country; decides whose an unqualified ministry is.
    """
    del url
    title, body = title[:LONGEST], body[:LONGEST]
    language = identify(f"{title}\n{body}" if len(title) < 60 else title + " " + body[:400])
    scanned = scan(title, body)
    report = mentions_in(scanned, country)
    units = dict.fromkeys(m.unit for m in report.mentions if m.owner is Owner.OWN)
    return Analysis(
        language=language.code,
        script=language.script,
        folded_title=scanned.key[: scanned.title_key],
        folded_body=scanned.key[scanned.title_key + 2 if title else 0 :],
        owner=report.owner,
        main=report.main,
        region=find_region(scanned.found.regions),
        mentions=report.mentions,
        units=list(units),
        topics=_topics(scanned),
    )


def _topics(scanned: Scanned) -> list[Topic]:
    words = scanned.found.topics
    if not words:
        return []
    return find_topics(words, scanned.key, scanned.positions.words)
