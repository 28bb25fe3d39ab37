"""Imports a message row by row through Django's ORM, in one transaction (bench/alternative)."""

import hashlib
from collections.abc import Callable, Mapping

from django.db import transaction
from lxml import etree
from models import Case, Employer, Employment, Message, Person, Report

_GROUPS = ("StrAdrNl", "Com", "Cntprsn", "Vrzm", "Dnstvbnd")

Texts = Mapping[str, str]


class RefusedError(Exception):
    """A message that cannot be imported; nothing of it is."""


class Importer:
    """Imports messages that are valid by a schema."""

    def __init__(self, schema: etree.XMLSchema) -> None:
        self._schema = schema

    def import_message(self, content: bytes) -> int:
        """Import a message, all of it or nothing; return its number of reports."""
        digest = hashlib.sha256(content).hexdigest()
        if Message.objects.filter(sha256=digest).exists():
            return 0
        root = etree.fromstring(content)
        if not self._schema.validate(root):
            raise RefusedError(str(self._schema.error_log.last_error))
        head = _texts(root.find("{*}BrAlg"))
        with transaction.atomic():
            message = Message.objects.create(
                sha256=digest, sender=head["IdInzndr"], reference=head["Berrefnr"], content=content
            )
            return sum(_import_employer(message, each) for each in root.iterfind("{*}Wrkgvr"))


def _import_employer(message: Message, element: etree._Element) -> int:
    code = f"FLSN{_texts(element)['IdWrkgvrArbdnst']}"
    try:
        employer = Employer.objects.get(code=code)
    except Employer.DoesNotExist as missing:
        raise RefusedError(f"unknown employer {code}") from missing
    return sum(_import_person(message, employer, each) for each in element.iterfind("{*}Wrknmr"))


def _import_person(message: Message, employer: Employer, element: etree._Element) -> int:
    texts = _texts(element)
    person, _ = Person.objects.update_or_create(
        employer=employer,
        key=texts["IdWrknmr"],
        defaults={
            "birth_date": texts.get("Gebdat"),
            "surname": texts.get("SignNm", ""),
            "fields": {
                **texts,
                "addresses": [_texts(each) for each in element.iterfind("{*}StrAdrNl")],
                "contacts": [_texts(each) for each in element.iterfind("{*}Com")],
            },
        },
    )
    reports = 0
    for each in element.iterfind("{*}Dnstvbnd"):
        employment = _texts(each)
        Employment.objects.update_or_create(
            person=person, number=employment["IdDnstvbnd"], defaults={"fields": employment}
        )
        for report in each.iterfind("{*}Vrzm"):
            _import_report(message, person, _texts(report))
            reports += 1
    return reports


def _import_report(message: Message, person: Person, report: Texts) -> None:
    sequence, operation = int(report["VrzmgvlVnrMld"]), report["VrwrkCd"]
    case, _ = Case.objects.select_for_update().get_or_create(
        person=person,
        key=report["VrzmgvlId"],
        defaults={"first_day": report["DatEerstVrzmdg"], "cause": report["OorzkVrzmCd"]},
    )
    if sequence != case.last_sequence + 1:
        raise RefusedError(f"{case.key}: report {sequence} after {case.last_sequence}")
    _OPERATIONS[operation](case, report)
    case.last_sequence = sequence
    case.save()
    Report.objects.create(
        case=case, message=message, sequence=sequence, operation=operation, content=dict(report)
    )


def _change(case: Case, report: Texts) -> None:
    if report["EndVrzmJN"] == "J":
        case.recovered_on = report.get("DatHrstld") or report["IngdatMutVrzm"]
    else:
        case.recovered_on = None
        case.periods[report["IngdatMutVrzm"]] = report["PrcVrzm"]


def _withdraw(case: Case, report: Texts) -> None:
    if report["EndVrzmJN"] == "J":
        case.recovered_on = None
    else:
        case.withdrawn = True


def _correct(case: Case, report: Texts) -> None:
    case.first_day = report["DatEerstVrzmdg"]
    for before in ("IngdatMutVrzmOud", "DatEerstVrzmdgOud"):
        case.periods.pop(report.get(before), None)
    _change(case, report)


def _leave_alone(_case: Case, _report: Texts) -> None:
    """The same was said again."""


_OPERATIONS: Mapping[str, Callable[[Case, Texts], None]] = {
    "01": _change,
    "02": _change,
    "03": _withdraw,
    "04": _leave_alone,
    "05": _correct,
}


def _texts(element: etree._Element | None) -> dict[str, str]:
    """The text of each child that is no group, by its name without namespace."""
    named = ((etree.QName(child).localname, child.text or "") for child in element or ())
    return {name: text for name, text in named if name not in _GROUPS}
