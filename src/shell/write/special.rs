//! Paths that lead to no regular file: pipes, terminals, devices.
//!
//! A rename would put a file in their place. For `/dev/stdout` that would harm the whole machine.

use std::fs::{self, Metadata, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use super::WriteError;
use super::atomic::{MOST_LINKS, folder_of};

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A regular file, a folder, or nothing yet.
    File,
    /// Something that takes bytes one after the other.
    Stream,
    /// Something that bytes must not be put into: a disk, a socket.
    Other,
}

/// What a path leads to, links followed.
pub(super) fn kind_of(path: &Path) -> Kind {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Kind::File,
        Ok(meta) if meta.is_file() && !is_open_already(path) => Kind::File,
        Ok(meta) => kind_of_special(&meta),
        Err(_) => Kind::File,
    }
}

#[cfg(unix)]
fn kind_of_special(meta: &Metadata) -> Kind {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = meta.file_type();
    if kind.is_file() || kind.is_fifo() || kind.is_char_device() {
        Kind::Stream
    } else {
        Kind::Other
    }
}

#[cfg(not(unix))]
fn kind_of_special(_: &Metadata) -> Kind {
    Kind::Other
}

/// Whether a path means a file that this program was given open, as `/dev/stdout` does where the
/// shell redirects to a file: what stands in it already is not ours to replace.
fn is_open_already(path: &Path) -> bool {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let folder = fs::canonicalize(folder_of(&path));
        if folder.is_ok_and(|it| it.starts_with("/proc")) {
            return true;
        }
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => return false,
        }
    }
    false
}

/// Hands the bytes over as they are; there is no old content to keep.
pub(super) fn write_straight(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let stream = OpenOptions::new().append(true).open(path);
    stream
        .and_then(|mut it| it.write_all(bytes).and_then(|()| it.flush()))
        .map_err(|it| WriteError::from_io(path, &it))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::shell::write::write_file;

    #[test]
    fn devices_are_streams_and_sockets_are_refused() {
        assert_eq!(kind_of(Path::new("/dev/null")), Kind::Stream);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(kind_of(folder.path()), Kind::File);
        assert_eq!(kind_of(&folder.path().join("new")), Kind::File);
        let socket = folder.path().join("socket");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert_eq!(kind_of(&socket), Kind::Other);
        let refused = write_file(&socket, b"x");
        assert!(
            matches!(refused, Err(WriteError::NoFile { .. })),
            "{refused:?}"
        );
        assert_eq!(kind_of(&socket), Kind::Other);
    }

    #[test]
    fn a_link_stays_and_leads_to_the_new_content() {
        let folder = tempfile::tempdir().unwrap();
        let at = |it: &str| folder.path().join(it);
        symlink("file", at("link")).unwrap();
        symlink("link", at("far")).unwrap();
        for text in ["first", "second"] {
            write_file(&at("far"), text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(at("file")).unwrap(), text);
        }
        for link in ["link", "far"] {
            assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink());
        }
    }
}
