//! Whole files of packed values: who wrote them, what they answer, and that no bit has changed.

use twox_hash::XxHash3_128;

use super::{Packed as _, Reader};

/// Tells two texts apart (XXH3, 128 bits); not made against somebody who wants two to be alike.
pub type Digest = u128;

const MAGIC: &[u8; 16] = b"seamline kept 1\n";

/// Tells bytes apart.
pub fn digest(bytes: &[u8]) -> Digest {
    XxHash3_128::oneshot(bytes)
}

/// Bytes that only this `program` takes back, only for this `key`, and only whole.
pub fn sealed(program: Digest, key: Digest, body: &[&[u8]]) -> Vec<u8> {
    let len = body.iter().map(|it| it.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(MAGIC.len() + 48 + len);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[0; 16]);
    program.put(&mut bytes);
    key.put(&mut bytes);
    body.iter().for_each(|it| bytes.extend_from_slice(it));
    let start = MAGIC.len() + 16;
    let seal = digest(&bytes[start..]);
    bytes[MAGIC.len()..start].copy_from_slice(&seal.to_le_bytes());
    bytes
}

/// So many bytes at the front of sealed ones tell whom they are meant for.
pub const HEAD_BYTES: usize = MAGIC.len() + 48;

/// Whether bytes that begin like this are of this `program` and for this `key`, if they are whole.
pub fn is_meant(program: Digest, key: Digest, head: &[u8]) -> bool {
    let meant = || {
        let mut reader = Reader::new(head.strip_prefix(MAGIC)?);
        Digest::take(&mut reader)?;
        Some(Digest::take(&mut reader)? == program && Digest::take(&mut reader)? == key)
    };
    meant() == Some(true)
}

/// The body, if the bytes are whole, of this `program` and for this `key`.
pub fn unsealed(program: Digest, key: Digest, bytes: &[u8]) -> Option<&[u8]> {
    if !is_meant(program, key, bytes) {
        return None;
    }
    let mut reader = Reader::new(bytes.get(MAGIC.len()..)?);
    let seal = Digest::take(&mut reader)?;
    let content = reader.rest();
    (digest(content) == seal).then(|| &content[32..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_bytes_of_the_same_program_are_taken() {
        let bytes = sealed(1, 2, &[b"ab", b"", b"c"]);
        assert_eq!(unsealed(1, 2, &bytes), Some(&b"abc"[..]));
        assert_eq!(unsealed(3, 2, &bytes), None);
        assert_eq!(unsealed(1, 3, &bytes), None);
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 4;
            assert_eq!(unsealed(1, 2, &broken), None, "byte {at} changed");
            assert_eq!(unsealed(1, 2, &bytes[..at]), None, "cut at {at}");
            assert_eq!(is_meant(1, 2, &bytes[..at]), at >= HEAD_BYTES);
        }
        assert!(!is_meant(3, 2, &bytes) && !is_meant(1, 3, &bytes));
        assert_eq!(unsealed(1, 2, &[&bytes[..], b"x"].concat()), None);
    }
}
