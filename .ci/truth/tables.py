"""Compiled units -> who refers to what, and where: rustc's resolutions at places of the source."""

import re

import spans
from ids import Unit
from impls import Impls

# Resolutions that name something of their own in Seamline's model.
ITEMS = set("Mod Struct Enum Union Trait TraitAlias TyAlias Fn Const Static Ctor Variant Macro".split())
ITEMS |= set("AssocFn AssocConst AssocTy ForeignTy SelfTyAlias SelfTyParam SelfCtor".split())


class Tables:
    def __init__(self, folder, raw_units):
        self.sources = spans.Sources(folder)
        self.units, self.known = [], {}
        same = {}
        for raw in (it for it in raw_units if "paths" in it):
            # Procedural macros and what build scripts need are compiled twice.
            key = (raw["manifest"], raw["kind"], raw["name"])
            if key not in same:
                same[key] = Unit(raw, self.sources, {it.root for it in self.units})
                self.units.append(same[key])
            self.known[raw["name"], raw["hash"]] = same[key]
        self.impls = Impls(self.units)
        self.edges, self.rows, self.outside = {}, {}, {}
        self.themselves = set()

    def fill(self):
        for unit in self.units:
            self.typed = set()
            for row in unit.raw.get("typed", ()):
                self.typed_row(unit, row)
            for row in unit.raw["extern_crates"]:
                self.extern_crate(unit, row)
            for row in unit.raw["paths"]:
                self.path_row(unit, row)
            for row in unit.raw["relatives"]:
                self.relative_row(unit, row)

    def target(self, row):
        """(unit, item, item's path) that a resolution names."""
        kind, crate, digest, idx, path = row
        unit = self.known.get((crate, digest))
        if unit is None or kind not in ITEMS:
            return None
        if kind in ("SelfTyAlias", "SelfCtor"):
            if idx not in unit.impls:
                return unit, unit.owner_of(idx, path)
            this = unit.self_type(idx)
            return self.target(this) if this else None
        return unit, unit.owner_of(idx, path)

    def add_edge(self, unit, owner, target, evidence):
        source = unit.id(unit.module(unit.owner_of(owner, "")))
        found = target[0].id(target[0].module(target[1]))
        if source != found:
            self.edges.setdefault((source, found), set()).add(evidence)

    def add_row(self, unit, owner, span, place, kind, target, name=None):
        line, column = self.sources.place(span[0], place)
        found = f"{target[0].root}::{name}" if name else target[0].id(target[1])
        if target[0] is unit and unit.owner_of(owner, "") == target[1]:
            self.themselves.add((span[0], line, column, found))
        self.rows.setdefault((span[0], line, column, found), set()).add(kind)

    def path_row(self, unit, row):
        owner, role, at, *found, name = row
        target = self.target(found)
        span = self.sources.span(at, unit.cwd)
        place = self.path_place(span, role, name) if span else None
        if target is None:
            return self.add_outside(span, place, "path")
        if found[0] == "SelfTyParam":
            return place is None or self.add_row(unit, owner, span, place, "through", target)
        if place is None:
            return self.add_edge(unit, owner, target, "expansion")
        self.add_edge(unit, owner, target, "use" if role in ("use", "glob") else "path")
        if role == "qualifier":
            return
        # A procedural macro goes by the name it is used by, not by its function's.
        is_macro = found[0] == "Macro" and target[0].owners[target[1]][1] != "Macro"
        name = spans.written(name) if is_macro else None
        self.add_row(unit, owner, span, place, "path", target, name)

    def add_outside(self, span, place, kind):
        if place is not None:
            self.outside[(span[0], *self.sources.place(span[0], place))] = kind

    def path_place(self, span, role, name):
        """Where the last segment stands; None where the text is not that path, but what made it."""
        text = self.sources.text(span[0])
        if role == "glob":
            star = text.find("*", span[2])
            return star if star >= 0 and re.fullmatch(r"[\s:{]*", text[span[2] : star]) else None
        found = spans.last_segment(text, span[1], span[2])
        is_self = found and role == "use" and found[1] == "self"
        if not found or not (found[1] == spans.written(name) or is_self) or spans.is_declared(text, found[0]):
            return None
        return found[0]

    def typed_row(self, unit, row):
        owner, _, at, *found, generics = row
        target, name = self.target(found), found[4].rpartition("::")[2].removeprefix("r#")
        of_impl = self.impls.method(found[1], found[4], generics)
        span = self.sources.span(at, unit.cwd)
        text = span and self.sources.text(span[0])
        segment = span and spans.last_segment(text, span[1], span[2])
        if of_impl:
            self.add_edge(unit, owner, of_impl, "call")
        if not segment or segment[1] != name or spans.is_declared(text, segment[0]):
            return target and self.add_edge(unit, owner, target, "call")
        method = segment[0] == span[1] and spans.is_method(text, span[1])
        if of_impl:
            self.add_row(unit, owner, span, segment[0], "through", of_impl)
        if target is None:
            return self.add_outside(span, segment[0], "method" if method else "path")
        if not method:
            self.typed.add((span[0], segment[0]))
        self.add_edge(unit, owner, target, "call" if method else "path")
        return self.add_row(unit, owner, span, segment[0], "method" if method else "path", target)

    def relative_row(self, unit, row):
        """`Type::member`: the member where the type checker found one in the workspace."""
        owner, _, at, *found, name = row
        this = self.target(found)
        span = self.sources.span(at, unit.cwd)
        if this is None or span is None:
            return
        segment = spans.segment_after(self.sources.text(span[0]), span[2])
        if segment is None or segment[1] != spans.written(name):
            return
        place = segment[0]
        alias = this[0].aliases.get(this[1])
        aliased = self.target(alias) if alias else None
        if aliased:
            self.add_row(unit, owner, span, place, "through", aliased)
            self.add_edge(unit, owner, aliased, "call")
        is_trait = found[0] == "SelfTyParam"
        own = is_trait and this[0].by_path.get(f"{this[0].owners[this[1]][0]}::{segment[1]}")
        if own:
            self.add_row(unit, owner, span, place, "path", (this[0], own))
        is_known = is_trait or (span[0], place) in self.typed
        self.add_row(unit, owner, span, place, "through" if is_known else "type", this)

    def extern_crate(self, unit, row):
        owner, at, name = row
        crate = unit.raw["externs"].get(name, name)
        target = next((it for it in self.units if it.root == crate), None)
        if target is None or target is unit:
            return
        self.add_edge(unit, owner, (target, 0), "use")
        span = self.sources.span(at, unit.cwd)
        text = span and self.sources.text(span[0])
        found = span and re.search(r"\bcrate\s+(?:r#)?(?=" + re.escape(name) + r"\b)", text[span[1] : span[2]])
        if found:
            self.add_row(unit, owner, span, span[1] + found.end(), "path", (target, 0))
