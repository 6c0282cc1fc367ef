"""The city network: each city makes an action plan with a local group and shares it with the others."""

from spona.kernel.models import Translated
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.states import RecipeCode

CITY_ACTION_PLAN = Recipe(
    code=RecipeCode.CITY_ACTION_PLAN,
    name=Translated.of("City action plan", "en", sr_latn="Akcioni plan grada"),
    summary=Translated.of(
        "Each city takes a local challenge, makes an action plan with a local group and has it reviewed by peers.",
        "en",
        sr_latn="Svaki grad bira lokalni izazov, sa lokalnom grupom izrađuje akcioni plan i prolazi kolegijalnu ocenu.",
    ),
    modules=("plans",),
    phases=(
        PhasePlan("profile", Translated.of("City profiles", "en", sr_latn="Profili gradova"), 0, 179),
        PhasePlan("roadmap", Translated.of("Roadmap", "en", sr_latn="Mapa puta"), 180, 359),
        PhasePlan("small_actions", Translated.of("Small-scale actions", "en", sr_latn="Akcije malog obima"), 360, 659),
        PhasePlan("plan", Translated.of("Integrated action plan", "en", sr_latn="Integrisani akcioni plan"), 540, 799),
        PhasePlan("peer_review", Translated.of("Peer review", "en", sr_latn="Kolegijalna ocena"), 800, 859),
        PhasePlan("dissemination", Translated.of("Dissemination", "en", sr_latn="Širenje rezultata"), 860, 909),
    ),
)
