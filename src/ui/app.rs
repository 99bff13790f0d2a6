//! The window itself: draws the session, collects wishes, has them granted.

use std::path::PathBuf;

use egui::{CentralPanel, Context, Ui, UserAttentionType, ViewportCommand};

use super::bottom::{Bottom, bottom_ui};
use super::canvas::{CanvasState, CanvasView, canvas_ui};
use super::dialogs::{Dialogs, dialogs_ui};
use super::explorer::{Explorer, explorer_ui};
use super::inspector::{Inspector, inspector_ui};
use super::jobs::{Outside, Traces};
use super::palette::{Palette, palette_ui};
use super::photograph::{Camera, Moment, Photograph};
use super::run::WindowError;
use super::toasts::{Toasts, toasts_ui};
use super::window::Window;
use super::{
    commands, drop, photograph, script, status, tabs, texts, theme, top_bar, welcome, work,
};
use crate::model::Successor;
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::session::{
    Command, Dialog, Effect, FileCommand, Session, ThemeChoice, View, ViewCommand,
};

/// How the window begins.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Opening {
    /// A folder, a `Cargo.toml` or a plan.
    pub path: Option<PathBuf>,
    /// Dark or light, whatever was chosen before.
    pub theme: Option<ThemeChoice>,
    /// Width and height of the window.
    pub size: Option<(f32, f32)>,
    /// A picture is to be taken, and that is all.
    pub photograph: Option<Photograph>,
    /// Nothing is remembered, and nothing is found again; for tests and pictures.
    pub forgetful: bool,
}

/// The window.
#[derive(Debug)]
pub struct App {
    session: Session,
    outside: Outside,
    canvas: CanvasState,
    explorer: Explorer,
    inspector: Inspector,
    bottom: Bottom,
    palette: Palette,
    dialogs: Dialogs,
    toasts: Toasts,
    camera: Option<Camera>,
    quitting: bool,
    failure: Option<WindowError>,
    title: String,
    /// Where the canvas was in the last frame.
    canvas_rect: egui::Rect,
}

impl App {
    /// Dresses the context and opens what is to be opened.
    pub fn new(ctx: &Context, opening: Opening) -> Self {
        theme::install(ctx);
        let traces = match opening.photograph {
            Some(_) => Traces::None,
            None if opening.forgetful => Traces::Copies,
            None => Traces::All,
        };
        let outside = Outside::new(ctx, traces);
        let theme = opening
            .theme
            .or_else(|| outside.remembered_theme())
            .unwrap_or_default();
        let reduced_motion = opening.photograph.is_some() || outside.remembered_stillness();
        let follow = outside.remembered_following();
        let mut app = Self {
            session: Session::new(View {
                theme,
                reduced_motion,
                follow,
                ..View::default()
            }),
            outside,
            canvas: CanvasState::default(),
            explorer: Explorer::default(),
            inspector: Inspector::default(),
            bottom: Bottom::default(),
            palette: Palette::default(),
            dialogs: Dialogs::default(),
            toasts: Toasts::default(),
            camera: opening.photograph.map(Camera::new),
            quitting: false,
            failure: None,
            title: String::new(),
            canvas_rect: ctx.content_rect(),
        };
        app.dress(ctx);
        if let Some(path) = opening.path {
            app.ask(ctx, FileCommand::Open(path));
        }
        app
    }

    /// The program behind the window.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether no work is under way outside.
    pub fn is_idle(&self) -> bool {
        self.outside.is_idle()
    }

    /// Whether the window is there for a picture alone.
    pub(super) fn is_camera(&self) -> bool {
        self.camera.is_some()
    }

    /// Why the window had nothing to show, where that ends the program.
    pub fn failure(&self) -> Option<&WindowError> {
        self.failure.as_ref()
    }

    /// Has a wish granted.
    pub fn ask(&mut self, ctx: &Context, command: impl Into<Command>) {
        let effects = self.session.update(command.into());
        self.perform(ctx, effects);
    }

    fn perform(&mut self, ctx: &Context, effects: Vec<Effect>) {
        for effect in effects {
            match &effect {
                Effect::Camera(to) => self.canvas.go(*to),
                Effect::Copy(text) => ctx.copy_text(text.clone()),
                Effect::Dress => self.dress(ctx),
                Effect::Quit => {
                    self.quitting = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                _ => {}
            }
            self.outside.perform(ctx, &self.session, effect);
        }
        ctx.request_repaint();
    }

    fn dress(&self, ctx: &Context) {
        let view = self.session.view();
        ctx.set_theme(match view.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
            ThemeChoice::Light => egui::ThemePreference::Light,
        });
        let secs = if view.reduced_motion {
            0.0
        } else {
            theme::MOTION_SECS
        };
        ctx.all_styles_mut(|it| it.animation_time = secs);
    }

    /// Takes in what came back from outside, and what the system asks for.
    pub fn logic(&mut self, ctx: &Context) {
        let hands_full = self.hands_are_full(ctx);
        let outcomes = self.outside.drain(ctx, &mut self.session, hands_full);
        for mut outcome in outcomes {
            let opened = matches!(outcome, crate::session::Outcome::Opened(_));
            if opened && self.is_camera() {
                // A picture shows what is on disk.
                outcome.forget_rescued();
            }
            if opened {
                self.canvas = CanvasState::default();
                self.explorer = Explorer::default();
            }
            let before = self.session.analysis().cloned();
            let again = matches!(outcome, crate::session::Outcome::Reloaded(..));
            let effects = self.session.conclude(outcome);
            if let Some(before) = before.filter(|_| again) {
                self.succeed(&before);
            }
            self.perform(ctx, effects);
        }
        if ctx.input(|it| it.viewport().close_requested()) && !self.quitting {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(
                UserAttentionType::Informational,
            ));
            self.ask(ctx, FileCommand::Quit);
        }
        if let Some(path) = drop::dropped(ctx) {
            self.ask(ctx, FileCommand::Open(path));
        }
        self.name_window(ctx);
    }

    /// Whether somebody carries something or looks at something that speaks of the code as it is.
    fn hands_are_full(&self, ctx: &Context) -> bool {
        self.canvas.is_busy()
            || egui::DragAndDrop::has_any_payload(ctx)
            || egui::Popup::is_any_open(ctx)
            || self.session.view().dialog.is_some()
    }

    /// What the panels remember speaks of the code that was read again from now on.
    fn succeed(&mut self, before: &Analysis) {
        let Some(after) = self.session.analysis().cloned() else {
            return;
        };
        let by = Successor::between(&before.model, &after.model);
        let selection = self.session.selection();
        self.canvas.succeed(&after.model, &by, selection);
        self.explorer.succeed(&after, &by, selection);
        self.inspector.succeed(before, &after, selection);
    }

    fn name_window(&mut self, ctx: &Context) {
        let product = texts::texts().product;
        let title = match self.session.analysis() {
            Some(analysis) => {
                let mark = if self.session.is_dirty() { "• " } else { "" };
                format!("{mark}{} – {product}", analysis.tree.name)
            }
            None => product.to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Draws everything, then has the wishes of this frame granted.
    pub fn draw(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut wishes = Vec::new();
        self.regions_ui(ui, &mut wishes);
        self.front_ui(&ctx, &mut wishes);
        if !matches!(self.session.view().dialog, Some(Dialog::Palette)) {
            self.palette.forget();
        }
        wishes.extend(commands::pressed(&ctx, &self.session));
        let held = |it: &Command| matches!(it, Command::View(ViewCommand::WhatIf { .. }));
        if self.session.what_if().is_some() && !wishes.iter().any(held) && !self.is_posing() {
            self.session.forget_what_if();
            ctx.request_repaint();
        }
        for wish in wishes {
            if !held(&wish) || self.is_news(&wish) {
                self.ask(&ctx, wish);
            }
        }
        self.photograph(&ctx);
    }

    /// A preview that is there already needs no further frame.
    fn is_news(&self, wish: &Command) -> bool {
        let Command::View(ViewCommand::WhatIf { modules, to }) = wish else {
            return true;
        };
        self.session
            .what_if()
            .is_none_or(|it| it.modules != *modules || it.to != *to)
    }

    /// A scripted picture keeps what it asked for.
    fn is_posing(&self) -> bool {
        self.camera
            .as_ref()
            .is_some_and(|it| !it.photograph.script.is_empty())
    }

    fn regions_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Command>) {
        let ctx = ui.ctx().clone();
        let window = &mut Window::new(&ctx, &self.session, wishes);
        top_bar::top_bar_ui(ui, window);
        if window.session.project().is_none() {
            CentralPanel::no_frame().show(ui, |ui| {
                welcome::welcome_ui(ui, window, &self.outside.memory);
            });
            return;
        }
        status::status_ui(ui, window);
        let view = window.session.view();
        if view.open.bottom {
            bottom_ui(ui, window, &mut self.bottom);
        }
        if view.open.explorer {
            explorer_ui(ui, window, &mut self.explorer);
        }
        if view.open.inspector {
            inspector_ui(ui, window, &mut self.inspector);
        }
        tabs::tabs_ui(ui, window);
        self.canvas_rect = ui.available_rect_before_wrap();
        CentralPanel::no_frame().show(ui, |ui| {
            if let Some(canvas) = canvas_view(window) {
                canvas_ui(ui, &canvas, &mut self.canvas, window.commands);
            }
        });
    }

    fn front_ui(&mut self, ctx: &Context, wishes: &mut Vec<Command>) {
        let window = &mut Window::new(ctx, &self.session, wishes);
        dialogs_ui(ctx, window, &mut self.dialogs);
        if matches!(window.session.view().dialog, Some(Dialog::Palette)) {
            palette_ui(ctx, window, &mut self.palette);
        }
        drop::carried_ui(ctx, window, self.canvas_rect);
        work::work_ui(ctx, window);
        drop::hover_ui(ctx, window);
        toasts_ui(ctx, window, &mut self.toasts, self.canvas_rect);
    }

    fn photograph(&mut self, ctx: &Context) {
        let failed = self.session.project().is_none() && !self.session.posted().is_empty();
        let quiet = self.outside.is_idle() && (self.toasts.is_quiet() || self.is_posing());
        let Some(camera) = &mut self.camera else {
            return;
        };
        match camera.moment(ctx, quiet || failed) {
            Moment::Wait => {}
            Moment::Step(step) => {
                for command in script::commands_of(&self.session, &step) {
                    self.ask(ctx, command);
                }
            }
            Moment::Done(picture) => {
                let path = camera.photograph.path.clone();
                let said = self.session.posted().first().filter(|_| failed);
                let said = said.map(|it| WindowError::Input(it.notice.clone()));
                self.failure =
                    said.or_else(|| save_picture(&path, &picture).err().map(WindowError::Output));
                self.quitting = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}

fn save_picture(path: &std::path::Path, picture: &egui::ColorImage) -> Result<(), Notice> {
    let bytes = photograph::png_of(picture)
        .ok_or_else(|| Notice::error("the window has no size to be photographed"))?;
    crate::shell::write_file(path, &bytes).map_err(|error| Notice::from(&error))
}

fn canvas_view<'a>(window: &Window<'a>) -> Option<CanvasView<'a>> {
    let session = window.session;
    let project = session.project()?;
    Some(CanvasView {
        model: &project.analysis.model,
        graph: project.graph(),
        plan: session.plan()?,
        owners: &project.derived.owners,
        arrangement: &project.derived.arrangement,
        selection: session.selection(),
        theme: window.theme,
        texts: texts::canvas_texts(),
        reduced_motion: session.view().reduced_motion,
    })
}
