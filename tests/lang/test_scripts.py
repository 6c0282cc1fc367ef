"""From script to script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_lang import digraphs, guess_script, scripts, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("njegova ljubav i džep", "његова љубав и џеп"),
        ("injekcija, reinjekcija, konjunktura, konjugacija", "инјекција, реинјекција, конјунктура, конјугација"),
        ("Tanjug o vanjezičkom anjonu u kanjonu", "Танјуг о ванјезичком анјону у кањону"),
        ("nadživeti, odžaliti, podžanr, odžak, budžet", "надживети, оджалити, поджанр, оџак, буџет"),
        ("NJEGOŠ, Njegoš, KONJUNKTURA", "ЊЕГОШ, Његош, КОНЈУНКТУРА"),
        ("Đorđe Šćepanović", "Ђорђе Шћепановић"),
        ("Pišite na ana@primer.rs ili www.primer.rs/njiva.", "Пишите на ana@primer.rs или www.primer.rs/njiva."),
        ("Vidi https://primer.org/ljubav?x=1 danas", "Види https://primer.org/ljubav?x=1 данас"),
        ("Aleksandar I Veliki, II razred, XIV vek", "Александар I Велики, II разред, XIV век"),
        ("I on i ja. MI I VI", "И он и ја. МИ И ВИ"),
        ("V. Petrović, V. razred", "В. Петровић, V. разред"),
        ("Zdravo {ime}, %(count)s poruka", "Здраво {ime}, %(count)s порука"),
        ("program Windows i „Open Way“", "програм Windows и „Open Way“"),
        ("CSR menadžeri i CSO-i, uz pomoć USAID-a", "CSR менаџери и CSO-и, уз помоћ USAID-а"),
        ("CSR", "CSR"),
        ("NVO i OCD iz EU i SAD, bez PDV-a", "НВО и ОЦД из ЕУ и САД, без ПДВ-а"),
        ("Pridruži se, MI smo tu", "Придружи се, МИ смо ту"),
        ("UDRUGA MI, GRAD SPLIT", "УДРУГА МИ, ГРАД СПЛИТ"),
        ("ŠTA JE CILJ", "ШТА ЈЕ ЦИЉ"),
        ("obrazac A4b, sistem ISO9001, snake_case", "образац A4b, систем ISO9001, snake_case"),
    ],
)
def test_latin_serbian_is_written_in_cyrillic(latin, cyrillic):
    assert to_cyrillic(latin, "sr") == cyrillic


@pytest.mark.parametrize(
    ("cyrillic", "language", "latin"),
    [
        ("Љубав, ЊЕГОШ, Његош, Џ", "sr", "Ljubav, NJEGOŠ, Njegoš, Dž"),
        ("Бeoград", "sr-Cyrl", "Beograd"),
        ("Ѓорѓи, ќе, ѕвезда, џеб", "mk", "Gjorgji, kje, dzvezda, džeb"),
        ("България", "bg", "Bulgaria"),
        ("БЪЛГАРИЯ", "bg", "BULGARIA"),
        ("Република България, София, Щъркелово", "bg", "Republika Bulgaria, Sofia, Shtarkelovo"),
        ("Софиянка, Ямбол, Юндола, Жълтуша", "bg", "Sofiyanka, Yambol, Yundola, Zhaltusha"),
        ("Здраво {име}, www.пример.срб", "sr", "Zdravo {име}, www.пример.срб"),
        ("İstanbul", "tr", "İstanbul"),
    ],
)
def test_cyrillic_is_written_in_latin(cyrillic, language, latin):
    assert to_latin(cyrillic, language) == latin


@settings(max_examples=150)
@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш", min_size=2))
def test_a_cyrillic_word_survives_the_way_to_latin_and_back_but_for_seams(word):
    latin = to_latin(word)
    assert to_latin(to_cyrillic(latin)) == latin


def test_without_the_list_of_seams_an_injection_is_misspelled(monkeypatch):
    monkeypatch.setattr(digraphs, "_SEAM", digraphs.re.compile("(?!)"))
    assert to_cyrillic("injekcija") == "ињекција"


def test_without_the_rule_of_acronyms_a_programme_for_csr_managers_is_misspelled(monkeypatch):
    """Negative control."""
    monkeypatch.setattr(scripts, "is_foreign_acronym", lambda _word, _text: False)
    assert to_cyrillic("CSR menadžeri") == "ЦСР менаџери"


def test_bulgarian_has_no_way_back_and_says_so():
    with pytest.raises(ValueError, match="'bg'"):
        to_cyrillic("Sofia", "bg")


@pytest.mark.parametrize(
    ("text", "script"),
    [("Beograd", "latin"), ("Београд", "cyrillic"), ("Београд i Zagreb", "mixed"), ("2026.", "none"), ("", "none")],
)
def test_the_script_is_told(text, script):
    assert guess_script(text) == script
