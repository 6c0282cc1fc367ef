"""Forms as every page uses them: problems of the domain land beside their fields, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from spona.kernel.models import Conflict, Problem, Problems


class PageForm(forms.Form):
    """A form whose fields carry the names of the action's arguments.

    Use: ``with form.problems(): action(...)``; afterwards ``form.is_clean`` says whether it went through.
    """

    _version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def is_clean(self) -> bool:
        """Whether nothing has been found wrong so far."""
        return not self.errors and self.conflict is None

    def status(self, method: str | None) -> int:
        """Return the status of a page with this form: 200 asked for, 422 sent with problems, 409 after a lost race."""
        if method != "POST":
            return 200
        return 409 if self.conflict is not None else 422

    def theirs(self) -> list[dict[str, Any]]:
        """Return the fields in which the row, as somebody else saved it meanwhile, differs from what was typed here."""
        if self.conflict is None:
            return []
        rows = []
        for name, field in self.fields.items():
            saved = str(getattr(self.conflict, name, ""))
            typed = str(self.data.get(self.add_prefix(name), ""))
            if not name.startswith("_") and saved != typed:
                read = str(self.initial.get(name, ""))
                rows.append({"label": field.label, "read": read, "saved": saved, "typed": typed})
        return rows

    @contextmanager
    def problems(self) -> Iterator[None]:
        """Catch what the action refuses and put it where the person can mend it."""
        try:
            yield
        except Problem as problem:
            self.add_problem(problem)
        except Problems as several:
            for problem in several.problems:
                self.add_problem(problem)
        except Conflict as conflict:
            self.conflict = conflict.current

    def add_problem(self, problem: Problem) -> None:
        """Show a problem beside the field it names, or on top where it names none of this form's."""
        self.add_error(problem.place if problem.place in self.fields else None, str(problem))
