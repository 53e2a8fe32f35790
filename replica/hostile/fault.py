"""One kind of bad response, and the pieces such responses are made of."""

from collections.abc import Callable
from dataclasses import dataclass

from replica.answers import HTML, Answer, Asked

DAY = "2026-10-31"
"""The day of every article here; the replica's clock stands at its evening."""

PARAGRAPHS = (
    "Toshkent shahrida bugun navbatdagi yig‘ilish bo‘lib o‘tdi, unda yil davomida qilingan ishlar "
    "va kelgusi rejalar muhokama qilindi.",
    "Yig‘ilishda so‘zga chiqqanlar mahalla hayotidagi o‘zgarishlar, yangi bog‘lar va ta’mirlangan "
    "yo‘llar haqida batafsil gapirib berdi.",
    "Sinov uchun yozilgan bu matnda hech qanday haqiqiy voqea yo‘q, u faqat sahifaning qanday "
    "o‘qilishini tekshirish uchun kerak.",
)
OTHER = (
    "Samarqand viloyatida kuzgi bog‘dorchilik ko‘rgazmasi ochildi, unga qo‘shni tumanlardan ham "
    "mevalar keltirildi va ko‘chatlar sotildi.",
    "Ko‘rgazma yakshanba kuniga qadar davom etadi, kirish bepul, tashkilotchilar bolalar uchun "
    "alohida maydoncha tayyorlashgan.",
)
"""The good article beside every bad one. Synthetic, as all texts here."""

CYRILLIC = (
    "Тошкент шаҳрида бугун навбатдаги йиғилиш бўлиб ўтди, унда йил давомида қилинган ишлар ва "
    "келгуси режалар муҳокама қилинди.",
    "Синов учун ёзилган бу матнда ҳеч қандай ҳақиқий воқеа йўқ, у фақат саҳифанинг қандай "
    "ўқилишини текшириш учун керак.",
)
RUSSIAN = (
    "Сегодня в Ташкенте прошло очередное собрание, на котором обсудили итоги года и планы на "
    "следующий, сообщили его участники.",
    "В этом пробном тексте нет ни одного настоящего события, он нужен только для проверки того, "
    "как читается страница.",
)

Answering = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind: what is answered, and what the address must end as (or the visit, for a listing).

    ``holds``: words that must stand in what was stored; ``reason``: words of the outcome's reason.
    """

    name: str
    answer: Answering
    outcome: str
    holds: str = ""
    reason: str = ""
    read: str = "feed"
    """How the outlet is read where the kind is one of listings: feed, sitemap or listing."""


def html(
    title: str = "Sinov sarlavhasi", paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "",
    charset: str = "utf-8", body: str = "",
) -> str:  # fmt: skip
    """A page as the outlets here have them."""
    text = body or "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>{head}</head>'
        f'<body><nav><a href="/">Bosh sahifa</a></nav><h1 class="sarlavha">{title}</h1>'
        f'<time class="sana">{DAY} 10:00</time><div class="matn">{text}</div></body></html>'
    )


def wire(body: bytes, *headers: str, status: str = "200 OK", kind: str = HTML) -> Answer:
    """An answer whose bytes are sent exactly as given; its length is stated unless headers do."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *headers]
    stated = any(x.lower().startswith(("content-length", "transfer-encoding")) for x in headers)
    if not stated:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    number = status.split(maxsplit=1)[0]
    return Answer(int(number) if number.isdigit() else 0, fate="raw", raw=head + body)


def always(answer: Answer) -> Answering:
    """The same answer to every request."""
    return lambda _: answer


def page(text: str, *headers: str, status: str = "200 OK", kind: str = HTML) -> Answering:
    """Always this page."""
    return always(wire(text.encode("utf-8", "surrogatepass"), *headers, status=status, kind=kind))


def redirect(target: str, status: str = "302 Found") -> Answering:
    """Always a redirect."""
    return always(wire(b"", f"Location: {target}", status=status))
