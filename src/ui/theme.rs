//! Every color, size and duration of the window, dark and light; nothing else names a color.
//!
//! Color belongs to services; gray to everything that is merely there; the accent to what is
//! selected; red, amber and green only to judgment.

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, vec2};

use super::fonts;
use crate::insight::obstacles::Severity;

/// The colors of one of the two looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Theme {
    /// Whether this is the dark one.
    pub dark: bool,
    /// Behind the panels: the tab strip, the status line.
    pub background: Color32,
    /// The quietest surface.
    pub canvas: Color32,
    /// Panels.
    pub panel: Color32,
    /// Fields, buttons, chips.
    pub raised: Color32,
    /// Borders and separators.
    pub line: Color32,
    /// What is read.
    pub text: Color32,
    /// What is read second.
    pub muted: Color32,
    /// Ornament and switched-off things; never text that must be read.
    pub faint: Color32,
    /// What is selected or can be clicked.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind what is selected.
    pub selection: Color32,
    /// Better.
    pub good: Color32,
    /// Worth a look.
    pub warn: Color32,
    /// Worse.
    pub bad: Color32,
    /// Behind the line of code that proves something.
    pub marked: Color32,
    /// Under menus and dialogs.
    pub shadow: Color32,
    services: [Color32; 6],
    unassigned: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The dark look.
pub static DARK: Theme = Theme {
    dark: true,
    background: rgb(0x0014_161A),
    canvas: rgb(0x0010_1216),
    panel: rgb(0x001B_1E24),
    raised: rgb(0x0023_272F),
    line: rgb(0x002E_333D),
    text: rgb(0x00E6_E8EC),
    muted: rgb(0x009A_A3B2),
    faint: rgb(0x005D_6675),
    accent: rgb(0x007A_A2F7),
    on_accent: rgb(0x0010_1216),
    selection: rgb(0x002A_3550),
    good: rgb(0x007B_C47F),
    warn: rgb(0x00E5_B567),
    bad: rgb(0x00EE_868D),
    marked: rgb(0x0038_332A),
    shadow: Color32::from_black_alpha(120),
    services: [
        rgb(0x004F_A3D1),
        rgb(0x00E0_A458),
        rgb(0x00C6_78A8),
        rgb(0x006B_BF8A),
        rgb(0x009C_8CE0),
        rgb(0x007B_8494),
    ],
    unassigned: rgb(0x007B_8494),
};

/// The light look: the same hues, darker where they carry meaning on white.
pub static LIGHT: Theme = Theme {
    dark: false,
    background: rgb(0x00F4_F5F7),
    canvas: rgb(0x00FA_FBFC),
    panel: rgb(0x00FF_FFFF),
    raised: rgb(0x00F1_F3F6),
    line: rgb(0x00DC_E0E7),
    text: rgb(0x001B_1F27),
    muted: rgb(0x005B_6472),
    faint: rgb(0x0098_A1AF),
    accent: rgb(0x002F_5FD0),
    on_accent: rgb(0x00FF_FFFF),
    selection: rgb(0x00DD_E7FB),
    good: rgb(0x0022_7037),
    warn: rgb(0x008F_5B00),
    bad: rgb(0x00BA_303A),
    marked: rgb(0x00EA_E3D4),
    shadow: Color32::from_black_alpha(36),
    services: [
        rgb(0x002E_86B8),
        rgb(0x00B8_7622),
        rgb(0x00B0_568C),
        rgb(0x003A_935C),
        rgb(0x007A_67D0),
        rgb(0x006B_7484),
    ],
    unassigned: rgb(0x006B_7484),
};

/// Space between things, in steps of four.
pub mod space {
    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Inside rows and chips.
    pub const S: f32 = 8.0;
    /// Inside panels.
    pub const M: f32 = 12.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// Between sections.
    pub const XL: f32 = 24.0;
}

/// How round corners are.
pub mod radius {
    /// Service containers.
    pub const CONTAINER: u8 = 14;
    /// Chips, buttons, fields.
    pub const CHIP: u8 = 8;
    /// Rows of lists.
    pub const ROW: u8 = 6;
}

/// How high repeated things are.
pub mod height {
    /// The top bar.
    pub const TOP_BAR: f32 = 48.0;
    /// The strip of scenario tabs.
    pub const TABS: f32 = 40.0;
    /// The status line.
    pub const STATUS: f32 = 28.0;
    /// A row of a tree or a list.
    pub const ROW: f32 = 28.0;
    /// A row of a table.
    pub const TABLE_ROW: f32 = 26.0;
    /// A button.
    pub const BUTTON: f32 = 30.0;
    /// A line of code.
    pub const CODE: f32 = 22.0;
}

/// How long a movement takes, in seconds; zero where less motion is wanted.
pub const MOTION_SECS: f32 = 0.18;

/// What a text is for; each has one size and weight.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Font {
    /// Names of what is shown: 16, semibold.
    Title,
    /// Names of services: 15, semibold.
    Heading,
    /// What is read: 13.
    Body,
    /// What is read and stands out: 13, semibold.
    Strong,
    /// Rows of lists: 12.
    Small,
    /// Rows of lists that stand out: 12, semibold.
    SmallStrong,
    /// Captions and counts: 11.
    Caption,
    /// Captions of sections: 11, semibold.
    CaptionStrong,
    /// Code, and names of things in code: 11.5.
    Code,
}

impl Font {
    /// The font as egui wants it.
    pub fn id(self) -> FontId {
        let (size, family) = match self {
            Self::Title => (16.0, fonts::semibold()),
            Self::Heading => (15.0, fonts::semibold()),
            Self::Body => (13.0, FontFamily::Proportional),
            Self::Strong => (13.0, fonts::semibold()),
            Self::Small => (12.0, FontFamily::Proportional),
            Self::SmallStrong => (12.0, fonts::semibold()),
            Self::Caption => (11.0, FontFamily::Proportional),
            Self::CaptionStrong => (11.0, fonts::semibold()),
            Self::Code => (11.5, FontFamily::Monospace),
        };
        FontId::new(size, family)
    }
}

impl Theme {
    /// The look that a context wears now.
    pub fn of(ctx: &egui::Context) -> &'static Self {
        match ctx.theme() {
            egui::Theme::Dark => &DARK,
            egui::Theme::Light => &LIGHT,
        }
    }

    /// The color of how much stands in the way of a network call.
    pub(super) fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Fine => self.good,
            Severity::Declare => self.accent,
            Severity::Unknown => self.faint,
            Severity::Reshape => self.warn,
            Severity::Blocks => self.bad,
        }
    }

    /// The color of the service at this place in the plan; `None` is the remaining monolith.
    ///
    /// After the first six hues come the same ones, lighter or darker by a step.
    pub fn service(&self, place: Option<usize>) -> Color32 {
        let Some(place) = place else {
            return self.unassigned;
        };
        // The sixth hue is a gray that would pass for "nobody's": it comes after the real ones.
        let hue = self.services[place % 5];
        let round = place / 5 % 4;
        let other = if self.dark {
            Color32::WHITE
        } else {
            Color32::BLACK
        };
        let amount = [0.0, 0.35, 0.18, 0.55][round];
        mix(hue, other, amount)
    }

    /// The fill of a container of that color.
    pub fn tint(&self, color: Color32) -> Color32 {
        mix(self.canvas, color, if self.dark { 0.13 } else { 0.09 })
    }

    /// The border of a chip inside a container of that color.
    pub fn soft_line(&self, color: Color32) -> Color32 {
        mix(self.panel, color, 0.45)
    }

    /// A thin line.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }
}

/// `from`, moved towards `to` by `share` (0 to 1).
pub fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    let one = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(
        one(from.r(), to.r()),
        one(from.g(), to.g()),
        one(from.b(), to.b()),
    )
}

/// Dresses a context: fonts, both looks, spacing. Call once.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    ctx.set_style_of(egui::Theme::Dark, style(&DARK));
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT));
    ctx.options_mut(|it| it.zoom_with_keyboard = false);
}

fn style(theme: &Theme) -> egui::Style {
    let mut style = egui::Style {
        visuals: visuals(theme),
        ..Default::default()
    };
    style.text_styles = [
        (TextStyle::Heading, Font::Title.id()),
        (TextStyle::Body, Font::Body.id()),
        (TextStyle::Button, Font::Body.id()),
        (TextStyle::Small, Font::Caption.id()),
        (TextStyle::Monospace, Font::Code.id()),
    ]
    .into();
    style.animation_time = MOTION_SECS;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::XS);
    spacing.button_padding = vec2(space::M, 6.0);
    spacing.interact_size = vec2(28.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(space::XL as i8);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.menu_width = 320.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = egui::style::ScrollStyle::floating();
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style
}

fn visuals(theme: &Theme) -> egui::Visuals {
    let base = if theme.dark {
        egui::Visuals::dark()
    } else {
        egui::Visuals::light()
    };
    egui::Visuals {
        widgets: widgets(theme),
        selection: Selection {
            bg_fill: theme.selection,
            stroke: Stroke::new(1.0, theme.accent),
        },
        hyperlink_color: theme.accent,
        weak_text_color: Some(theme.muted),
        faint_bg_color: theme.raised,
        extreme_bg_color: theme.background,
        text_edit_bg_color: Some(theme.raised),
        code_bg_color: theme.raised,
        warn_fg_color: theme.warn,
        error_fg_color: theme.bad,
        window_corner_radius: CornerRadius::same(radius::CONTAINER),
        menu_corner_radius: CornerRadius::same(10),
        window_fill: theme.panel,
        window_stroke: theme.hairline(),
        panel_fill: theme.panel,
        window_shadow: shadow(theme, 12, 32),
        popup_shadow: shadow(theme, 6, 20),
        button_frame: true,
        striped: false,
        ..base
    }
}

fn shadow(theme: &Theme, down: i8, blur: u8) -> egui::Shadow {
    egui::Shadow {
        offset: [0, down],
        blur,
        spread: 0,
        color: theme.shadow,
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let look = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(radius::CHIP),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let hovered = mix(theme.raised, theme.text, 0.07);
    let pressed = mix(theme.raised, theme.text, 0.13);
    Widgets {
        noninteractive: look(theme.panel, theme.line, theme.text),
        inactive: look(theme.raised, theme.line, theme.text),
        hovered: look(hovered, mix(theme.line, theme.text, 0.18), theme.text),
        active: look(pressed, theme.accent, theme.text),
        open: look(hovered, theme.line, theme.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast as WCAG 2 counts it.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let channel = |it: u8| {
            let it = f32::from(it) / 255.0;
            if it <= 0.040_45 {
                it / 12.92
            } else {
                ((it + 0.055) / 1.055).powf(2.4)
            }
        };
        let light = |it: Color32| {
            0.2126 * channel(it.r()) + 0.7152 * channel(it.g()) + 0.0722 * channel(it.b())
        };
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_surface() {
        for theme in [&DARK, &LIGHT] {
            let surfaces = [
                theme.background,
                theme.canvas,
                theme.panel,
                theme.raised,
                theme.selection,
            ];
            let texts = [
                theme.text,
                theme.muted,
                theme.accent,
                theme.good,
                theme.warn,
                theme.bad,
            ];
            for (surface, text) in surfaces
                .iter()
                .flat_map(|it| texts.iter().map(move |text| (*it, *text)))
            {
                let found = contrast(surface, text);
                assert!(
                    found >= 4.5,
                    "{text:?} on {surface:?}: {found:.2}, dark: {}",
                    theme.dark
                );
            }
            assert!(contrast(theme.accent, theme.on_accent) >= 4.5);
            assert!(contrast(theme.text, theme.marked) >= 4.5);
        }
    }

    #[test]
    fn services_stand_out_from_the_canvas_and_from_each_other() {
        for theme in [&DARK, &LIGHT] {
            for place in 0..20 {
                let color = theme.service(Some(place));
                assert!(
                    contrast(theme.canvas, color) >= 3.0,
                    "{place} dark: {}",
                    theme.dark
                );
                assert!(
                    (0..place).all(|other| theme.service(Some(other)) != color),
                    "{place}"
                );
                assert!(contrast(theme.tint(color), theme.text) >= 4.5);
                assert!(contrast(theme.tint(color), theme.muted) >= 4.5, "{place}");
            }
        }
    }
}
