"""Invented people: names drawn from common ones, so that no text is about anybody."""

from dataclasses import dataclass

from replica.dice import Dice

_MEN = (
    "Akmal/Акмал Sardor/Сардор Jasur/Жасур Bekzod/Бекзод Otabek/Отабек Dilshod/Дилшод "
    "Ulug‘bek/Улугбек Sherzod/Шерзод Rustam/Рустам Farrux/Фаррух Nodir/Нодир Alisher/Алишер "
    "Bahodir/Баходир Jahongir/Жахонгир Shavqi/Шавки Islom/Ислом Umid/Умид Ravshan/Равшан "
    "Zafar/Зафар Hasan/Хасан Doston/Достон Elyor/Элёр Sanjar/Санжар Muzaffar/Музаффар "
    "Ikrom/Икром G‘ayrat/Гайрат Laziz/Лазиз Murod/Мурод Nuriddin/Нуриддин Tohir/Тохир"
)
_WOMEN = (
    "Nilufar/Нилуфар Gulnora/Гулнора Dilnoza/Дилноза Zulayho/Зулайхо Madina/Мадина "
    "Sevara/Севара Feruza/Феруза Lola/Лола Nargiza/Наргиза Ozoda/Озода Shahnoza/Шахноза "
    "Kamola/Камола Munisa/Муниса Barno/Барно Rayhon/Райхон Umida/Умида"
)
_SURNAMES = (
    "Karimov/Каримов Rahmonov/Рахмонов Ergashev/Эргашев Yo‘ldoshev/Йулдошев Qodirov/Кодиров "
    "Tursunov/Турсунов Nazarov/Назаров Aliyev/Алиев Saidov/Саидов Usmonov/Усмонов "
    "Jo‘rayev/Жураев Mirzayev/Мирзаев Hamidov/Хамидов Sobirov/Собиров Ismoilov/Исмоилов "
    "Norqulov/Норкулов Boymurodov/Боймуродов Eshonqulov/Эшонкулов Xolmatov/Холматов "
    "Abdullayev/Абдуллаев Sattorov/Сатторов Hakimov/Хакимов Latipov/Латипов Po‘latov/Пулатов "
    "Shodiyev/Шодиев Qosimov/Косимов To‘xtayev/Тухтаев Normatov/Норматов Umarov/Умаров "
    "Bozorov/Бозоров Ochilov/Очилов Mamatov/Маматов Rasulov/Расулов Davronov/Давронов "
    "Temirov/Темиров Safarov/Сафаров Olimov/Олимов Zokirov/Зокиров Fayzullayev/Файзуллаев "
    "Nurmatov/Нурматов Egamov/Эгамов Haydarov/Хайдаров Salimov/Салимов Murodov/Муродов"
)


def _pairs(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, _, b in (word.partition("/") for word in words.split()))


MEN, WOMEN, SURNAMES = _pairs(_MEN), _pairs(_WOMEN), _pairs(_SURNAMES)


@dataclass(frozen=True, slots=True)
class Person:
    """A person in both alphabets; surname with its gender's ending."""

    first: str
    last: str
    first_ru: str
    last_ru: str
    woman: bool
    age: int

    @property
    def uz(self) -> str:
        """ "Akmal Karimov"."""
        return f"{self.first} {self.last}"

    @property
    def short(self) -> str:
        """ "A.Karimov"."""
        return f"{_initial(self.first)}.{self.last}"

    @property
    def ru(self) -> str:
        """Nominative with the first name."""
        return f"{self.first_ru} {self.last_ru}"

    @property
    def ru_short(self) -> str:
        """Nominative with an initial."""
        return f"{self.first_ru[0]}. {self.last_ru}"

    @property
    def ru_of(self) -> str:
        """Genitive (and accusative) with an initial."""
        return (
            f"{self.first_ru[0]}. {self.last_ru[:-1] + 'ой' if self.woman else self.last_ru + 'а'}"
        )

    @property
    def ru_by(self) -> str:
        """Instrumental with an initial."""
        return (
            f"{self.first_ru[0]}. {self.last_ru[:-1] + 'ой' if self.woman else self.last_ru + 'ым'}"
        )


def _initial(name: str) -> str:
    for two in ("Sh", "Ch", "G‘", "O‘"):
        if name.startswith(two):
            return two
    return name[0]


def draw_person(dice: Dice, *, woman: bool | None = None) -> Person:
    """Somebody who does not exist."""
    is_woman = dice.chance(0.3) if woman is None else woman
    first, first_ru = dice.pick(WOMEN if is_woman else MEN)
    last, last_ru = dice.pick(SURNAMES)
    if is_woman:
        last, last_ru = f"{last}a", f"{last_ru}а"
    return Person(first, last, first_ru, last_ru, is_woman, dice.between(18, 67))
