use sha2::{Digest, Sha256};

use crate::util::random;

const ROUNDS: u32 = 20_000;

/// `rounds$salt$digest`
pub fn hash(secret: &str) -> String {
    let salt = random::token(2);
    format!("{ROUNDS}${salt}${}", stretch(secret, &salt, ROUNDS))
}

pub fn verify(secret: &str, stored: &str) -> bool {
    let mut parts = stored.split('$');
    let (Some(rounds), Some(salt), Some(digest)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Ok(rounds) = rounds.parse() else {
        return false;
    };
    let found = stretch(secret, salt, rounds);
    // In equal time, wherever the first difference is.
    found.len() == digest.len()
        && found
            .bytes()
            .zip(digest.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}

fn stretch(secret: &str, salt: &str, rounds: u32) -> String {
    let mut state = Sha256::digest(format!("{salt}:{secret}"));
    for _ in 0..rounds {
        state = Sha256::new()
            .chain_update(state)
            .chain_update(secret)
            .finalize();
    }
    digest_hex(&state)
}

fn digest_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again() {
        let stored = hash("연남동 봄");
        assert!(verify("연남동 봄", &stored));
        assert!(!verify("연남동 봄 ", &stored));
        assert!(!verify("x", "nonsense"));
        assert_ne!(stored, hash("연남동 봄"));
    }
}
