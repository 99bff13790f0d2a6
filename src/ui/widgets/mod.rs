//! The few things every panel is built from. Each paints itself from the theme's tokens, and each
//! tells assistive technology (and the tests) what it is.

mod controls;
pub(super) mod icons;
mod table;
mod text;

pub(super) use controls::{
    Look, button, checkbox, dot, field, icon_button, link, remark, row, section, segmented,
    separator, tab, tick,
};
pub(super) use icons::Icon;
pub(super) use table::{Align, Cell, Column, Sort, Table};
pub(super) use text::{Span, label, paint, paint_spans, paint_wrapped, paragraph, prose, width_of};
