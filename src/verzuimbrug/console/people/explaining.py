"""Why somebody may or may not see something."""

from django.http import HttpResponse

from verzuimbrug.application.users.explaining import Explanation, Thing, explain
from verzuimbrug.application.users.listing import list_colleagues
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.people.forms import ExplainForm
from verzuimbrug.console.people.words import ROLES, RULES
from verzuimbrug.domain.permissions import Permission


@page(Permission.PEOPLE_READ)
def explain_access(request: ConsoleRequest) -> HttpResponse:
    """A form, and the rules that decide, each with yes or no."""
    colleagues = list_colleagues(request.visitor.reader)
    people = tuple((one.id, f"{one.name} ({ROLES[one.role]})") for one in colleagues)
    form = ExplainForm(request.GET or None, people=people, initial={"wie": request.visitor.user})
    context: dict[str, object] = {"form": form, "is_asked": form.is_bound and form.is_valid()}
    if context["is_asked"]:
        said = form.cleaned_data
        explained = explain(
            request.visitor.reader, said["wie"], Thing(said["soort"]), said["naam"].strip()
        )
        context |= {"explained": explained, "who": dict(people)[said["wie"]], **_told(explained)}
    return answer(request, "console/people/explain.html", context)


def _told(explained: Explanation | None) -> dict[str, object]:
    if explained is None:
        return {}
    return {"rulings": [(ruling, RULES[ruling.rule]) for ruling in explained.rulings]}
