//! Long lists, a page at a time.

use serde::Deserialize;

const LARGEST: u32 = 100;

/// Which part of a list is wanted, as in `?limit=20&offset=40`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub struct Page {
    pub limit: u32,
    pub offset: u32,
}

impl Page {
    /// The same page, no longer than the shop is ready to serve.
    pub fn bounded(self) -> Page {
        Page {
            limit: self.limit.clamp(1, LARGEST),
            offset: self.offset,
        }
    }
}

impl Default for Page {
    fn default() -> Page {
        Page {
            limit: 20,
            offset: 0,
        }
    }
}
