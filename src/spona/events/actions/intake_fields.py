"""What the columns and sheets of an organiser's spreadsheet can mean, and the words they are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from spona.kernel.models import ImportContext, ImportField, SheetChoice, Translated
from spona.parties.states import NumberScheme, OrganisationKind
from spona_lang import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spona.events.models import Fair, Side

WISHES = "wishes"
BY_COLUMN = "by-column"
"""A sheet whose rows say their side themselves, in a column of their own."""

NUMBER_FIELDS: dict[str, str] = {
    "oib": NumberScheme.HR_OIB,
    "pib": NumberScheme.RS_PIB,
    "mb": NumberScheme.RS_MB,
    "jib": NumberScheme.BA_JIB,
    "eik": NumberScheme.BG_EIK,
    "ico": NumberScheme.SK_ICO,
}
"""Columns whose heading names the register. ``number`` is whatever the network's own country uses."""

FIELDS = (
    ImportField(
        "name", _("Name"), ("naziv", "ime", "organizacija", "udruga", "tvrtka", "firma", "organisation", "име")
    ),
    ImportField("side", _("Side"), ("strana", "strana sajma", "vrsta sudionika", "vrsta učesnika", "страна")),
    ImportField("oib", _("OIB (Croatia)"), ("oib",)),
    ImportField("pib", _("PIB (Serbia)"), ("pib",)),
    ImportField("mb", _("Matični broj (Serbia)"), ("matični broj", "mb")),
    ImportField("jib", _("JIB (Bosnia and Herzegovina)"), ("jib",)),
    ImportField("eik", _("EIK (Bulgaria)"), ("еик", "булстат")),
    ImportField("ico", _("IČO (Slovakia)"), ("ičo",)),
    ImportField("number", _("Register number"), ("registarski broj", "broj", "id")),
    ImportField(
        "town", _("Town or region"), ("županija", "grad", "mesto", "mjesto", "okrug", "град", "област", "city")
    ),
    ImportField("email", _("E-mail"), ("mejl", "e pošta", "имейл", "email")),
    ImportField("contact", _("Contact person"), ("kontakt", "kontakt osoba", "контакт", "contact")),
    ImportField("language", _("Language"), ("jezik", "език")),
    ImportField("min_meetings", _("Least meetings"), ("min", "najmanje", "minimum", "минимум")),
    ImportField("max_meetings", _("Most meetings"), ("max", "najviše", "kapacitet", "maximum", "capacity", "максимум")),
    ImportField("table", _("Table"), ("stol", "sto", "маса")),
    ImportField("availability", _("When it is there"), ("dostupnost", "prisutnost", "termini", "availability")),
    ImportField(
        "project", _("Proposal"), ("naziv projekta", "naslov", "projekt", "projekat", "predlog", "prijedlog", "проект")
    ),
    ImportField("description", _("Description"), ("opis", "opis projekta", "описание")),
    ImportField("amount", _("Amount"), ("vrijednost", "vrednost", "iznos", "стойност", "value")),
    ImportField(
        "granted",
        _("Granted amount"),
        ("bespovratna sredstva", "odobrena sredstva", "odobreni iznos", "безвъзмездна помощ", "grant", "granted"),
    ),
    ImportField("starts_on", _("Starts on"), ("početak", "datum početka", "начало", "start")),
    ImportField("ends_on", _("Ends on"), ("kraj", "datum završetka", "край", "end")),
    ImportField("chooser", _("Who"), ("tko", "ko", "od", "кой")),
    ImportField("about", _("Whom"), ("koga", "s kim", "sa kim", "кого", "с кого")),
    ImportField("level", _("Wish"), ("želja", "razina", "nivo", "ocjena", "желание", "level")),
    ImportField("note", _("Note"), ("napomena", "bilješka", "beleška", "бележка")),
)

USUAL_SIDES: dict[str, tuple[Translated, tuple[str, ...]]] = {
    OrganisationKind.CSO: (
        Translated.of(
            "Civil-society organisations", "en", sr_latn="Udruženja", hr="Udruge", bg="Неправителствени организации"
        ),
        ("udruge", "udruženja", "ocd", "ngo", "cso", "нпо", "civil society", "nevladine organizacije"),
    ),
    OrganisationKind.COMPANY: (
        Translated.of("Companies", "en", sr_latn="Preduzeća", hr="Tvrtke", bg="Компании"),
        ("tvrtke", "preduzeća", "poduzeća", "firme", "kompanije", "фирми", "biznis"),
    ),
    OrganisationKind.PUBLIC_AUTHORITY: (
        Translated.of(
            "Towns and municipalities", "en", sr_latn="Gradovi i opštine", hr="Gradovi i općine", bg="Общини"
        ),
        ("gradovi", "općine", "opštine", "gradovi i općine", "jls", "municipalities", "towns"),
    ),
}
"""Sides made on the fly where the fair has none of that code yet."""

LEVEL_WORDS = {
    "must": ("must", "mora", "obavezno", "obvezno", "svakako", "задължително", "3"),
    "yes": ("yes", "da", "želim", "rado", "да", "x", "1", "2"),
    "no": ("no", "ne", "nikako", "не", "0"),
}


EVERYBODY = (
    "sudionici", "sudionice", "učesnici", "prijave", "svi", "участници", "participants", "everybody",
)  # fmt: skip
"""Names of sheets that hold all sides together."""

ONE_OF_A_SIDE = {
    OrganisationKind.CSO: ("udruga", "udruženje", "сдружение", "association", "ocd", "nvo", "нпо"),
    OrganisationKind.COMPANY: ("tvrtka", "preduzeće", "poduzeće", "firma", "kompanija", "компания", "company"),
    OrganisationKind.PUBLIC_AUTHORITY: ("grad", "općina", "opština", "община", "municipality", "town"),
}
"""Words for a single organisation of a usual side, as its row says it."""


def side_words(sides: Iterable[Side]) -> dict[str, str]:
    """Return what a row may call its side, folded -> the side's code; the fair's own words win over the usual ones."""
    words: dict[str, str] = {}
    own = list(sides)
    for side in own:
        words |= {fold(word): side.code for word in (side.code, *side.name.all_texts())}
    for kind, (name, usual) in USUAL_SIDES.items():
        code = side_of_kind(kind, own) or str(kind)
        for word in (str(kind), *name.all_texts(), *usual, *ONE_OF_A_SIDE[OrganisationKind(kind)]):
            words.setdefault(fold(word), code)
    return words


def side_of_kind(kind: str, sides: Iterable[Side]) -> str | None:
    """Return the code of the side whose parties are of a kind of organisation; nothing where the fair has none."""
    return next((side.code for side in sides if kind in {side.code, side.organisation_kind}), None)


def sheet_choices(context: ImportContext) -> list[SheetChoice]:
    """Return what a sheet's rows can be: parties of one of the fair's sides, of a usual side, of the side each row
    names, or wishes.
    """
    sides = list(cast("Fair", context.subject).sides.all())
    usual = {kind: (name, words, side_of_kind(kind, sides)) for kind, (name, words) in USUAL_SIDES.items()}
    choices = []
    for side in sides:
        called = [word for _name, words, code in usual.values() if code == side.code for word in words]
        choices.append(SheetChoice(side.code, str(side), (side.code, *side.name.all_texts(), *called)))
    for kind, (name, words, code) in usual.items():
        if code is None:
            choices.append(SheetChoice(str(kind), name.text(), (str(kind), *name.all_texts(), *words)))
    choices.append(SheetChoice(BY_COLUMN, _("Each row names its side"), EVERYBODY))
    return [*choices, SheetChoice(WISHES, _("Wishes"), ("želje", "wishes", "желания", "zelje"))]
