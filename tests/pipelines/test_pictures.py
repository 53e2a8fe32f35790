"""A picture is known by its name in every size; what may be many texts' tells nothing."""

import pytest

from pipelines.pictures import picture_key


@pytest.mark.parametrize(
    "address",
    [
        "https://site.uz/2026/10/photo_2026-10-14_10-43-21.jpg",
        "https://other.uz/storage/photo_2026-10-14_10-43-21-800x600.JPG",
        "https://cdn.other.uz/i/photo_2026-10-14_10-43-21_thumb.webp?v=3",
        "//cdn.uz/photo_2026-10-14_10-43-21@2x.png",
    ],
)
def test_one_picture_has_one_key_in_every_size_and_place(address: str) -> None:
    assert picture_key(address) == "photo_2026-10-14_10-43-21"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://site.uz/",
        "https://site.uz/img/logo_20261014104321.png",
        "https://site.uz/static/default-share-1f3a9c77b2d4.png",
        "https://site.uz/uploads/no-image_123456789012.jpg",
        "https://site.uz/2026/10/14/1.jpg",
        "https://site.uz/img/2026-10-14.jpg",
        "https://site.uz/img/IMG_1234.jpg",
        "https://site.uz/img/yangilik.jpg",
        "https://site.uz/play/1234567890123.mp4",
        "https://[::1/broken_1234567890.jpg",
    ],
)
def test_what_may_be_many_texts_picture_has_none(address: str) -> None:
    assert picture_key(address) == ""


@pytest.mark.parametrize(
    "name", ["IMG_20261014_104312", "1760430192345", "9f3a61c0d2be4471", "65fa1c0be77d10-news"]
)
def test_names_that_are_one_picture_s_are_keys(name: str) -> None:
    assert picture_key(f"https://site.uz/a/{name}.jpg") == name.lower()
