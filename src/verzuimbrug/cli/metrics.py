"""`verzuimbrug metrics` and `verzuimbrug health`: what monitors and supervisors ask."""

from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import FAILED, MISUSED, JsonOption, print_json, stop


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(metrics)
    app.command()(health)


def metrics(
    *,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 9464,
    data: DataOption = None,
) -> None:
    """Serve metrics for Prometheus in the foreground; `up --metrics-port` does this too."""
    open_instance(data)
    from django.conf import settings

    from verzuimbrug.gateways.metrics.server import MetricsServer, OpenToStrangersError

    try:
        server = MetricsServer(host, port, settings.METRICS_TOKEN)
    except OpenToStrangersError:
        stop(f"set VERZUIMBRUG_METRICS_TOKEN to serve metrics on {host}", MISUSED)
    except OSError as taken:
        stop(f"cannot serve on {host}:{port}: {taken.strerror}", FAILED)
    with server:
        server.serve_forever()


def health(*, as_json: JsonOption = False, data: DataOption = None) -> None:
    """Say whether an instance can serve, and what is wrong; exit code 1 when something is."""
    open_instance(data)
    from verzuimbrug.application.operation.checks import check_service

    checks = check_service()
    if as_json:
        print_json({check.name.value: check.trouble or "ok" for check in checks})
    else:
        for check in checks:
            typer.echo(f"{check.name:<12} {check.trouble or 'ok'}")
    if any(check.trouble for check in checks):
        raise typer.Exit(FAILED)
