"""A migration that the release before cannot live with is found, unless it says why it may be."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "check_migrations.py"
_FORM = """from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [
        {}
    ]
"""
BAD = (
    'migrations.RemoveField(model_name="message", name="door")',
    'migrations.DeleteModel(name="Message")',
    'migrations.RenameField(model_name="message", old_name="door", new_name="gate")',
    'migrations.AddField(model_name="message", name="a", field=models.IntegerField(default=0))',
    'migrations.AddIndex(model_name="message", index=models.Index(fields=["a"], name="a"))',
    'migrations.AddConstraint(model_name="message", constraint=models.CheckConstraint())',
    'migrations.RunSQL("ALTER TABLE store_message DROP COLUMN door")',
    'migrations.RunSQL("CREATE INDEX a ON store_message (door)")',
    'migrations.RunSQL("ALTER TABLE store_message ADD CONSTRAINT a CHECK (true)")',
    'migrations.RunSQL("LOCK TABLE store_message")',
)
GOOD = (
    'migrations.AddField(model_name="m", name="a", field=models.IntegerField(null=True))',
    'migrations.AddField(model_name="m", name="a", field=models.IntegerField(db_default=0))',
    'AddIndexConcurrently(model_name="m", index=models.Index(fields=["a"], name="a"))',
    'migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON store_message (door)")',
    'migrations.RunSQL("ALTER TABLE store_m ADD CONSTRAINT a CHECK (true) NOT VALID")',
    '# contract: not read since 1.4\n        migrations.DeleteModel(name="Message")',
    'migrations.CreateModel(name="New"), migrations.AddIndex(model_name="new", index=None)',
)


def _checked(folder: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, TOOL, folder], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


def _write(folder: Path, operations: tuple[str, ...]) -> None:
    for number, operation in enumerate(operations, start=4):
        path = folder / f"{number:04}_step.py"
        path.write_text(_FORM.format(operation), encoding="utf-8")


def test_what_the_release_before_still_uses_is_not_taken_away(tmp_path: Path) -> None:
    _write(tmp_path, BAD)
    code, lines = _checked(tmp_path)
    assert code == 1
    assert [line.partition(":")[0] for line in lines] == sorted(p.name for p in tmp_path.iterdir())


def test_what_only_adds_or_says_why_it_may_be_passes(tmp_path: Path) -> None:
    _write(tmp_path, GOOD)
    assert _checked(tmp_path)[0] == 0


@pytest.mark.parametrize("number", ["0001", "0003"])
def test_what_was_before_the_first_release_is_left_alone(tmp_path: Path, number: str) -> None:
    (tmp_path / f"{number}_step.py").write_text(_FORM.format(BAD[0]), encoding="utf-8")
    assert _checked(tmp_path)[0] == 0
