"""What the settings of configured objects are called, and the values that have names."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.domain.mail_times import ReportMail

Words = Mapping[str, Promise]

PORTALS: Words = MappingProxyType(
    {
        "verzekeringsinzicht": _("VerzekeringsInzicht"),
        "vdd": _("VDD (Veilig Digitaal Dossier)"),
        "other": _("Another portal"),
    }
)

TYPES: Words = MappingProxyType({"web-service": _("web service"), "sftp": _("SFTP")})

CULTURES: Words = MappingProxyType({"nl": _("Dutch"), "en": _("English")})

REPORT_MAILS: Words = MappingProxyType(
    {
        ReportMail.EVERY_MESSAGE: _("for every message"),
        ReportMail.HOURLY: _("every hour, when something came in"),
        ReportMail.DAILY: _("every day, when something came in or waits"),
    }
)

MODES: Words = MappingProxyType(
    {
        "live": _("Live: changes are applied"),
        "approval": _("Approval: a person approves every message"),
        "dry-run": _("Dry run: only shown, never applied"),
    }
)

GAPS: Words = MappingProxyType(
    {
        "park": _("Wait for the missing number"),
        "accept": _("Go on, with a warning"),
    }
)

DOUBLES: Words = MappingProxyType(
    {
        "park": _("Wait for a decision"),
        "create": _("Create the person"),
    }
)

PRESETS: Words = MappingProxyType(
    {
        "generic": _("Generic: 01 new, 02 change, 03 withdraw, 04 unchanged, 05 correct"),
        "verbs": _("Verbs: 01 new, 02 change, 03 end, 04 correct, 05 withdraw"),
        "own": _("A table of our own"),
    }
)

GUARDS: Words = MappingProxyType(
    {
        "persons_changed": _("Persons changed"),
        "cases_withdrawn": _("Cases withdrawn"),
        "keys_changed": _("Link keys changed"),
        "employments_ended": _("Employments ended"),
    }
)

FIELDS: Words = MappingProxyType(
    {
        "code": _("Code"),
        "name": _("Name"),
        "notes": _("Notes"),
        "open": _("Open for new members"),
        "former_codes": _("Former codes"),
        "kvk_number": _("KvK number"),
        "payroll_tax_number": _("Payroll tax number"),
        "external_ids": _("Ids in other systems"),
        "contract_reference": _("Contract"),
        "start": _("Client from"),
        "end": _("Client up to and including"),
        "groups": _("Employer groups"),
        "classifications": _("Classifications"),
        "values": _("Values"),
        "unknown": _("Any other value"),
        "from": _("From"),
        "until": _("Up to and including"),
        "run_out_until": _("Run-out up to and including"),
        "type": _("Kind"),
        "portal": _("Portal"),
        "insurer": _("Insurer"),
        "underwriting_agent": _("Underwriting agent"),
        "scope": _("Authorisations"),
        "all": _("All employers"),
        "employer_groups": _("Employer groups"),
        "employers": _("Employers"),
        "culture": _("Language of the reports"),
        "report_recipients": _("Recipients of reports"),
        "report_mail": _("How often reports are mailed"),
        "bsn": _("Process citizen service numbers"),
        "allowed_addresses": _("Addresses it may come from"),
        "streams": _("Streams"),
        "addresses": _("Addresses"),
        "street": _("Address"),
        "foreign": _("Address abroad"),
        "post_box": _("Post box"),
        "house_number": _("House number"),
        "house_number_suffix": _("Addition"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "location": _("Location"),
        "region": _("Region"),
        "country_code": _("Country code"),
        "country": _("Country"),
        "contact": _("Contact data"),
        "contact_persons": _("Contact persons"),
        "initials": _("Initials"),
        "role": _("Role (code)"),
        "departments": _("Departments"),
        "part_of": _("Part of"),
        "group": _("Employer group"),
        "message": _("Message"),
        "editions": _("Editions"),
        "employer_code": _("Template of the employer code"),
        "employer_code_options": _("Making the employer code"),
        "employee_key": _("Link key"),
        "operations": _("Processing codes"),
        "operations_per_edition": _("Processing codes per edition"),
        "operations_confirmed": _("Code tables confirmed with the sender"),
        "mode": _("Mode"),
        "gaps": _("Missing numbers"),
        "classification": _("Classifications"),
        "ended_reasons": _("End reasons that are no recovery"),
        "maternity_leaves": _("Leave codes that are maternity leave"),
        "composite_days": _("Days within which cases are joined"),
        "oldest_days": _("Days after which a first day gets a warning"),
        "field_policies": _("Overwrite policy per field"),
        "conversions": _("Conversion table per field"),
        "duplicate_persons": _("Possible duplicates"),
        "guards": _("Guards"),
        "answers": _("Codes in answers"),
        "default": _("Default"),
        "trim": _("Take blanks away"),
        "upper": _("In capitals"),
        "strip_zeros": _("Without leading zeros"),
        "conversion": _("Conversion table"),
        "more_than": _("More than"),
        "percent": _("Percentage"),
        "sender": _("Known to the receiver as"),
        "receiver": _("Receiver"),
        "software": _("Software that messages name"),
        "edition": _("Edition of the receiver"),
        "messages": _("Messages"),
        "test": _("As a test"),
        "all_persons": _("Persons without absence too"),
        "closed_cases": _("Cases that ended before too"),
        "employer_number": _("Employer number from"),
        "connection_number": _("Connection number from"),
        "stated": _("Stated where something is lacking"),
        "delivery": _("Delivery"),
        "retention": _("Retention terms in days"),
        "proposals": _("Decided proposals for employers"),
        **GUARDS,
    }
)

VALUES: Mapping[str, Words] = MappingProxyType(
    {
        "type": TYPES,
        "portal": PORTALS,
        "culture": CULTURES,
        "report_mail": REPORT_MAILS,
        "mode": MODES,
        "gaps": GAPS,
        "duplicate_persons": DOUBLES,
        "operations": PRESETS,
    }
)
"""What the values of a setting are called."""
