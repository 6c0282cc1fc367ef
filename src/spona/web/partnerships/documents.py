"""An agreement on paper, in the languages of those who made it, each with the code that opens it at home."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import segno
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from spona.partnerships.actions import agreement_url
from spona.partnerships.models import Agreement, Confirmation
from spona.partnerships.queries import AgreementView, PromiseLine, view_of
from spona.web.events.documents import pdf
from spona.web.page import PageRequest
from spona.web.templatetags.spona_values import money, quantity_of

SIGNATURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="{path}" fill="none" stroke="#14211f"'
    ' stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def agreement_paper(request: PageRequest, agreement: Agreement) -> HttpResponse:
    """Answer with the agreement as PDF, to be printed and signed or kept."""
    view = view_of(request.actor, agreement)
    made = agreement_pdf(view)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{slugify(agreement.title)[:60] or 'agreement'}.pdf"
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def agreement_pdf(view: AgreementView) -> bytes:
    """Return an agreement as PDF, one part for each language its parties read."""
    languages = list(dict.fromkeys(party.language or get_language() or "en" for party in view.parties))
    versions = []
    for language in languages:
        with override(language):
            versions.append(_version(view, language))
    return pdf("agreement", {"versions": versions}, view.agreement.title, languages[0])


def _version(view: AgreementView, language: str) -> dict[str, Any]:
    agreement = view.agreement
    day = date_format(localtime(agreement.agreed_at), "DATE_FORMAT")
    fair = agreement.fair.name.text() if agreement.fair else ""
    due = date_format(agreement.due_on, "DATE_FORMAT") if agreement.due_on else ""
    return {
        "language": language.split("-", maxsplit=1)[0],
        "heading": _("Agreement"),
        "meta": " · ".join(part for part in (fair, day) if part),
        "about": agreement.about,
        "due": _("Done by %(day)s") % {"day": due} if due else "",
        "labels": {
            "gives": _("Who gives"),
            "what": _("What"),
            "amount": _("How much"),
            "value": _("Estimated value"),
            "code-alt": _("Opens this agreement"),
            "signature-alt": _("Signature"),
        },
        "lines": [_line(line) for line in view.lines],
        "sides": [
            {
                "name": party.name,
                "owner": party.owner_name,
                "confirmed": _confirmed(view.confirmations.get(party.pk)),
                "signature": _drawn(view.confirmations.get(party.pk)),
                "code": _code(agreement_url(party)),
            }
            for party in view.parties
        ],
    }


def _line(line: PromiseLine) -> dict[str, str]:
    promise = line.promise
    what = ": ".join(part for part in (promise.get_kind_display(), promise.what) if part)
    return {"giver": line.giver, "what": what, "amount": quantity_of(promise), "value": money(promise.value)}


def _confirmed(confirmation: Confirmation | None) -> str:
    if confirmation is None:
        return _("not confirmed yet")
    at = date_format(localtime(confirmation.at), "SHORT_DATETIME_FORMAT")
    return f"{at}, {confirmation.get_how_display()}"


def _drawn(confirmation: Confirmation | None) -> str:
    """The signature was held against its pattern when it was taken: digits, spaces, M and L."""
    return SIGNATURE.format(path=confirmation.signature) if confirmation and confirmation.signature else ""


def _code(address: str) -> str:
    """Return a QR code as SVG; error correction "M" survives a fold."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", xmldecl=False, border=1)
    return drawing.getvalue().decode()
