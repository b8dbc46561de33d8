//! Paths as text: every path has a name by which it can be opened again.
//!
//! A path is bytes, a name in a report or a manifest is text. A byte that is no UTF-8 stands in the
//! name as a character of a block that Unicode leaves to everyone (U+F780 to U+F7FF).

use std::path::{Path, PathBuf};

/// The character that stands for byte 0.
const BLOCK: u32 = 0xf700;

/// The byte that a character of the block stands for.
pub(super) fn byte_of(letter: char) -> Option<u8> {
    let byte = u32::from(letter).checked_sub(BLOCK)?;
    u8::try_from(byte).ok().filter(|byte| !byte.is_ascii())
}

/// The name of a path.
#[cfg(unix)]
pub(super) fn name_of(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut name = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        let letter = |byte: &u8| char::from_u32(BLOCK + u32::from(*byte));
        name.extend(chunk.invalid().iter().filter_map(letter));
    }
    name
}

/// The path of a name; a file that is really called so comes first.
#[cfg(unix)]
pub(super) fn path_of(name: &str) -> PathBuf {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let path = Path::new(name);
    if !name.chars().any(|letter| byte_of(letter).is_some()) || path.exists() {
        return path.into();
    }
    let mut bytes = Vec::new();
    for letter in name.chars() {
        match byte_of(letter) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    OsString::from_vec(bytes).into()
}

/// The name of a path.
#[cfg(not(unix))]
pub(super) fn name_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The path of a name.
#[cfg(not(unix))]
pub(super) fn path_of(name: &str) -> PathBuf {
    name.into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn every_path_is_found_again_by_its_name() {
        for bytes in [&b"caf\xe9/a.toml"[..], b"caf\xc3\xa9", b"\xff\xfe", b"a b", b""] {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(path_of(&name_of(path)), path);
        }
    }
}
