//! Plain data to pixels, from the back to the front.

mod blocks;
mod boxes;
mod chips;
mod containers;
mod edges;
mod ghosts;
mod marks;
mod ribbons;
mod text;

use std::cell::RefCell;

use egui::{Color32, Painter};
use rustc_hash::FxHashSet;

pub(in crate::ui) use edges::line_of;
pub(super) use ribbons::{number, shown as ribbons_shown};
pub(super) use text::{Names, line_of_text};

use super::CanvasView;
use super::camera::View;
use super::controls::Lens;
use super::focus::Focus;
use super::gesture::Gesture;
use super::hit::Hit;
use crate::arrange::{Arrangement, CHIP_HEIGHT, Chip, Container, ContainerKey, Rect};
use crate::model::ModuleId;
use crate::ui::theme::{Theme, mix};

/// Size of the text on a chip at zoom 1.
const CHIP_TEXT: f32 = 12.0;
/// Text smaller than this is not drawn.
const LEAST_TEXT: f32 = 7.0;
/// Where the text on chips would be smaller than this, they are blocks. It is drawn a little larger.
const LEAST_CHIP_TEXT: f32 = 6.8;
/// How far what is dimmed fades into what is behind it.
const DIMMED: f32 = 0.72;

/// How much of a chip can be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// A block of color; its container's name in large letters.
    Blocks,
}

/// What every painter needs.
pub(super) struct Sheet<'a> {
    pub(super) painter: &'a Painter,
    pub(super) view: View,
    pub(super) canvas: &'a CanvasView<'a>,
    pub(super) arrangement: &'a Arrangement,
    pub(super) ribbons: &'a [u32],
    pub(super) focus: &'a Focus,
    pub(super) pointed: Hit,
    pub(super) gesture: &'a Gesture,
    /// What a lasso holds while it is drawn.
    pub(super) picked: &'a FxHashSet<ModuleId>,
    pub(super) lens: Lens,
    /// A cache: what it answers is the same whether it is full or empty.
    pub(super) names: &'a RefCell<Names>,
    /// How far dimming has gone, 0 to 1.
    pub(super) dimmed: f32,
}

impl Sheet<'_> {
    pub(super) fn theme(&self) -> &Theme {
        self.canvas.theme
    }

    pub(super) fn detail(&self) -> Detail {
        if CHIP_TEXT * self.view.zoom >= LEAST_CHIP_TEXT {
            Detail::Full
        } else {
            Detail::Blocks
        }
    }

    /// Containers that can be seen, with their positions.
    pub(super) fn containers(&self) -> impl Iterator<Item = (u32, &Container)> {
        let visible = self.view.visible();
        (0u32..)
            .zip(&self.arrangement.containers)
            .filter(move |it| it.1.rect.overlaps(&visible))
    }

    /// Chips of a container that can be seen.
    fn chips_in(&self, container: &Container) -> impl Iterator<Item = &Chip> {
        let visible = self.view.visible();
        self.arrangement
            .chips_in(container)
            .iter()
            .filter(move |it| it.rect.overlaps(&visible))
    }

    /// Every chip that can be seen.
    pub(super) fn chips(&self) -> impl Iterator<Item = &Chip> {
        self.containers().flat_map(|it| self.chips_in(it.1))
    }

    /// The color of a container: its service's; gray for what remains.
    pub(super) fn color_of(&self, key: ContainerKey) -> Color32 {
        let ContainerKey::Service(service) = key else {
            return self.theme().service(None);
        };
        let services = &self.canvas.plan.services;
        self.theme()
            .service(services.iter().position(|it| it.id == service))
    }

    /// The color of a chip through the lens.
    fn color_of_chip(&self, chip: &Chip) -> Color32 {
        match self.lens {
            Lens::Service => {
                self.color_of(self.arrangement.containers[chip.container as usize].key)
            }
            Lens::Crate => {
                let krate = self.canvas.model.module(chip.module).krate;
                self.theme().service(Some(krate.index()))
            }
        }
    }

    /// A color in front of another, dimmed unless it is bright.
    fn dim(&self, color: Color32, behind: Color32, bright: bool) -> Color32 {
        if bright || self.dimmed == 0.0 {
            color
        } else {
            mix(color, behind, DIMMED * self.dimmed)
        }
    }

    fn is_bright(&self, module: ModuleId) -> bool {
        !self.focus.dims || self.focus.bright.contains(&module)
    }

    fn is_selected(&self, module: ModuleId) -> bool {
        self.canvas.selection.has_module(module)
            || (!self.picked.is_empty() && self.picked.contains(&module))
    }

    fn is_carried(&self, module: ModuleId) -> bool {
        matches!(self.gesture, Gesture::Carrying(carry) if carry.modules.contains(&module))
    }

    fn is_visible(&self, rect: &Rect) -> bool {
        rect.overlaps(&self.view.visible())
    }

    /// A length of the scene on the screen.
    fn scaled(&self, length: f32) -> f32 {
        length * self.view.zoom
    }
}

/// Paints everything in the scene.
pub(super) fn paint(sheet: &Sheet<'_>) {
    containers::dots(sheet);
    ribbons::lines(sheet);
    let names_of_groups = containers::boxes(sheet);
    if sheet.detail() == Detail::Full {
        edges::edges(sheet);
        chips::chips(sheet);
    } else {
        blocks::blocks(sheet);
        edges::edges(sheet);
    }
    sheet.painter.extend(names_of_groups);
    containers::names(sheet);
    ribbons::numbers(sheet);
    ghosts::ghosts(sheet);
}

/// Height of a chip on the screen.
pub(super) fn chip_height(view: &View) -> f32 {
    CHIP_HEIGHT * view.zoom
}
