use serde::Deserialize;

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Page {
    #[serde(default)]
    pub offset: i64,
    #[serde(default = "Page::usual")]
    pub limit: i64,
}

impl Page {
    fn usual() -> i64 {
        50
    }

    pub fn limit(self) -> i64 {
        self.limit.clamp(1, 500)
    }

    pub fn offset(self) -> i64 {
        self.offset.max(0)
    }
}

impl Default for Page {
    fn default() -> Page {
        Page {
            offset: 0,
            limit: Page::usual(),
        }
    }
}
