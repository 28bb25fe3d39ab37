"""`python run.py INPUTS [SEED]`: so many inputs in all, spread over the targets of tests/fuzzing.

Each target has a process of its own. What comes out is the same for the same number and seed: the
end is a number of inputs, never a time. Ends with 1 when an input did what no input may do; it is
then in a file here, to be kept in tests/corpus/fuzz once the fault is mended.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_SHARES = {
    "doors": 10,
    "packets": 10,
    "tables": 15,
    "configurations": 15,
    "messages": 30,
    "envelopes": 20,
}
"""Of a hundred inputs; the first two ask a database and take longest, so that they begin first."""


def run(inputs: int, seed: int) -> int:
    """The exit code. As many targets are fed at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        broken = list(pool.map(lambda name: _feed(name, inputs, seed), _SHARES))
    failed = [name for name, code in zip(_SHARES, broken, strict=True) if code]
    print(f"{inputs:,} inputs; broken: {', '.join(failed) or 'nothing'}")
    return 1 if failed else 0


def _feed(name: str, inputs: int, seed: int) -> int:
    harness = Path(__file__).with_name("harness.py")
    runs = inputs * _SHARES[name] // 100
    return subprocess.run(
        [sys.executable, harness, name, str(runs), str(seed)], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), int((*sys.argv[2:], "1")[0])))
