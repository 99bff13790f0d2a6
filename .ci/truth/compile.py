"""Runs `cargo check` with a wrapper round rustc, and in the wrapper prints and reads the trees."""

import glob
import json
import os
import shutil
import subprocess
import sys

import hir
import thir

UNITS, CRATES = "SEAMLINE_TRUTH_UNITS", "SEAMLINE_TRUTH_CRATES"
# Cargo's own wishes about output, which printing a tree must not follow.
DROPPED = ("--emit", "--json", "--error-format", "--out-dir", "--remap-path-prefix")


def is_wrapper():
    return UNITS in os.environ and len(sys.argv) > 1 and "rustc" in os.path.basename(sys.argv[1])


def check(folder, options, units_folder, target_dir):
    """Checks the workspace; every compiled unit leaves a file in `units_folder`."""
    metadata = json.loads(
        subprocess.run(
            ["cargo", "metadata", "--no-deps", "--format-version", "1"],
            cwd=folder,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    )
    forget(metadata["packages"], target_dir)
    targets = [target for it in metadata["packages"] for target in it["targets"]]
    names = {it["name"].replace("-", "_") for it in targets if it["kind"] != ["custom-build"]}
    environment = dict(os.environ)
    environment[UNITS] = units_folder
    environment[CRATES] = ",".join(sorted(names))
    environment["RUSTC_WORKSPACE_WRAPPER"] = os.path.join(os.path.dirname(__file__), "__main__.py")
    environment["CARGO_INCREMENTAL"] = "0"
    command = ["cargo", "check", "--ignore-rust-version", "--target-dir", os.path.realpath(target_dir)]
    for package in options.package:
        command += ["--package", package]
    if not options.package:
        command.append("--workspace")
    for package in options.exclude:
        command += ["--exclude", package]
    for features in options.features:
        command += ["--features", features]
    command += ["--no-default-features"] * options.no_default_features
    command += ["--keep-going"] * options.keep_going
    return subprocess.call(command, cwd=folder, env=environment)


def forget(packages, target_dir):
    """Cargo would not run the wrapper for what it knows to be fresh."""
    for package in packages:
        pattern = f"{glob.escape(target_dir)}/*/.fingerprint/{package['name']}-{'[0-9a-f]' * 16}"
        for fingerprint in glob.glob(pattern):
            shutil.rmtree(fingerprint, ignore_errors=True)


def wrap(rustc, arguments):
    """Stands for rustc: compiles as told, then prints and reads the trees of libraries and programs."""
    # Descriptors stay open: cargo hands its job server down by them.
    code = subprocess.call([rustc, *arguments], close_fds=False)
    name, kinds = value_of(arguments, "--crate-name"), value_of(arguments, "--crate-type")
    crates = set(os.environ[CRATES].split(","))
    # Build scripts ask rustc what it can do, too, under names of their own.
    if code or name not in crates or "--test" in arguments or not kinds:
        return code
    unit = {
        "name": name,
        "kind": "bin" if kinds == "bin" else "lib",
        "root": next((it for it in arguments if it.endswith(".rs")), ""),
        "cwd": os.getcwd(),
        "package": os.environ.get("CARGO_PKG_NAME", ""),
        "manifest": os.environ.get("CARGO_MANIFEST_DIR", ""),
        "externs": dict(externs_of(arguments)),
    }
    bare = ["--cap-lints=allow", *printing_arguments(arguments)]
    failure = read_tree(rustc, bare, "hir-tree", lambda it: unit.update(hir.read(it, crates)))
    failure = failure or read_tree(
        rustc, bare, "thir-tree", lambda it: unit.update(thir.read(it, crates))
    )
    if failure:
        unit["failure"] = failure
    file = f"{os.environ[UNITS]}/{name}-{unit['kind']}-{os.getpid()}.json"
    with open(file, "w", encoding="utf-8") as out:
        json.dump(unit, out)
    return code


def read_tree(rustc, arguments, tree, read):
    """Streams one tree into `read`; the trees of large crates have gigabytes."""
    environment = dict(os.environ, RUSTC_BOOTSTRAP="1")
    process = subprocess.Popen(
        [rustc, *arguments, f"-Zunpretty={tree}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        close_fds=False,
    )
    read(process.stdout)
    errors = process.stderr.read().decode("utf-8", "replace")
    return f"{tree}: {errors.strip()[:2000]}" if process.wait() else None


def value_of(arguments, option):
    for argument, following in zip(arguments, arguments[1:] + [""]):
        if argument == option:
            return following
        if argument.startswith(option + "="):
            return argument[len(option) + 1 :]
    return None


def externs_of(arguments):
    """The name code uses for a dependency, and the crate it is: renamed ones differ."""
    for argument, following in zip(arguments, arguments[1:] + [""]):
        if argument == "--extern" and "=" in following:
            name, file = following.split("=", 1)
            crate = os.path.basename(file).split("-")[0].split(".")[0]
            yield name.split(":")[-1], crate.removeprefix("lib")


def printing_arguments(arguments):
    kept, skip = [], False
    for argument, following in zip(arguments, arguments[1:] + [""]):
        if skip:
            skip = False
        elif argument in DROPPED:
            skip = True
        elif argument in ("-C", "--codegen") and following.startswith("incremental"):
            skip = True
        elif not argument.startswith(tuple(it + "=" for it in DROPPED)) and not argument.startswith(
            ("-Cincremental", "--cap-lints")
        ):
            kept.append(argument)
    return kept


def read_units(units_folder):
    units = []
    for file in sorted(os.listdir(units_folder)):
        with open(os.path.join(units_folder, file), encoding="utf-8") as text:
            units.append(json.load(text))
    return sorted(units, key=lambda it: (it["manifest"], it["kind"] != "lib", it["name"]))
