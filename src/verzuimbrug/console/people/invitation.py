"""Behind the link of an invitation: who it is for, and the first password.

Looking at the page opens nothing, choosing a password does: once. An unknown link, an opened one
and an expired one give the same page.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from verzuimbrug.application.users.inviting import Invited, accept_invitation, show_invitation
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.console.language import chosen_language
from verzuimbrug.console.pages import answer, go
from verzuimbrug.console.people.forms import PasswordForm
from verzuimbrug.console.people.words import told


# The address itself is the secret that a forged request would need; and the log of a refused one
# would hold it.
@csrf_exempt
@sensitive_post_parameters()
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page with the form, or after it the page for signing in."""
    invited = show_invitation(secret)
    if invited is None:
        response = answer(request, "console/people/gone.html", {}, status=404)
    else:
        with translation.override(chosen_language(request) or invited.language):
            response = _opened(request, secret, invited)
    response["Referrer-Policy"] = "no-referrer"
    # Django would log the address, which is the secret.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _opened(request: HttpRequest, secret: str, invited: Invited) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if accept_invitation(secret, form.cleaned_data["password"]) is not None:
                return go("account_login")
        except PersonError as weak:
            form.add_error("password", told(weak))
    context = {"form": form, "invited": invited}
    return answer(request, "console/people/invitation.html", context)
