//! What the desk shows, worked out once for all of its parts.

use super::todo;
use crate::app::act::clock::Moment;
use crate::app::cards::clocks::{Clocks, judge_clocks};
use crate::app::event::view::DeskView;

/// What the desk shows.
pub struct Desk<'d> {
    pub view: &'d DeskView,
    pub lines: Vec<todo::Line>,
    pub clocks: Clocks,
    /// The component of the matrix.
    pub component: usize,
    pub now: Moment,
    /// Why nothing can be written; `None` where something can.
    pub ill: Option<&'static str>,
}

impl<'d> Desk<'d> {
    /// The desk with the matrix of one component, by its number.
    pub fn new(view: &'d DeskView, component: usize, now: Moment, ill: Option<&'static str>) -> Self {
        Self { lines: todo::lines(view, now), clocks: judge_clocks(&view.devices, now), view, component, now, ill }
    }

    /// Id of the component.
    pub fn component_id(&self) -> &str {
        self.view.matrix.progress.components.get(self.component).map_or("", |part| part.id.as_str())
    }
}
