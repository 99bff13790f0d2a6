use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

static SEQUENCE: AtomicU64 = AtomicU64::new(1);

/// Hexadecimal, from the randomness of the standard library's hash keys.
pub fn token(words: usize) -> String {
    (0..words)
        .map(|_| {
            let turn = SEQUENCE.fetch_add(1, Ordering::Relaxed);
            format!(
                "{:016x}",
                RandomState::new().hash_one((turn, std::process::id()))
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn tokens_differ() {
        assert_eq!(super::token(2).len(), 32);
        assert_ne!(super::token(2), super::token(2));
    }
}
