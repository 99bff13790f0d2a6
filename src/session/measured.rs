//! Calls measured at run time: files that somebody gave, held against the open code.

use std::path::PathBuf;
use std::sync::Arc;

use super::Session;
use super::effect::Effect;
use crate::insight::measured::MeasuredUse;
use crate::measured::Measurements;

/// Files of measurements, and what of the open code they are of.
#[derive(Clone, Debug, Default)]
pub struct MeasuredRead {
    /// Every file, in the order they were chosen.
    pub paths: Vec<PathBuf>,
    /// What is in them.
    pub measured: Arc<Measurements>,
    /// Held against the open code.
    pub usage: Arc<MeasuredUse>,
}

impl Session {
    /// What was measured, once somebody gave a file of it.
    pub fn measured(&self) -> Option<&MeasuredRead> {
        self.measured.as_ref()
    }

    /// Reads one more file; those of before are read again with it, as they may have changed.
    pub(super) fn read_measured(&mut self, path: PathBuf) -> Vec<Effect> {
        if self.project.is_none() {
            return Vec::new();
        }
        let before = self.measured.iter().flat_map(|it| it.paths.iter().cloned());
        let mut paths: Vec<_> = before.filter(|it| *it != path).collect();
        paths.push(path);
        vec![Effect::ReadMeasured(paths)]
    }

    /// Takes in what was read.
    pub(super) fn measured_read(
        &mut self,
        paths: Vec<PathBuf>,
        measured: Arc<Measurements>,
    ) -> Vec<Effect> {
        for notice in measured.notices.iter().cloned() {
            self.post(notice);
        }
        self.measured = Some(MeasuredRead {
            paths,
            measured,
            usage: Arc::default(),
        });
        self.bind_measured();
        Vec::new()
    }

    /// Finds what of the open code the measurements are of; anew for other code.
    pub(super) fn bind_measured(&mut self) {
        let Some(project) = &self.project else {
            self.measured = None;
            return;
        };
        if let Some(read) = &mut self.measured {
            let model = &project.analysis.model;
            read.usage = Arc::new(MeasuredUse::of(model, &read.measured));
        }
    }
}
