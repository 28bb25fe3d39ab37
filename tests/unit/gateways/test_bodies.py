"""Bodies of requests, read to their end or not at all."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.gateways.requests import discard_body, read_body


class _CutOff(BytesIO):
    """Gives what it has, and then tells that the rest does not come."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if not found:
            raise ConnectionResetError
        return found


@pytest.mark.parametrize(
    "headers", [{"CONTENT_LENGTH": "9"}, {"HTTP_TRANSFER_ENCODING": "chunked"}]
)
def test_body_that_breaks_off_is_no_body(headers: dict[str, str]) -> None:
    request = RequestFactory().post("/")
    request.META.pop("CONTENT_LENGTH")
    request.META.update({**headers, "wsgi.input": (cut_off := _CutOff(b"<a>"))})
    request._stream = cut_off  # noqa: SLF001 -- where Django reads it

    with pytest.raises(RefusedError) as refused:
        read_body(request, 100)

    assert refused.value.code is RefusalCode.UNREADABLE
    discard_body(request)
