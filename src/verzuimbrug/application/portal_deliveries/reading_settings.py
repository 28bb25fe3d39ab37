"""By which settings of a stream a message is read: when they change it is read anew."""

import hashlib
import json
from collections.abc import Mapping

from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.streams import ImportConfiguration


def digest_of(configuration: ImportConfiguration) -> str:
    """The same for two configurations by which a message says the same."""
    code, rules = configuration.employer_code, configuration.case_rules
    read_by = [
        configuration.message,
        sorted(configuration.editions),
        [code.template, code.trim, code.upper, code.strip_zeros],
        _table(code.conversion),
        configuration.employee_key,
        _words(rules.operations),
        {edition: _words(table) for edition, table in rules.operations_per_edition.items()},
    ]
    return hashlib.sha256(json.dumps(read_by, sort_keys=True).encode()).hexdigest()


def _table(table: ConversionTable) -> list[object]:
    return [dict(table.values), table.unknown, table.default]


def _words(operations: Mapping[str, Operation]) -> dict[str, str]:
    return {code: operation.value for code, operation in operations.items()}
