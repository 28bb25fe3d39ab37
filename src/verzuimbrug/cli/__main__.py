"""`python -m verzuimbrug.cli`: the same as `verzuimbrug`."""

from verzuimbrug.cli import main

main()
