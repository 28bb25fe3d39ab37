"""Pages asked as somebody at a coupling, and what stands on them."""

import re

from django.test import Client

from console_world import person, visit
from doors_world import Coupling
from verzuimbrug.store.models import Arbodienst


def visit_at(coupling: Coupling, role: str = "manage") -> Client:
    """Somebody of the arbodienst, signed in."""
    return visit(person(role, Arbodienst.objects.get(id=coupling.arbodienst)))


def page_of(client: Client, path: str, status: int = 200) -> str:
    """A page that is there, unless another status is said."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.content.decode())
    return answer.content.decode()


def link_of(page: str, words: str) -> str:
    """The address of the first link with these words."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{re.escape(words)}', page)
    assert found is not None, words
    return found[1].replace("&amp;", "&")


def values_of(page: str, name: str) -> list[str]:
    """What the hidden fields and boxes of this name would send."""
    return re.findall(rf'<input type="(?:hidden|checkbox)" name="{name}" value="([^"]*)"', page)
