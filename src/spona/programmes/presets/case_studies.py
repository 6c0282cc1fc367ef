"""The collection of case studies: companies hand in cases, editors work on them, reports take them up."""

from spona.kernel.models import Translated
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.states import RecipeCode

CASE_STUDIES = Recipe(
    code=RecipeCode.CASE_STUDIES,
    name=Translated.of("Case-study collection", "en", sr_latn="Prikupljanje studija slučaja"),
    summary=Translated.of(
        "Companies hand in case studies that are edited, published with consent and taken up in reports.",
        "en",
        sr_latn="Kompanije dostavljaju studije slučaja koje se uređuju, objavljuju uz saglasnost i ulaze u izveštaje.",
    ),
    modules=("practices",),
    phases=(
        PhasePlan("collect", Translated.of("Collecting", "en", sr_latn="Prikupljanje"), 0, 59),
        PhasePlan("edit", Translated.of("Editing", "en", sr_latn="Uređivanje"), 60, 89),
        PhasePlan("publish", Translated.of("Publishing", "en", sr_latn="Objavljivanje"), 90, 119),
    ),
)
