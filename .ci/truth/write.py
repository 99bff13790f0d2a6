"""The tables as files."""

import csv
import os

from tables import Tables

ORDER = ("use", "path", "expansion", "call")
KINDS = ("method", "path", "type", "through")


def tables(folder, raw_units, output):
    found = Tables(folder, raw_units)
    found.fill()
    modules = {unit.id(unit.module(idx)) for unit in found.units for idx in unit.owners}
    write_lines(output, "modules.txt", sorted(modules))
    expanded = {
        unit.id(idx)
        for unit in found.units
        for idx in unit.raw["expanded"]
        if unit.module(idx) == idx
    }
    write_lines(output, "expanded.txt", sorted(expanded))
    edges = [(*edge, "+".join(sorted(it, key=ORDER.index))) for edge, it in sorted(found.edges.items())]
    write_csv(output, "edges.csv", ("source", "target", "evidence"), edges)
    rows = [
        (file, line, column, kind, target)
        for (file, line, column, target), kinds in sorted(found.rows.items())
        if (file, line, column, target) not in found.themselves
        for kind in [next(it for it in KINDS if it in kinds)]
    ]
    write_csv(output, "references.csv", ("file", "line", "column", "kind", "target"), rows)
    places = {it[:3] for it, kinds in found.rows.items() if kinds != {"through"}}
    outside = [(*place, kind) for place, kind in sorted(found.outside.items()) if place not in places]
    write_csv(output, "outside.csv", ("file", "line", "column", "kind"), outside)
    failures = [f"{it['name']} ({it['kind']}): {it['failure']}" for it in raw_units if "failure" in it]
    if failures:
        write_lines(output, "failures.txt", failures)
    elif os.path.exists(os.path.join(output, "failures.txt")):
        os.remove(os.path.join(output, "failures.txt"))
    return failures


def write_lines(output, name, lines):
    with open(os.path.join(output, name), "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def write_csv(output, name, head, rows):
    with open(os.path.join(output, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
