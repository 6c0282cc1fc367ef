"""The organisations that the published programmes name."""

from __future__ import annotations

from dataclasses import dataclass

from spona.parties.states import OrganisationKind


@dataclass(frozen=True)
class DemoOrganisation:
    """One organisation named on the pages. ``names``: (language, name), the main one first."""

    kind: str
    names: tuple[tuple[str, str], ...]
    country: str = ""
    town: str = ""


def _city(country: str, town: str, *names: tuple[str, str]) -> DemoOrganisation:
    return DemoOrganisation(OrganisationKind.PUBLIC_AUTHORITY, names, country, town)


ORGANISATIONS: dict[str, DemoOrganisation] = {
    "smart": DemoOrganisation(OrganisationKind.CSO, (("sr-latn", "Smart kolektiv"),), "RS", "Beograd"),
    "forum": DemoOrganisation(
        OrganisationKind.NETWORK,
        (("sr-latn", "Forum za odgovorno poslovanje"), ("en", "Responsible Business Forum")),
        "RS",
        "Beograd",
    ),
    "iblf": DemoOrganisation(OrganisationKind.NETWORK, (("en", "International Business Leaders Forum"),), "GB"),
    "bitc": DemoOrganisation(OrganisationKind.NETWORK, (("en", "Business in the Community"),), "GB"),
    "csr360": DemoOrganisation(OrganisationKind.NETWORK, (("en", "CSR360 Global Partner Network"),), "GB"),
    "csreurope": DemoOrganisation(OrganisationKind.NETWORK, (("en", "CSR Europe"),), "BE"),
    "unido": DemoOrganisation(
        OrganisationKind.DONOR,
        (
            ("en", "United Nations Industrial Development Organization"),
            ("sr-latn", "Organizacija Ujedinjenih nacija za industrijski razvoj"),
        ),
        "AT",
    ),
    "ungc": DemoOrganisation(
        OrganisationKind.NETWORK,
        (("en", "United Nations Global Compact"), ("sr-latn", "Globalni dogovor Ujedinjenih nacija")),
    ),
    "gri": DemoOrganisation(OrganisationKind.NETWORK, (("en", "Global Reporting Initiative"),), "NL"),
    "pontis": DemoOrganisation(
        OrganisationKind.CSO,
        (("sk", "Nadácia Pontis"), ("en", "Pontis Foundation"), ("sr-latn", "Pontis fondacija")),
        "SK",
        "Bratislava",
    ),
    "mzv": DemoOrganisation(
        OrganisationKind.DONOR,
        (
            ("sr-latn", "Ministarstvo spoljnih poslova Republike Slovačke"),
            ("en", "Ministry of Foreign Affairs of the Slovak Republic"),
        ),
        "SK",
        "Bratislava",
    ),
    "isc": DemoOrganisation(
        OrganisationKind.CSO,
        (("en", "Institute for Sustainable Communities"), ("sr-latn", "Institut za održive zajednice")),
        "US",
    ),
    "usaid": DemoOrganisation(
        OrganisationKind.DONOR,
        (
            ("en", "United States Agency for International Development"),
            ("sr-latn", "Američka agencija za međunarodni razvoj"),
        ),
        "US",
    ),
    "civic": DemoOrganisation(
        OrganisationKind.CSO, (("sr-latn", "Građanske inicijative"), ("en", "Civic Initiatives")), "RS", "Beograd"
    ),
    "trag": DemoOrganisation(
        OrganisationKind.CSO, (("sr-latn", "Trag fondacija"), ("en", "Trag Foundation")), "RS", "Beograd"
    ),
    "ecnl": DemoOrganisation(
        OrganisationKind.CSO,
        (("en", "European Center for Not-for-Profit Law"), ("sr-latn", "Evropski centar za neprofitno pravo")),
    ),
    "cpcd": DemoOrganisation(
        OrganisationKind.CSO,
        (("bs", "Centar za promociju civilnog društva"), ("en", "Civil Society Promotion Center")),
        "BA",
        "Sarajevo",
    ),
    "erdf": DemoOrganisation(
        OrganisationKind.DONOR,
        (("bg", "Европейски фонд за регионално развитие"), ("en", "European Regional Development Fund")),
    ),
    "milan": _city("IT", "Milano", ("it", "Comune di Milano"), ("en", "City of Milan"), ("bg", "Милано")),
    "sofia": _city("BG", "София", ("bg", "Столична община"), ("en", "Sofia Municipality")),
    "vratsa": _city("BG", "Враца", ("bg", "Община Враца"), ("en", "Municipality of Vratsa")),
    "kekava": _city("LV", "Ķekava", ("lv", "Ķekavas novads"), ("en", "Ķekava Municipality"), ("bg", "Община Кекава")),
    "rijeka": _city("HR", "Rijeka", ("hr", "Grad Rijeka"), ("en", "City of Rijeka"), ("bg", "Риека")),
    "guimaraes": _city(
        "PT", "Guimarães", ("pt", "Município de Guimarães"), ("en", "City of Guimarães"), ("bg", "Гимараеш")
    ),
    "molina": _city(
        "ES",
        "Molina de Segura",
        ("es", "Ayuntamiento de Molina de Segura"),
        ("en", "City of Molina de Segura"),
        ("bg", "Молина де Сегура"),
    ),
    "budaors": _city("HU", "Budaörs", ("hu", "Budaörs Város"), ("en", "City of Budaörs"), ("bg", "Будайорш")),
    "bratislava": _city(
        "SK", "Bratislava", ("sk", "Mesto Bratislava"), ("en", "City of Bratislava"), ("bg", "Братислава")
    ),
    "nantes": _city("FR", "Nantes", ("fr", "Ville de Nantes"), ("en", "City of Nantes"), ("bg", "Нант")),
}
