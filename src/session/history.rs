//! Every edit of one plan, forth and back, without a limit.

use super::deed::Deed;
use crate::plan::{Plan, PlanEdit, PlanError};

/// An edit that was made, with the one that takes it back (or makes it again).
#[derive(Clone, Debug)]
struct Entry {
    deed: Deed,
    turn: PlanEdit,
    /// Names the state after the edit; never given twice.
    state: u64,
}

/// The edits of one plan. State 0 is the plan as it was opened.
#[derive(Clone, Default, Debug)]
pub struct History {
    done: Vec<Entry>,
    undone: Vec<Entry>,
    newest: u64,
    saved: u64,
}

impl History {
    /// Applies an edit and remembers how to take it back; a refused edit leaves everything as it is.
    pub fn perform(
        &mut self,
        plan: &mut Plan,
        edit: PlanEdit,
        deed: Deed,
    ) -> Result<(), PlanError> {
        let before = plan.clone();
        let turn = plan.apply(edit)?;
        if *plan != before {
            self.newest += 1;
            self.undone.clear();
            self.done.push(Entry {
                deed,
                turn,
                state: self.newest,
            });
        }
        Ok(())
    }

    /// Takes the last edit back. Returns whether there was one.
    pub fn undo(&mut self, plan: &mut Plan) -> Result<bool, PlanError> {
        Self::turn(plan, &mut self.done, &mut self.undone)
    }

    /// Makes the last edit that was taken back again. Returns whether there was one.
    pub fn redo(&mut self, plan: &mut Plan) -> Result<bool, PlanError> {
        Self::turn(plan, &mut self.undone, &mut self.done)
    }

    fn turn(
        plan: &mut Plan,
        from: &mut Vec<Entry>,
        onto: &mut Vec<Entry>,
    ) -> Result<bool, PlanError> {
        let Some(mut entry) = from.pop() else {
            return Ok(false);
        };
        match plan.apply(entry.turn.clone()) {
            Ok(turn) => {
                entry.turn = turn;
                onto.push(entry);
                Ok(true)
            }
            Err(error) => {
                from.push(entry);
                Err(error)
            }
        }
    }

    /// Goes to the state after so many edits.
    pub fn go_to(&mut self, plan: &mut Plan, n_done: usize) -> Result<(), PlanError> {
        while self.done.len() > n_done && self.undo(plan)? {}
        while self.done.len() < n_done && self.redo(plan)? {}
        Ok(())
    }

    /// How many edits stand behind the present state.
    pub fn n_done(&self) -> usize {
        self.done.len()
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to make again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Every edit, first to last; those after [`History::n_done`] have been taken back.
    pub fn deeds(&self) -> impl ExactSizeIterator<Item = &Deed> {
        let n = self.done.len() + self.undone.len();
        (0..n).map(move |it| match self.done.get(it) {
            Some(entry) => &entry.deed,
            None => &self.undone[n - 1 - it].deed,
        })
    }

    /// Names the present state: equal names, equal plans.
    pub fn state(&self) -> u64 {
        self.done.last().map_or(0, |it| it.state)
    }

    /// Whether the present state is not the one that was saved last.
    pub fn is_dirty(&self) -> bool {
        self.state() != self.saved
    }

    /// This state is on disk now.
    pub fn mark_saved(&mut self, state: u64) {
        self.saved = state;
    }

    /// No state of this history is on disk.
    pub fn mark_unsaved(&mut self) {
        self.saved = u64::MAX;
    }
}
