# What a contributor types; every line also works without just.

# List the commands.
default:
    @just --list

# Style, types and import contracts, in seconds.
check:
    python3 tools/run_tests.py --only checks

# The whole suite on two cores.
test:
    python3 tools/run_tests.py --only suite

# The suite with its long tests.
slow:
    python3 tools/run_tests.py --only suite --slow

# All that must pass before a change lands: checks, suite, wheel, suite on the wheel.
all:
    python3 tools/run_tests.py

# The main job on a messy example.
try:
    python3 tools/try_it.py

# Measure every heavy path against a floor measured in the same run.
bench *arguments:
    .cache/tools/bin/python -m bench {{arguments}}

# Write docs/reference anew from the code, and what commands print into the pages that show them.
reference:
    .cache/tools/bin/python tools/write_reference.py
    .cache/tools/bin/python tools/consoles.py
