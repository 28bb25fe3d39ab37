"""`verzuimbrug portal conformance`: proves every case of a sandbox by its example."""

from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.output import FAILED, stop

if TYPE_CHECKING:
    from verzuimbrug.portal.conformance import Conformance

_MARKS = {"proven": "+", "open": ".", "otherwise": "!"}


def conformance(  # noqa: PLR0913 -- one parameter an option
    *,
    url: Annotated[str, typer.Option("--url", help="Where the hub serves: http://HOST:PORT.")],
    customer_code: Annotated[str, typer.Option(help="The customer code of the sandbox.")],
    token: Annotated[str, typer.Option(help="The token of the sandbox.")],
    soap: Annotated[bool, typer.Option("--soap", help="Deliver over SOAP.")] = False,
    edition: Annotated[str, typer.Option(help="Only this edition.")] = "",
    wait: Annotated[int, typer.Option(min=1, help="Seconds to wait for the outcome.")] = 60,
) -> None:
    """Send every example of a sandbox, collect the answers, and print how each case stands.

    Ends with 0 only when all are proven.
    """
    from verzuimbrug.portal.client import PortalClient
    from verzuimbrug.portal.conformance import prove
    from verzuimbrug.portal.exchange import PortalFault

    try:
        with PortalClient(url, customer_code, token, soap=soap) as client:
            found = prove(client, edition, within=wait)
    except PortalFault as fault:
        stop(f"{fault.code}: {fault.explanation}", FAILED)
    _print(found)
    if not found["editions"]:
        stop("there are no cases", FAILED)
    if not found["proven"]:
        stop("not every case is proven", FAILED)


def _print(found: "Conformance") -> None:
    for edition in found["editions"]:
        head = f"{edition['stream']} {edition['edition']}"
        typer.echo(f"{head}: {edition['proven']} / {edition['total']}")
        for case in edition["cases"]:
            typer.echo(f"  {_MARKS[case['verdict']]} {case['id']:24} {case['title']}")
            for each in case["differences"]:
                typer.echo(f"      {each['aspect']}: {each['expected']} <> {each['seen'] or '-'}")
