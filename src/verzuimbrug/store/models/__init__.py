"""The tables: all but those of `open` belong to one arbodienst, under row-level security."""

from verzuimbrug.store.models.accounts import (
    AccountScope,
    ApiKey,
    ClientAccount,
    Credential,
    OneTimeLink,
    PortalEmployer,
    SftpKey,
    SftpLogin,
    Stream,
    Waiver,
)
from verzuimbrug.store.models.audit import AccessLog, AccountEvent, Change, Reminder, Undo
from verzuimbrug.store.models.dossiers import (
    AbsenceCase,
    AbsenceReport,
    CaseAlias,
    Employee,
    Employment,
    LinkKey,
    Statement,
)
from verzuimbrug.store.models.messages import (
    Answer,
    Message,
    MessageBody,
    Redelivery,
    ShownChanges,
    Waiting,
)
from verzuimbrug.store.models.open import (
    Arbodienst,
    RefusedAttempt,
    SignIn,
    SignInFailures,
    Work,
)
from verzuimbrug.store.models.parties import (
    Classification,
    ClassificationScheme,
    ConfigurationVersion,
    ConversionTable,
    Employer,
    EmployerGroup,
    GroupMembership,
    ReservedCode,
)
from verzuimbrug.store.models.portal_deliveries import (
    PortalDelivery,
    PortalMessage,
    PortalPerson,
    PortalReport,
)
from verzuimbrug.store.models.tenant import TenantModel

OPEN_MODELS = (Arbodienst, SignIn, SignInFailures, Work, RefusedAttempt)

__all__ = [
    "OPEN_MODELS",
    "AbsenceCase",
    "AbsenceReport",
    "AccessLog",
    "AccountEvent",
    "AccountScope",
    "Answer",
    "ApiKey",
    "Arbodienst",
    "CaseAlias",
    "Change",
    "Classification",
    "ClassificationScheme",
    "ClientAccount",
    "ConfigurationVersion",
    "ConversionTable",
    "Credential",
    "Employee",
    "Employer",
    "EmployerGroup",
    "Employment",
    "GroupMembership",
    "LinkKey",
    "Message",
    "MessageBody",
    "OneTimeLink",
    "PortalDelivery",
    "PortalEmployer",
    "PortalMessage",
    "PortalPerson",
    "PortalReport",
    "Redelivery",
    "RefusedAttempt",
    "Reminder",
    "ReservedCode",
    "SftpKey",
    "SftpLogin",
    "ShownChanges",
    "SignIn",
    "SignInFailures",
    "Statement",
    "Stream",
    "TenantModel",
    "Undo",
    "Waiting",
    "Waiver",
    "Work",
]
