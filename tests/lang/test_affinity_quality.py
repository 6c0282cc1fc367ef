"""What each part of affinity is worth, on texts nobody here wrote (skipped where they or the model are absent)."""

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from spona_lang import AffinityModel, affinity, embedding, likeness

LANGUAGES = {
    "srp_Cyrl": "sr",
    "hrv_Latn": "hr",
    "mkd_Cyrl": "mk",
    "bul_Cyrl": "bg",
    "tur_Latn": "tr",
    "slk_Latn": "sk",
    "als_Latn": "sq",
    "eng_Latn": "en",
}
SENTENCES = 96


def first_hit_rate(scores: np.ndarray) -> float:
    """Share of parties, both sides, whose best counterpart is the true one (the diagonal)."""
    truth = np.arange(len(scores))
    return float(((scores.argmax(axis=1) == truth).mean() + (scores.argmax(axis=0) == truth).mean()) / 2)


@pytest.fixture(scope="module")
def embedder() -> embedding.Embedder:
    found = embedding.load_embedder()
    if found is None:
        pytest.skip("the embedding model is not installed")
    return found


@pytest.fixture(scope="module")
def store() -> dict[str, np.ndarray]:
    return {}


def translated_pairs(data: Path) -> tuple[list[str], list[str], list[str], list[str]]:
    """Sentence i in one language on the left, in another on the right; all eight languages mixed on both sides."""
    folder = data / "multilingual" / "sib200" / "data" / "annotated"
    columns = []
    for name in LANGUAGES:
        with (folder / name / "test.tsv").open(encoding="utf-8", newline="") as file:
            rows = sorted(
                csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), key=lambda row: int(row["index_id"])
            )
        columns.append([row["text"] for row in rows[:SENTENCES]])
    count, codes = len(columns), list(LANGUAGES.values())
    ours = [index % count for index in range(SENTENCES)]
    theirs = [(index + index // count + 1) % count for index in range(SENTENCES)]
    return (
        [columns[ours[index]][index] for index in range(SENTENCES)],
        [columns[theirs[index]][index] for index in range(SENTENCES)],
        [codes[which] for which in ours],
        [codes[which] for which in theirs],
    )


def halves_of_projects(data: Path) -> tuple[list[str], list[str]]:
    """First and second half of each project description of the fair's spreadsheet."""
    first, second = [], []
    for sheet in openpyxl.load_workbook(data / "fair" / "sajam_60x45.xlsx", read_only=True):
        for row in list(sheet.iter_rows(values_only=True))[1:]:
            text = str(row[4] or "")
            middle = text.find(" ", len(text) // 2)
            if middle > 120:
                first.append(text[:middle])
                second.append(text[middle:])
    return first[:80], second[:80]


def rates(
    left: list[str], right: list[str], languages: tuple[list[str], list[str]], embedder, store, monkeypatch
) -> dict[str, float]:
    plain = embedding.embed(left, embedder, store) @ embedding.embed(right, embedder, store).T
    parties = ([[text] for text in left], [[text] for text in right])
    fused = AffinityModel(*parties, left_languages=languages[0], right_languages=languages[1], cache=store).scores()
    monkeypatch.setattr(likeness, "load_embedder", lambda: None)
    by_words = affinity(*parties, left_languages=languages[0], right_languages=languages[1])
    return {name: first_hit_rate(s) for name, s in (("plain", plain), ("words", by_words), ("fused", fused))}


def test_across_eight_languages_the_fusion_beats_plain_embeddings_and_words(shared_data, embedder, store, monkeypatch):
    left, right, *languages = translated_pairs(shared_data)
    rate = rates(left, right, (languages[0], languages[1]), embedder, store, monkeypatch)
    assert rate["fused"] > max(rate["plain"], rate["words"]), rate
    assert rate["fused"] >= 0.97, rate


def test_within_one_language_the_fusion_beats_plain_embeddings_and_words(shared_data, embedder, store, monkeypatch):
    first, second = halves_of_projects(shared_data)
    languages = ["hr"] * len(first)
    rate = rates(first, second, (languages, languages), embedder, store, monkeypatch)
    assert rate["fused"] > max(rate["plain"], rate["words"]), rate


def test_without_subtracting_the_means_languages_pull_parties_apart(shared_data, embedder, store, monkeypatch):
    left, right, ours, theirs = translated_pairs(shared_data)

    def score() -> float:
        model = AffinityModel(
            [[text] for text in left],
            [[text] for text in right],
            left_languages=ours,
            right_languages=theirs,
            cache=store,
        )
        return first_hit_rate(model.scores())

    corrected = score()
    monkeypatch.setattr(embedding.LanguageMeans, "centre", lambda _means, vectors, _groups: vectors)
    monkeypatch.setattr(AffinityModel, "_standardised", lambda _model, signal, *_prior: signal)
    assert score() < corrected
