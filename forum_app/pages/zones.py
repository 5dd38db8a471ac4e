"""A short list of zones to choose from: a place for every offset in use, by region."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from forum_app.domain.times import in_zone
from forum_app.i18n import Words

REGIONS = {
    "Africa": "Abidjan Accra Addis_Ababa Algiers Cairo Casablanca Dakar Dar_es_Salaam Johannesburg "
    "Kinshasa Lagos Nairobi",
    "America": "Argentina/Buenos_Aires Bogota Caracas Chicago Denver Guatemala Halifax Havana Lima Los_Angeles "
    "Mexico_City New_York Santiago Sao_Paulo St_Johns Toronto",
    "Asia": "Almaty Baghdad Baku Bangkok Beirut Colombo Dhaka Dili Dubai Ho_Chi_Minh Jakarta Jerusalem Kabul Karachi "
    "Kathmandu Kolkata Manila Riyadh Seoul Shanghai Singapore Tashkent Tehran Tokyo Yangon",
    "Europe": "Athens Berlin Brussels Istanbul Kyiv Lisbon London Madrid Moscow Paris Rome Zurich",
    "Pacific": "Apia Auckland Fiji Honolulu Kiritimati Port_Moresby",
    "Australia": "Adelaide Brisbane Perth Sydney",
}


@dataclass(frozen=True)
class ZoneGroup:
    label: str
    zones: list[tuple[str, str]]


@lru_cache(maxsize=256)
def zone_groups(words: Words, moment: datetime, chosen: str | None) -> list[ZoneGroup]:
    """Places with their offset at an instant, by offset within each region; the one chosen is among them."""
    names = {
        "Africa": words.gettext("Africa"),
        "America": words.gettext("Americas"),
        "Asia": words.gettext("Asia"),
        "Europe": words.gettext("Europe"),
        "Pacific": words.gettext("Pacific"),
        "Australia": words.gettext("Australia"),
    }
    groups = [
        ZoneGroup(names[region], _places(words, [f"{region}/{city}" for city in cities.split()], moment))
        for region, cities in REGIONS.items()
    ]
    listed = {zone for group in groups for zone, _label in group.zones}
    own = ["UTC"] + ([chosen] if chosen and chosen not in listed and chosen != "UTC" else [])
    return [ZoneGroup(words.gettext("Other"), _places(words, own, moment)), *groups]


def _places(words: Words, zones: list[str], moment: datetime) -> list[tuple[str, str]]:
    def offset(zone: str) -> float:
        delta = in_zone(moment, zone).utcoffset()
        return delta.total_seconds() if delta else 0.0

    labelled = [(zone, words.city(zone)) for zone in zones]
    labelled.sort(key=lambda pair: (offset(pair[0]), pair[1]))
    return [
        (zone, city if city == "UTC" else f"{city} ({words.offset(in_zone(moment, zone))})") for zone, city in labelled
    ]
