//! The window, asked for by the command line.

use super::args::WindowArguments;
use super::{Exit, Fatal};
use crate::notice::Notice;

/// Opens the window and stays until it is closed.
#[cfg(feature = "gui")]
pub(super) fn open(arguments: WindowArguments) -> Result<Exit, Fatal> {
    use crate::ui::{self, WindowError};

    if let Some(picture) = &arguments.photograph {
        if !picture
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("png"))
        {
            return Err(super::misuse(
                "",
                "the photograph's name has to end in .png",
            ));
        }
        crate::shell::write::check_output(picture)?;
    }
    if let Some(path) = &arguments.path {
        // What cannot be opened at all is better told here than in a window.
        crate::shell::read::locate(path)?;
    }
    match ui::run(opening(arguments)) {
        Ok(()) => Ok(Exit::Done),
        Err(WindowError::NoDisplay { why }) => Err(no_display(&why)),
        Err(WindowError::Input(notice)) => Err(Fatal::Input(notice)),
        Err(WindowError::Output(notice)) => Err(Fatal::Output(notice)),
    }
}

#[cfg(feature = "gui")]
fn opening(arguments: WindowArguments) -> crate::ui::Opening {
    use super::args::Theme;
    use crate::session::ThemeChoice;
    use crate::ui::{Opening, Photograph};

    let script = arguments.photograph_script;
    Opening {
        path: arguments.path,
        theme: arguments.theme.map(|it| match it {
            Theme::Dark => ThemeChoice::Dark,
            Theme::Light => ThemeChoice::Light,
        }),
        size: arguments
            .size
            .map(|(width, height)| (width as f32, height as f32)),
        photograph: arguments.photograph.map(|path| Photograph { path, script }),
        forgetful: false,
    }
}

/// Says that this build has no window.
#[cfg(not(feature = "gui"))]
pub(super) fn open(_: WindowArguments) -> Result<Exit, Fatal> {
    Err(no_display("this program was built without the window"))
}

fn no_display(why: &str) -> Fatal {
    let text = format!("the window cannot be opened: {why}");
    Fatal::NoDisplay(Notice::error(text).hint(super::WITHOUT_DISPLAY))
}
