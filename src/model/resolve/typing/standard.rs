//! What methods and functions of the standard library give.

use super::super::names::Name;
use super::family::{Family, family};
use super::{Kind, Ty, Typer};

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
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}
