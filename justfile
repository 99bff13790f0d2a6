# The habits of this repository; `just` lists them.

default:
    @just --list

# format everything
fmt:
    cargo fmt

# formatting and lints, warnings denied
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo clippy --lib --bins --no-default-features -- -D warnings

# the tests that this machine can run
test:
    cargo test

# exactly what CI runs (installs tools with apt and pip)
ci:
    bash .ci/run

# the figures: analysis, frames, moves
bench:
    cargo bench

# rustc's own account of a folder that compiles, and how close the analysis comes to it
truth folder out:
    python3 .ci/truth {{folder}} -o {{out}}

score folder truth *options:
    cargo bench --bench score -- {{folder}} {{truth}} {{options}}

# carry sample-projects into the program
samples:
    SEAMLINE_UPDATE_SAMPLES=1 cargo test --test it -- samples::the_bundle_equals_the_folder

# the window on the first sample, to a picture
photograph file="target/corner-shop.png":
    cargo run --release -- sample-projects/corner-shop --photograph {{file}}
