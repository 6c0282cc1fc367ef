"""Alphabetical order that a plain database column can keep."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_lang import sort_key

IN_ORDER = {
    "sr": "авион Београд вода ђак елан жаба лук љубав нос његош ћуп чаша џеп шума",
    "sr-Latn": "cesta čaša ćup dan džep đak lopta luk ljeto nos njiva suma šuma zebra žaba",
    "hr": "cesta čaša ćup dan džep đak injekcija inje lopta luk ljeto noć nos njiva suma šuma zebra žaba",
    "bs": "Čapljina Ćuprija dan Đurđevik Lukavac Ljubuški Neum Njivice",
    "mk": "град Дебар ѓаче ера жито ѕвезда леб љубов ниво њива тато ќебе уво чаша џеб школа",
    "bg": "абв ели жаба заек йога яма",
    "tr": "cam çam dağ gol göl ıspanak iğne Kars sal şal Uşak üzüm",
    "sk": "cibuľa čas dom hora chata ihla ľad lano salaš šál zima žena",
    "sq": "dele dhe gur gjë lule llampë nënë njeri sot shi xix xhep zog zhurmë",
    "en": "apple Bear chair",
}


@pytest.mark.parametrize("language", IN_ORDER)
def test_shuffled_words_come_back_in_the_order_of_the_alphabet(language):
    words = IN_ORDER[language].split()
    shuffled = random.Random(7).sample(words, len(words))
    assert sorted(shuffled, key=lambda word: sort_key(word, language)) == words


@pytest.mark.parametrize("language", IN_ORDER)
def test_code_point_order_and_byte_order_agree(language):
    words = [*IN_ORDER[language].split(), "123", "Éva", "Ωmega", "\U0001f600", "Zoë", "жаба", "w x"]
    by_bytes = sorted(words, key=lambda word: sort_key(word, language).encode())
    assert by_bytes == sorted(words, key=lambda word: sort_key(word, language))


def test_serbian_names_of_both_scripts_stand_together():
    names = ["Шабац", "Čačak", "Цетиње", "Beograd"]
    assert sorted(names, key=lambda name: sort_key(name, "sr")) == ["Beograd", "Цетиње", "Čačak", "Шабац"]
    assert sorted(["Љиг", "Luka", "Мол"], key=lambda name: sort_key(name, "sr_Latn")) == ["Luka", "Љиг", "Мол"]


def test_cyrillic_comes_before_latin_in_macedonian_and_after_it_in_slovak():
    assert sorted(["alfa", "шума"], key=lambda word: sort_key(word, "mk")) == ["шума", "alfa"]
    assert sorted(["шума", "zebra"], key=lambda word: sort_key(word, "sk")) == ["zebra", "шума"]


def test_a_name_sorts_by_its_letters_and_not_by_its_quotation_marks():
    names = ["Zora", "„Bubamara” Vinkovci", "Ana"]
    assert sorted(names, key=lambda name: sort_key(name, "hr")) == ["Ana", "„Bubamara” Vinkovci", "Zora"]


@settings(max_examples=150)
@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(sorted(IN_ORDER)))
def test_only_equal_texts_share_a_key(a, b, language):
    assert (sort_key(a, language) == sort_key(b, language)) == (a == b)
