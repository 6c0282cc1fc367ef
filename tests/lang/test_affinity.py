"""Who belongs together."""

import numpy as np
import pytest

from spona_lang import AffinityModel, Reason, affinity, embedding, lexical, likeness, passages, why

LEFT = [["Naša reka i njene obale"], ["Učimo decu da sviraju, muzika za sve"], ["Hleb za stare ljude"]]
RIGHT = [["Müzik okulu"], ["Nehir temizliği"], ["Ekmek fırını"], ["Софтвер за фирме"]]


def test_a_party_meets_its_subject_in_another_language(counting_embedder):
    scores = affinity(LEFT, RIGHT, left_languages=["sr"] * 3, right_languages=["tr", "tr", "tr", "sr"])
    assert scores.shape == (3, 4)
    assert scores.argmax(axis=1).tolist() == [1, 0, 2]
    assert ((scores >= 0) & (scores <= 1)).all()


def test_without_the_model_words_alone_decide_in_both_scripts(without_model):
    model = AffinityModel([["Чишћење реке и обала"], ["Музика за децу"]], [["muzika i deca"], ["obale reka"]])
    assert model.uses_embeddings is False
    assert model.scores().argmax(axis=1).tolist() == [1, 0]
    assert [reason.kind for reason in model.why(0, 1)] == ["word", "word"]


def test_the_best_pairs_are_every_partys_best_in_order(counting_embedder):
    model = AffinityModel(LEFT, RIGHT, left_languages=["sr"] * 3, right_languages=["tr", "tr", "tr", "sr"])
    pairs = model.top_pairs(1)
    assert {(pair.left, pair.right) for pair in pairs} >= {(0, 1), (1, 0), (2, 2)}
    assert {pair.right for pair in pairs} == {0, 1, 2, 3}
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert [pair.score for pair in pairs] == [model.scores()[pair.left, pair.right] for pair in pairs]


def test_reasons_name_sentences_words_and_topics_with_shares_that_add_up(counting_embedder):
    reasons = why(
        ["Naša reka Sava. Volimo hleb."],
        ["Чиста река Сава."],
        left_language="sr",
        right_language="sr",
        topics_left=["Voda", "hrana"],
        topics_right=["вода"],
        limit=10,
    )
    assert {reason.kind for reason in reasons} == {"sentence", "word", "topic"}
    assert sum(reason.weight for reason in reasons) == pytest.approx(1.0)
    assert next(reason for reason in reasons if reason.kind == "topic") == Reason(
        "topic", "Voda", "вода", next(reason.weight for reason in reasons if reason.kind == "topic")
    )
    assert ("reka", "река") in {(reason.left, reason.right) for reason in reasons if reason.kind == "word"}


def test_shared_topics_raise_a_pair(counting_embedder):
    topics_left, topics_right = [["voda"], [], []], [[], [], [], ["voda"]]
    plain, told = affinity(LEFT, RIGHT), affinity(LEFT, RIGHT, topics_left=topics_left, topics_right=topics_right)
    assert told[0, 3] > plain[0, 3]


def test_a_text_is_embedded_once_however_often_it_is_asked_for(counting_embedder):
    cache: dict[str, np.ndarray] = {}
    first = AffinityModel(LEFT, RIGHT, cache=cache).scores()
    asked = len(counting_embedder.asked)
    second = AffinityModel(LEFT, RIGHT, cache=cache).scores()
    assert len(counting_embedder.asked) == asked
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("left", "right"), [([], []), ([[]], [[""]]), ([["Čistimo reku"]], []), ([[" "]], [["Nehir"]])]
)
def test_empty_sides_and_texts_give_a_matrix_of_their_shape(counting_embedder, left, right):
    scores = affinity(left, right)
    assert scores.shape == (len(left), len(right))
    assert np.isfinite(scores).all()
    assert AffinityModel(left, right).top_pairs() == [
        likeness.Pair(i, j, scores[i, j]) for i in range(len(left)) for j in range(len(right))
    ]


def test_lists_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="1 parties but 2 languages"):
        affinity([["a"]], [["b"]], left_languages=["sr", "hr"])
    with pytest.raises(ValueError, match="both sides or for neither"):
        affinity([["a"]], [["b"]], topics_left=[["x"]])


def test_subtracting_the_mean_of_a_language_removes_what_only_the_language_says():
    subject = np.eye(4, dtype=np.float32)[:2]
    languages = np.eye(4, dtype=np.float32)[2:] * 5
    vectors = np.vstack([subject + languages[0]] * 50 + [subject + languages[1]] * 50)
    groups = ["sr"] * 100 + ["tr"] * 100
    centred = embedding.LanguageMeans(vectors, groups, np.zeros(4, dtype=np.float32)).centre(vectors, groups)
    across = centred[:2] @ centred[100:102].T
    assert (across[0, 0] > 0.4, across[0, 1] < -0.4) == (True, True)


def test_a_single_pair_keeps_its_likeness_because_tiny_corpora_barely_shift_the_mean():
    vectors = embedding.normalised(np.array([[5, 1, 0], [5, 1, 0.2]], dtype=np.float32))
    anchor = np.array([0.98, 0, 0], dtype=np.float32)
    centred = embedding.LanguageMeans(vectors, ["sr", "tr"], anchor).centre(vectors, ["sr", "tr"])
    assert float(centred[0] @ centred[1]) > 0.5


def test_rare_shared_words_weigh_more_than_common_ones():
    weights = lexical.WordWeights([["x", "sava"], ["x", "y"]], [["x", "sava"], ["x", "z"]])
    assert list(weights.shared(0, 0)) == ["sava", "x"]
    assert weights.cosines()[0, 0] == pytest.approx(sum(weights.shared(0, 0).values()))


def test_long_texts_are_cut_into_passages_within_the_budget():
    text = "Prva rečenica o reci. Druga je o muzici! " * 20
    found = passages.passages([text, "Treća."], size=100, budget=400)
    assert max(len(passage) for passage in found) <= 100
    assert sum(len(passage) for passage in found) <= 400
    assert found[-1] == "Treća."
