"""Forms as every page uses them: problems of the domain land beside their fields, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict

from spona.kernel.models import Conflict, Draft, Problem, Problems, TooMany
from spona.kernel.queries import kept_draft
from spona.web.drafts import as_sent, draft_address, draft_name, kept_at
from spona.web.page import PageRequest, owner_of


def offer(form: forms.Form, field: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Set what a choice field of a form offers, where that depends on whom it is for."""
    cast(forms.ChoiceField, form.fields[field]).choices = list(choices)


class PageForm(forms.Form):
    """A form whose fields carry the names of the action's arguments. ``typed`` is all of the draft it shows, also what
    further forms of its page hold.

    Use: ``with form.problems(): action(...)``; afterwards ``form.is_clean`` says whether it went through.
    """

    _version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict: Any = None
    wait = 0
    draft_name = ""
    draft_url = ""
    draft_saved = ""
    draft_version: str | None = None
    typed: QueryDict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @classmethod
    def for_page(
        cls, request: PageRequest, *, initial: dict[str, Any] | None = None, part: str = "", **kwargs: Any
    ) -> Self:
        """Return the form as its page shows it: what was sent, else the draft its reader left, else ``initial``.

        ``part`` names the draft of one of several forms on a page; the hidden field ``_draft`` carries it. Forms for
        people with an account keep drafts; those behind a link don't, because the address that names the draft holds
        the link's secret.
        """
        name, is_sent = draft_name(request.path, part), request.method == "POST"
        form = cls(
            request.POST if is_sent else None, request.FILES if is_sent else None, initial=dict(initial or {}), **kwargs
        )
        if request.actor.account_id is not None:
            form.draft_name, form.draft_url = name, draft_address(name)
            draft = None if request.method == "POST" else kept_draft(owner_of(request), name)
            if draft is not None:
                form._show(draft)
        return form

    def _show(self, draft: Draft) -> None:
        """Fill the fields from a draft. It remembers the version it was typed into: who saved since is not overrun."""
        data = self.typed = as_sent(draft.data)
        self.draft_saved, self.draft_version = kept_at(draft), data.get("_version")
        for name, field in self.fields.items():
            if not name.startswith("_") and not field.widget.needs_multipart_form:
                self.initial[name] = field.widget.value_from_datadict(data, {}, self.add_prefix(name))

    def version_of(self, row: Any) -> Any:
        """Return the version this form was written against: after a lost race the newest, else the one it came with."""
        if self.conflict is not None:
            return self.conflict.version
        typed = self.data.get(self.add_prefix("_version")) if self.is_bound else self.draft_version
        return typed or (row.version if row is not None else "")

    @property
    def is_clean(self) -> bool:
        """Whether nothing has been found wrong so far."""
        return not self.errors and self.conflict is None

    def status(self, method: str | None) -> int:
        """Return the status of a page with this form: 200 asked for, 422 sent with problems, 409 after a lost race,
        429 when it was sent too often (``wait``: the seconds until it may be sent again).
        """
        if method != "POST":
            return 200
        if self.wait:
            return 429
        return 409 if self.conflict is not None else 422

    def theirs(self) -> list[dict[str, Any]]:
        """Return the fields in which the row, as somebody else saved it meanwhile, differs from what was typed here."""
        if self.conflict is None:
            return []
        rows = []
        for name, field in self.fields.items():
            saved = _as_text(self.saved(name))
            typed = _as_text(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
            if not name.startswith("_") and saved != typed:
                read = _as_text(self.initial.get(name, ""))
                rows.append({"label": field.label, "read": read, "saved": saved, "typed": typed})
        return rows

    def saved(self, name: str) -> Any:
        """Return what the row that won the race says in a field."""
        return getattr(self.conflict, name, "")

    @contextmanager
    def problems(self) -> Iterator[None]:
        """Catch what the action refuses and put it where the person can mend it."""
        try:
            yield
        except Problem as problem:
            self.wait = problem.seconds if isinstance(problem, TooMany) else 0
            self.add_problem(problem)
        except Problems as several:
            for each in several.problems:
                self.add_problem(each)
        except Conflict as conflict:
            self.conflict = conflict.current

    def add_problem(self, problem: Problem) -> None:
        """Show a problem beside the field it names, or on top where it names none of this form's."""
        self.add_error(problem.place if problem.place in self.fields else None, str(problem))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
