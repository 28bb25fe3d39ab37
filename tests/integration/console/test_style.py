import pytest

from console_world import person, visit

pytestmark = pytest.mark.usefixtures("database")


def test_style_page_is_there_for_who_is_signed_in() -> None:
    answer = visit(person("audit")).get("/stijl/")

    assert answer.status_code == 200
    assert "Stijlpagina" in answer.content.decode()
