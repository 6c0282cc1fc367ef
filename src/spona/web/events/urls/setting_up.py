"""Addresses for preparing a fair: sides, slots, parties, imports, wishes, proposals."""

from django.urls import path

from spona.web.events import asking, fairs, imports, parties, proposals

urlpatterns = [
    path("fairs/", fairs.fairs, name="list"),
    path("programmes/<slug:key>/new-fair/", fairs.new_fair, name="new"),
    path("fairs/<slug:slug>/manage/", fairs.hub, name="fair"),
    path("fairs/<slug:slug>/edit/", fairs.edit, name="edit"),
    path("fairs/<slug:slug>/sides/", fairs.sides, name="sides"),
    path("fairs/<slug:slug>/slots/", fairs.slots, name="slots"),
    path("fairs/<slug:slug>/slots/<uuid:slot_id>/", fairs.slot, name="slot"),
    path("fairs/<slug:slug>/state/", fairs.change_state, name="state"),
    path("fairs/<slug:slug>/parties/", parties.parties, name="parties"),
    path("fairs/<slug:slug>/parties/add/", parties.add, name="add_party"),
    path("fairs/<slug:slug>/parties/invite/", parties.invite_all, name="invite_all"),
    path("fairs/<slug:slug>/parties/<uuid:party_id>/", parties.party, name="party"),
    path("fairs/<slug:slug>/parties/<uuid:party_id>/state/", parties.change_state, name="party_state"),
    path("fairs/<slug:slug>/parties/<uuid:party_id>/invite/", parties.invite, name="invite_party"),
    path("fairs/<slug:slug>/parties/<uuid:party_id>/absences/", parties.absences, name="party_absences"),
    path("fairs/<slug:slug>/import/", imports.upload, name="import"),
    path("imports/<uuid:batch_id>/", imports.batch, name="import_batch"),
    path("imports/<uuid:batch_id>/columns/", imports.columns_of, name="import_columns"),
    path("imports/<uuid:batch_id>/take-in/", imports.take_in, name="import_apply"),
    path("imports/<uuid:batch_id>/undo/", imports.undo, name="import_undo"),
    path("fairs/<slug:slug>/wishes/", asking.wishes, name="wishes"),
    path("fairs/<slug:slug>/requests/", asking.requests_of_fair, name="requests"),
    path("fairs/<slug:slug>/suggestions/", asking.suggestions, name="suggestions"),
    path("fairs/<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("fairs/<slug:slug>/proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
]
