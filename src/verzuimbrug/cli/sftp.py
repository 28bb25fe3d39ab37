"""`verzuimbrug sftp`: the login and the keys of an SFTP account, and the server."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from verzuimbrug.cli.credentials import AccountArgument, BaseUrlOption
from verzuimbrug.cli.instance import DataOption, open_instance, running_facts
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_line,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.domain.processes import ProcessName

if TYPE_CHECKING:
    from verzuimbrug.application.sftp.keys import KeyEntry, KeyPair
    from verzuimbrug.domain.findings import Finding

Given = TypeVar("Given")
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="The file with the public key; - reads it here.")
]
FingerprintArgument = Annotated[
    str, typer.Argument(metavar="FINGERPRINT", help="As `sftp key list` shows it.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="SFTP accounts.", no_args_is_help=True)
    group.command()(login)
    group.command()(serve)
    keys = typer.Typer(help="The keys that open an SFTP account.", no_args_is_help=True)
    keys.command()(add)
    keys.command()(generate)
    keys.command("list")(show)
    keys.command()(revoke)
    group.add_typer(keys, name="key")
    app.add_typer(group, name="sftp")


def login(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Print the login name of an account, and by which key its portal knows this server."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sftp import logins as sftp_logins
    from verzuimbrug.gateways.sftp.server import host_key

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        name = _or_stop(sftp_logins.login_of(ref, by_whom()), language)
    key = host_key()
    facts = {
        "login": name,
        "port": running_facts().get("sftp_port"),
        "host_key": key.export_public_key("openssh").decode().strip(),
        "host_key_fingerprint": key.get_fingerprint(),
    }
    if as_json:
        print_json(facts)
        return
    for what, value in facts.items():
        typer.echo(f"{what.replace('_', ' ')}: {value}")


def add(
    account: AccountArgument,
    file: FileArgument,
    *,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Add a public key: from then on it opens the account."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sftp import keys as sftp_keys

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        entry = _or_stop(sftp_keys.add_key(ref, _read(file), by_whom()), language)
    typer.echo(f"added: {entry.fingerprint}")


def generate(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    to: Annotated[str, typer.Option(metavar="NAME", help="Who gets the private half.")] = "",
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print the private key once, instead of a link.")
    ] = False,
    base_url: BaseUrlOption = None,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a pair of keys; print a link that shows the private half once."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sftp import keys as sftp_keys

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        pair = _or_stop(sftp_keys.generate_pair(ref, by_whom(), to), language)
    if reveal:
        sftp_keys.note_revealed(ref, by_whom(), pair)
        typer.echo(pair.private_key, nl=False)
    else:
        _print_link(sftp_keys.hand_over_key(ref, by_whom(), pair, to), pair, base_url)


def show(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the keys of an account, also the revoked ones."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sftp import keys as sftp_keys

    with told_plainly():
        entries = sftp_keys.list_keys(accounts.find_account(account, arbodienst))
    if as_json:
        print_json({"keys": [_key_json(entry) for entry in entries]})
        return
    for entry in entries:
        state = f"revoked {_moment(entry.revoked_at)}" if entry.revoked_at else "valid"
        used = _moment(entry.last_used_at) or "never"
        typer.echo(f"{entry.fingerprint} {entry.kind} {state}; last used: {used} {entry.comment}")


def revoke(
    account: AccountArgument,
    fingerprint: FingerprintArgument,
    *,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End a key at once, also for who is signed in with it."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sftp import keys as sftp_keys

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        sftp_keys.revoke_key(ref, fingerprint, by_whom())
    typer.echo(f"revoked: {fingerprint}")


def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8022,
    data: DataOption = None,
) -> None:
    """Serve SFTP in the foreground; `up` does this too."""
    open_instance(data, ProcessName.SFTP)
    from verzuimbrug.gateways.sftp.server import serve as serve_sftp

    serve_sftp(host, port)


def _or_stop(given: "Given | Finding", language: Language) -> Given:
    """What was asked for; a finding ends the command."""
    from verzuimbrug.domain.findings import Finding

    if isinstance(given, Finding):
        stop(finding_line("sftp", given, language, advice=True), FAILED)
    return given


def _read(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as unreadable:
        stop(f"{file}: {unreadable.strerror}", FAILED)


def _print_link(secret: str, pair: "KeyPair", base_url: str | None) -> None:
    from verzuimbrug.application.sign_in.handover import OPEN_FOR

    base = (base_url or str(running_facts().get("url", "http://127.0.0.1:8000"))).rstrip("/")
    typer.echo(f"fingerprint: {pair.fingerprint}")
    typer.echo(f"private key: {base}/overdracht/{secret}")
    typer.echo(f"The link opens once, within {OPEN_FOR.days} days.", err=True)


def _key_json(entry: "KeyEntry") -> dict[str, Any]:
    return {
        "fingerprint": entry.fingerprint,
        "kind": entry.kind,
        "comment": entry.comment,
        "added_at": _moment(entry.added_at),
        "added_by": entry.added_by,
        "revoked_at": _moment(entry.revoked_at),
        "last_used_at": _moment(entry.last_used_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
