"""People who sign in to the console: who they are, what they are limited to, what was done to them.

`User` is outside row-level security: it is read before a tenant is known. The rest is not.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from verzuimbrug.store.models.open import Arbodienst
from verzuimbrug.store.models.tenant import TenantModel, tenant_key

LONGEST_EMAIL = 90
"""What somebody does is kept under `user:` and the address, in at most a hundred characters."""


class UserManager(BaseUserManager["User"]):
    """Finds people by their address."""


class User(AbstractBaseUser):
    """A person who signs in: of an arbodienst, or the operator of the platform, who has none.

    The role says what the person may do (`domain.permissions`); the address is in lower case.
    `scope_all` says that nothing limits at which employers; else `UserScope` does.
    """

    id = models.BigAutoField(primary_key=True)
    arbodienst = models.ForeignKey(Arbodienst, null=True, on_delete=models.CASCADE, db_index=False)
    email = models.CharField(max_length=LONGEST_EMAIL, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    scope_all = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arbodienst", "id"], name="user_tenant_id"),
        ]


class UserScope(TenantModel):
    """One group or one employer that a person is limited to, beside others."""

    user = tenant_key("User")
    group = tenant_key("EmployerGroup", null=True)
    employer = tenant_key("Employer", null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "user"], name="user_scope_user")]


class UserEvent(TenantModel):
    """What was done to a person's account: invitation, role, scope; by whom, when, with what."""

    user = tenant_key("User")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    event = models.CharField(max_length=40)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "user", "id"], name="user_event_user")]


class Invitation(TenantModel):
    """A link by which an invited person chooses a password: it opens once and expires."""

    user = tenant_key("User")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["arbodienst", "user"], name="invitation_user")]
