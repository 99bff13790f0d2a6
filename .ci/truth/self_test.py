"""Asks rustc about the crates in `traps` and compares every table with what a reader expects."""

import argparse
import difflib
import os
import shutil
import sys
import tempfile

import compile
import write

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = ("modules.txt", "expanded.txt", "edges.csv", "references.csv", "outside.csv")


def run():
    with tempfile.TemporaryDirectory(prefix="truth-") as scratch:
        folder, output, units = (os.path.join(scratch, it) for it in ("traps", "truth", "units"))
        shutil.copytree(os.path.join(HERE, "traps"), folder, ignore=lambda *_: {"expected"})
        os.mkdir(output)
        os.mkdir(units)
        options = argparse.Namespace(
            package=[], exclude=[], features=[], no_default_features=False, keep_going=False
        )
        code = compile.check(folder, options, units, os.path.join(scratch, "target"))
        failures = write.tables(folder, compile.read_units(units), output)
        n_differences = sum(differs(name, output) for name in TABLES)
    for failure in failures:
        print(failure, file=sys.stderr)
    verdict = "as expected" if not (code or failures or n_differences) else "NOT as expected"
    print(f"truth of the traps: {verdict}")
    return 0 if verdict == "as expected" else 1


def differs(name, output):
    with open(os.path.join(HERE, "traps", "expected", name), encoding="utf-8") as file:
        expected = file.read().splitlines()
    with open(os.path.join(output, name), encoding="utf-8") as file:
        found = file.read().splitlines()
    lines = difflib.unified_diff(expected, found, f"expected {name}", f"rustc's {name}", lineterm="", n=0)
    n_lines = 0
    for line in lines:
        print(line)
        n_lines += 1
    return n_lines > 0
