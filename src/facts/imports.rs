//! `use` and `extern crate`, one entry for each leaf.

use proc_macro2::Ident;
use syn::UseTree;

use super::collect::{Collector, at};
use super::{At, ConditionIdx, Import, ImportForm, Symbol, VisibilityFact};

/// What all leaves of one declaration share.
#[derive(Clone, Copy)]
struct Declaration {
    visibility: VisibilityFact,
    condition: ConditionIdx,
}

impl Collector<'_, '_> {
    pub(super) fn use_item(&mut self, item: &syn::ItemUse) {
        let condition = self.condition_of(&item.attrs);
        let declaration = Declaration {
            visibility: self.visibility(&item.vis),
            condition,
        };
        let root = item.leading_colon.map(|_| self.symbol("::"));
        let mut prefix: Vec<_> = root.into_iter().collect();
        self.use_tree(&item.tree, &mut prefix, declaration);
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &mut Vec<Symbol>, of: Declaration) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(self.ident(&path.ident));
                self.use_tree(&path.tree, prefix, of);
                prefix.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, of);
                }
            }
            UseTree::Glob(glob) => {
                let at = at(glob.star_token.spans[0]);
                self.import(prefix, ImportForm::Glob, at, of);
            }
            UseTree::Name(name) => self.use_leaf(&name.ident, None, prefix, of),
            UseTree::Rename(rename) => {
                self.use_leaf(&rename.ident, Some(&rename.rename), prefix, of);
            }
        }
    }

    fn use_leaf(
        &mut self,
        ident: &Ident,
        rename: Option<&Ident>,
        prefix: &mut Vec<Symbol>,
        of: Declaration,
    ) {
        let place = at(ident.span());
        if ident == "self" && !prefix.is_empty() {
            let Some(&last) = prefix.last() else { return };
            let name = rename.map_or(last, |it| self.ident(it));
            return self.import(prefix, ImportForm::Module(name), place, of);
        }
        let last = self.ident(ident);
        let name = rename.map_or(last, |it| self.ident(it));
        prefix.push(last);
        self.import(prefix, ImportForm::Name(name), place, of);
        prefix.pop();
    }

    fn import(&mut self, path: &[Symbol], form: ImportForm, at: At, of: Declaration) {
        let import = Import {
            scope: self.scope,
            owner: self.owner,
            path: self.pool(path),
            form,
            visibility: of.visibility,
            at,
            condition: of.condition,
        };
        self.facts.imports.push(import);
    }

    pub(super) fn extern_crate(&mut self, item: &syn::ItemExternCrate) {
        let condition = self.condition_of(&item.attrs);
        self.facts.takes_foreign_macros |= super::attributes::has(&item.attrs, "macro_use");
        let name = self.ident(&item.ident);
        let bound = match &item.rename {
            Some((_, rename)) => self.ident(rename),
            None => name,
        };
        let visibility = self.visibility(&item.vis);
        let place = at(item.ident.span());
        self.import(
            &[name],
            ImportForm::Crate(bound),
            place,
            Declaration {
                visibility,
                condition,
            },
        );
    }
}
