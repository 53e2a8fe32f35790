"""Lines inside a body that are not of it: "read also", calls to subscribe, in every alphabet."""

import re

from text.folding import fold

LONGEST_ASIDE = 240
"""Characters; a longer paragraph is text, whatever it begins with."""

LONGEST_LABEL = 40
LONGEST_BARE = 70
_HINTS = (
    "telegra", "телегра", "instagra", "инстагра", "facebook", "фейсбук", "feysbuk", "youtube",
    "ютуб", "yutub", "kanal", "канал", "tarmoq", "тармоқ", "соцсет", "новост", "на нас", "channel",
    "twitter", "newsletter", "читайте", "read also", "qing", "қинг",
)  # fmt: skip
"""A long line without one of these is no aside: spares it the folding."""

_LABELS = (
    "mavzuga (?:oid|doir)(?: (?:yangilik|xabar|maqola|material)lar)?"
    "|(?:şuningdek|yana|batafsil|köproq|qoşimça|davomini|bu haqda)?,? ?öqing(?:iz|lar)?"
    "|tavsiya etamiz|öxşaş (?:xabar|yangilik|maqola)lar|maşhur xabarlar|sizni qiziqtirişi mumkin"
    "|(?:çitay(?:te)?|smotri(?:te)?) (?:takje|eşyo|po teme|podrobnee)"
    "|(?:materiali|novosti|eşyo|statyi)? ?po teme"
    "|podrobnee(?: po teme)?"
    "|(?:rekomenduem|vam budet interesno)(?: poçitat)?"
    "|(?:read|see|watch) (?:also|more)|also (?:read|see|on [a-z.]+)"
    "|related(?: (?:articles?|news|stories))?"
)
"""Uzbek, Russian and English, as ``fold`` writes them: one spelling for both Uzbek alphabets."""

_LABEL = re.compile(rf"\W*(?:{_LABELS})\s*[:.…»>→–—-]*\s*")
_LABELLED = re.compile(rf"\W*(?:{_LABELS})\s*:")
_UNMISTAKABLE = re.compile(r"\W*(?:çitayte (?:takje|eşyo)|read also|şuningdek,? öqing)")
_CALL = re.compile(
    r"(?:telegram|instagram|facebook|feysbuk|youtube|yutub|kanal|ijtimoiy tarmoq)[^.!?]{0,80}"
    r"(?:(?:obuna|azo) böling|qöşiling|kuzat(?:ib bor)?ing)(?:iz|lar)?\b"
    r"|(?:podpişites|podpisivaytes|prisoedinyaytes|sledite za na)[^.!?]{0,80}"
    r"(?:telegram|instagram|facebook|youtube|kanal|sotsset|novost|na nas)"
    r"|(?:follow|subscribe|join) (?:us|to|our)[^.!?]{0,60}"
    r"(?:telegram|instagram|facebook|youtube|twitter|channel|newsletter)"
)


def is_aside(paragraph: str) -> bool:
    """Whether a paragraph only leads elsewhere: a label with another headline, or a call."""
    if len(paragraph) > LONGEST_ASIDE:
        return False
    if len(paragraph) > LONGEST_BARE and ":" not in paragraph[:LONGEST_BARE]:
        small = paragraph.lower()
        if not any(hint in small for hint in _HINTS):
            return False
    key = fold(paragraph)
    return bool(_LABELLED.match(key) or _UNMISTAKABLE.match(key) or _LABEL.fullmatch(key)) or bool(
        _CALL.search(key)
    )


def is_label(text: str) -> bool:
    """Whether a text is nothing but the label of a link to another text, or empty."""
    return not text.strip() or (len(text) <= LONGEST_LABEL and bool(_LABEL.fullmatch(fold(text))))
