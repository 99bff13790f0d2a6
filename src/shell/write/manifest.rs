//! What an export remembers of the files it wrote, so that the next one knows its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The file in the chosen folder that remembers.
pub(super) const MANIFEST: &str = ".seamline-export.json";

/// Version 1 of the file. Frozen: add a second version, never change this.
#[derive(Serialize, Deserialize)]
struct ManifestFileV1 {
    seamline_export: u32,
    files: BTreeMap<String, String>,
}

/// Path relative to the chosen folder, and the fingerprint of what was written there.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Manifest(pub(super) BTreeMap<String, String>);

impl Manifest {
    /// What the file says; nothing, if it is not ours or of a version we do not know.
    pub(super) fn parse(text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(ManifestFileV1 {
                seamline_export: 1,
                files,
            }) => Self(files),
            _ => Self::default(),
        }
    }

    pub(super) fn render(&self) -> String {
        let file = ManifestFileV1 {
            seamline_export: 1,
            files: self.0.clone(),
        };
        // Texts and a number always have a JSON form.
        serde_json::to_string_pretty(&file)
            .map(|it| it + "\n")
            .unwrap_or_default()
    }
}

/// Tells an edited file from an untouched one (FNV-1a, 64 bits); no defense against malice.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("fnv1a64:{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_its_file() {
        let manifest = Manifest(BTreeMap::from([("a \"b\"\n".into(), fingerprint(b"x"))]));
        assert_eq!(Manifest::parse(&manifest.render()), manifest);
        assert_eq!(
            Manifest::parse("{\"seamline_export\": 2, \"files\": {}}"),
            Manifest::default()
        );
    }

    #[test]
    fn the_fingerprint_is_the_published_one() {
        assert_eq!(fingerprint(b""), "fnv1a64:cbf29ce484222325");
        assert_eq!(fingerprint(b"foobar"), "fnv1a64:85944171f73967e8");
    }
}
