"""The award for employee volunteering: entries in categories, an independent jury, a ceremony."""

from spona.kernel.models import Translated
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.states import RecipeCode

VOLUNTEERING_AWARD = Recipe(
    code=RecipeCode.VOLUNTEERING_AWARD,
    name=Translated.of("Volunteering award", "en", sr_latn="Nagrada za volontiranje zaposlenih"),
    summary=Translated.of(
        "Companies enter their volunteering programmes in categories; an independent jury chooses.",
        "en",
        sr_latn="Kompanije prijavljuju volonterske programe po kategorijama; bira nezavisni žiri.",
    ),
    modules=("calls", "questionnaires"),
    phases=(
        PhasePlan("call", Translated.of("Call for entries", "en", sr_latn="Poziv za prijave"), 0, 44),
        PhasePlan("check", Translated.of("Formal check", "en", sr_latn="Formalna provera"), 45, 51),
        PhasePlan("review", Translated.of("Jury review", "en", sr_latn="Ocenjivanje žirija"), 52, 79),
        PhasePlan("decision", Translated.of("Decision", "en", sr_latn="Odluka"), 80, 86),
        PhasePlan("ceremony", Translated.of("Award ceremony", "en", sr_latn="Dodela nagrada"), 100, 100),
    ),
)
