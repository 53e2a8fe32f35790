"""Everything on a page that is not the article: menus, widgets, related news, ads, scripts.

A real page of these sites is 40-80 KB of which a tenth is the article. The menus name the
ministry, the widgets print today's date and headlines of other days: nothing of it may count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from replica.dice import Dice

_MENU = {
    "uz-Latn": (
        "Bosh sahifa|O‘zbekiston|Jahon|Iqtisodiyot|Jamiyat|Sport|Ta’lim|"
        "Ichki ishlar vazirligi|Toshkent shahar IIBB|Reklama|Bog‘lanish"
    ),
    "uz-Cyrl": (
        "Бош саҳифа|Ўзбекистон|Жаҳон|Иқтисодиёт|Жамият|Спорт|Таълим|"
        "Ички ишлар вазирлиги|Тошкент шаҳар ИИББ|Реклама|Боғланиш"
    ),
    "ru": (
        "Главная|Узбекистан|Мир|Экономика|Общество|Спорт|Образование|"
        "МВД Узбекистана|ГУВД Ташкента|Реклама|Контакты"
    ),
    "en": (
        "Home|Uzbekistan|World|Economy|Society|Sport|Education|Ministry of Internal Affairs|"
        "Tashkent police|Advertising|Contacts"
    ),
}
_RELATED = {
    "uz-Latn": (
        "Mavzuga oid|IIV Axborot xizmati: haftalik sharh|Mashhur xabarlar|"
        "Teglar|Ob-havo: Toshkent +14°|Dollar kursi"
    ),
    "uz-Cyrl": (
        "Мавзуга оид|ИИВ Ахборот хизмати: ҳафталик шарҳ|Машҳур хабарлар|"
        "Теглар|Об-ҳаво: Тошкент +14°|Доллар курси"
    ),
    "ru": (
        "По теме|Информслужба МВД РУз: обзор недели|Популярное|"
        "Теги|Погода: Ташкент +14°|Курс доллара"
    ),
    "en": (
        "Related|Ministry of Internal Affairs: weekly review|"
        "Popular|Tags|Weather: Tashkent +14°|Dollar rate"
    ),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The unchanging pieces of a site's pages in one language.

    A page is ``<!doctype …><head>`` + its own head + ``top`` + its article + ``bottom``.
    """

    top: str
    bottom: str


def frame(
    site: str, tag: str, now: datetime, headlines: Sequence[tuple[str, str]], kilobytes: int
) -> Frame:
    """The frame of a site's pages.

    Args:
        site: host of the site, which also decides what its markup looks like.
        tag: language of the menus.
        now: the moment shown in the header.
        headlines: addresses and titles for the "popular" widget.
        kilobytes: about how large a page is to become with an article of 5 KB.
    """
    dice = Dice(site, tag, "frame")
    prefix = dice.pick(("c", "b", "el", "ui", "n", "t"))
    menu = "".join(
        f'<li class="{prefix}-menu__item"><a class="{prefix}-menu__link" '
        f'href="https://{site}/{"category" if n else ""}/{n}">{escape(word)}</a></li>'
        for n, word in enumerate(_MENU[tag].split("|"))
    )
    related = _RELATED[tag].split("|")
    widgets = "".join(
        f'<div class="{prefix}-side__card"><a href="{escape(url)}"><span class="{prefix}-side__t">'
        f'{escape(title)}</span></a><span class="{prefix}-side__d">{now:%d.%m.%Y}</span></div>'
        for url, title in headlines
    )
    tags = "".join(
        f'<a class="{prefix}-tag" href="https://{site}/tag/{n}">#{escape(word)}</a>'
        for n, word in enumerate(_MENU[tag].split("|")[1:9])
    )
    top = (
        f"<style>{_styles(prefix, dice, kilobytes * 180)}</style>"
        f"<script>{_script(dice, kilobytes * 150)}</script></head><body>"
        f'<header class="{prefix}-header"><div class="{prefix}-today">{now:%d.%m.%Y, %H:%M}</div>'
        f'<nav><ul class="{prefix}-menu">{menu}</ul></nav>'
        f'<div class="{prefix}-rates">USD 12 {dice.between(100, 900)} &nbsp; EUR 13 '
        f'{dice.between(100, 900)}</div><!-- banner --><div id="ad_{dice.between(1, 99)}">'
        f'<ins class="ads"></ins></div></header><div class="{prefix}-wrap"><main>'
    )
    bottom = (
        f'</main><aside class="{prefix}-side"><h3>{related[0]}</h3><a href="https://gov.uz/oz/iiv">'
        f"{related[1]}</a><h3>{related[2]}</h3>{widgets}<h3>{related[3]}</h3>{tags}"
        f"<p>{related[4]}<p>{related[5]}</aside></div>"
        f'<footer class="{prefix}-footer"><ul>{menu}</ul><p>&copy; {now.year} {site}. 18+</p>'
        f"{_icons(prefix, dice, kilobytes * 230)}</footer>"
        f"<script>window.__STATE__={_state(dice, kilobytes * 300)}</script></body></html>"
    )
    return Frame(top, bottom)


def _styles(prefix: str, dice: Dice, size: int) -> str:
    out: list[str] = []
    length = 0
    while length < size:
        rule = (
            f".{prefix}-{dice.hexadecimal(5)}__{dice.hexadecimal(3)}{{margin:{dice.below(40)}px "
            f"{dice.below(30)}px;color:#{dice.hexadecimal(6)};font:{dice.between(11, 32)}px/1.4 "
            f"Inter,sans-serif;display:{dice.pick(('flex', 'block', 'grid', 'none'))}}}"
        )
        out.append(rule)
        length += len(rule)
    return "".join(out)


def _script(dice: Dice, size: int) -> str:
    out: list[str] = []
    length = 0
    while length < size:
        line = (
            f"(function(w,d,s,l,i){{w[l]=w[l]||[];w[l].push({{'gtm.start':{dice.below(10**9)},"
            f"event:'{dice.hexadecimal(8)}'}});if(w.a<{dice.below(99)}&&d.b>0){{s.c='</'+'div>'}}"
            f"}})(window,document,'script','dataLayer','GTM-{dice.hexadecimal(7).upper()}');"
        )
        out.append(line)
        length += len(line)
    return "".join(out)


def _icons(prefix: str, dice: Dice, size: int) -> str:
    out: list[str] = []
    length = 0
    while length < size:
        icon = (
            f'<a class="{prefix}-soc" href="#" rel="nofollow"><svg viewBox="0 0 24 24"><path d="M'
            + " ".join(f"{dice.below(240) / 10}" for _ in range(24))
            + '"/></svg></a>'
        )
        out.append(icon)
        length += len(icon)
    return "".join(out)


def _state(dice: Dice, size: int) -> str:
    out: list[str] = []
    length = 0
    while length < size:
        entry = (
            f'{{"id":{dice.below(10**6)},"hash":"{dice.hexadecimal(32)}","w":{dice.below(2000)},'
            f'"src":"\\u002Fimg\\u002F{dice.hexadecimal(12)}.webp"}}'
        )
        out.append(entry)
        length += len(entry) + 1
    return f'{{"page":{{"blocks":[{",".join(out)}]}}}}'
