//! The fonts: our own for Latin and Hangul, the system's for everything else.
//!
//! The common 2,350 syllables of Hangul come with the program, so that a name in Korean is legible
//! on a bare machine; rarer syllables and other scripts are looked for among the system's fonts.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

/// The family of what stands out.
pub(super) fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Gives the context its fonts.
pub(super) fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    // egui's own fonts stay at the end: they hold the signs that ours lack.
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in OWN {
        let tweak = FontTweak {
            hinting: Some(false),
            ..Default::default()
        };
        let data = FontData::from_static(bytes).tweak(tweak);
        fonts.font_data.insert((*name).to_owned(), Arc::new(data));
    }
    let rest = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let mono = fonts
        .families
        .get(&FontFamily::Monospace)
        .cloned()
        .unwrap_or_default();
    let chain = |first: &[&str], rest: &[String]| {
        first
            .iter()
            .map(|it| (*it).to_owned())
            .chain(rest.iter().cloned())
            .collect::<Vec<_>>()
    };
    let families = [
        (FontFamily::Proportional, chain(&["Inter", "Hangul"], &rest)),
        (semibold(), chain(&["Inter SemiBold", "Hangul"], &rest)),
        (
            FontFamily::Monospace,
            chain(&["JetBrains Mono", "Hangul"], &mono),
        ),
    ];
    fonts.families.extend(families);
    fonts
}

const OWN: &[(&str, &[u8])] = &[
    (
        "Inter",
        include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    ),
    (
        "Inter SemiBold",
        include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    ),
    (
        "JetBrains Mono",
        include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf"),
    ),
    (
        "Hangul",
        include_bytes!("../../assets/fonts/SeamlineHangul-Regular.ttf"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Font;

    #[test]
    fn hangul_is_never_tofu() {
        let ctx = Context::default();
        install(&ctx);
        ctx.run_ui(egui::RawInput::default(), |_| {})
            .textures_delta
            .clear();
        for font in [Font::Body, Font::Strong, Font::Code] {
            let text = "주소가바뀌면고객도갱신ㄱㅎ→−×·…⌘⇧";
            let tofu = |it: &char| !ctx.fonts_mut(|fonts| fonts.has_glyph(&font.id(), *it));
            assert_eq!(
                text.chars().filter(tofu).collect::<String>(),
                "",
                "{font:?}"
            );
        }
    }

    #[test]
    fn digits_have_one_width() {
        let ctx = Context::default();
        install(&ctx);
        ctx.run_ui(egui::RawInput::default(), |_| {})
            .textures_delta
            .clear();
        for font in [Font::Body, Font::Strong, Font::Caption, Font::Code] {
            let widths: Vec<_> = ('0'..='9')
                .map(|it| ctx.fonts_mut(|fonts| fonts.glyph_width(&font.id(), it)))
                .collect();
            assert!(
                widths.iter().all(|it| (it - widths[0]).abs() < 0.05),
                "{font:?} {widths:?}"
            );
        }
    }
}
