"""What texts mean, as numbers, kept in files: a text is read once, however often suggestions are worked out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np
from django.conf import settings

from spona_lang.embedding import Vectors


def vector_files() -> VectorFiles:
    """Return the store of this installation, ``var/vectors``. It may be deleted at any time: it fills again."""
    return VectorFiles(Path(settings.MEDIA_ROOT).parent / "vectors")


class VectorFiles(MutableMapping[str, Vectors]):
    """One small file a text, named by its key, which holds the text's hash. For ``cache`` of
    ``spona_lang.AffinityModel``.

    Files are written whole or not at all, so two workers may share the folder; one that cannot be read counts as
    absent. Errors: ``OSError`` where the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Vectors] = {}

    def __getitem__(self, key: str) -> Vectors:
        if key not in self._read:
            try:
                self._read[key] = np.load(self._path(key), allow_pickle=False)
            except (OSError, ValueError, EOFError) as absent:
                raise KeyError(key) from absent
        return self._read[key]

    def __setitem__(self, key: str, vector: Vectors) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.save(file, vector, allow_pickle=False)
        Path(written).replace(path)
        self._read[key] = vector

    def __delitem__(self, key: str) -> None:
        self._read.pop(key, None)
        try:
            self._path(key).unlink()
        except FileNotFoundError as absent:
            raise KeyError(key) from absent

    def __iter__(self) -> Iterator[str]:
        return (unquote(path.stem) for path in self._folder.glob("*/*.npy"))

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def _path(self, key: str) -> Path:
        name = quote(key, safe="")
        return self._folder / name[-2:] / f"{name}.npy"
