"""Content words, stems, language hints."""

import pytest

from spona_lang import language_hint, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mlijeko", "mleko"),
        ("vrijednost", "vrednosti"),
        ("mjesto", "mesta"),
        ("čovjek", "čoveka"),
        ("savjet", "savet"),
        ("djeca", "deca"),
        ("riječ", "reč"),
        ("rječnik", "rečnik"),
        ("zapošljavanje", "запошљавања"),
        ("zapošljavanje", "zaposljavanja"),
        ("udruge", "udrugama"),
    ],
)
def test_inflection_script_and_yat_do_not_part_a_word(one, other):
    assert words(one, "hr") == words(other, "sr")


@pytest.mark.parametrize("word", ["projekt", "energije", "klijent", "pacijent", "subjekt"])
def test_ije_and_je_that_are_no_yat_stay(word):
    assert stems.ekavian(word) == word


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("младите и здружението", "mk", ["mlad", "zdruzeni"]),
        ("младите и сдружението", "bg", ["mlad", "sdruzeni"]),
        ("združenia a mladých", "sk", ["zdruzen", "mlad"]),
        ("The associations of the employed", "en", ["associ", "employ"]),
        ("Udruga i 17 osoba", "hr", ["udrug", "17", "osob"]),
        ("", "en", []),
    ],
)
def test_function_words_and_endings_are_dropped(text, language, expected):
    assert words(text, language) == expected


@pytest.mark.parametrize(
    ("text", "candidates", "language"),
    [
        ("Udruga za pomoć osobama s invaliditetom", ["en", "hr", "tr"], "hr"),
        ("Udruga za pomoć osobama s invaliditetom", ["en", "hr", "sr"], None),
        ("Ова е проект за младите луѓе", ["mk", "bg", "sr"], "mk"),
        ("Проектът ще обучи безработните младежи", ["mk", "bg", "sr"], "bg"),
        ("Gençlerin istihdamı için bir proje ve eğitim", ["tr", "sq", "en"], "tr"),
        ("The project is for young people", ["en", "sk", "sq"], "en"),
        ("Inchoo", ["en", "hr"], None),
        ("", ["en"], None),
    ],
)
def test_a_language_is_named_only_when_the_text_is_plain(text, candidates, language):
    assert language_hint(text, candidates) == language
