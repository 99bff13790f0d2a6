//! What types from outside the tree are for, by their names.
//!
//! Crates that follow the standard library's names (other maps, other locks, extractors of web
//! frameworks) are covered with it.

/// What a type from outside is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Stands for its first argument: pointers, guards, extractors.
    Pointer,
    Option,
    Result,
    List,
    Map,
    /// Holds its first argument and hands it out under guard.
    Lock,
    Iterator,
    /// A place in a map.
    Entry,
    /// The receiving end of a channel.
    Receiver,
    Other,
}

/// What a type of that name is for.
pub(super) fn family(name: &str) -> Family {
    match name {
        "Box" | "Rc" | "Arc" | "Cow" | "Pin" | "Ref" | "RefMut" | "MutexGuard"
        | "RwLockReadGuard" | "RwLockWriteGuard" | "OwnedMutexGuard" | "MappedMutexGuard"
        | "LazyLock" | "LazyCell" | "Lazy" | "ManuallyDrop" | "Saturating" | "Wrapping"
        | "Reverse" | "CachePadded" | "AssertUnwindSafe" | "Data" | "State" | "Json"
        | "Extension" | "Path" | "Query" | "Form" | "ReqData" | "Spanned" | "Guard" | "Weak"
        | "NonNull" | "RefMulti" => Family::Pointer,
        "Option" | "Poll" => Family::Option,
        "Result" | "LockResult" => Family::Result,
        "Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "IndexSet" | "FxHashSet" | "AHashSet"
        | "SmallVec" | "ArrayVec" | "BinaryHeap" | "LinkedList" | "ThinVec" => Family::List,
        "HashMap" | "BTreeMap" | "IndexMap" | "FxHashMap" | "AHashMap" | "DashMap"
        | "FxIndexMap" => Family::Map,
        "Mutex" | "RwLock" | "RefCell" | "Cell" | "OnceCell" | "OnceLock" | "UnsafeCell"
        | "ReentrantMutex" | "FairMutex" | "ArcSwap" | "ArcSwapOption" => Family::Lock,
        "Iterator"
        | "IntoIterator"
        | "DoubleEndedIterator"
        | "ExactSizeIterator"
        | "Peekable"
        | "IntoIter"
        | "Iter"
        | "IterMut"
        | "Drain"
        | "Stream"
        | "ParallelIterator"
        | "FusedIterator" => Family::Iterator,
        "Entry" => Family::Entry,
        "Receiver" | "UnboundedReceiver" => Family::Receiver,
        _ => Family::Other,
    }
}

/// Whether a type from outside stands for its first argument.
pub(super) fn derefs(name: &str) -> bool {
    family(name) == Family::Pointer
}

/// Whether a type from outside is a list or set.
pub(super) fn is_list(name: &str) -> bool {
    family(name) == Family::List
}
