//! Paths in the output folder.

use std::path::{Path, PathBuf};

/// A path that would leave the output folder, or that some system cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unsafe path in the output: {0:?}")]
pub struct UnsafePath(pub String);

/// Returns `out` joined with a path that stays in it: relative, with `/`, no `..`, no control characters.
pub fn checked(out: &Path, path: &str) -> Result<PathBuf, UnsafePath> {
    if path.split('/').all(is_safe_part) { Ok(out.join(path)) } else { Err(UnsafePath(path.to_owned())) }
}

fn is_safe_part(part: &str) -> bool {
    let named = !part.is_empty() && part != "." && part != ".." && part.len() <= 255;
    named && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_folder() {
        for bad in ["", "/etc/passwd", "../a", "a/../../b", "a//b", "./a", "C:/a", "a\\b", "a\nb", "a/"] {
            assert!(checked(Path::new("out"), bad).is_err(), "{bad:?}");
        }
        assert_eq!(checked(Path::new("out"), "a/b.py"), Ok(PathBuf::from("out/a/b.py")));
    }
}
