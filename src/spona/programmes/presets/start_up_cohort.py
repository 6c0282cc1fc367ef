"""The cohort: a call, an assessment, training, plans with mentors, start-up grants."""

from spona.kernel.models import Translated
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.states import RecipeCode

START_UP_COHORT = Recipe(
    code=RecipeCode.START_UP_COHORT,
    name=Translated.of("Start-up cohort", "en", sr_latn="Generacija start-up podrške"),
    summary=Translated.of(
        "Chosen organisations are assessed, trained, mentored to a business plan and granted start-up money.",
        "en",
        sr_latn="Odabrane organizacije prolaze procenu, obuku, mentorstvo do biznis plana i dobijaju početna sredstva.",
    ),
    modules=("calls", "questionnaires", "plans", "partnerships"),
    phases=(
        PhasePlan("call", Translated.of("Open call", "en", sr_latn="Javni poziv"), 0, 29),
        PhasePlan("selection", Translated.of("Selection", "en", sr_latn="Izbor"), 30, 50),
        PhasePlan("assessment", Translated.of("Capacity assessment", "en", sr_latn="Procena kapaciteta"), 51, 71),
        PhasePlan("training", Translated.of("Training", "en", sr_latn="Obuka"), 72, 161),
        PhasePlan("plans", Translated.of("Business plans", "en", sr_latn="Biznis planovi"), 162, 191),
        PhasePlan("mentoring", Translated.of("Mentoring", "en", sr_latn="Mentorstvo"), 192, 371),
        PhasePlan("grants", Translated.of("Start-up grants", "en", sr_latn="Start-up grantovi"), 222, 586),
        PhasePlan("endline", Translated.of("End-line assessment", "en", sr_latn="Završna procena"), 587, 617),
    ),
)
