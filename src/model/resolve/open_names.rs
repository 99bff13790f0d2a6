//! Who gives everybody a name for what: `pub mod` and `pub use`, with everything globs bring.

use super::names::{Def, Reach, World};
use crate::model::{ModuleId, Node};

impl World<'_> {
    /// Every module and item that a module names for everybody, once all imports are bound; what
    /// items are called in their own module is left out.
    pub(super) fn open_names(&self) -> Vec<(Node, ModuleId)> {
        let mut found = Vec::new();
        for (module, scope) in (0u32..).map(ModuleId).zip(&self.scope_of) {
            for (_, binding) in &self.scopes[scope.index()].entries {
                if binding.reach != Reach::Everybody || !binding.rank.has_path() {
                    continue;
                }
                match binding.def {
                    Def::Module(named) => found.push((named.into(), module)),
                    Def::Item(named) if self.items[named.index()].module != module => {
                        found.push((named.into(), module));
                    }
                    _ => {}
                }
            }
        }
        found
    }
}
