"""Benchmarks: ``python -m tests.bench [GROUP ...]``.

Each prints ``name value limit pass|fail``. A value is a ratio of two things measured side by side
in one run, except where a limit is in seconds or MiB; then value and limit say so.
"""
