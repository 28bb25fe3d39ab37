"""The tables of the import that one would write by hand."""

from django.db import models


class Employer(models.Model):
    """A client of the arbodienst."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "alternative"


class Message(models.Model):
    """A message as received; the same bytes are taken in once."""

    sha256 = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=40)
    reference = models.CharField(max_length=100)
    content = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "alternative"


class Person(models.Model):
    """An employee, known by the portal's key at an employer."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT)
    key = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    surname = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)

    class Meta:
        app_label = "alternative"
        constraints = [models.UniqueConstraint(fields=["employer", "key"], name="person_key")]


class Employment(models.Model):
    """An employment of a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    number = models.CharField(max_length=100)
    fields = models.JSONField(default=dict)

    class Meta:
        app_label = "alternative"
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="employment")]


class Case(models.Model):
    """A case of absence as its reports made it; `periods` are percentages by first day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    key = models.CharField(max_length=100)
    first_day = models.DateField()
    recovered_on = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    cause = models.CharField(max_length=10)
    periods = models.JSONField(default=dict)
    last_sequence = models.IntegerField(default=0)

    class Meta:
        app_label = "alternative"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="case")]


class Report(models.Model):
    """One report of a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    message = models.ForeignKey(Message, on_delete=models.PROTECT)
    sequence = models.IntegerField()
    operation = models.CharField(max_length=2)
    content = models.JSONField(default=dict)

    class Meta:
        app_label = "alternative"
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="report")]
