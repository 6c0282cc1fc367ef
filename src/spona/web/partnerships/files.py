"""Evidence served: what was handed in, never run and never cached by others."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse

from spona.kernel.queries import file_path
from spona.partnerships.models import Evidence
from spona.web.page import PageRequest

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Kinds a browser may show inside a page. Everything else is saved."""


def evidence_file(request: PageRequest, evidence: Evidence) -> HttpResponse:  # noqa: ARG001  one shape for all
    """Answer with a file whose reader was checked: pictures shown, others saved, both in a sandbox of their own."""
    stored = evidence.file
    path = file_path(stored)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=stored.media_type)
    how = "inline" if stored.media_type in SHOWN else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response  # type: ignore[return-value]  # a streaming answer, as page() takes it
