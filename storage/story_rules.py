"""The thresholds by which texts are one story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryRules:
    """The thresholds of ``pipelines/rules/stories.toml``; see there for what each means."""

    near_days: int
    reprint_days: int
    same_event_days: int
    related_days: int
    containment: float
    containment_short: float
    short_words: int
    shingles_short: int
    containment_phrase: float
    containment_far: float
    union_one_outlet: float
    lead: float
    same_beginning: float
    same_beginning_short: float
    containment_reworded: float
    containment_reworded_short: float
    in_place: float
    in_place_weight: int
    ordered: float
    ordered_weight: int
    marks: float
    marks_short: float
    names_short: float
    chance: float
    chance_apart: float
    chance_short: float
    digest: float
    digest_contained: float
    same_event: float
    same_event_next_day: float
    same_event_long: float
    same_event_one_outlet: float
    same_event_weight: int
    same_event_marks: float
    facts_people: int
    facts_numbers: int
    facts_exact: int
    facts_share: float
    facts_share_named: float
    facts_numbers_sure: int
    containment_sure: float
    same_event_people: float
    translated: float
    translated_unknown: float
    translated_weight: int
    translated_fact: int
    translated_figures: float
    translated_pictured: float
    related: float
    owned_margin_minutes: int
