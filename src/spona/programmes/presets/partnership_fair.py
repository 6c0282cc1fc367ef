"""The partnership fair: organisations present proposals to companies and meet them at tables."""

from spona.kernel.models import Translated
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.states import RecipeCode

PARTNERSHIP_FAIR = Recipe(
    code=RecipeCode.PARTNERSHIP_FAIR,
    name=Translated.of("Partnership fair", "en", sr_latn="Sajam partnerstva"),
    summary=Translated.of(
        "Organisations present concrete proposals to companies, meet at tables and agree on projects.",
        "en",
        sr_latn="Organizacije predstavljaju predloge kompanijama, sastaju se za stolovima i dogovaraju projekte.",
    ),
    modules=("events", "matching"),
    phases=(
        PhasePlan("invite", Translated.of("Invitations", "en", sr_latn="Pozivi"), 0, 13),
        PhasePlan("register", Translated.of("Registration", "en", sr_latn="Prijave"), 14, 34),
        PhasePlan("prepare", Translated.of("Preparing proposals", "en", sr_latn="Priprema predloga"), 35, 48),
        PhasePlan("wishes", Translated.of("Wishes and requests", "en", sr_latn="Želje i zahtevi"), 49, 58),
        PhasePlan("timetable", Translated.of("Timetable", "en", sr_latn="Raspored"), 59, 62),
        PhasePlan("fair", Translated.of("The fair", "en", sr_latn="Sajam"), 63, 63),
        PhasePlan(
            "follow_up",
            Translated.of("Contact check and agreements", "en", sr_latn="Provera kontakata i dogovori"),
            64,
            154,
        ),
    ),
)
