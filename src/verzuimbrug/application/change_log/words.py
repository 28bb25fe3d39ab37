"""The change log in words: kinds, effects, fields and values, in Dutch and in English."""

from collections.abc import Mapping

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.effects import Effect

_DUTCH, _ENGLISH = "nl", "en"

Words = Mapping[str, Mapping[str, str]]

_KINDS: Words = {
    "employee": {_DUTCH: "persoon", _ENGLISH: "person"},
    "employment": {_DUTCH: "dienstverband", _ENGLISH: "employment"},
    "case": {_DUTCH: "verzuimgeval", _ENGLISH: "absence case"},
}
_EFFECTS: Words = {
    Effect.CREATED: {_DUTCH: "aangemaakt", _ENGLISH: "created"},
    Effect.SUPPLEMENTED: {_DUTCH: "aangevuld", _ENGLISH: "supplemented"},
    Effect.OVERWRITTEN: {_DUTCH: "overschreven", _ENGLISH: "overwritten"},
    Effect.REKEYED: {_DUTCH: "koppelsleutel vervangen", _ENGLISH: "link key replaced"},
    Effect.LINKED: {_DUTCH: "koppelsleutel toegevoegd", _ENGLISH: "link key added"},
    Effect.CHANGED: {_DUTCH: "gewijzigd", _ENGLISH: "changed"},
    Effect.RECOVERED: {_DUTCH: "hersteld", _ENGLISH: "recovered"},
    Effect.ENDED: {_DUTCH: "beëindigd", _ENGLISH: "ended"},
    Effect.REOPENED: {_DUTCH: "heropend", _ENGLISH: "reopened"},
    Effect.WITHDRAWN: {_DUTCH: "ingetrokken", _ENGLISH: "withdrawn"},
    Effect.HIDDEN: {_DUTCH: "verborgen", _ENGLISH: "hidden"},
    Effect.SHOWN: {_DUTCH: "weer zichtbaar", _ENGLISH: "shown again"},
}
_STATUSES: Words = {
    CaseStatus.OPEN: {_DUTCH: "open", _ENGLISH: "open"},
    CaseStatus.RECOVERED: {_DUTCH: "hersteld", _ENGLISH: "recovered"},
    CaseStatus.ENDED: {_DUTCH: "beëindigd", _ENGLISH: "ended"},
    CaseStatus.WITHDRAWN: {_DUTCH: "ingetrokken", _ENGLISH: "withdrawn"},
}
_YES_OR_NO = {True: {_DUTCH: "ja", _ENGLISH: "yes"}, False: {_DUTCH: "nee", _ENGLISH: "no"}}
_SHIELDED = {_DUTCH: "afgeschermd", _ENGLISH: "shielded"}

_FIELDS = {
    "address": "adres",
    "bank_account": "bankrekening",
    "birth_date": "geboortedatum",
    "bsn": "burgerservicenummer",
    "call_name": "roepnaam",
    "cause": "oorzaak",
    "classification": "verzuimclassificatie",
    "contact": "communicatie",
    "continued_pay_percentage": "percentage loondoorbetaling",
    "continues": "vervolg op geval",
    "contract_number": "contractnummer",
    "cost_centres": "kostenplaatsen",
    "deceased_on": "overlijdensdatum",
    "department": "afdeling",
    "department_code": "afdelingscode",
    "distribution": "verdeling werktijd",
    "education_level": "opleidingsniveau",
    "employment": "dienstverband",
    "end": "einddatum",
    "end_reason": "reden einde",
    "expected_recovery": "verwacht herstel",
    "first_day": "eerste verzuimdag",
    "foreign_address": "buitenlands adres",
    "former_link_key": "vroegere koppelsleutel",
    "full_time_hours": "uren normale werkweek",
    "gender": "geslacht",
    "hidden": "verborgen",
    "hours_per_week": "uren per week",
    "initials": "voorletters",
    "job": "functie",
    "job_code": "functiecode",
    "kind": "soort dienstverband",
    "last_sequence": "laatste volgnummer",
    "leave": "verlof (WAZO)",
    "link_key": "koppelsleutel",
    "name_preference": "voorkeur naamgebruik",
    "no_risk": "no-riskstatus",
    "partner": "partner",
    "periods": "perioden",
    "personnel_number": "personeelsnummer",
    "personnel_number_old": "vroeger personeelsnummer",
    "phase": "fase",
    "prefix": "voorvoegsel",
    "recovered_on": "hersteldatum",
    "safety_net": "vangnet",
    "start": "begindatum",
    "status": "status",
    "surname": "achternaam",
    "term": "bepaalde tijd",
    "title_after": "titel achter de naam",
    "title_before": "titel voor de naam",
    "unit": "onderdeel",
    "unit_code": "onderdeelcode",
    "variable_hours": "variabele werktijd",
    "waiting_days": "wachtdagen",
    "work_relation": "arbeidsrelatie",
    "workplace": "standplaats",
    "workplace_postal_code": "postcode standplaats",
}
"""The Dutch for each field; in English it is the field itself."""

_PARTS = {
    "bic": "BIC",
    "care_kind": "soort verpleegadres",
    "care_name": "naam verpleegadres",
    "city": "woonplaats",
    "code": "code",
    "country": "land",
    "country_code": "landcode",
    "house_number": "huisnummer",
    "house_number_suffix": "toevoeging",
    "iban": "IBAN",
    "location": "locatie",
    "name": "naam",
    "number": "nummer",
    "number_old": "vroeger nummer",
    "part": "onderdeel",
    "part_code": "onderdeelcode",
    "postal_code": "postcode",
    "region": "regio",
    "street": "straat",
}
"""The Dutch for the parts of fields that are groups."""


def kind_word(kind: str, language: str) -> str:
    """What an object is."""
    return _word(_KINDS, kind, language)


def effect_words(effects: tuple[str, ...], language: str) -> str:
    """What a change comes to."""
    return ", ".join(_word(_EFFECTS, effect, language) for effect in effects)


def status_word(status: str, language: str) -> str:
    """The status of a case (VZ-10)."""
    return _word(_STATUSES, status, language)


def field_word(field: str, language: str) -> str:
    """A field; that of a repeated group with its kind code behind it."""
    name, _, code = field.partition(":")
    word = _FIELDS.get(name, name) if language == _DUTCH else name
    told = word.replace("_", " ")
    return f"{told} ({code})" if code else told


def value_words(field: str, value: object, language: str) -> str:
    """A value on one line; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_OR_NO[value][language]
    if isinstance(value, Mapping):
        told = (f"{_part(n, language)} {part}" for n, part in value.items() if part is not None)
        return ", ".join(told)
    return status_word(str(value), language) if field == "status" else str(value)


def _part(name: str, language: str) -> str:
    """A part of a group; that of one of several with its number before it."""
    number, _, part = name.rpartition(".")
    word = _PARTS.get(part) or field_word(part, language) if language == _DUTCH else part
    return f"{number} {word}".strip().replace("_", " ")


def shielded_word(language: str) -> str:
    """What stands for a value that is not shown (datakluis)."""
    return _SHIELDED[language]


def _word(words: Words, name: str, language: str) -> str:
    return words.get(name, {}).get(language, name)
