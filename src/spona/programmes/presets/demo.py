"""Five programmes as their organisers published them: the facts, told in sentences of our own.

Sources: pages of Smart kolektiv (Belgrade), the Civil Society Promotion Center (Sarajevo) and a Bulgarian
municipality in CITIES4CSR. What a page does not say (a date, an amount) is left empty here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from spona.kernel.models import Money, Translated
from spona.parties.states import OrganisationKind
from spona.programmes.states import PartnerRole, ProgrammeState, RecipeCode


@dataclass(frozen=True)
class DemoPhase:
    """One phase with the days it ran from and to, where the page tells them."""

    code: str
    name: Translated
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class DemoProgramme:
    """One programme: ``partners`` are (organisation, role), ``targets`` (name, kind of organisation, planned
    number).
    """

    slug: str
    recipe: str
    state: str
    name: Translated
    summary: Translated
    goal: Translated = field(default_factory=Translated)
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    countries: tuple[str, ...] = ()
    website: str = ""
    value: Money | None = None
    grant: Money | None = None
    partners: tuple[tuple[str, str], ...] = ()
    phases: tuple[DemoPhase, ...] = ()
    funding: tuple[tuple[str, str, Money | None], ...] = ()
    targets: tuple[tuple[Translated, str, int | None], ...] = ()


PARTNER, LEAD, STRATEGIC, DONOR = (
    PartnerRole.PARTNER,
    PartnerRole.LEAD,
    PartnerRole.STRATEGIC_PARTNER,
    PartnerRole.DONOR,
)
BGN_VALUE = Money(Decimal("121064.70"), "BGN", dt.date(2022, 8, 11))

PROGRAMMES: tuple[DemoProgramme, ...] = (
    DemoProgramme(
        slug="international-csr-networks",
        recipe=RecipeCode.CASE_STUDIES,
        state=ProgrammeState.RUNNING,
        name=Translated.of(
            "Saradnja sa međunarodnim CSR mrežama", "sr-latn", en="Working with international CSR networks"
        ),
        summary=Translated.of(
            "Smart kolektiv vodi Forum u Srbiji i njegov je most ka mrežama CSR360 (124 organizacije, 64 zemlje) "
            "i CSR Europe "
            "(70 korporacija, 37 nacionalnih partnera). Odatle dolaze dve nagrade i zbirka primera iz kompanija.",
            "sr-latn",
            en="Smart kolektiv runs the Forum in Serbia and links it to CSR360 (124 organisations, 64 countries) "
            "and CSR Europe "
            "(70 corporations, 37 national partners). Two awards and a collection of company cases come out of it.",
        ),
        starts_on=dt.date(2006, 1, 1),
        countries=("RS",),
        partners=(
            ("smart", LEAD),
            ("forum", PARTNER),
            ("iblf", PARTNER),
            ("bitc", PARTNER),
            ("csr360", PARTNER),
            ("csreurope", PARTNER),
            ("unido", PARTNER),
            ("ungc", PARTNER),
            ("gri", PARTNER),
        ),
        phases=(
            DemoPhase(
                "volunteering-award",
                Translated.of("Nagrada za volontiranje zaposlenih", "sr-latn", en="Employee volunteering award"),
                dt.date(2011, 1, 1),
            ),
            DemoPhase(
                "european-award",
                Translated.of("Evropska nagrada za CSR partnerstvo", "sr-latn", en="European CSR partnership award"),
                dt.date(2013, 1, 1),
            ),
        ),
    ),
    DemoProgramme(
        slug="slovak-experience-serbia",
        recipe=RecipeCode.PARTNERSHIP_FAIR,
        state=ProgrammeState.CLOSED,
        name=Translated.of(
            "Podrška održivosti civilnog sektora u Srbiji: primena slovačkog iskustva u oblasti društveno "
            "odgovornog poslovanja",
            "sr-latn",
            en="Support to the sustainability of the civil sector in Serbia: applying the Slovak experience in CSR",
        ),
        summary=Translated.of(
            "Dvanaest organizacija učilo je kako da sarađuje s kompanijama, uz mentore i javne skupove u četiri "
            "grada. "
            "Na kraju je održan prvi Sajam partnerstva, koji se od tada ponavlja svake godine.",
            "sr-latn",
            en="Twelve organisations learned to work with companies, with mentors and public events in four "
            "cities. It ended in "
            "the first Partnership Fair, held every year since.",
        ),
        goal=Translated.of(
            "Ojačati organizacije civilnog društva za saradnju s poslovnim sektorom.",
            "sr-latn",
            en="Make civil-society organisations able to work with business.",
        ),
        starts_on=dt.date(2007, 1, 1),
        ends_on=dt.date(2008, 12, 31),
        countries=("RS", "SK"),
        partners=(("smart", LEAD), ("pontis", PARTNER), ("mzv", DONOR)),
        phases=(
            DemoPhase("training", Translated.of("Jačanje kapaciteta", "sr-latn", en="Capacity building")),
            DemoPhase(
                "public-events",
                Translated.of(
                    "Javni događaji u Beogradu, Nišu, Leskovcu i Kruševcu",
                    "sr-latn",
                    en="Public events in Belgrade, Niš, Leskovac and Kruševac",
                ),
            ),
            DemoPhase(
                "mentoring", Translated.of("Mentorska podrška predlozima", "sr-latn", en="Mentoring of proposals")
            ),
            DemoPhase("fair", Translated.of("Prvi Sajam partnerstva", "sr-latn", en="The first Partnership Fair")),
        ),
        funding=(("mzv", "SlovakAid", None),),
        targets=(
            (
                Translated.of("Organizacije civilnog društva", "sr-latn", en="Civil-society organisations"),
                OrganisationKind.CSO,
                12,
            ),
        ),
    ),
    DemoProgramme(
        slug="csai",
        recipe=RecipeCode.RECORD,
        state=ProgrammeState.CLOSED,
        name=Translated.of("Program CSAI", "sr-latn", en="CSAI programme"),
        summary=Translated.of(
            "Sedam godina rada na poverenju između građana, organizacija, privrede i države. Iz programa su "
            "potekli Forum za "
            "odgovorno poslovanje, velike volonterske akcije, godišnja konferencija CSR Forum i Sajam partnerstva.",
            "sr-latn",
            en="Seven years of building trust between citizens, organisations, business and the state. The "
            "Responsible Business "
            "Forum, the large volunteering actions, the yearly CSR Forum conference and the Partnership Fair "
            "grew out of it.",
        ),
        starts_on=dt.date(2006, 1, 1),
        ends_on=dt.date(2013, 12, 31),
        countries=("RS",),
        partners=(
            ("isc", LEAD),
            ("smart", STRATEGIC),
            ("civic", STRATEGIC),
            ("trag", STRATEGIC),
            ("ecnl", STRATEGIC),
            ("usaid", DONOR),
        ),
        phases=(
            DemoPhase(
                "strategy",
                Translated.of(
                    "Strategija repozicioniranja civilnog društva", "sr-latn", en="Strategy to reposition civil society"
                ),
                dt.date(2006, 1, 1),
                dt.date(2007, 12, 31),
            ),
        ),
        funding=(("usaid", "", None),),
    ),
    DemoProgramme(
        slug="smart-start",
        recipe=RecipeCode.START_UP_COHORT,
        state=ProgrammeState.CLOSED,
        name=Translated.of("SMART START", "bs", en="SMART START"),
        summary=Translated.of(
            "Sto organizacija iz pet zemalja dobilo je procjenu, biznis plan, mentora iz kompanije i početna "
            "sredstva da pokrene "
            "društveno preduzetništvo.",
            "bs",
            sr="Сто организација из пет земаља добило је процену, бизнис план, ментора из компаније и почетна "
            "средства да покрене друштвено предузетништво.",
            en="A hundred organisations in five countries got an assessment, a business plan, a mentor from a "
            "company and "
            "start-up money to begin social enterprise.",
        ),
        goal=Translated.of(
            "Jači uticaj civilnog društva i stabilniji izvori prihoda organizacija.",
            "bs",
            sr="Јачи утицај цивилног друштва и стабилнији извори прихода организација.",
            en="A stronger civil society with steadier sources of income.",
        ),
        countries=("BA", "ME", "MK", "RS", "TR"),
        website="http://www.smartstart4u.org",
        partners=(("cpcd", LEAD),),
        phases=(
            DemoPhase(
                "assessment",
                Translated.of(
                    "Procjena preduzetničkih kapaciteta",
                    "bs",
                    sr="Процена предузетничких капацитета",
                    en="Assessment of capacities",
                ),
            ),
            DemoPhase(
                "plans",
                Translated.of(
                    "Biznis planovi s mentorima",
                    "bs",
                    sr="Бизнис планови с менторима",
                    en="Business plans with mentors",
                ),
            ),
            DemoPhase(
                "competition",
                Translated.of(
                    "Takmičenje za socijalne inovacije",
                    "bs",
                    sr="Такмичење за социјалне иновације",
                    en="Social innovation competition",
                ),
            ),
            DemoPhase(
                "campaigns",
                Translated.of(
                    "Pet nacionalnih kampanja", "bs", sr="Пет националних кампања", en="Five national campaigns"
                ),
            ),
            DemoPhase(
                "network",
                Translated.of(
                    "Mreža socijalnih preduzetnika",
                    "bs",
                    sr="Мрежа социјалних предузетника",
                    en="Network of social entrepreneurs",
                ),
            ),
        ),
        targets=(
            (
                Translated.of(
                    "Organizacije civilnog društva",
                    "bs",
                    sr="Организације цивилног друштва",
                    en="Civil-society organisations",
                ),
                OrganisationKind.CSO,
                100,
            ),
            (
                Translated.of(
                    "Lokalne vlade pet država",
                    "bs",
                    sr="Локалне самоуправе пет држава",
                    en="Local governments of five countries",
                ),
                OrganisationKind.PUBLIC_AUTHORITY,
                None,
            ),
            (
                Translated.of("Kompanije mentori", "bs", sr="Компаније ментори", en="Companies that mentor"),
                OrganisationKind.COMPANY,
                50,
            ),
        ),
    ),
    DemoProgramme(
        slug="cities4csr",
        recipe=RecipeCode.CITY_ACTION_PLAN,
        state=ProgrammeState.CLOSED,
        name=Translated.of(
            "Широкообхватни общински стратегии за насърчаване и стимулиране на корпоративната отговорност в "
            "градските райони "
            "(CITIES4CSR)",
            "bg",
            sr="Свеобухватне општинске стратегије за подстицање друштвене одговорности предузећа у градским "
            "срединама (CITIES4CSR)",
            en="Comprehensive municipal strategies to foster and stimulate corporate responsibility in urban "
            "areas (CITIES4CSR)",
        ),
        summary=Translated.of(
            "Десет общини от девет държави, водени от Милано, търсят как местният бизнес да помага за решаването "
            "на градски "
            "проблеми. Всяка работи по свое предизвикателство, а опитът се споделя в мрежата.",
            "bg",
            sr="Десет општина из девет држава, предвођених Миланом, тражи како локална предузећа могу да помогну "
            "у решавању градских проблема. Свака ради на свом изазову, а искуства деле у мрежи.",
            en="Ten municipalities of nine countries, led by Milan, look for ways in which local business helps "
            "to solve a city's "
            "problems. Each works on a challenge of its own and shares what it learns.",
        ),
        goal=Translated.of(
            "Бизнесът да стане деен и отговорен партньор на местната власт.",
            "bg",
            sr="Привреда као активан и одговоран партнер локалне власти.",
            en="Business as an active and responsible partner of local government.",
        ),
        starts_on=dt.date(2019, 9, 1),
        ends_on=dt.date(2022, 5, 31),
        countries=("BG", "ES", "FR", "HR", "HU", "IT", "LV", "PT", "SK"),
        value=BGN_VALUE,
        grant=BGN_VALUE,
        partners=(
            ("milan", LEAD),
            ("sofia", PARTNER),
            ("vratsa", PARTNER),
            ("kekava", PARTNER),
            ("rijeka", PARTNER),
            ("guimaraes", PARTNER),
            ("molina", PARTNER),
            ("budaors", PARTNER),
            ("bratislava", PARTNER),
            ("nantes", PARTNER),
            ("erdf", DONOR),
        ),
        phases=(
            DemoPhase(
                "phase-1",
                Translated.of("Първа фаза", "bg", sr="Прва фаза", en="First phase"),
                dt.date(2019, 9, 1),
                dt.date(2020, 3, 31),
            ),
            DemoPhase(
                "phase-2",
                Translated.of("Втора фаза", "bg", sr="Друга фаза", en="Second phase"),
                dt.date(2020, 5, 1),
                dt.date(2022, 5, 31),
            ),
        ),
        funding=(("erdf", "URBACT III (2014-2020)", BGN_VALUE),),
    ),
)

MEMBERSHIPS: tuple[tuple[str, str], ...] = (
    ("smart", "csr360"),
    ("smart", "csreurope"),
    ("smart", "ungc"),
    ("smart", "gri"),
)
"""(member, body) as the first page tells them."""
