"""The catalogues: every text of the sources in every language, fitting its original, in that language's own words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from scripts import messages

MIXED_WORD = re.compile(r"[^\W\d_]*(?:[A-Za-zÀ-ɏ][^\W\d_]*[Ѐ-ӿ]|[Ѐ-ӿ][^\W\d_]*[A-Za-zÀ-ɏ])[^\W\d_]*")
NOT_WORDS = re.compile(r"%\(\w+\)[a-z]|\{[^{}]*\}|</?[a-z][^>]*>|--\w+|\.\w+\b|\S+@\S+|\S+/\S+")
QUOTES = {"sr": "„“", "sr_Latn": "„“", "hr": "„”", "bg": "„“"}

# Names and formats that are written in Latin letters in Cyrillic text too.
LATIN_IN_CYRILLIC = {
    *(
        "Spona",
        "sajam",
        "JPEG",
        "PDF",
        "PNG",
        "CSV",
        "UTF",
        "Excel",
        "Word",
        "ISO",
        "ICS",
        "QR",
        "MB",
        "Enter",
        "Escape",
        "spona",
        "demo",
        "found",
    ),
    *("EUR", "RSD", "BAM", "RS", "BA", "HR", "BG", "NIPT", "BULSTAT", "EIK", "EDB", "EMBS", "IČO", "JIB", "MBS", "OIB"),
    *("PIB", "MERSIS", "VKN", "SPONA_VAR", "DATABASE_URL", "davčna", "številka", "panair", "A", "P", "B", "M", "s"),
}
# A word of the neighbour's language is the slip that nobody but a reader of the language would see.
WORDS_OF_OTHERS = {
    "sr": r"[йщъьюя]",
    "sr_Latn": r"udrug|tvrtk|\bstol\b|sudioni|sudjel|natječaj|tjed[an]n|poveznic|tablic|redak|stup[ac]c|znamenk|"
    r"\btko\b|svatk|nitko|prijedlog|suradnj|obvezn|izvješ|vlastit",
    "hr": r"udružen|kompanij|\bsto\b|učesni|učestv|konkurs|nedelj|sedmic|predlog|saradnj|obavezn|tabel|kolon[aeiu]|"
    r"\bko\b|\bšta\b|\bniko\b|\bneko\b|mejl|\bprevod|\bovde\b|\bgde\b|\buvek\b|\bvreme\b|\bmest[oau]\b|"
    r"želel|\bdve\b|cifr|bezbed|sačuv|opšt|uslov|spis[ak]k|hiljad|obrišite",
    "bg": r"[ђјљњћџыэ]",
}


@cache
def sources() -> Catalog:
    return messages.extracted()


@cache
def catalogue(language: str) -> Catalog:
    return messages.catalogue_of(language)


def texts(language: str) -> Iterator[str]:
    for message in catalogue(language):
        if message.id:
            yield from messages.forms(message.string)


def one_message(original: object, translation: object) -> tuple[Catalog, Catalog]:
    """A source of one message and a catalogue that holds its translation, to try the checker on."""
    source, translated = Catalog(), Catalog(locale="hr")
    source.add(original)  # type: ignore[arg-type]  # Babel's stub wants a list for a plural, its code a tuple
    translated.add(original, translation)  # type: ignore[arg-type]
    return source, translated


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_of_the_sources_is_translated_and_fits_its_original(language: str) -> None:
    assert messages.problems(language, sources(), catalogue(language)) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_catalogue_holds_nothing_the_sources_no_longer_say(language: str) -> None:
    wanted = {messages.key(message) for message in sources() if message.id}
    assert [message.id for message in catalogue(language) if message.id and messages.key(message) not in wanted] == []


def test_a_text_without_translation_is_reported() -> None:
    source, _ = one_message("Print", "Ispiši")
    assert messages.problems("hr", source, Catalog(locale="hr")) == ["hr: not translated: 'Print'"]
    assert messages.problems("hr", *one_message("Print", "")) == ["hr: not translated: 'Print'"]


@pytest.mark.parametrize(
    ("original", "translation", "reason"),
    [
        ("%(a)s meets %(b)s", "%(a)s susreće", "other placeholders than the original"),
        ("{slot} is full", "{termin} je pun", "other placeholders than the original"),
        ("one <b>more</b>", "još jedan", "other markup than the original"),
        ("Dear ", "Poštovani", "space or new line at its edge unlike the original"),
        (("%(n)s day", "%(n)s days"), ("%(n)s dan", "%(n)s dana"), "2 plural forms"),
        (("one day", "%(n)s days"), ("jedan dan", "%(n)s dana", "%(n)s dana"), "other placeholders than the original"),
    ],
)
def test_a_translation_that_does_not_fit_is_reported(original: object, translation: object, reason: str) -> None:
    said = messages.problems("hr", *one_message(original, translation))
    first = original if isinstance(original, str) else original[0]  # type: ignore[index]
    assert said == [f"hr: {reason}: {first!r}"]


def test_a_fuzzy_translation_is_reported_and_never_kept() -> None:
    source, translated = one_message("Print", "Ispiši")
    for message in translated:
        if message.id:
            message.flags.add("fuzzy")
    assert messages.problems("hr", source, translated) == ["hr: marked fuzzy: 'Print'"]


def test_latin_serbian_follows_from_the_cyrillic() -> None:
    derived = messages.written(messages.DERIVED, messages.derived(catalogue("sr")))
    assert messages.path_of(messages.DERIVED).read_bytes() == derived


def test_the_latin_text_keeps_placeholders_and_markup() -> None:
    assert (
        messages.in_latin("Сто %(number)s <b>за љубав</b> {time} &nbsp;")
        == "Sto %(number)s <b>za ljubav</b> {time} &nbsp;"
    )


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_writing_a_catalogue_again_changes_nothing(language: str) -> None:
    content = messages.path_of(language).read_bytes()
    again = read_po(BytesIO(content), locale=language)
    assert messages.written(language, again) == content


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_word_mixes_scripts(language: str) -> None:
    assert [text for text in texts(language) if MIXED_WORD.search(NOT_WORDS.sub(" ", text))] == []


def test_a_latin_look_alike_inside_a_cyrillic_word_is_seen() -> None:
    assert MIXED_WORD.findall("Рaспоред и raspоred, распоред") == ["Рaспоред", "raspоred"]


@pytest.mark.parametrize("language", ["sr", "bg"])
def test_cyrillic_text_holds_no_latin_words_but_names_and_formats(language: str) -> None:
    words = {word for text in texts(language) for word in re.findall(r"[A-Za-zÀ-ɏ_]+", NOT_WORDS.sub(" ", text))}
    assert sorted(words - LATIN_IN_CYRILLIC) == []


@pytest.mark.parametrize("language", ["sr_Latn", "hr"])
def test_latin_text_holds_no_cyrillic_letter(language: str) -> None:
    assert [text for text in texts(language) if re.search(r"[Ѐ-ӿ]", text)] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_text_uses_a_word_of_the_neighbours_language(language: str) -> None:
    foreign = re.compile(WORDS_OF_OTHERS[language], re.IGNORECASE)
    assert [text for text in texts(language) if foreign.search(NOT_WORDS.sub(" ", text))] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hr", "Novo udruženje"),
        ("hr", "Šta kažete"),
        ("sr_Latn", "Nova udruga"),
        ("bg", "сајам"),
        ("sr", "среща с Вас я"),
    ],
)
def test_a_word_of_the_neighbours_language_is_seen(language: str, text: str) -> None:
    assert re.search(WORDS_OF_OTHERS[language], text, re.IGNORECASE) is not None


def foreign_quotes(language: str, text: str) -> str:
    """The quotation marks of a text that do not come in the language's own pairs."""
    return "".join(re.findall(r"[„“”\"«»]", NOT_WORDS.sub("", text))).replace(QUOTES[language], "")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    assert [text for text in texts(language) if foreign_quotes(language, text)] == []


@pytest.mark.parametrize(
    ("language", "text", "foreign"),
    [
        ("hr", "Strana „%(side)s” je puna", ""),
        ("hr", "Strana „%(side)s“ je puna", "„“"),
        ("hr", 'Strana "%(side)s" je puna', '""'),
        ("sr", "Страна „%(side)s“ је пуна", ""),
        ("sr", "Страна „%(side)s” је пуна", "„”"),
        ("sr_Latn", "Strana »%(side)s« je puna", "»«"),
        ("bg", "Страна „%(side)s“ и „%(other)s“", ""),
        ("bg", "Страна “%(side)s” е пълна", "“”"),
        ("bg", "Страна „%(side)s е пълна", "„"),
    ],
)
def test_quotation_marks_of_another_language_are_seen(language: str, text: str, foreign: str) -> None:
    assert foreign_quotes(language, text) == foreign


def shouting(found: Iterable[str]) -> list[str]:
    return [text for text in found if "!" in text]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nobody_is_shouted_at(language: str) -> None:
    assert shouting(texts(language)) == []


def test_a_shout_is_heard() -> None:
    assert shouting(["Spremljeno.", "Spremljeno!"]) == ["Spremljeno!"]
