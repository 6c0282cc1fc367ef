"""Addresses of agreements. Those with a token are written into mails and codes: `partnerships.actions.addresses`."""

from django.urls import path

from spona.web.partnerships import agreement, at_desk, checks, codes, desk, introductions, network, organiser

app_name = "partnerships"
urlpatterns = [
    path("desk-worker.js", desk.worker, name="desk_worker"),
    path("agreements/", organiser.agreements, name="list"),
    path("agreements/new/", desk.desk, name="desk"),
    path("agreements/new/batch/", desk.batch, name="desk_batch"),
    path("agreements/new/<uuid:nonce>/", at_desk.agreement, name="desk_agreement"),
    path("agreements/<uuid:agreement_id>/", agreement.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/agreement.pdf", agreement.paper, name="paper"),
    path("agreements/evidence/<uuid:evidence_id>/", agreement.evidence, name="evidence"),
    path("my/agreements/", organiser.own, name="own"),
    path("fairs/<slug:slug>/desk/", desk.fair_desk, name="fair_desk"),
    path("fairs/<slug:slug>/desk/batch/", desk.fair_batch, name="fair_desk_batch"),
    path("fairs/<slug:slug>/desk/settings/", desk.settings, name="desk_settings"),
    path("fairs/<slug:slug>/desk/<uuid:nonce>/", at_desk.fair_agreement, name="fair_desk_agreement"),
    path("at/<str:token>/", desk.link_desk, name="link_desk"),
    path("at/<str:token>/batch/", desk.link_batch, name="link_desk_batch"),
    path("at/<str:token>/<uuid:nonce>/", at_desk.link_agreement, name="link_desk_agreement"),
    path("at/<str:token>/<uuid:nonce>/agreement.pdf", at_desk.link_paper, name="desk_paper"),
    path("a/", codes.code, name="code"),
    path("a/<str:token>/", agreement.link_agreement, name="link_agreement"),
    path("a/<str:token>/agreement.pdf", agreement.link_paper, name="link_paper"),
    path("a/<str:token>/evidence/<uuid:evidence_id>/", agreement.link_evidence, name="link_evidence"),
    path("ask/<str:token>/", checks.check, name="check"),
    path("ledger/", organiser.ledger, name="ledger"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/new/", introductions.new, name="new_introduction"),
    path("introductions/<uuid:introduction_id>/", introductions.introduction, name="introduction"),
    path("network/who-met-whom/", network.who_met_whom, name="who_met"),
    path("network/never-met/", network.strangers, name="never_met"),
]
