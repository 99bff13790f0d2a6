//! Paths of code as the plan sees them: segments between `::`, the longer path decides.

/// Whether `path` is `prefix` itself or lies inside it.
pub fn is_within(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The path itself, then every path round it, the longest first.
pub fn enclosing(path: &str) -> impl Iterator<Item = &str> {
    let separators = (0..path.len())
        .rev()
        .filter(|at| path.as_bytes()[*at..].starts_with(b"::"));
    std::iter::once(path).chain(separators.map(|at| &path[..at]))
}

/// The paths round it, the longest first.
pub fn outside_of(path: &str) -> impl Iterator<Item = &str> {
    enclosing(path).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_segments_enclose() {
        assert!(is_within("a::b::c", "a::b"));
        assert!(is_within("a::b", "a::b"));
        assert!(!is_within("a::bc", "a::b"));
        assert!(!is_within("a", "a::b"));
        assert_eq!(
            enclosing("bin:rg::flags::low").collect::<Vec<_>>(),
            ["bin:rg::flags::low", "bin:rg::flags", "bin:rg"]
        );
        assert_eq!(outside_of("a").count(), 0);
    }
}
