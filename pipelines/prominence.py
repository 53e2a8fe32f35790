"""Whether a text is about the ministry, or names it in passing."""

import re
from collections.abc import Sequence

from pipelines.rule_files import LETTERS

WITHIN = 350
"""A body's characters within which a first mention makes the text be about it."""

SHARE = 0.4
TIMES = 3
OPENING = 60
SHORT = 1_000
"""A body up to so long is one piece of news: who speaks in it is whom it is about."""

_SAID = re.compile(
    rf"(?<![{LETTERS}])(?:"
    # who says it
    r"soobşil|soobşaet|soobşili|zayavil|podçerknul|otmetil|rasskazal|oproverg|podtverdil|prizval|obyasnil"
    r"|proveryae|provodit|provodyat|ustanavliva|prokommentir|predupredil|napomnil|otçital|raskril"
    r"|zaderj"
    r"|po dannim|po informasii|po slovam|izuçae|izuçi|vozbu|naşli|oformil|zaderjali|razyasnil"
    r"|malum qil|xabar ber|bildir|tasdiqla|rad et|izoh ber|malumotiga|malumotlariga|xabariga"
    r"|axborotiga"
    r"|aniqla|uşla|qölga ol|foş et|tekşir|tergov|murojaat qil|ogohlantir|munosabat bildir|öz izoh"
    r"|topgan"
    r"|tuşuntiriş|surişti|xabar qil|aniqlik kirit"
    r"|said|says|reported|announced|confirmed|denied|stated|according to|warned|detained|arrested"
    rf")[{LETTERS}]*"
)
_OTHERS = (
    r"mçs|fvv|nasgvardi[a-z]*|milliy gvardiya[a-z]*|nasionaln[a-z]* gvardi[a-z]*|prokuratur[a-z]*"
    r"|minoboron[a-z]*"
    r"|mudofaa[a-z]*|sgb|dxx[a-z]*|davlat xavfsizlik[a-z]*|tamojen[a-z]*|bojxona[a-z]*"
    r"|minyust[a-z]*|adliya[a-z]*"
    r"|minzdrav[a-z]*|sud[a-z]*|soliq[a-z]*|mid|hokim[a-zğ]*|prokuror[a-z]*|sogliqni|soğliqni|oliy|mudofaa"
    r"|fhdyo[a-z]*|xalq talimi|national guard|emergency|prosecutor[a-z]*|bank[a-z]*|minfin[a-z]*"
    r"|ministerstv[a-z]*"
)
_LISTED_BEFORE = re.compile(rf"(?:{_OTHERS})(?: [a-zğşçö]+)?(?:, | va | hamda | i | and )$")
_LISTED_AFTER = re.compile(rf"(?:, | va | hamda | i | and )(?:[a-zğşçö]+ )?(?:{_OTHERS})(?![a-z])")
_DIGEST = re.compile(
    r"(?:glavnie novosti|novosti (?:uzbekistana )?k (?:utru|veçeru)|da[yi]d?jest"
    r"|mahalliy xabarlar|kun xabarlari|asosiy xabarlar"
    r"|hafta (?:xabarlari|yangiliklari)|digest|top news|itogi (?:dnya|nedeli)|korotko o glavnom)"
)
_FORMER = re.compile(r"(?:bivş[a-z]*|eks|sobiq|former)(?: [a-zğşçö]+){0,2} ?-?$")
_HEAD = re.compile(r"glav|ministr|minister|vazir|naçalnik|boşliğ|rahbar|head")


def is_main(key: str, spans: Sequence[tuple[int, int]], title: int) -> bool:
    """Whether a text is about whom these places name.

    Args:
        key: the folded text.
        spans: where it is named, in order.
        title: characters of the key that are the headline.
    """
    if not spans or _DIGEST.search(key, 0, 200):
        return False
    told = [span for span in spans if not _listed(key, *span)]
    if any(start < title for start, _ in told) or len(told) >= TIMES:
        return True
    if not told:
        return False
    start = told[0][0] - title
    length = len(key) - title
    if start < WITHIN and start <= max(150, length * SHARE):
        return True
    return length <= SHORT and any(_speaks(key, *span) for span in told)


def _speaks(key: str, start: int, end: int) -> bool:
    before = key[max(0, start - 30) : start]
    after = key[end : end + 90]
    return bool(_SAID.search(before) or _SAID.search(after))


def _listed(key: str, start: int, end: int) -> bool:
    """Whether it is one of several bodies, or the past of a person."""
    before = key[max(0, start - 40) : start]
    if _FORMER.search(before) and _HEAD.search(key, max(0, start - 20), end + 20):
        return True
    listed_after = _LISTED_AFTER.match(key, end)
    listed_before = _LISTED_BEFORE.search(before)
    if start < OPENING and not (listed_after and listed_before):
        # "Сотрудники СГБ и МВД пресекли": the two are whom it is about
        return bool(listed_after) and "," in key[end : end + 2]
    return bool(listed_after or listed_before)
