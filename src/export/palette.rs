//! Colors of documents: the tokens of the window, light unless asked otherwise, since documents
//! get printed.

/// One of the two looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Look {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// The colors of a look.
pub(super) struct Palette {
    pub(super) canvas: &'static str,
    pub(super) panel: &'static str,
    pub(super) line: &'static str,
    pub(super) text: &'static str,
    pub(super) muted: &'static str,
    pub(super) faint: &'static str,
    pub(super) bad: &'static str,
    services: [&'static str; 6],
    remaining: &'static str,
}

const LIGHT: Palette = Palette {
    canvas: "#fafbfc",
    panel: "#ffffff",
    line: "#dce0e7",
    text: "#1b1f27",
    muted: "#5b6472",
    faint: "#98a1af",
    bad: "#ba303a",
    services: [
        "#2e86b8", "#b87622", "#b0568c", "#3a935c", "#7a67d0", "#6b7484",
    ],
    remaining: "#6b7484",
};

const DARK: Palette = Palette {
    canvas: "#101216",
    panel: "#1b1e24",
    line: "#2e333d",
    text: "#e6e8ec",
    muted: "#9aa3b2",
    faint: "#5d6675",
    bad: "#ee868d",
    services: [
        "#4fa3d1", "#e0a458", "#c678a8", "#6bbf8a", "#9c8ce0", "#7b8494",
    ],
    remaining: "#7b8494",
};

impl Look {
    /// Its colors.
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

impl Palette {
    /// The color of the service at this position; `None` for the remaining monolith.
    pub(super) fn service(&self, idx: Option<usize>) -> &'static str {
        idx.map_or(self.remaining, |it| self.services[it % self.services.len()])
    }
}

/// The color of a service in a light document.
pub(super) fn service_color(idx: usize, remaining: bool) -> &'static str {
    LIGHT.service((!remaining).then_some(idx))
}
