"""The one error a typed value can raise, made to be shown beside the field it was typed in."""

from __future__ import annotations


class ParseError(ValueError):
    """A typed amount or date that can't be read, or can be read in two ways.

    `code` names the cause and is what a translation hangs on; `params` fills the translated sentence: always `value`
    (as typed) and `position` (0-based, where reading stopped), and where they exist `suggestion` (one text that would
    have been accepted), `readings` (all of them, when ambiguous) and `remedy`. `text` is the whole English sentence.
    """

    def __init__(self, code: str, params: dict[str, str | int | list[str]], text: str) -> None:
        super().__init__(text)
        self.code = code
        self.params = params
        self.text = text


def refusal(
    code: str,
    value: str,
    position: int,
    problem: str,
    *,
    remedy: str,
    suggestion: str | None = None,
    readings: list[str] | None = None,
) -> ParseError:
    """Build a ParseError whose sentence says what was typed, where it went wrong and what to type instead."""
    params: dict[str, str | int | list[str]] = {"value": value, "position": position, "remedy": remedy}
    if suggestion is not None:
        params["suggestion"] = suggestion
    if readings is not None:
        params["readings"] = readings
    return ParseError(code, params, f"“{value}”: {problem} at character {position + 1}. {remedy}")
