"""What a text is compared by: the same in every alphabet, without what stands around the text."""

import numpy as np
import pytest

from pipelines.fingerprints import fingerprint
from storage.fingerprint import Fingerprint, common
from storage.judgement import SAMPLED_WHOLE, sample
from text.folding import fold
from text.transliteration import transliterate

BODY = (
    "Guliston shahrida 5 ta maktab ta’mirlandi. Ishlarga Sherzod Qobilov rahbarlik qildi va"
    " maktablar 2-martda ochildi."
)
LONG = " ".join(f"so‘z{n} gap{n * 7}" for n in range(200))


def print_of(body: str, title: str = "") -> Fingerprint:
    return fingerprint(title, body, fold(title), fold(body))


@pytest.mark.parametrize("field", ["shingles", "terms", "numbers", "names", "places", "slots"])
def test_both_alphabets_give_the_same(field: str) -> None:
    cyrillic = print_of(transliterate(BODY, "uz-Cyrl"))
    assert len(getattr(cyrillic, field))
    assert np.array_equal(getattr(print_of(BODY), field), getattr(cyrillic, field))


def test_the_letter_yo_is_ye() -> None:
    assert np.array_equal(print_of("Самолёт ещё летит").terms, print_of("Самолет еще летит").terms)


def test_thousands_and_written_numbers_are_figures() -> None:
    spaced, joined = print_of("Jami 12 500 kishi keldi"), print_of("Jami 12500 kishi keldi")
    assert np.array_equal(spaced.numbers, joined.numbers)
    written, figure = print_of("Avtobusda uch kishi edi"), print_of("Avtobusda 3 kishi edi")
    assert np.array_equal(written.numbers, figure.numbers)


def test_addresses_handles_and_the_outlets_name_do_not_count() -> None:
    around = f"{BODY} https://misol.uz/yangilik/1?utm=2 @misolkanal"
    assert np.array_equal(print_of(around).shingles, print_of(BODY).shingles)
    title = "Guliston shahrida beshta maktab ta’mirlandi"
    plain, named = print_of("", title), print_of("", f"{title} | Misol.uz")
    assert np.array_equal(plain.shingles, named.shingles)


def test_a_menu_before_the_title_is_cut_off() -> None:
    title = "Gulistonda beshta maktab ochildi bugun"
    page = print_of(f"Bosh sahifa Jamiyat Sport Ob-havo {title} {BODY}", title)
    clean = print_of(f"{title} {BODY}", title)
    assert np.array_equal(page.shingles, clean.shingles)


def test_a_short_text_is_sampled_whole_a_long_one_in_part_and_its_beginning_whole() -> None:
    short, long = print_of(BODY), print_of(LONG)
    assert np.array_equal(short.sampled, short.shingles)
    assert len(long.shingles) > SAMPLED_WHOLE
    assert len(long.sampled) < len(long.shingles) / 2
    assert common(long.sampled, long.lead) == len(long.lead)


def test_the_sample_of_a_part_is_in_the_sample_of_the_whole() -> None:
    whole = print_of(LONG).shingles
    none = np.empty(0, dtype=np.uint32)
    part = whole[: len(whole) // 2]
    assert set(sample(part, none).tolist()) <= set(sample(whole, none).tolist())


def test_a_text_without_capitals_is_marked() -> None:
    assert print_of(BODY.lower()).bare
    assert print_of(BODY.upper()).bare
    assert not print_of(BODY).bare


def test_people_are_the_same_in_russian() -> None:
    uzbek = print_of("Uchrashuvda Qahramon Hakimov va G‘ayrat Jo‘rayev so‘zga chiqdi.").people
    russian = print_of("На встрече выступили Кахрамон Хакимов и Гайрат Жураев.").people
    assert common(uzbek, russian) == 4


@pytest.mark.parametrize(
    ("body", "is_place"),
    [
        ("Kecha qarshi shamol esdi, yangi kitob chiqdi.", False),
        ("Kecha Qarshi shahrida shamol esdi.", True),
        ("Вчера в городе Карши прошла ярмарка.", True),
        ("yuqori bosqichda yangi direktor tayinlandi", False),
        ("Kecha Yangiyer shahrida yarmarka ochildi.", True),
    ],
)
def test_an_ordinary_word_is_a_place_only_by_its_capital(body: str, is_place: bool) -> None:
    assert bool(len(fingerprint("", body, "", fold(body)).places)) == is_place
