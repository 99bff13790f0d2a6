//! What the standard library's types hold, and what their methods give.
//!
//! A type is known by its name alone. Crates that follow the standard library's names (other maps,
//! other locks, extractors of web frameworks) are covered with it.

use crate::facts::TypeFact;

use super::super::names::Name;
use super::written::Context;
use super::{Kind, Substitution, Ty, Typer};

/// What a type from outside is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
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

fn family(name: &str) -> Family {
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

/// Names of methods that so many types have that a name alone tells nothing.
pub(super) fn is_common(name: &str) -> bool {
    COMMON.binary_search(&name).is_ok()
}

impl Typer<'_> {
    /// What a method of a type from outside the tree gives; `None` if that type has none such.
    pub(super) fn standard_method(
        &mut self,
        ty: Ty,
        name: Name,
        argument: Ty,
        turbofish: &[Ty],
    ) -> Option<Ty> {
        let method = self.text(name);
        if matches!(
            method,
            "clone" | "to_owned" | "by_ref" | "cloned" | "copied" | "borrow_mut"
        ) && !matches!(self.kind(ty), Kind::Foreign(..))
        {
            return Some(ty);
        }
        match self.kind(ty) {
            Kind::Slice(of) => self.of_list(method, of),
            Kind::Foreign(name, arguments) => {
                let family = family(self.text(name));
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                let (one, other) = (at(0), at(1));
                match family {
                    Family::Option => self.of_option(ty, method, one, argument),
                    Family::Result => self.of_result(ty, method, (one, other), argument),
                    Family::List => self.of_list(method, one),
                    Family::Map => self.of_map(method, one, other),
                    Family::Lock => self.of_lock(method, one),
                    Family::Iterator => self.of_iterator(ty, method, one, argument, turbofish),
                    Family::Entry => match method {
                        "or_insert" | "or_insert_with" | "or_default" | "insert"
                        | "or_insert_with_key" | "into_mut" | "get" | "get_mut" => Some(other),
                        "and_modify" => Some(ty),
                        _ => None,
                    },
                    Family::Receiver => match method {
                        "recv" | "try_recv" | "blocking_recv" | "recv_timeout" => {
                            Some(self.option(one))
                        }
                        "iter" | "try_iter" | "into_iter" => Some(self.iterator(one)),
                        _ => None,
                    },
                    Family::Pointer => self.of_pointer(ty, method, one),
                    Family::Other => match method {
                        "clone" | "to_owned" => Some(ty),
                        _ => None,
                    },
                }
            }
            Kind::Traits(bounds) => self.of_bounds(&bounds, method, argument, turbofish),
            Kind::Param(item, generic) => {
                let bounds = self.bounds(item, generic);
                self.of_bounds(&bounds, method, argument, turbofish)
            }
            Kind::Item(..) => {
                let item = self.associated(ty, self.world.known.item);
                if !item.is_known() {
                    return None;
                }
                let all = self.iterator(item);
                self.of_iterator(all, method, item, argument, turbofish)
            }
            _ => None,
        }
    }

    /// Methods of iterators on what is bound to be one.
    fn of_bounds(
        &mut self,
        bounds: &[Ty],
        method: &str,
        argument: Ty,
        turbofish: &[Ty],
    ) -> Option<Ty> {
        bounds.iter().find_map(|it| match self.kind(*it) {
            Kind::Foreign(name, arguments) if family(self.text(name)) == Family::Iterator => {
                let one = arguments.first().copied().unwrap_or(Ty::UNKNOWN);
                self.of_iterator(*it, method, one, argument, turbofish)
            }
            _ => None,
        })
    }

    fn of_pointer(&mut self, ty: Ty, method: &str, one: Ty) -> Option<Ty> {
        // `Arc<Option<T>>`: these are methods of what is pointed to.
        let holds_choice = matches!(
            self.kind(one),
            Kind::Foreign(name, _)
                if matches!(family(self.text(name)), Family::Option | Family::Result)
        );
        match method {
            // A guard that one library hands out as a result, another as itself.
            "unwrap" | "expect" | "unwrap_or_else" if !holds_choice => Some(ty),
            "as_ref" | "as_mut" | "into_inner" if !holds_choice => Some(one),
            "clone" | "downgrade" => Some(ty),
            "upgrade" => Some(self.option(ty)),
            "deref" | "deref_mut" | "get_ref" => Some(one),
            _ => None,
        }
    }

    fn of_option(&mut self, ty: Ty, method: &str, one: Ty, argument: Ty) -> Option<Ty> {
        let gives = match method {
            "unwrap"
            | "expect"
            | "unwrap_or"
            | "unwrap_or_else"
            | "unwrap_or_default"
            | "unwrap_unchecked"
            | "get_or_insert_with"
            | "get_or_insert"
            | "insert"
            | "get_or_insert_default"
            | "flatten" => one,
            "as_ref" | "as_mut" | "take" | "filter" | "or" | "or_else" | "xor" | "replace"
            | "inspect" | "clone" | "cloned" | "copied" | "to_owned" | "as_pin_mut" => ty,
            "as_deref" | "as_deref_mut" => {
                let inner = self.deref(one).unwrap_or(one);
                self.option(inner)
            }
            "ok_or" | "ok_or_else" | "context" | "with_context" => {
                self.foreign(self.world.known.result, &[one, Ty::UNKNOWN])
            }
            "map" => {
                let gives = self.given_by(argument);
                self.option(gives)
            }
            "and_then" | "map_or_else" => self.given_by(argument),
            "iter" | "into_iter" | "iter_mut" => self.iterator(one),
            "zip" => {
                let other = self.each(argument);
                let pair = self.tuple(&[one, other]);
                self.option(pair)
            }
            _ => return None,
        };
        Some(gives)
    }

    fn of_result(
        &mut self,
        ty: Ty,
        method: &str,
        (one, other): (Ty, Ty),
        argument: Ty,
    ) -> Option<Ty> {
        let result = self.world.known.result;
        let gives = match method {
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" => one,
            "as_ref" | "as_mut" | "or_else" | "or" | "inspect" | "inspect_err" | "context"
            | "with_context" | "clone" | "cloned" | "copied" | "wrap_err" | "wrap_err_with" => ty,
            "as_deref" | "as_deref_mut" => {
                let inner = self.deref(one).unwrap_or(one);
                self.foreign(result, &[inner, other])
            }
            "ok" => self.option(one),
            "err" => self.option(other),
            "unwrap_err" | "expect_err" => other,
            "map" => {
                let gives = self.given_by(argument);
                self.foreign(result, &[gives, other])
            }
            "map_err" => {
                let gives = self.given_by(argument);
                self.foreign(result, &[one, gives])
            }
            "and_then" => self.given_by(argument),
            "iter" | "into_iter" => self.iterator(one),
            _ => return None,
        };
        Some(gives)
    }

    fn of_list(&mut self, method: &str, one: Ty) -> Option<Ty> {
        let gives = match method {
            "get" | "get_mut" | "first" | "first_mut" | "last" | "last_mut" | "pop"
            | "pop_front" | "pop_back" | "front" | "back" | "front_mut" | "back_mut" | "peek"
            | "pop_first" | "pop_last" | "choose" => self.option(one),
            "remove" | "swap_remove" => one,
            "clone" | "to_vec" | "into_boxed_slice" | "as_slice" | "as_mut_slice" | "into_vec"
            | "split_off" | "to_owned" | "as_ref" | "as_mut" | "borrow" | "concat" => {
                self.foreign(self.world.known.vec, &[one])
            }
            "windows" | "chunks" | "chunks_exact" | "chunks_mut" => {
                let part = self.arena.add(Kind::Slice(one));
                self.iterator(part)
            }
            "iter" | "iter_mut" | "into_iter" | "drain" | "par_iter" | "par_iter_mut"
            | "into_par_iter" | "union" | "intersection" | "difference" | "range"
            | "extract_if" => self.iterator(one),
            "split_first" | "split_last" => {
                let rest = self.arena.add(Kind::Slice(one));
                let pair = self.tuple(&[one, rest]);
                self.option(pair)
            }
            _ => return None,
        };
        Some(gives)
    }

    fn of_map(&mut self, method: &str, key: Ty, value: Ty) -> Option<Ty> {
        let pair = self.tuple(&[key, value]);
        let gives = match method {
            "get" | "get_mut" | "remove" | "insert" => self.option(value),
            "get_key_value" | "remove_entry" | "first_key_value" | "last_key_value"
            | "pop_first" | "pop_last" | "get_index" => self.option(pair),
            "values" | "values_mut" | "into_values" => self.iterator(value),
            "keys" | "into_keys" => self.iterator(key),
            "iter" | "iter_mut" | "into_iter" | "drain" | "range" | "par_iter" => {
                self.iterator(pair)
            }
            "entry" => self.foreign(self.world.known.entry, &[key, value]),
            _ => return None,
        };
        Some(gives)
    }

    fn of_lock(&mut self, method: &str, one: Ty) -> Option<Ty> {
        let gives = match method {
            "lock" | "read" | "write" | "borrow" | "borrow_mut" | "try_lock" | "try_read"
            | "try_write" | "lock_owned" | "blocking_lock" | "try_borrow" | "try_borrow_mut"
            | "load" | "load_full" | "upgradable_read" | "get_or_init" | "get_mut" => {
                self.foreign(self.world.known.guard, &[one])
            }
            "get" | "take" => self.option(one),
            "into_inner" | "replace" => one,
            _ => return None,
        };
        Some(gives)
    }

    fn of_iterator(
        &mut self,
        ty: Ty,
        method: &str,
        one: Ty,
        argument: Ty,
        turbofish: &[Ty],
    ) -> Option<Ty> {
        let gives = match method {
            "next" | "last" | "nth" | "min" | "max" | "min_by" | "max_by" | "min_by_key"
            | "max_by_key" | "find" | "reduce" | "next_back" | "peek" | "next_if" | "peek_mut"
            | "rfind" | "find_any" | "find_first" | "try_next" => self.option(one),
            "filter"
            | "skip"
            | "take"
            | "rev"
            | "chain"
            | "skip_while"
            | "take_while"
            | "step_by"
            | "peekable"
            | "cloned"
            | "copied"
            | "inspect"
            | "by_ref"
            | "fuse"
            | "cycle"
            | "sorted"
            | "sorted_by"
            | "sorted_by_key"
            | "dedup"
            | "unique"
            | "unique_by"
            | "iter"
            | "into_iter"
            | "iter_mut"
            | "clone"
            | "into_par_iter"
            | "boxed"
            | "sorted_unstable"
            | "sorted_unstable_by_key" => ty,
            "map" | "then" => {
                let gives = self.given_by(argument);
                self.iterator(gives)
            }
            "filter_map" | "flat_map" | "map_while" => {
                let gives = self.given_by(argument);
                let each = self.each(gives);
                self.iterator(each)
            }
            "flatten" => {
                let each = self.each(one);
                self.iterator(each)
            }
            "find_map" => self.given_by(argument),
            "enumerate" | "with_position" => {
                let pair = self.tuple(&[Ty::UNKNOWN, one]);
                self.iterator(pair)
            }
            "zip" => {
                let other = self.each(argument);
                let pair = self.tuple(&[one, other]);
                self.iterator(pair)
            }
            "collect" | "collect_vec" => self.collected(one, turbofish),
            "partition" => {
                let all = self.foreign(self.world.known.vec, &[one]);
                self.tuple(&[all, all])
            }
            "fold" => argument,
            _ => return None,
        };
        Some(gives)
    }

    /// `collect::<Vec<_>>()`, or a list where nothing is written.
    fn collected(&mut self, one: Ty, turbofish: &[Ty]) -> Ty {
        let Some(written) = turbofish.first().filter(|it| it.is_known()) else {
            return self.foreign(self.world.known.vec, &[one]);
        };
        self.filled(*written, one)
    }

    /// A collection as written, with `_` filled in.
    fn filled(&mut self, written: Ty, one: Ty) -> Ty {
        let Kind::Foreign(name, arguments) = self.kind(written) else {
            return written;
        };
        match family(self.text(name)) {
            Family::List if arguments.iter().all(|it| !it.is_known()) => self.foreign(name, &[one]),
            Family::Map if arguments.iter().all(|it| !it.is_known()) => {
                let pair = match self.kind(one) {
                    Kind::Tuple(parts) => parts.to_vec(),
                    _ => Vec::new(),
                };
                self.foreign(name, &pair)
            }
            Family::Result | Family::Option => {
                let Some(&first) = arguments.first() else {
                    return written;
                };
                let inner = self.each(one);
                let first = self.filled(first, inner);
                let mut arguments = arguments.to_vec();
                arguments[0] = first;
                self.foreign(name, &arguments)
            }
            _ => written,
        }
    }

    /// What a closure or function gives.
    fn given_by(&mut self, callable: Ty) -> Ty {
        match self.kind(callable) {
            Kind::Callable(gives) => gives,
            Kind::Function(item, this) => self.output(item, this, Ty::UNKNOWN),
            // A constructor as a function.
            Kind::Item(..) => callable,
            _ => Ty::UNKNOWN,
        }
    }

    /// What a function from outside the tree gives.
    pub(super) fn foreign_call(
        &mut self,
        of: Option<Name>,
        name: Name,
        arguments: &[Ty],
        argument: Ty,
    ) -> Ty {
        let function = self.text(name);
        let known = self.world.known;
        match (of, function) {
            (None, "Some") => self.option(argument),
            (None, "Ok") => self.foreign(known.result, &[argument, Ty::UNKNOWN]),
            (None, "Err") => self.foreign(known.result, &[Ty::UNKNOWN, argument]),
            (_, "take" | "replace" | "identity" | "black_box") => argument,
            (Some(of), _) => {
                let family = family(self.text(of));
                match (family, function) {
                    (Family::Pointer, "clone") => argument,
                    (Family::Pointer | Family::Lock, "new" | "from" | "pin" | "new_cyclic") => {
                        self.foreign(of, &[argument])
                    }
                    _ if starts_upper(self.text(of)) => self.foreign(of, arguments),
                    _ => Ty::UNKNOWN,
                }
            }
            // A constructor of a tuple struct.
            (None, _) if starts_upper(function) => self.foreign(name, &[argument]),
            _ => Ty::UNKNOWN,
        }
    }

    /// What an index gives.
    pub(super) fn indexed(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Slice(one) => one,
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::List => at(0),
                    Family::Map => at(1),
                    Family::Pointer => self.indexed(at(0)),
                    _ => Ty::UNKNOWN,
                }
            }
            Kind::Item(..) => match self.deref(of) {
                Some(inner) => self.indexed(inner),
                None => {
                    let output = self.world.known.output;
                    self.associated(of, output)
                }
            },
            _ => Ty::UNKNOWN,
        }
    }

    /// One of what a loop goes over.
    pub(super) fn each(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Slice(one) => one,
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::Map => self.tuple(&[at(0), at(1)]),
                    Family::Pointer => self.each(at(0)),
                    Family::Other | Family::Lock | Family::Entry => Ty::UNKNOWN,
                    _ => at(0),
                }
            }
            Kind::Traits(bounds) => self.each_of(&bounds),
            Kind::Param(item, name) => {
                let bounds = self.bounds(item, name);
                self.each_of(&bounds)
            }
            Kind::Item(..) => {
                let item = self.associated(of, self.world.known.item);
                if item.is_known() {
                    return item;
                }
                match self.deref(of) {
                    Some(inner) => self.each(inner),
                    None => Ty::UNKNOWN,
                }
            }
            _ => Ty::UNKNOWN,
        }
    }

    fn each_of(&mut self, bounds: &[Ty]) -> Ty {
        let found = bounds.iter().map(|it| match self.kind(*it) {
            Kind::Foreign(name, _) if family(self.text(name)) == Family::Iterator => self.each(*it),
            _ => Ty::UNKNOWN,
        });
        found
            .into_iter()
            .find(|it| it.is_known())
            .unwrap_or(Ty::UNKNOWN)
    }

    /// What `?` gives.
    pub(super) fn tried(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Foreign(name, arguments) => match family(self.text(name)) {
                Family::Option | Family::Result => arguments.first().copied(),
                _ => None,
            }
            .unwrap_or(Ty::UNKNOWN),
            _ => Ty::UNKNOWN,
        }
    }

    /// What `.await` gives: an `async fn` is known by what it gives in the end.
    pub(super) fn awaited(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Foreign(name, arguments) => match self.text(name) {
                "Future" | "BoxFuture" | "LocalBoxFuture" | "JoinHandle" | "IntoFuture" => {
                    arguments.first().copied().unwrap_or(Ty::UNKNOWN)
                }
                "Pin" | "Box" => {
                    let inner = arguments.first().copied().unwrap_or(Ty::UNKNOWN);
                    let awaited = self.awaited(inner);
                    if awaited == inner { of } else { awaited }
                }
                _ => of,
            },
            Kind::Traits(bounds) => {
                let futures = bounds.iter().map(|it| match self.kind(*it) {
                    Kind::Foreign(..) => self.awaited(*it),
                    _ => Ty::UNKNOWN,
                });
                futures
                    .into_iter()
                    .find(|it| it.is_known())
                    .unwrap_or(Ty::UNKNOWN)
            }
            _ => of,
        }
    }

    /// What is handed to a closure that is an argument of a method call.
    pub(super) fn parameter(&mut self, call: u32, argument: usize, position: usize) -> Ty {
        let fact = self.facts.method_calls[call as usize];
        let receiver = self.terms[fact.receiver as usize];
        let name = self.world.name(self.mount_idx, fact.name);
        let method = self.text(name);
        let mut next = Some(receiver);
        for _ in 0..4 {
            let Some(ty) = next else { break };
            if let Some(found) = self.declared_parameter(ty, name, argument, position) {
                return found;
            }
            if let Some(found) = self.standard_parameter(ty, method, position) {
                return found;
            }
            next = self.deref(ty);
        }
        Ty::UNKNOWN
    }

    /// As the signature of a method of the tree says.
    fn declared_parameter(
        &mut self,
        ty: Ty,
        name: Name,
        argument: usize,
        position: usize,
    ) -> Option<Ty> {
        let method = self.method_on(ty, name, 0)?;
        let &(mount, signature) = self.index.signatures.get(&method)?;
        let file = self.world.mounts[mount as usize].file.index();
        let facts = &self.world.facts[file];
        let input = *facts.list(signature.inputs).get(argument)?;
        let bounds: Vec<Ty> = match facts.types[input as usize] {
            TypeFact::Function(parts) => {
                let nothing = Substitution::default();
                let context = Context {
                    mount: mount as usize,
                    owner: Some(method),
                    this: Some(ty),
                    substitution: &nothing,
                };
                let parts = self.all_written(context, parts);
                return parts.get(position + 1).copied();
            }
            _ => {
                let input = self.written_in(method, (mount, input));
                match self.kind(input) {
                    Kind::Traits(bounds) => bounds.to_vec(),
                    Kind::Param(item, generic) => self.bounds(item, generic),
                    _ => return None,
                }
            }
        };
        bounds.iter().find_map(|it| match self.kind(*it) {
            Kind::Foreign(_, parts) => parts.get(position + 1).copied(),
            _ => None,
        })
    }

    fn standard_parameter(&mut self, ty: Ty, method: &str, position: usize) -> Option<Ty> {
        match self.kind(ty) {
            Kind::Slice(one) => Some(one),
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::Result
                        if matches!(
                            method,
                            "map_err" | "unwrap_or_else" | "or_else" | "inspect_err" | "is_err_and"
                        ) =>
                    {
                        Some(at(1))
                    }
                    Family::Iterator if matches!(method, "fold" | "try_fold" | "scan") => {
                        (position == 1).then(|| at(0))
                    }
                    Family::Option | Family::Result | Family::Iterator | Family::List => {
                        Some(at(0))
                    }
                    Family::Map => Some(at(position)),
                    Family::Entry => Some(at(1)),
                    _ => None,
                }
            }
            Kind::Traits(_) | Kind::Param(..) => {
                let one = self.each(ty);
                one.is_known().then_some(one)
            }
            Kind::Item(..) => {
                let one = self.associated(ty, self.world.known.item);
                one.is_known().then_some(one)
            }
            _ => None,
        }
    }
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// Sorted.
const COMMON: &[&str] = &[
    "abs",
    "add",
    "all",
    "and",
    "and_then",
    "any",
    "append",
    "args",
    "as_bytes",
    "as_deref",
    "as_mut",
    "as_os_str",
    "as_path",
    "as_ptr",
    "as_ref",
    "as_slice",
    "as_str",
    "await",
    "begin",
    "body",
    "borrow",
    "borrow_mut",
    "build",
    "by_ref",
    "bytes",
    "call",
    "capacity",
    "chain",
    "chars",
    "chunks",
    "clear",
    "clone",
    "cloned",
    "close",
    "cmp",
    "collect",
    "commit",
    "compare",
    "concat",
    "connect",
    "contains",
    "contains_key",
    "context",
    "copied",
    "count",
    "create",
    "data",
    "dedup",
    "default",
    "delete",
    "deref",
    "deserialize",
    "display",
    "drain",
    "drop",
    "elapsed",
    "encode",
    "end",
    "ends_with",
    "entry",
    "enumerate",
    "eq",
    "err",
    "error",
    "execute",
    "exists",
    "exit",
    "expect",
    "extend",
    "extension",
    "fetch",
    "fetch_all",
    "fetch_one",
    "fetch_optional",
    "file_name",
    "fill",
    "filter",
    "filter_map",
    "find",
    "finish",
    "first",
    "flat_map",
    "flatten",
    "flush",
    "fmt",
    "fold",
    "for_each",
    "from",
    "get",
    "get_mut",
    "get_or_init",
    "get_or_insert_with",
    "get_result",
    "get_results",
    "hash",
    "header",
    "headers",
    "id",
    "index",
    "init",
    "insert",
    "insert_with",
    "inspect",
    "into",
    "into_bytes",
    "into_inner",
    "into_iter",
    "into_string",
    "is_absolute",
    "is_dir",
    "is_empty",
    "is_err",
    "is_file",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "iter_mut",
    "join",
    "json",
    "key",
    "keys",
    "kind",
    "last",
    "len",
    "line",
    "lines",
    "load",
    "lock",
    "log",
    "map",
    "map_err",
    "matches",
    "max",
    "merge",
    "message",
    "metadata",
    "method",
    "min",
    "name",
    "new",
    "next",
    "not",
    "now",
    "nth",
    "offset",
    "ok",
    "ok_or",
    "ok_or_else",
    "open",
    "or",
    "or_default",
    "or_else",
    "or_insert",
    "or_insert_with",
    "parent",
    "parse",
    "partial_cmp",
    "path",
    "peek",
    "pop",
    "position",
    "post",
    "push",
    "push_back",
    "push_str",
    "put",
    "query",
    "query_map",
    "query_row",
    "read",
    "read_line",
    "read_to_string",
    "recv",
    "remove",
    "render",
    "repeat",
    "replace",
    "request",
    "reserve",
    "reset",
    "resize",
    "retain",
    "rev",
    "rollback",
    "route",
    "run",
    "save",
    "schedule",
    "seek",
    "select",
    "send",
    "serialize",
    "set",
    "shutdown",
    "skip",
    "sleep",
    "sort",
    "sort_by",
    "sort_by_key",
    "spawn",
    "split",
    "split_at",
    "start",
    "starts_with",
    "status",
    "step_by",
    "stop",
    "store",
    "strip_prefix",
    "strip_suffix",
    "sub",
    "sum",
    "swap",
    "take",
    "text",
    "then",
    "then_some",
    "to_owned",
    "to_path_buf",
    "to_str",
    "to_string",
    "to_string_lossy",
    "to_vec",
    "trim",
    "truncate",
    "try_from",
    "try_into",
    "type_id",
    "union",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "update",
    "url",
    "value",
    "values",
    "wait",
    "wake",
    "with_context",
    "write",
    "write_all",
    "write_fmt",
    "write_str",
    "zip",
];
