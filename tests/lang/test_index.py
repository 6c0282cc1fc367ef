"""Search in any language and script."""

import pytest

from spona_lang import Index, search

TEXTS = {
    "ljig": ("Радионице за незапослене жене у Љигу", "sr"),
    "hr": ("Zapošljavanje mladih u turizmu", "hr"),
    "bg": ("Жълт мост над реката", "bg"),
    "tr": ("Nehir temizliği", "tr"),
}


@pytest.fixture
def index(without_model) -> Index:
    ix = Index()
    for id_, (text, language) in TEXTS.items():
        ix.add(id_, text, language=language)
    return ix


@pytest.mark.parametrize(
    ("query", "id_", "why"),
    [
        ("nezaposlene zene", "ljig", "незапослене, жене"),
        ("НЕЗАПОСЛЕНЕ", "ljig", "незапослене"),
        ("zaposljav", "hr", "Zapošljavanje"),
        ("запошљавање", "hr", "Zapošljavanje"),
        ("zhalt most", "bg", "zhalt, мост"),
        ("nehır", "tr", "Nehir"),
    ],
)
def test_a_text_is_found_by_its_words_in_either_script_and_says_why(index, query, id_, why):
    hits = index.search(query)
    assert [(hit.id, hit.why) for hit in hits][:1] == [(id_, why)]
    assert 0 < hits[0].score <= 1


def test_meaning_finds_what_shares_no_word(counting_embedder):
    ix = Index()
    for id_, (text, language) in TEXTS.items():
        ix.add(id_, text, language=language)
    assert [(hit.id, hit.why) for hit in ix.search("river", limit=2)] == [
        ("bg", "Жълт мост над реката"),
        ("tr", "Nehir temizliği"),
    ]
    assert Index(embeddings=False).search("river") == []


def test_removed_and_replaced_texts_are_no_longer_found(index):
    index.remove("ljig")
    index.add("hr", "Radionica keramike", language="hr")
    assert [hit.id for hit in index.search("žene")] == []
    assert [hit.id for hit in index.search("keramika")] == ["hr"]
    assert (len(index), "ljig" in index, "hr" in index) == (3, False, True)
    with pytest.raises(KeyError):
        index.remove("ljig")


@pytest.mark.parametrize("query", ["", "  ", "„”", "qqqq"])
def test_a_query_of_nothing_finds_nothing(index, query):
    assert index.search(query) == []


def test_the_limit_is_kept_and_order_is_stable(without_model):
    ix = Index()
    for number in range(5):
        ix.add(f"d{number}", "isti tekst", language="sr")
    assert [hit.id for hit in ix.search("tekst", limit=3)] == ["d0", "d1", "d2"]


def test_without_prefixes_a_word_begun_is_not_found(index, monkeypatch):
    monkeypatch.setattr(search, "bisect_left", lambda words, _token: len(words))
    assert index.search("zaposlj") == []
