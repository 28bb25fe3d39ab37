"""Link keys that may be stored: a BSN as link key is its blind index only (WN-1, WN-6)."""

from dataclasses import replace

from verzuimbrug.domain.deliveries import DeliveredPerson, Delivery
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.tags import BSN_KEY
from verzuimbrug.store.encryption import blind_index


def with_hidden_keys(delivery: Delivery, configuration: ImportConfiguration) -> Delivery:
    """The delivery with blind indexes in place of its keys, when the stream's key is the BSN."""
    if configuration.employee_key != BSN_KEY:
        return delivery
    employers = tuple(
        replace(employer, persons=tuple(_with_hidden_key(person) for person in employer.persons))
        for employer in delivery.employers
    )
    return replace(delivery, employers=employers)


def _with_hidden_key(person: DeliveredPerson) -> DeliveredPerson:
    hidden = tuple(blind_index(key, "link key").hex() for key in person.keys.get(BSN_KEY, ()))
    return replace(person, keys={**person.keys, BSN_KEY: hidden})
