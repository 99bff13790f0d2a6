#!/usr/bin/env python3
"""Asks rustc what a crate or workspace really refers to, as a truth to score Seamline against.

    python3 .ci/truth FOLDER -o OUTDIR [--package P]... [--exclude P]... [--features F]...
                      [--no-default-features] [--target-dir DIR] [--keep-going]
    python3 .ci/truth --self-test

`cargo check` runs over the workspace with this program standing before rustc; after each library or
program of the workspace it has rustc print its resolved tree (hir-tree) and its typed tree
(thir-tree), whose few interesting lines are kept. Build scripts and tests are left out, one set of
features and one platform are seen. OUTDIR receives

modules.txt     every module, named as Seamline names it: `my_crate::shop`, `bin:rg::flags`
expanded.txt    those of them that a macro declares
edges.csv       source,target,evidence: module to defining module, without those to itself. Evidence:
                `use` a use declaration, `path` a path written in the source, `expansion` a path that
                a macro or derive produced, `call` a method call; joined by `+`
references.csv  file,line,column,kind,target: what is written in the source, whose target is an item
                or module of the workspace.
                `path`     at the last segment of a path (at the star of a glob): what it names.
                           Variants and constructors count as their type, `Self` as its type.
                `type`     likewise, where rustc resolves only the type before the last segment to
                           the workspace: `Cart::default()` derived, `Self::Variant`, `Self::Output`.
                `method`   at the name of a method that is called. Of a trait's method it is the
                           trait's, also where the type is known.
                `through`  right, but not demanded: the impl's method where the type is known; the
                           type before the last segment of a `path` to its member; what an alias
                           there stands for; the trait for `Self`.
outside.csv     file,line,column,kind: paths and methods that mean nothing of the workspace
failures.txt    compiled units that could not be printed; normally absent

What an item refers to inside itself (recursion, a type naming itself) is not listed. Python 3 and a
stable toolchain are all it needs: RUSTC_BOOTSTRAP is set for the printing only.
"""

import argparse
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

import compile  # noqa: E402
import write  # noqa: E402


def main():
    if compile.is_wrapper():
        return compile.wrap(sys.argv[1], sys.argv[2:])
    options = arguments()
    if options.self_test:
        import self_test

        return self_test.run()
    return truth(options)


def arguments():
    parser = argparse.ArgumentParser(
        prog="truth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", help="of a package or workspace that compiles")
    parser.add_argument("-o", "--output", help="folder for the tables")
    parser.add_argument("--package", action="append", default=[], help="this one only")
    parser.add_argument("--exclude", action="append", default=[], help="not this one")
    parser.add_argument("--features", action="append", default=[])
    parser.add_argument("--no-default-features", action="store_true")
    parser.add_argument("--target-dir", help="default: OUTDIR/target")
    parser.add_argument("--keep-going", action="store_true", help="go on after what fails to compile")
    parser.add_argument("--self-test", action="store_true", help="compare a known crate with rustc")
    options = parser.parse_args()
    if not options.self_test and not (options.folder and options.output):
        parser.error("FOLDER and -o OUTDIR are needed")
    return options


def truth(options):
    folder, output = os.path.realpath(options.folder), os.path.realpath(options.output)
    os.makedirs(output, exist_ok=True)
    units_folder = tempfile.mkdtemp(prefix="units-", dir=output)
    try:
        code = compile.check(folder, options, units_folder, options.target_dir or output + "/target")
        if code and not options.keep_going:
            print("truth: the code does not compile, nothing was written", file=sys.stderr)
            return code
        failures = write.tables(folder, compile.read_units(units_folder), output)
    finally:
        shutil.rmtree(units_folder, ignore_errors=True)
    for failure in failures:
        print(f"truth: could not be printed: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
