"""What a reader sees: the compiled catalogues in Django's hands, and a few pages in every language."""

import gettext
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import trans_real
from scripts import messages
from tests.factories import a_network
from tests.web.browsing import a_browser, reached, text_of

NOT_FOUND = {
    "en": "There is nothing here",
    "sr": "Овде нема ничега",
    "sr-latn": "Ovde nema ničega",
    "hr": "Ovdje nema ničega",
    "bg": "Тук няма нищо",
}
SIGN_IN = {"en": "Sign in", "sr": "Пријава", "sr-latn": "Prijava", "hr": "Prijava", "bg": "Вход"}
HTML_LANGUAGES = {"en": "en", "sr": "sr-Cyrl", "sr-latn": "sr-Latn", "hr": "hr", "bg": "bg"}


@pytest.fixture
def compiled(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The catalogues compiled for this test alone, so that nothing hangs on an earlier run."""
    for language in messages.LANGUAGES:
        target = tmp_path / language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        content = BytesIO()
        write_mo(content, messages.catalogue_of(language))
        target.write_bytes(content.getvalue())
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()  # Django keeps catalogues for the life of the process
    yield tmp_path
    trans_real._translations.clear()


def plural(folder: Path, language: str, number: int) -> str:
    spoken = gettext.translation("django", str(folder), [language])
    return spoken.ngettext("%(count)s table", "%(count)s tables", number) % {"count": number}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sr", ["1 сто", "2 стола", "5 столова", "11 столова", "21 сто", "22 стола"]),
        ("sr_Latn", ["1 sto", "2 stola", "5 stolova", "11 stolova", "21 sto", "22 stola"]),
        ("hr", ["1 stol", "2 stola", "5 stolova", "11 stolova", "21 stol", "22 stola"]),
        ("bg", ["1 маса", "2 маси", "5 маси", "11 маси", "21 маси", "22 маси"]),
    ],
)
def test_numbers_take_the_form_the_language_asks_for(compiled: Path, language: str, said: list[str]) -> None:
    assert [plural(compiled, language, number) for number in (1, 2, 5, 11, 21, 22)] == said


@pytest.mark.parametrize("language", NOT_FOUND)
def test_the_page_for_an_unknown_address_speaks_the_readers_language(compiled: Path, language: str) -> None:
    with translation.override(language):
        page = render_to_string("web/shell/404.html")
    assert NOT_FOUND[language] in page


@pytest.mark.django_db
def test_the_cookie_chooses_the_language_of_a_whole_page(compiled: Path) -> None:
    reached(a_network())
    for language, html_language in HTML_LANGUAGES.items():
        browser = a_browser()
        browser.cookies["spona_language"] = language
        answers = {path: browser.get(path) for path in ("/", "/accounts/login/", "/no-such-page/")}
        assert [answer.status_code for answer in answers.values()] == [200, 200, 404]
        assert [f'lang="{html_language}"' in answer.content.decode() for answer in answers.values()] == [True] * 3
        assert NOT_FOUND[language] in answers["/no-such-page/"].content.decode()
        assert SIGN_IN[language] in text_of(answers["/accounts/login/"])


def test_without_the_catalogues_the_pages_would_stay_english(tmp_path: Path, settings: Any) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    with translation.override("hr"):
        page = render_to_string("web/shell/404.html")
    trans_real._translations.clear()
    assert NOT_FOUND["hr"] not in page


def test_check_says_what_is_missing_and_answers_one(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    assert messages.main(["check"]) == 0
    monkeypatch.setattr(messages, "catalogue_of", lambda _language: messages.Catalog())
    assert messages.main(["check"]) == 1
    assert "hr: not translated: 'Skip to the content'" in capsys.readouterr().out
    assert messages.main(["unknown"]) == 2
    assert "scripts.messages" in sys.modules
