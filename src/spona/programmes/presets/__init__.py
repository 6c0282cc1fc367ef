"""The recipes programmes are started from."""

from spona.programmes.presets.case_studies import CASE_STUDIES
from spona.programmes.presets.city_action_plan import CITY_ACTION_PLAN
from spona.programmes.presets.partnership_fair import PARTNERSHIP_FAIR
from spona.programmes.presets.recipe import PhasePlan, Recipe
from spona.programmes.presets.start_up_cohort import START_UP_COHORT
from spona.programmes.presets.volunteering_award import VOLUNTEERING_AWARD

RECIPES: dict[str, Recipe] = {
    recipe.code: recipe
    for recipe in (PARTNERSHIP_FAIR, VOLUNTEERING_AWARD, START_UP_COHORT, CITY_ACTION_PLAN, CASE_STUDIES)
}

__all__ = ["RECIPES", "PhasePlan", "Recipe"]
