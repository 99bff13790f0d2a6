//! Ids of one [`CodeModel`](super::CodeModel); meaningless in any other.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the model's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A crate.
    CrateId
    /// A module.
    ModuleId
    /// An item.
    ItemId
    /// A crate outside the tree.
    ExternId
    /// A condition of `#[cfg(..)]`.
    CfgId
    /// A reference.
    RefId
    /// A table, view or routine of [`Data`](super::Data).
    ObjectId
    /// A type of [`Shapes`](super::Shapes).
    TypeId
    /// A text of [`Shapes`](super::Shapes).
    TextId
}

/// Anything a reference can begin or end at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Node {
    /// A module.
    Module(ModuleId),
    /// An item in a module.
    Item(ItemId),
    /// A crate outside the tree; never the origin of a reference.
    Extern(ExternId),
}

impl Node {
    /// Its place among all nodes as a number of 34 bits.
    pub(crate) fn order(self) -> u64 {
        let (rank, id) = match self {
            Self::Module(it) => (0, it.0),
            Self::Item(it) => (1, it.0),
            Self::Extern(it) => (2, it.0),
        };
        rank << 32 | u64::from(id)
    }
}

impl From<ModuleId> for Node {
    fn from(id: ModuleId) -> Self {
        Self::Module(id)
    }
}

impl From<ItemId> for Node {
    fn from(id: ItemId) -> Self {
        Self::Item(id)
    }
}
