"""A configuration to start from, and short ways to apply and change it."""

from typing import Any

import yaml

from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.activation import CHECKS, Waiver
from verzuimbrug.application.configuration.configure import Configured, configure

ACCOUNT = "Felison verzekeringsinzicht"
WAIVED = Waiver(checks=CHECKS, reason="proef")
"""For tests that are not about readiness (GR-6)."""


def example(arbodienst: str = "GEZOND") -> dict[str, Any]:
    """The configuration of docs/interfaces, to change at will."""
    template = "FLSN[IdWrkgvrArbdnst]"
    return {
        "arbodienst": {"code": arbodienst, "name": "Arbodienst Gezond"},
        "employer_groups": [{"code": "FELISON-VI", "name": "Gezamenlijke relaties Felison"}],
        "classification_schemes": [
            {
                "code": "standaard",
                "classifications": [
                    {"code": "ziekte", "name": "Ziekte"},
                    {"code": "arbeidsongeval", "name": "Arbeidsongeval"},
                ],
            }
        ],
        "employers": [
            {
                "code": "FLSN1001",
                "name": "Bakkerij De Korenbloem B.V.",
                "groups": ["FELISON-VI"],
                "classifications": "standaard",
            }
        ],
        "accounts": [
            {
                "name": ACCOUNT,
                "type": "web-service",
                "portal": "verzekeringsinzicht",
                "insurer": "Felison Assuradeuren",
                "scope": {"employer_groups": ["FELISON-VI"]},
                "report_recipients": ["klantbeheer@example.nl"],
                "streams": [
                    {
                        "name": "Verzuimmeldingen",
                        "employer_code": template,
                        "operations_confirmed": True,
                        "classification": {
                            "default": "ziekte",
                            "OorzkVrzmCd": {"10": "arbeidsongeval"},
                        },
                    },
                    {"name": "WerknemersGegevens", "employer_code": template},
                ],
            }
        ],
    }


def as_file(configuration: dict[str, Any]) -> bytes:
    """The configuration as a person would hand it in."""
    return yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True).encode()


def apply(configuration: dict[str, Any], *, dry_run: bool = False) -> Configured:
    """Apply it; it has to be right."""
    outcome = configure(as_file(configuration), "test", dry_run=dry_run)
    assert not outcome.findings, [finding.text() for finding in outcome.findings]
    return outcome


def coupling(arbodienst: str = "GEZOND") -> AccountRef:
    """The example applied; its account."""
    apply(example(arbodienst))
    return find_account(ACCOUNT, arbodienst)
