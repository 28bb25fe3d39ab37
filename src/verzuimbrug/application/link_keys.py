"""The link keys of a delivery as its stream knows persons by them (WN-1, WN-3, WN-6)."""

from collections.abc import Mapping
from dataclasses import replace

from verzuimbrug.domain.deliveries import DeliveredPerson, Delivery
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.tags import BSN_KEY, KEY_WITH_FORMER
from verzuimbrug.store.encryption import blind_index


def with_link_keys(delivery: Delivery, configuration: ImportConfiguration) -> Delivery:
    """The delivery with keys that may be stored and compared on its stream.

    A BSN as link key is its blind index only. A former key is one of the tag that the message has a
    former one of: where the stream knows persons by another tag it names nobody, and is dropped.
    """
    tag = configuration.employee_key
    if tag == KEY_WITH_FORMER:
        return delivery
    employers = tuple(
        replace(employer, persons=tuple(_known_by(tag, person) for person in employer.persons))
        for employer in delivery.employers
    )
    return replace(delivery, employers=employers)


def _known_by(tag: str, person: DeliveredPerson) -> DeliveredPerson:
    alone = replace(person, key_old=None)
    return _with_hidden_key(alone) if tag == BSN_KEY else alone


def _with_hidden_key(person: DeliveredPerson) -> DeliveredPerson:
    return replace(person, keys=with_hidden_bsn(person.keys))


def with_hidden_bsn(keys: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Link keys by tag, of which a BSN is its blind index only (WN-6)."""
    hidden = tuple(blind_index(key, "link key").hex() for key in keys.get(BSN_KEY, ()))
    return {**keys, BSN_KEY: hidden}
