"""Language and alphabet of a text: Uzbek, Russian, English, Karakalpak and their neighbours."""

import re
import tempfile
from functools import cache
from typing import Any, NamedTuple

from text.scripts import script_of

CODES = ("uz", "ru", "en", "kaa", "kk", "ky", "tg", "tk", "tr", "az", "tt")
SAMPLE = 600
"""Characters that are looked at: more of a text tells no more of its language."""

# Karakalpak is in no model; its letters tell it apart (three orthographies are in use)
_KAA_CYRILLIC = re.compile(r"[әөүңӘӨҮҢ]")
_KAA_AND_UZBEK = re.compile(r"[ҳўҲЎ]")
_NOT_KAA = re.compile(r"[ӣӯҷұіҗһӢӮҶҰІҖ]")
_KAA_2016 = re.compile(r"[ǵńǴŃ]")
_KAA_VOWELS = re.compile(r"[áóúıÁÓÚ]")
_KAA_2009 = re.compile(r"['’‘ʻ`ʼ](?<=[nuaiNUAI].)(?=[a-zA-Zı])")
_KAA_WORDS = re.compile(
    r"(?<!\w)(?:ha['’‘ʻ`ʼ]m|menen|ush[iı]['’‘ʻ`ʼ]?n|bolg['’‘ʻ`ʼ]an|boy[iı]['’‘ʻ`ʼ]?nsha)(?!\w)",
    re.IGNORECASE,
)
_UZBEK_CYRILLIC = re.compile(r"[ўЎ]")

LONG = 120
"""Characters from which letters and common words are enough to tell a language."""

_RUSSIAN_LETTERS = re.compile(r"[ыщ]")
_OTHER_CYRILLIC = re.compile(r"[әөүңұіһӣӯҷқғҳўҗєїґљњђћәӘӨҮҢҰІҺӢӮҶҚҒҲЎҖ]")
_OTHER_LATIN = re.compile(r"[ıəñýžäéêâîûğşçöüIİ]['’]?[ğşıə]|[ıəñýž]")
_OTHER_LATIN_AT_ALL = re.compile(r"[ğşıəñýž]")
"""In all that ``_OTHER_LATIN`` finds, and quick to look for."""

_UZBEK_LETTERS = re.compile(r"[og][‘ʻ'’ʼ`][a-z]")
_UZBEK_WORDS = frozenset({"uchun", "bilan", "va", "bu", "ham", "bo‘yicha", "haqida", "esa", "yil"})
_UZBEK_ENDINGS = ("lar", "ning", "gan", "da", "dagi", "ga", "lari", "gi", "ni")
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "in", "is", "was", "for", "that", "with", "on", "by"}
)


class Language(NamedTuple):
    """Language code (ISO 639) and script ("Cyrl", "Latn"); both "" where there are no letters."""

    code: str
    script: str


def identify(text: str) -> Language:
    """The language a text is mostly written in, from its first letters.

    One of uz, ru, en, kaa, kk, ky, tg, tk, tr, az, tt; a text in any other is given the nearest.
    """
    sample = text[:SAMPLE]
    script = script_of(sample)
    if not script:
        return Language("", "")
    if _karakalpak(sample, script):
        return Language("kaa", script)
    if script == "Cyrl" and _UZBEK_CYRILLIC.search(sample):
        # ў is Uzbek's alone among these, once Karakalpak is ruled out
        return Language("uz", script)
    return Language(_by_letters(sample, script) or _classify(sample), script)


def _by_letters(sample: str, script: str) -> str:
    """What letters and the commonest words settle at once; "" where the model must decide."""
    if len(sample) < LONG:
        return ""
    if script == "Cyrl":
        russian = _RUSSIAN_LETTERS.search(sample) and not _OTHER_CYRILLIC.search(sample)
        return "ru" if russian else ""
    if _OTHER_LATIN_AT_ALL.search(sample) and _OTHER_LATIN.search(sample):
        return ""
    words = sample.lower().split()
    english = sum(map(_ENGLISH.__contains__, words))
    if english:
        plain = sample.isascii() or not _UZBEK_LETTERS.search(sample)
        return "en" if english * 6 > len(words) and plain else ""
    uzbek = sum(map(_UZBEK_WORDS.__contains__, words))
    if uzbek < 3:
        uzbek += sum(word.endswith(_UZBEK_ENDINGS) for word in words)
    # other Turkic languages share the endings: two of its own letters or words must be there, too
    own = uzbek and (_UZBEK_LETTERS.search(sample) or not _UZBEK_WORDS.isdisjoint(words))
    return "uz" if uzbek >= 3 and own else ""


def _karakalpak(sample: str, script: str) -> bool:
    if script == "Cyrl":
        return bool(
            _KAA_CYRILLIC.search(sample)
            and _KAA_AND_UZBEK.search(sample)
            and not _NOT_KAA.search(sample)
        )
    if _KAA_2016.search(sample) and _KAA_VOWELS.search(sample) and "ý" not in sample:
        return True
    return len(_KAA_2009.findall(sample)) >= 2 and bool(_KAA_WORDS.search(sample))


def _classify(sample: str) -> str:
    # half of a surrogate pair is no character: it says nothing of a language
    code, _ = _model().classify(sample.encode("utf-8", "ignore").decode("utf-8"))
    return str(code)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        model = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:
        # it is unpacked into a temporary file first
        raise OSError(
            f"the model of languages cannot be unpacked in {tempfile.gettempdir()}: "
            f"{error.strerror or error}; free some room on that disk or set TMPDIR to another"
        ) from error
    model.set_languages([code for code in CODES if code != "kaa"])
    return model
