"""Reads the typed tree, as a stream: what was left to the type checker, methods above all.

A reference is a list as in `hir`, with the generic arguments in place of the name.
"""

import re

from hir import DEF_ID, LOCAL_ID

# A function named or called by its type, and an associated constant: as the type checker resolved them.
TYPED = re.compile(
    rb"\n(?P<owner>DefId\([^\n]*\)):\n"
    rb"|ty: FnDef\((?P<function>DefId\([^)]*\)), \[(?P<generics>[^\n]*)\]\)\n *temp_scope_id: \d+\n *span: (?P<at>[^\n]*)\n"
    rb" *kind: *\n *ZstLiteral"
    rb"|span: (?P<place>[^\n]*)\n *kind: *\n *NamedConst \{\n *def_id: (?P<constant>DefId\([^)]*\))"
)
CHUNK, OVERLAP = 1 << 24, 1 << 16


def read(stream, crates):
    rows, owner, text = [], 0, b"\n"
    while True:
        chunk = stream.read(CHUNK)
        text += chunk
        end = 0
        for found in TYPED.finditer(text):
            end = found.end() - 1
            if found["owner"]:
                owner = int(LOCAL_ID.search(found["owner"].decode())[1])
            elif row := row_of(found, owner, crates):
                rows.append(row)
        if not chunk:
            return {"typed": rows}
        text = text[max(end, len(text) - OVERLAP) :]


def row_of(found, owner, crates):
    """Other crates' functions only where the source names them: they show what is none of ours."""
    target = DEF_ID.search((found["function"] or found["constant"]).decode())
    is_ours = target[2] in crates
    span = (found["at"] or found["place"]).decode("utf-8", "replace")
    if not is_ours and not (found["function"] and span.endswith("(#0)")):
        return None
    kind = "Fn" if found["function"] else "Const"
    digest, idx = (target[3], int(target[1])) if is_ours else ("", 0)
    row = [kind, target[2], digest, idx, target[4] or ""]
    return [owner, "typed", span, *row, generics_of(found)]


def generics_of(found):
    """What a function was made special for: of a trait's, first the type it is called on."""
    text = (found["generics"] or b"").decode("utf-8", "replace")
    return text if len(text) < 1000 else ""
