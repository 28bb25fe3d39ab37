"""The tables outside row-level security: a named list (docs/adr), with `people.User`."""

from django.db import models


class Arbodienst(models.Model):
    """A tenant: an occupational health service, or a sandbox for one account of one.

    Of a sandbox, `sandbox_of` is the arbodienst of the account, and `sandbox_account` the account's
    id there; of several the last one counts, for those before it are closed. Nobody works for a
    sandbox, and it stands in no list of arbodiensten.
    """

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    sandbox_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    sandbox_account = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sandbox_of__isnull=True, sandbox_account__isnull=True)
                | models.Q(sandbox_of__isnull=False, sandbox_account__isnull=False),
                name="arbodienst_sandbox_whole",
            ),
        ]


class SignInKind(models.TextChoices):
    """What a sign-in hash is made of."""

    CUSTOMER_CODE = "customer-code"
    API_KEY = "api-key"
    LINK = "link"
    SFTP_LOGIN = "sftp-login"
    INVITATION = "invitation"
    EXPORT = "export"
    CONFORMANCE = "conformance"


class SignIn(models.Model):
    """From the SHA-256 of a customer code, API key, link, login or page to whose it is.

    Read before a tenant is known; `target` is the id of the credential, key, link, login,
    invitation or export in that tenant; of the page of a sandbox, of its account.
    """

    hash = models.BinaryField(primary_key=True)
    kind = models.CharField(max_length=20, choices=SignInKind)
    arbodienst = models.ForeignKey(Arbodienst, on_delete=models.CASCADE)
    account = models.BigIntegerField(null=True)
    target = models.BigIntegerField()


class WorkState(models.TextChoices):
    """Where a message stands in the queue; a message that is done has no row."""

    READY = "ready"
    WAITING = "waiting"
    FAILED = "failed"


class Work(models.Model):
    """The queue: one row per message that is still to be done, claimed with SKIP LOCKED.

    `waiting` is for messages of an account that is not active yet (VE-1); `attempts` counts runs
    that raised, outside the transaction that failed (MSG-7). `shard` is the part of the queue that
    the messages of an employer are in (store/queue.py); None for any.
    """

    message = models.BigIntegerField(primary_key=True)
    arbodienst = models.ForeignKey(Arbodienst, on_delete=models.CASCADE, db_index=False)
    account = models.BigIntegerField()
    size = models.IntegerField(default=0)
    shard = models.SmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.READY)
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["message"], name="work_ready", condition=models.Q(state="ready")),
        ]


class RefusedAttempt(models.Model):
    """A delivery that was refused at the door: when, where, why, and the hash of the code given.

    The tenant is known only when the customer code is.
    """

    arbodienst = models.ForeignKey(Arbodienst, null=True, on_delete=models.CASCADE, db_index=False)
    at = models.DateTimeField(db_index=True)
    door = models.CharField(max_length=10)
    address = models.CharField(max_length=64)
    code_hash = models.BinaryField()
    reason = models.CharField(max_length=40)
    stream = models.CharField(max_length=100)
    size = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["arbodienst", "id"],
                name="refused_attempt",
                condition=models.Q(arbodienst__isnull=False),
            ),
        ]


class KeyMark(models.Model):
    """A keyed hash by which an instance sees that it has the key that the database was made with.

    Only the migration, as the owner of the tables, reads and writes it.
    """

    name = models.CharField(max_length=20, primary_key=True)
    mark = models.BinaryField()


class SignInFailures(models.Model):
    """How often signing in failed lately, per hash of what is counted (docs/interfaces).

    `hash` is the SHA-256 of a customer code with an address, or of an address alone.
    """

    hash = models.BinaryField(primary_key=True)
    since = models.DateTimeField()
    count = models.IntegerField()
