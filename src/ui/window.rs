//! What every panel is handed: the session to draw, the look, the words, and a list for wishes.

use egui::Context;

use super::texts::Texts;
use super::theme::Theme;
use crate::session::{Command, Session};

/// What a panel may see and do: look at the session, and push commands.
#[derive(Debug)]
pub(super) struct Window<'a> {
    pub(super) session: &'a Session,
    pub(super) theme: &'static Theme,
    pub(super) texts: &'static Texts,
    pub(super) commands: &'a mut Vec<Command>,
}

impl<'a> Window<'a> {
    pub(super) fn new(ctx: &Context, session: &'a Session, commands: &'a mut Vec<Command>) -> Self {
        Self {
            session,
            theme: Theme::of(ctx),
            texts: super::texts::texts(),
            commands,
        }
    }

    /// Asks for something.
    pub(super) fn push(&mut self, command: impl Into<Command>) {
        self.commands.push(command.into());
    }

    /// A path as it is shown: without the crate where that goes without saying.
    pub(super) fn short<'p>(&self, path: &'p str) -> &'p str {
        match (path.split_once("::"), self.session.main_crate()) {
            (Some((krate, rest)), Some(main)) if *krate == **main => rest,
            _ => path,
        }
    }

    /// How many modules of code are shown, and how many lines they have.
    pub(super) fn shown_size(&self) -> (usize, u64) {
        let tests = self.session.view().filter.tests;
        let modules = self.session.model().map_or(&[][..], |it| it.modules());
        let code = modules.iter().filter(|it| it.object_kind().is_none());
        let shown = code.filter(|it| tests || !it.test);
        shown.fold((0, 0), |(n, lines), it| {
            (n + 1, lines + u64::from(it.n_lines))
        })
    }

    /// The color of a module's owner.
    pub(super) fn color_of(&self, owner: crate::plan::Owner) -> egui::Color32 {
        let plan = self.session.plan();
        let place = owner.and_then(|id| plan?.services.iter().position(|it| it.id == id));
        self.theme.service(place)
    }

    /// The name of an owner.
    pub(super) fn name_of(&self, owner: crate::plan::Owner) -> String {
        let plan = self.session.plan();
        let service = owner.and_then(|id| plan?.service(id));
        service.map_or_else(|| self.texts.remaining.to_owned(), |it| it.name.to_string())
    }
}
