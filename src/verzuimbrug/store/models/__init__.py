"""The tables: all but those of `open` belong to one arbodienst, under row-level security."""

from verzuimbrug.store.models.access_chain import AccessCheck, AccessCheckpoint, AccessSeal
from verzuimbrug.store.models.accounts import (
    AccountScope,
    ApiKey,
    ClientAccount,
    Credential,
    OneTimeLink,
    PortalEmployer,
    ReadinessOutcome,
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
from verzuimbrug.store.models.employer_proposals import (
    EmployerProposal,
    EmployerWord,
)
from verzuimbrug.store.models.events import Event, EventDue
from verzuimbrug.store.models.exports import (
    Export,
    ExportCase,
    ExportDue,
    ExportMessage,
    ExportPerson,
    ExportScope,
)
from verzuimbrug.store.models.mail import Mail, MailCopy
from verzuimbrug.store.models.mail_texts import MailTextVersion
from verzuimbrug.store.models.messages import (
    Answer,
    AnswerDue,
    Awaited,
    Look,
    Message,
    MessageBody,
    Redelivery,
    ShownChanges,
    Waiting,
)
from verzuimbrug.store.models.open import (
    Arbodienst,
    KeyMark,
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
from verzuimbrug.store.models.passed_on import PassedOnItem
from verzuimbrug.store.models.people import Invitation, User, UserEvent, UserScope
from verzuimbrug.store.models.portal_deliveries import (
    PortalDelivery,
    PortalMessage,
    PortalPerson,
    PortalReport,
)
from verzuimbrug.store.models.retention import RetentionItem, RetentionRun, RetentionTerm
from verzuimbrug.store.models.staged import StagedFile
from verzuimbrug.store.models.tenant import TenantModel
from verzuimbrug.store.models.webhooks import Webhook, WebhookDelivery

OPEN_MODELS = (Arbodienst, KeyMark, SignIn, SignInFailures, Work, RefusedAttempt, User)

__all__ = [
    "OPEN_MODELS",
    "AbsenceCase",
    "AbsenceReport",
    "AccessCheck",
    "AccessCheckpoint",
    "AccessLog",
    "AccessSeal",
    "AccountEvent",
    "AccountScope",
    "Answer",
    "AnswerDue",
    "ApiKey",
    "Arbodienst",
    "Awaited",
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
    "EmployerProposal",
    "EmployerWord",
    "Employment",
    "Event",
    "EventDue",
    "Export",
    "ExportCase",
    "ExportDue",
    "ExportMessage",
    "ExportPerson",
    "ExportScope",
    "GroupMembership",
    "Invitation",
    "KeyMark",
    "LinkKey",
    "Look",
    "Mail",
    "MailCopy",
    "MailTextVersion",
    "Message",
    "MessageBody",
    "OneTimeLink",
    "PassedOnItem",
    "PortalDelivery",
    "PortalEmployer",
    "PortalMessage",
    "PortalPerson",
    "PortalReport",
    "ReadinessOutcome",
    "Redelivery",
    "RefusedAttempt",
    "Reminder",
    "ReservedCode",
    "RetentionItem",
    "RetentionRun",
    "RetentionTerm",
    "SftpKey",
    "SftpLogin",
    "ShownChanges",
    "SignIn",
    "SignInFailures",
    "StagedFile",
    "Statement",
    "Stream",
    "TenantModel",
    "Undo",
    "User",
    "UserEvent",
    "UserScope",
    "Waiting",
    "Waiver",
    "Webhook",
    "WebhookDelivery",
    "Work",
]
