"""The invented newsroom: what happens each day, who tells it, and who takes it from whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from replica.articles import Article, Event, Manner, as_tagged, title_of, wording
from replica.dice import Dice
from replica.letters import slug
from replica.plan import TASHKENT, NewsroomPlan
from replica.profiles import Line, Profile, language_of
from replica.writing.facts import draw_facts, much_alike
from replica.writing.library import FOREIGN, NOISE, PASSING, RELEASES
from replica.writing.named import Named, named_in
from replica.writing.places import REGIONS
from replica.writing.topics import Text, Topic, Voice, extras

RELEASES_A_DAY = 0.06
"""The ministry's releases as a share of a day's articles (before anybody carries them)."""

FOLLOWED = 0.12
"""Share of a newsroom's own reports that others take up."""

EDITED, DELETED, STUBS, UNDATED, GALLERIES = 0.04, 0.012, 0.02, 0.02, 0.02

APART = timedelta(days=4)
"""Events of one kind within so much time differ in what tells them apart."""

MOST_DRAWS = 40
"""Draws of an event's facts; the last one stands, however like another it is."""

_MANNERS: tuple[tuple[Manner, float], ...] = (
    ("same", 4), ("sourced", 2), ("cut", 2), ("added", 2),
)  # fmt: skip


class Newsroom:
    """Everything that was published in the plan's days, for the given outlets.

    What a day holds depends on the seed, the day, the outlets and ``per_day`` only, so that the
    same world can be looked at from a later ``now``.
    """

    def __init__(self, plan: NewsroomPlan, profiles: Sequence[Profile]) -> None:
        self.plan = plan
        self.now = plan.now.astimezone(TASHKENT)
        self.profiles: Mapping[str, Profile] = {profile.id: profile for profile in profiles}
        self.events: list[Event] = []
        self._recent: dict[str, list[Event]] = {}
        self.articles: dict[str, list[Article]] = {profile.id: [] for profile in profiles}
        last = self.now.date()
        for back in range(plan.days - 1, -1, -1):
            self._day(last - timedelta(days=back))
        for articles in self.articles.values():
            articles.sort(key=lambda x: (x.published, x.key), reverse=True)
        self._cached = lru_cache(maxsize=4096)(self._text)

    def version(self, article: Article, tag: str) -> Text:
        """The text of one language version as it reads now."""
        return self._cached(article, tag)

    def _text(self, article: Article, tag: str) -> Text:
        edited = article.changed(self.now) != article.published
        return as_tagged(wording(article, language_of(tag), edited=edited), tag)

    def named(self, article: Article, language: str) -> Named:
        """Whom an article names, as it reads now."""
        edited = article.changed(self.now) != article.published
        return named_in(wording(article, language, edited=edited), language)

    # -- a day ---------------------------------------------------------------------------------

    def _day(self, day: date) -> None:
        dice = Dice(self.plan.seed, day, "day")
        counts = dict.fromkeys(self.profiles, 0)
        released = 0
        if any(profile.role in {"ministry", "region"} for profile in self.profiles.values()):
            released = max(2, round(self.plan.per_day * RELEASES_A_DAY))
        for n in range(released):
            self._release(day, n, counts)
        weights = sum(p.weight for p in self.profiles.values() if p.role in {"press", "foreign"})
        for profile in self.profiles.values():
            if profile.role not in {"press", "foreign"}:
                continue
            wanted = self.plan.per_day * profile.weight / weights
            whole = int(wanted) + dice.chance(wanted - int(wanted))
            for n in range(max(whole - counts[profile.id], 1)):
                self._report(day, profile, n)

    def _release(self, day: date, n: int, counts: dict[str, int]) -> None:
        key = f"{self.plan.seed}/{day}/release/{n}"
        dice = Dice(key)
        moment = _moment(day, dice)
        topic = dice.weighted([(topic, topic.weight) for topic in RELEASES])
        event = self._event(f"{day}-r{n}", topic, moment, dice)
        owned = [p for p in self.profiles.values() if p.role in {"ministry", "region"}]
        local = [p for p in owned if p.region == event.facts.region.code]
        central = [p for p in owned if p.role == "ministry"]
        publishers = [p for p in local if dice.chance(0.75)] + [
            p for p in central if p.id == "gov.uz" or dice.chance(0.4)
        ]
        for profile in publishers or central or local or owned[:1]:
            if event.articles:
                moment += timedelta(minutes=dice.between(4, 90))
            self._publish(event, profile, profile.lines[0], moment, dice, "release")
        carried: list[tuple[datetime, Profile, Line]] = []
        for profile in self.profiles.values():
            if profile.role == "press" and dice.chance(profile.carries):
                later = moment + timedelta(minutes=int(dice.between(3, 60) ** 1.75))
                line = dice.weighted([(line, line.share) for line in profile.lines])
                if topic.tells(line.language):
                    carried.append((later, profile, line))
        # in the order of the clock: nobody copies what is not out yet
        for later, profile, line in sorted(carried, key=lambda one: (one[0], one[1].id)):
            if later.date() == day:
                counts[profile.id] += 1
            self._publish(event, profile, line, later, dice, "press")
        self.events.append(event)

    def _report(self, day: date, profile: Profile, n: int) -> None:
        key = f"{self.plan.seed}/{day}/{profile.id}/{n}"
        dice = Dice(key)
        moment = _moment(day, dice)
        line = dice.weighted([(line, line.share) for line in profile.lines])
        topic = dice.weighted(_pool(line.language, abroad=profile.role == "foreign"))
        event = self._event(f"{day}-{profile.id}-{n}", topic, moment, dice)
        self._publish(event, profile, line, moment, dice, "press")
        if not topic.alike and profile.role == "press" and dice.chance(FOLLOWED):
            others = [p for p in self.profiles.values() if p.role == "press" and p is not profile]
            for other in dice.some(others, dice.between(1, 3)):
                moment += timedelta(minutes=dice.between(5, 400))
                line = dice.weighted([(line, line.share) for line in other.lines])
                if topic.tells(line.language):
                    self._publish(event, other, line, moment, dice, "press")
        self.events.append(event)

    def _event(self, name: str, topic: Topic, moment: datetime, dice: Dice) -> Event:
        """An event that a careful reader can tell from the others of its kind of these days.

        One drawn too like another is drawn again: in a real country two guests of one name do not
        come from one place on one day, and what is about to be counted must have one answer.
        """
        recent = [
            event for event in self._recent.get(topic.id, ())
            if abs(event.facts.moment - moment) < APART
        ]  # fmt: skip
        for _ in range(MOST_DRAWS):
            event = Event(name, topic, draw_facts(moment, dice, dice.pick(REGIONS)))
            extra = extras(topic, event.facts)
            if not any(
                much_alike(event.facts, other.facts)
                or (extra and extra.items() & extras(topic, other.facts).items())
                for other in recent
            ):
                break
        if topic.owner in {"own", "both"}:
            self._recent[topic.id] = [*recent, event]
        return event

    def _publish(
        self, event: Event, profile: Profile, line: Line, moment: datetime, dice: Dice, voice: str
    ) -> None:
        key = f"{self.plan.seed}/{event.id}/{profile.id}"
        tags = [tag for tag in line.tags if event.topic.tells(language_of(tag))]
        tags += [
            tag for tag, share in line.sometimes
            if dice.chance(share) and event.topic.tells(language_of(tag))
        ]  # fmt: skip
        article = Article(
            profile.id, key, event, moment, tuple(tags),
            voice="release" if voice == "release" else "press",
        )  # fmt: skip
        self._relate(article, dice)
        if self.plan.quirks and profile.role != "region":
            self._unsettle(article, profile, dice)
        event.articles.append(article)
        if moment <= self.now:
            self.articles[profile.id].append(article)

    def _relate(self, article: Article, dice: Dice) -> None:
        """Decide what an article has from those before it on the same event."""
        before = article.event.articles
        if not before:
            return
        origin = before[0]
        if origin.relation == "alone":
            origin.relation = "origin"
        language = article.language
        sources = [x for x in before if x.source is None and _has(x, language)]
        voices = {x.voice for x in sources}
        other: Voice = "press" if origin.voice == "release" else "release"
        article.voice = other if article.voice == "press" else article.voice
        # one rewriting per voice and language: two would be alike as copies are
        taken = article.voice in voices or (language, article.voice) not in (
            article.event.topic.tellings
        )
        if not sources:
            article.relation = "translation"
            article.voice = origin.voice
        elif taken or dice.chance(0.55):
            article.source = dice.pick(sources)
            article.relation = "reprint"
            released = article.source.voice == "release" and origin is article.source
            owned = self.profiles[article.outlet].role in {"ministry", "region"}
            article.manner = "same" if owned else dice.weighted(_MANNERS)
            article.retitled = released and not owned and dice.chance(0.4)
            article.tags = tuple(t for t in article.tags if _has(article.source, language_of(t)))
        else:
            article.relation = "same_event"

    def _unsettle(self, article: Article, profile: Profile, dice: Dice) -> None:
        if dice.chance(EDITED):
            article.modified = article.published + timedelta(minutes=dice.between(40, 1800))
        if profile.role == "press" and dice.chance(DELETED):
            article.gone_at = article.published + timedelta(minutes=dice.between(30, 2000))
        if profile.stubs and dice.chance(STUBS):
            article.kind = "paywalled"
        if profile.galleries and article.relation == "alone" and dice.chance(GALLERIES):
            article.kind = "not_article"
        if profile.slips and dice.chance(UNDATED):
            article.dated = False


def _has(article: Article, language: str) -> bool:
    return any(language_of(tag) == language for tag in article.tags)


@cache
def _pool(language: str, *, abroad: bool = False) -> list[tuple[Topic, float]]:
    """What a newsroom writes of its own accord, with how often."""
    shares = ((NOISE, 0.8), (FOREIGN, 0.06), (PASSING, 0.05), (RELEASES, 0.09))
    if abroad:
        shares = ((NOISE, 0.3), (FOREIGN, 0.5), (PASSING, 0.0), (RELEASES, 0.2))
    pool: list[tuple[Topic, float]] = []
    for topics, share in shares:
        told = [topic for topic in topics if topic.tells(language)]
        total = sum(topic.weight for topic in told)
        pool += [(topic, share * topic.weight / total) for topic in told]
    return pool


def _moment(day: date, dice: Dice) -> datetime:
    """An instant of a Tashkent day; a few lie around midnight, where days are mistaken."""
    if dice.chance(0.02):
        minute = dice.pick((0, 1, 4, 9, 1431, 1436, 1439))
    else:
        minute = dice.between(7 * 60, 22 * 60 + 30)
    start = datetime(day.year, day.month, day.day, tzinfo=TASHKENT)
    return start + timedelta(minutes=minute)


def address_slug(article: Article, tag: str) -> str:
    """The title of a version as part of its address, the same before and after an edit."""
    return slug(title_of(article, language_of(tag)))
