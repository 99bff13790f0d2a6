"""Reads the tree of resolved names, as a stream: of millions of lines a few are kept.

A reference is a list: the index of the item it stands in, how it stands there, its span, then the
kind, crate, hash, index and path of what it names, and the last name as written. The tree is told
by its indentation: the fields of what begins at column n stand at n + 4.
"""

import re

DEF_ID = re.compile(r"DefId\(\d+:(\d+) ~ ([^\[]+)\[([0-9a-f]+)\](?:::(.*?))?\)")
LOCAL_ID = re.compile(r"DefId\(0:(\d+) ~ [^\[]+\[([0-9a-f]+)\](?:::(.*?))?\)")
TYPES = ("Struct", "Enum", "Union")
MEMBER_LISTS = ("ItemId {", "ImplItemId {", "TraitItemId {", "ForeignItemId {")


def read(stream, crates):
    reader = HirReader(crates)
    previous = ""
    for line in stream:
        text = line.decode("utf-8", "replace").rstrip("\n")
        bare = text.lstrip(" ")
        reader.line(len(text) - len(bare), bare, previous)
        previous = bare
    return {
        "hash": reader.hash,
        "owners": reader.owners,
        "members": reader.members,
        "parts": reader.parts,
        "impls": reader.impls,
        "aliases": reader.aliases,
        "expanded": reader.expanded,
        "extern_crates": reader.extern_crates,
        "paths": reader.paths,
        "relatives": reader.relatives,
    }


# What is named is no item of the workspace: a local, a parameter, another crate's.
OUTSIDE = ["outside", "", "", 0, ""]


class Path:
    """A path being read: `span`, then what it means (in up to three namespaces), then segments."""

    def __init__(self, indent, role):
        self.indent, self.role = indent, role
        self.span, self.found, self.kind = "", [], ""
        self.in_segments, self.name, self.trait = False, "", []


class Relative:
    """`Type::name`, which name resolution leaves to the type checker."""

    def __init__(self, indent):
        self.indent, self.span, self.name, self.qualifier = indent, "", "", []


class HirReader:
    """`impls` has for each: its trait's name, span and definition of its type, span, crate and path of its trait."""

    def __init__(self, crates):
        self.crates, self.hash = crates, ""
        self.owners, self.members, self.parts = {}, {}, {}
        self.impls, self.aliases, self.expanded = {}, {}, []
        self.extern_crates, self.paths, self.relatives = [], [], []
        self.owner, self.kind, self.open = 0, "", []
        self.role, self.crate_name, self.last_use = "path", None, None

    def line(self, indent, bare, previous):
        if indent == 0:
            if bare.endswith("=> OwnerNodes {"):
                self.begin_owner(bare)
            return
        top = self.open[-1] if self.open else None
        if bare in ("Path {", "path: Path {"):
            self.open.append(Path(indent, self.role))
            self.role = "path"
        elif bare == "TypeRelative(":
            self.open.append(Relative(indent))
        elif top is not None and self.inside(top, indent, bare, previous):
            return
        else:
            self.item_line(indent, bare, previous)

    def begin_owner(self, bare):
        found = LOCAL_ID.match(bare)
        self.owner, self.hash = int(found[1]), found[2]
        self.kind, self.open, self.role, self.crate_name = "", [], "path", None
        self.owners[self.owner] = [found[3] or "", ""]

    def inside(self, top, indent, bare, previous):
        """A line of the innermost open path; false if it belongs to something further in."""
        if indent == top.indent and bare[0] in ")}":
            self.open.pop()
            self.close(top)
            return True
        if isinstance(top, Relative):
            if indent == top.indent + 8 and bare.startswith("span: ") and not top.span:
                top.span = bare[6:].rstrip(",")
            elif indent == top.indent + 8 and bare.startswith("ident: "):
                top.name = bare[7:].rstrip(",")
            return False
        return self.path_line(top, indent, bare, previous)

    def path_line(self, top, indent, bare, previous):
        if top.in_segments:
            if indent == top.indent + 12 and bare.startswith("ident: "):
                top.name = bare[7:].rstrip(",")
                return True
            return False
        if indent == top.indent + 4 and bare.startswith("span: "):
            top.span = bare[6:].rstrip(",")
        elif indent == top.indent + 4 and bare.startswith("segments: ["):
            top.in_segments = True
        elif previous.endswith("Def("):
            top.kind = bare.rstrip("({ ,")
        elif "DefId(" in bare:
            if bare.startswith("alias_to: "):
                top.kind = "SelfTyAlias"
            elif bare.startswith("trait_: "):
                top.kind = "SelfTyParam"
            elif "SelfCtor(" in previous:
                top.kind = "SelfCtor"
            elif not bare.startswith("DefId("):
                return True
            found = DEF_ID.search(bare)
            if found and top.role == "implement":
                top.trait = [found[2], found[4] or ""]
            if found and found[2] in self.crates:
                top.found.append([top.kind, found[2], found[3], int(found[1]), found[4] or ""])
        return True

    def close(self, top):
        if isinstance(top, Relative):
            if top.qualifier:
                row = [self.owner, "relative", top.span, *top.qualifier, top.name]
                self.relatives.append(row)
            return
        outer = self.open[-1] if self.open else None
        role = top.role
        if isinstance(outer, Relative) and top.indent == outer.indent + 16:
            outer.qualifier = top.found[0] if top.found else []
            role = "qualifier"
        if self.kind == "Use" and not self.open:
            role = "use"
            self.last_use = len(self.paths)
        if role == "implement":
            self.impls[self.owner][0] = top.name
            self.impls[self.owner][3:] = [top.span, *top.trait]
        if self.kind == "TyAlias" and top.indent == 32 and top.found:
            self.aliases[self.owner] = top.found[0]
        if self.kind == "Impl" and top.indent == 36 and self.impls[self.owner][1]:
            self.impls[self.owner][2] = self.impls[self.owner][2] or top.found[:1]
        for found in top.found or [OUTSIDE] * top.span.endswith("(#0)"):
            self.paths.append([self.owner, role, top.span, *found, top.name])

    def item_line(self, indent, bare, previous):
        if bare.startswith("owner_id: ") and previous in MEMBER_LISTS:
            self.members[int(LOCAL_ID.search(bare)[1])] = self.owner
        elif bare.startswith("def_id: DefId(0:") or (self.kind in TYPES and bare.startswith("DefId(0:")):
            part = int(LOCAL_ID.search(bare)[1])
            if part != self.owner:
                self.parts[part] = self.owner
        elif indent <= 28:
            self.head_line(indent, bare)

    def head_line(self, indent, bare):
        if not self.kind and (indent == 16 and bare.startswith("kind: ") or bare == "node: Crate("):
            self.kind = bare[6:].rstrip("({ ") if indent == 16 else "Mod"
            self.owners[self.owner][1] = self.kind
            if self.kind == "Impl":
                self.impls[self.owner] = ["", "", [], "", "", ""]
        elif self.kind == "Impl":
            self.impl_line(indent, bare)
        elif self.kind == "Mod" and indent == 16 and bare.startswith("span: "):
            # Declared by a macro, of ours or of another crate.
            self.expanded += [self.owner] * (not bare.endswith("(#0),"))
        elif self.kind == "Use" and indent == 20 and bare == "Glob,":
            for row in self.paths[self.last_use or 0 :]:
                row[1] = "glob" if row[0] == self.owner else row[1]
        elif self.kind == "ExternCrate":
            if indent == 24:
                self.crate_name = bare.strip('",')
            elif indent == 20 and "#" in bare:
                self.crate_name = self.crate_name or bare.rpartition("#")[0].removeprefix("r#")
            elif indent == 16 and bare.startswith("span: "):
                row = [self.owner, bare[6:].rstrip(","), self.crate_name]
                self.extern_crates.append(row)

    def impl_line(self, indent, bare):
        if indent == 24 and bare.startswith("of_trait: Some("):
            self.role = "implement"
        elif indent == 24 and bare.startswith("self_ty: "):
            self.impls[self.owner][1] = "next"
        elif self.impls[self.owner][1] == "next" and bare.startswith("span: "):
            self.impls[self.owner][1] = bare[6:].rstrip(",")
