"""Definitions of rustc -> ids of Seamline."""

import re

import spans

# Definitions without a place in Seamline's model: their surroundings count.
NAMELESS = re.compile(r"^\{(?:closure|constant|extern|use|constructor|opaque|anon_adt|synthetic|global_asm).*\}$")
KIND_WORDS = {"Fn": "fn", "Struct": "type", "Enum": "type", "Union": "type", "TyAlias": "type", "Trait": "trait"}
KIND_WORDS |= {"Const": "const", "Static": "static", "Macro": "macro"}


def root_id(raw):
    return raw["name"] if raw["kind"] == "lib" else "bin:" + raw["name"]


class Unit:
    """One compiled library or program."""

    def __init__(self, raw, sources, taken):
        self.raw, self.sources = raw, sources
        self.cwd, self.root = raw["cwd"], root_id(raw)
        if self.root in taken:
            self.root = f"{raw['package']}@{self.root}"
        self.owners = {int(idx): it for idx, it in raw["owners"].items()}
        self.members = {int(idx): it for idx, it in raw["members"].items()}
        self.parts = {int(idx): it for idx, it in raw["parts"].items()}
        self.impls = {int(idx): it for idx, it in raw["impls"].items()}
        self.aliases = {int(idx): it for idx, it in raw["aliases"].items()}
        self.by_path = {}
        for idx, (path, kind) in sorted(self.owners.items()):
            # A module comes last: what is inside it is in its list of members.
            if path not in self.by_path or self.owners[self.by_path[path]][1] == "Mod":
                self.by_path[path] = idx
        self.ids, self.modules = {}, {}
        self.module_ids = {self.id(idx) for idx, it in self.owners.items() if it[1] == "Mod"}
        self.ids = {}

    def owner_of(self, idx, path):
        """The item a definition is or belongs to: variants, fields and closures have none of their own."""
        while idx in self.parts and idx not in self.owners:
            idx = self.parts[idx]
        # A crate compiled twice, with other features, may number differently: the path decides.
        if idx in self.owners and (not path or f"{path}::".startswith(self.owners[idx][0] + "::")):
            return idx
        while path:
            if path in self.by_path:
                return self.by_path[path]
            path = path.rpartition("::")[0]
        return 0

    def parent(self, idx):
        if idx in self.members:
            return self.members[idx]
        return self.owner_of(-1, self.owners[idx][0].rpartition("::")[0])

    def module(self, idx):
        """The module an item is written in; itself for a module, unless a function hides it."""
        if idx not in self.modules:
            is_module = idx == 0 or self.owners[idx][1] == "Mod"
            parent = 0 if idx == 0 else self.parent(idx)
            if is_module and self.owners[parent][1] == "Mod":
                self.modules[idx] = idx
            else:
                self.modules[idx] = self.module(parent)
        return self.modules[idx]

    def id(self, idx):
        if idx not in self.ids:
            self.ids[idx] = self.make_id(idx)
        return self.ids[idx]

    def make_id(self, idx):
        if idx == 0:
            return self.root
        path, kind = self.owners[idx]
        parent = self.parent(idx)
        stem = self.id(parent)
        name = path.rpartition("::")[2].removeprefix("r#")
        if kind == "Impl":
            of_trait, this = self.impl_names(idx)
            return f"{stem}::<{this} as {of_trait}>" if of_trait else f"{stem}::{this}#impl"
        if NAMELESS.match(name):
            return stem
        made = f"{stem.removesuffix('#impl')}::{name}"
        if kind in KIND_WORDS and made in getattr(self, "module_ids", ()):
            made += "#" + KIND_WORDS[kind]
        return made

    def impl_names(self, idx):
        of_trait, span, this = self.impls[idx][:3]
        text = self.sources.any_text(span, self.cwd)
        name = spans.type_name(text) if text and "$" not in text else ""
        if not name:
            name = this[0][4].rpartition("::")[2].removeprefix("r#") if this else "_"
        return spans.written(of_trait), name

    def members_of(self, idx):
        """The impl's trait, its type's definition and name, what its trait is made special for."""
        _, span, this, trait_span, crate, path = self.impls[idx]
        name = spans.type_name(self.sources.any_text(span, self.cwd))
        of_trait = self.sources.any_text(trait_span, self.cwd)
        generics = of_trait[of_trait.find("<") + 1 : -1] if of_trait.endswith(">") else ""
        return (crate, path), this[0][4] if this else "", name, spans.type_names(generics)

    def self_type(self, idx):
        """What `Self` means in an impl: the type's definition, where it is of the workspace."""
        impl = self.impls.get(idx)
        return impl[2][0] if impl and impl[2] else None
