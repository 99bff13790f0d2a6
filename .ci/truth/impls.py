"""Which impl a trait's method means, where the type it is called on is known."""

import spans


class Impls:
    """Impls of the workspace by the trait they are of, a trait of the workspace or of outside."""

    def __init__(self, units):
        self.of_trait = {}
        for unit in units:
            for idx, it in unit.impls.items():
                if it[0]:
                    of_trait, *rest = unit.members_of(idx)
                    self.of_trait.setdefault(of_trait, []).append((unit, idx, *rest))

    def method(self, crate, path, generics):
        """(unit, item) of the only impl that fits, if it has the method itself."""
        of_trait, _, name = path.rpartition("::")
        this, *others = spans.type_names(generics) or [""]
        fitting = [it for it in self.of_trait.get((crate, of_trait), ()) if it[3] == this]
        if len(fitting) > 1:
            fitting = [it for it in fitting if it[4] == others[: len(it[4])]]
        if len(fitting) > 1:
            fitting = [it for it in fitting if generics.startswith((it[2], f"{it[0].root}::{it[2]}"))]
        if len(fitting) != 1:
            return None
        unit, idx = fitting[0][:2]
        member = unit.by_path.get(f"{unit.owners[idx][0]}::{name}")
        return None if member is None else (unit, member)
