"""How much memory and time bombs take (MSG-3), in a process that does nothing else."""

import subprocess
import sys
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[2]
_MOST_KIB = 400 * 1024
"""Some 130 MiB is what the process takes before it reads anything."""
_MOST_SECONDS = 20

_READ_ALL = """
import os, resource, sys
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "src")]
os.environ["DJANGO_SETTINGS_MODULE"] = "verzuimbrug.project.settings"
import django
django.setup()
from bombs import MESSAGE, readable, unreadable
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.judging import check_in_pieces
bombs = [bomb for bomb, _ in unreadable(MESSAGE).values()] + [*readable(MESSAGE).values()]
for bomb in bombs:
    for read in (check, check_in_pieces):
        read(bomb)
# The peak of this program alone: that of `getrusage` begins with what started it.
(peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""


def test_bombs_take_little_memory_and_time() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READ_ALL, str(_TESTS)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    kib, seconds = done.stdout.split()
    assert int(kib) < _MOST_KIB
    assert float(seconds) < _MOST_SECONDS
