"""How many rows hang from each row of a list, within the query of the list."""

from typing import Any

from django.db import models
from django.db.models import Func, IntegerField, QuerySet, Subquery


def counted(rows: "QuerySet[Any, Any]") -> Subquery:
    """The number of rows, which name the row of the list by `OuterRef`; zero when there are none.

    Not a join with GROUP BY: several of these do not multiply each other.
    """
    count = Func(models.F("id"), function="count", output_field=IntegerField())
    return Subquery(rows.order_by().values(counted=count), output_field=IntegerField())
