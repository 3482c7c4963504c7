"""Makes the data files beside it from published packages.

    python3 -m venv venv
    venv/bin/pip install holidays==0.109 phonenumbers==9.0.43 tzdata==2026.6 Babel==2.19.0
    venv/bin/python crates/core/data/make.py

To renew the data, take newer versions and run `cargo test -p desk-core` afterwards. The output
depends on the versions only. `LICENSES.txt` holds the notices of the sources.
"""

import unicodedata
import warnings
from collections import defaultdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import holidays
import phonenumbers
import tzdata
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from phonenumbers.tzdata import TIMEZONE_DATA

FIRST_YEAR, LAST_YEAR = 2024, 2040
HERE = Path(__file__).parent

# Not in ISO 3166-1, but people live there and have a calling code: the code that all use.
KOSOVO = "XK"

# The zone in which most people live, where the table of the IANA goes by geography instead.
POPULOUS = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}

# Old names in libphonenumber, by the names in the table of the IANA.
RENAMED = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}

# Where the whole country has few days in common: the part in which most people work.
PART = {"GB": "ENG"}

# Languages in which every country is named, beside English and the country's own ones.
LANGUAGES = ["de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs"]

# What people type that CLDR does not say.
ALIASES = {
    "AE": "UAE|Emirates|Dubai|Abu Dhabi",
    "AG": "Antigua",
    "BA": "Bosnia|Bosnia-Hercegovina|BiH",
    "BN": "Brunei Darussalam",
    "BO": "Plurinational State of Bolivia",
    "CD": "DRC|DR Congo|Democratic Republic of the Congo|Congo-Kinshasa|Zaire",
    "CF": "CAR",
    "CG": "Congo|Republic of the Congo|Congo-Brazzaville",
    "CH": "Schweiz|Suisse|Svizzera|Svizra|Swiss|Swiss Confederation",
    "CI": "Ivory Coast|Cote d'Ivoire",
    "CN": "PR China|PRC|People's Republic of China|Mainland China|Zhongguo",
    "CV": "Cape Verde|Cabo Verde",
    "CZ": "Czech Republic|Czechia|Česko|Česká republika|Tschechische Republik|Tschechei",
    "DE": "Federal Republic of Germany|Bundesrepublik Deutschland|BRD|FRG",
    "DO": "Dominican Rep.",
    "EH": "Western Sahara",
    "ES": "Kingdom of Spain|Espana",
    "FK": "Falklands|Falkland Islands|Malvinas",
    "FM": "Micronesia|Federated States of Micronesia",
    "FO": "Faeroe Islands|Faroes",
    "GB": "UK|Great Britain|Britain|GBR|England|Scotland|Wales|Northern Ireland|U.K.|"
    "United Kingdom of Great Britain and Northern Ireland|Grossbritannien|Großbritannien|"
    "Grande-Bretagne|Gran Bretaña|Gran Bretagna|Groot-Brittannië|Storbritannien|Angleterre|"
    "Inghilterra|Inglaterra|Schottland",
    "GM": "The Gambia",
    "GR": "Hellas|Hellenic Republic|EL|Ellada",
    "HK": "Hong Kong|Hongkong|Hong Kong SAR",
    "IE": "Republic of Ireland|Eire|Éire|Irish Republic",
    "IN": "Bharat|Republic of India|Hindustan",
    "IR": "Islamic Republic of Iran|Persia",
    "IT": "Italian Republic|Repubblica Italiana",
    "JP": "Nippon|Nihon",
    "KG": "Kyrgyz Republic|Kirgisia",
    "KH": "Kampuchea",
    "KN": "St Kitts",
    "KP": "DPRK|Democratic People's Republic of Korea|Korea, North",
    "KR": "Korea|Republic of Korea|Korea, South|Korea, Republic of|ROK",
    "KZ": "Kazakstan|Qazaqstan",
    "LA": "Lao|Lao PDR|Lao People's Democratic Republic",
    "LK": "Ceylon",
    "LU": "Grand Duchy of Luxembourg|Luxemburg",
    "MD": "Republic of Moldova",
    "MF": "Saint-Martin|St Martin",
    "MK": "Macedonia|FYROM|Republic of North Macedonia",
    "MM": "Myanmar|Burma",
    "MO": "Macau|Macao|Macao SAR",
    "MV": "Maldive Islands",
    "NL": "Holland|Netherlands|The Netherlands|Kingdom of the Netherlands",
    "NZ": "Aotearoa|Aotearoa New Zealand",
    "PH": "Pilipinas|The Philippines|Philippine Islands",
    "PS": "Palestine|State of Palestine|Palestinian Territory",
    "PT": "Portuguese Republic",
    "RU": "Russian Federation|Rossiya|Rossija",
    "SA": "KSA|Kingdom of Saudi Arabia|Saudi",
    "SK": "Slovak Republic|Slowakische Republik",
    "ST": "Sao Tome",
    "SX": "Sint Maarten",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland|Eswatini",
    "TL": "East Timor|Timor-Leste",
    "TR": "Turkey|Turkiye|Republic of Turkey|Republic of Türkiye",
    "TT": "Trinidad",
    "TW": "Taiwan, Province of China|ROC|Republic of China|Chinese Taipei",
    "TZ": "United Republic of Tanzania",
    "US": "USA|US of A|United States of America|America|U.S.|U.S.A.|Vereinigte Staaten von Amerika|"
    "Amerika|États-Unis d'Amérique|Estados Unidos de América|EE. UU.|EEUU|EUA|"
    "Stati Uniti d'America|Verenigde Staten van Amerika",
    "VA": "Holy See|Vatican",
    "VC": "St Vincent",
    "VE": "Bolivarian Republic of Venezuela",
    "VG": "BVI|British Virgin Islands",
    "VI": "USVI|US Virgin Islands",
    "VN": "Viet Nam|Socialist Republic of Vietnam",
    "XK": "Kosova|Republic of Kosovo",
    "ZA": "RSA|Republic of South Africa",
}

# The short names of ISO 3166-1 in lists that other programs export.
ISO_NAMES = {
    "BO": "Bolivia, Plurinational State of",
    "BQ": "Bonaire|Bonaire, Sint Eustatius and Saba",
    "CD": "Congo, The Democratic Republic of the|Congo, Democratic Republic of the",
    "FK": "Falkland Islands (Malvinas)",
    "FM": "Micronesia, Federated States of",
    "GS": "South Georgia and the South Sandwich Islands",
    "IR": "Iran, Islamic Republic of",
    "KP": "Korea, Democratic People's Republic of",
    "MD": "Moldova, Republic of",
    "MF": "Saint Martin (French part)",
    "MK": "Macedonia, the former Yugoslav Republic of",
    "PS": "Palestine, State of|Palestinian Territory, Occupied",
    "SX": "Sint Maarten (Dutch part)",
    "TF": "French Southern Territories",
    "TZ": "Tanzania, United Republic of",
    "UM": "United States Minor Outlying Islands",
    "VA": "Holy See (Vatican City State)",
    "VC": "Saint Vincent and the Grenadines",
    "VE": "Venezuela, Bolivarian Republic of",
    "VG": "Virgin Islands, British",
    "VI": "Virgin Islands, U.S.",
}


def write(name, source, lines):
    head = [f"# {line}" if line else "#" for line in source]
    head += ["# Made by make.py; do not edit."]
    (HERE / name).write_text("\n".join(head + lines) + "\n", encoding="utf-8", newline="\n")


# Places and their zones


def zone_tab():
    """Country code to the names of its zones, the most populous first."""
    zones = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            zones.setdefault(code, []).append(zone)
    zones[KOSOVO] = ["Europe/Belgrade"]
    for code, first in POPULOUS.items():
        zones[code].sort(key=lambda zone: zone != first)
    return zones


def country_zones(zones):
    source = [
        f"Time zones of countries: zone.tab of the IANA time zone database {tzdata.IANA_VERSION},",
        "public domain, with Kosovo added.",
        "",
        "A country and its zones, the most populous first.",
    ]
    write("country_zones.txt", source, [f"{c} {' '.join(z)}" for c, z in sorted(zones.items())])


def zones_of_prefix(prefix, named, zones):
    """The zones of a prefix, in the order of the countries that share its calling code.

    libphonenumber names some zones by a foreign one of the same offset (Ireland by London); those
    are left out, and where no other is left it is every zone of the countries.
    """
    regions = next(
        phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(prefix[:length])]
        for length in (1, 2, 3)
        if int(prefix[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    )
    own = list(dict.fromkeys(zone for code in regions for zone in zones.get(code, ())))
    named = {RENAMED.get(zone, zone) for zone in named}
    if prefix in ("7", "740") and "Europe/Bucharest" in named:
        named.add("Europe/Kaliningrad")
    return tuple(zone for zone in own if zone in named) or tuple(own) or tuple(sorted(named))


def phone_zones(zones):
    found = {}
    for prefix, named in sorted(TIMEZONE_DATA.items()):
        mine = zones_of_prefix(prefix, named, zones)
        shorter = (prefix[:length] for length in range(len(prefix) - 1, 0, -1))
        if next((found[s] for s in shorter if s in found), None) != mine:
            found[prefix] = mine
    groups = defaultdict(list)
    for prefix, mine in found.items():
        groups[mine].append(prefix)
    source = [
        "Time zones of phone numbers: libphonenumber by the Python package phonenumbers",
        f"{version('phonenumbers')}, Apache-2.0, Copyright (C) 2011-2026 The Libphonenumber Authors. Changed:",
        "zones have their present names, and foreign ones of the same offset are the country's own.",
        "",
        "Zones, the most populous first, and the prefixes (digits after the +) that have them; the",
        "longest prefix of a number counts.",
    ]
    lines = [f"{','.join(z)} {' '.join(p)}" for z, p in sorted(groups.items(), key=lambda g: g[1])]
    write("phone_zones.txt", source, lines)


# Names of countries


def key(name):
    """The form in which names are compared: `key` of country.rs."""
    special = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
    special["þ"] = "th"
    text = ""
    for c in unicodedata.normalize("NFKD", name):
        c = c.lower()
        if "\u0300" <= c <= "\u036f" or c in ".'’‘`´":
            continue
        if c == "&":
            text += " and "
        elif (c.isascii() and not c.isalnum()) or c.isspace() or c in "–—،·":
            text += " "
        else:
            text += special.get(c, c)
    words = text.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def locale(tag):
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return None


def spellings(name):
    """The name and the other ways in which it is written."""
    yield name
    if "(" in name and "part)" not in name:  # Myanmar (Burma)
        yield name.split("(")[0].strip()
    if name.startswith("St. "):
        yield name.replace("St. ", "Saint ", 1)
    umlauts = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    plain = "".join(umlauts.get(c, c) for c in name)
    if plain != name:
        yield plain


def names_of(code, english):
    """Names of a country by how much they count: a later one loses against any earlier one."""
    own = [locale(tag) for tag in get_official_languages(code, regional=True, de_facto=True)]
    other = [locale(tag) for tag in LANGUAGES]
    ranks = [
        [english],
        [*ALIASES.get(code, "").split("|"), *ISO_NAMES.get(code, "").split("|")],
        [l.territories.get(code) for l in own if l],
        [l.territories.get(code) for l in other if l],
    ]
    return [[s for name in rank if name for s in spellings(name)] for rank in ranks]


def countries(codes):
    english = Locale("en").territories
    alpha3 = {
        of[0]: old
        for old, of in get_global("territory_aliases").items()
        if len(old) == 3 and old.isalpha() and len(of) == 1
    }
    # Beside codes that were given up the table has these as well.
    alpha3 |= {"CD": "COD", "DE": "DEU", "FI": "FIN", "FR": "FRA", "MM": "MMR", "RO": "ROU"}
    alpha3 |= {"TL": "TLS", "YE": "YEM", KOSOVO: "XKX"}
    names = {code: names_of(code, english[code]) for code in codes}
    owner = {}
    for code in codes:
        owner[key(code)] = owner[key(alpha3[code])] = code
    for rank in range(4):
        claims = defaultdict(set)
        for code in codes:
            for name in names[code][rank]:
                claims[key(name)].add(code)
        for claimed, by in claims.items():
            if claimed in owner or not claimed:
                continue
            if len(by) == 1:
                owner[claimed] = by.pop()
            else:
                print(f"ambiguous, left out: {claimed} {sorted(by)}")
    lines = []
    for code in codes:
        done, kept = {key(code), key(alpha3[code])}, []
        for name in (name for rank in names[code] for name in rank):
            if owner.get(key(name)) == code and key(name) not in done:
                done.add(key(name))
                kept.append(name)
        lines.append(f"{code} {alpha3[code]} {'|'.join(kept)}")
    source = [
        f"Names of countries: Unicode CLDR by the Python package Babel {version('Babel')}, Unicode-3.0,",
        "Copyright © 2004-2025 Unicode, Inc., with further names that people type.",
        "",
        "ISO 3166-1 alpha-2 and alpha-3 (and XK, Kosovo), then the names: first the English one, then",
        "those that mean the same, in its own and other languages.",
    ]
    write("countries.txt", source, lines)


# Holidays


def holidays_of(code):
    """The public holidays of the whole country, the days on which they are made up for included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # says that a calendar ends before LAST_YEAR
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        found = holidays.country_holidays(code, subdiv=PART.get(code), years=years)
    by_year = {year: set() for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    for day in found:
        if day.year in by_year:
            by_year[day.year].add(f"{day:%m%d}")
    always = set.intersection(*by_year.values())
    words = sorted(always)
    for year, days in by_year.items():
        if days - always:
            words += [f"{year}:", *sorted(days - always)]
    return " ".join([code, *words])


def holiday_table(codes):
    source = [
        f"Public holidays of whole countries, {FIRST_YEAR} to {LAST_YEAR}: the Python package holidays",
        f"{version('holidays')}, MIT, Copyright (c) Vacanza Team and individual contributors.",
        "",
        "A country; days (month and day) that are holidays in all years; then years with their other",
        "days.",
    ]
    write("holidays.txt", source, [holidays_of(code) for code in codes])


def main():
    zones = zone_tab()
    uninhabited = {"BV", "HM"}  # without a zone in the table, yet with a code
    codes = sorted(set(zones) | uninhabited)
    country_zones(zones)
    phone_zones(zones)
    countries(codes)
    holiday_table(sorted(set(holidays.list_supported_countries(include_aliases=False)) & set(codes)))


main()
