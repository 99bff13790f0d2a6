//! Images: a static binary and nothing else, built outside or, where a registry can be reached,
//! inside.

use std::fmt::{self, Write as _};

use super::losses_in_words;
use crate::deploy::{Image, Layout, LossAt};
use crate::export::{Artifact, escape};

/// Where `--target` puts a static binary with glibc; musl does as well.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Two Dockerfiles an image, and what `docker build` may see.
pub(super) fn write(layout: &Layout) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    for (idx, image) in layout.images.iter().enumerate() {
        let losses = if idx == 0 {
            losses_in_words(layout, LossAt::Image)
        } else {
            Vec::new()
        };
        let text = written(|out| write_outside(out, image, &losses));
        artifacts.push(Artifact::text(&*image.dockerfile, text));
        let text = written(|out| write_inside(out, image));
        artifacts.push(Artifact::text(format!("{}.build", image.dockerfile), text));
    }
    artifacts.push(Artifact::text(".dockerignore", "*\n!bin\n!data\n"));
    if layout.images.iter().any(|it| it.data.is_some()) {
        let text = "Becomes the empty folder for data in the image, owned by its user.\n";
        artifacts.push(Artifact::text("data/README", text));
    }
    artifacts
}

fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::new();
    let _infallible = write(&mut out);
    out
}

fn cargo_args(image: &Image) -> String {
    let package = match &*image.package {
        "" => String::new(),
        package => format!("--package {package} "),
    };
    format!("{package}--bin {}", image.bin)
}

fn write_outside(out: &mut String, image: &Image, losses: &[String]) -> fmt::Result {
    writeln!(
        out,
        "# One static binary and nothing else. Build it in the folder of the code:"
    )?;
    writeln!(out, "#   RUSTFLAGS='-C target-feature=+crt-static' \\")?;
    writeln!(
        out,
        "#     cargo build --release {} --target {TARGET}",
        cargo_args(image)
    )?;
    writeln!(
        out,
        "# and copy target/{TARGET}/release/{0} to bin/{0} beside this file.",
        image.bin
    )?;
    writeln!(
        out,
        "# Where a registry can be reached, {}.build does both.",
        image.dockerfile
    )?;
    for loss in losses {
        writeln!(out, "# {}", escape::comment(loss))?;
    }
    writeln!(out, "FROM scratch")?;
    if let Some(data) = &image.data {
        writeln!(out, "COPY --chown=65532:65532 data {data}")?;
    }
    writeln!(out, "COPY --chmod=0755 bin/{0} /{0}", image.bin)?;
    write_end(out, image)
}

fn write_inside(out: &mut String, image: &Image) -> fmt::Result {
    writeln!(
        out,
        "# Binary and image in one step. In the folder of the code:"
    )?;
    writeln!(
        out,
        "#   docker build --file LAYOUT/{}.build --tag {} .",
        image.dockerfile, image.name
    )?;
    writeln!(out, "FROM rust:1-bookworm AS build")?;
    writeln!(out, "ARG TARGET={TARGET}")?;
    writeln!(out, "ENV RUSTFLAGS=\"-C target-feature=+crt-static\"")?;
    writeln!(out, "WORKDIR /src\nCOPY . .")?;
    writeln!(
        out,
        "RUN cargo build --release {} --target \"$TARGET\" \\",
        cargo_args(image)
    )?;
    writeln!(out, "    && mkdir -p /out/data \\")?;
    writeln!(
        out,
        "    && cp \"target/$TARGET/release/{}\" /out/\n",
        image.bin
    )?;
    writeln!(out, "FROM scratch")?;
    if let Some(data) = &image.data {
        writeln!(
            out,
            "COPY --from=build --chown=65532:65532 /out/data {data}"
        )?;
    }
    writeln!(out, "COPY --from=build /out/{0} /{0}", image.bin)?;
    write_end(out, image)
}

fn write_end(out: &mut String, image: &Image) -> fmt::Result {
    writeln!(out, "USER 65532:65532")?;
    writeln!(out, "ENTRYPOINT [\"/{}\"]", image.bin)
}
