//! The collapsed files, kept for reference.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::writing::existing;

const README: &str = "README.md";

/// How the README begins: what begins so may be written anew.
const HEAD: &str = "# Archived migrations\n\nThese files were collapsed into the base revision";

/// Copies that are to be made.
#[derive(Debug, Default)]
pub struct Copies {
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// Where the files go if the user does not say: beside OUT, or beside DIR where that is inside of it.
pub fn default_place(dir: &Path, out: &Path) -> PathBuf {
    let beside = |folder: &Path| {
        let folder = existing_or_absolute(folder);
        let mut name = folder.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push("-archive");
        folder.with_file_name(name)
    };
    let place = beside(out);
    if lies_inside(&place, dir) { beside(dir) } else { place }
}

fn existing_or_absolute(folder: &Path) -> PathBuf {
    let absolute = || std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    folder.canonicalize().unwrap_or_else(|_| absolute())
}

fn lies_inside(place: &Path, dir: &Path) -> bool {
    existing(place).is_some_and(|place| dir.canonicalize().is_ok_and(|dir| place.starts_with(dir)))
}

/// Finds out which files are to be copied, with a README that says what they are. A file that is there already must be the same.
/// Changes nothing.
///
/// # Errors
/// A file cannot be read, the archive holds another of its name, or it lies where the next run would read it.
pub fn plan(dir: &Path, archive: &Path, files: &[String], base: &str) -> Result<Copies, CliError> {
    if lies_inside(archive, dir) {
        return Err(CliError::OutInsideDir { out: archive.to_owned(), dir: dir.to_owned() });
    }
    let mut copies = Copies::default();
    let mut readme =
        format!("{HEAD} `{base}`. They are kept for reference and are not run any more.\n\n| file | BLAKE3 |\n|---|---|\n");
    for file in files {
        let from = dir.join(file);
        let bytes = fs::read(&from).map_err(|source| CliError::Archive { action: "read", path: from.clone(), source })?;
        let _ = writeln!(readme, "| {} | {} |", crate::report::markdown::code_cell(file), blake3::hash(&bytes).to_hex());
        copies.add(archive.join(file), bytes, |_| false)?;
    }
    copies.add(archive.join(README), readme.into_bytes(), |there| there.starts_with(HEAD.as_bytes()))?;
    Ok(copies)
}

impl Copies {
    fn add(&mut self, path: PathBuf, bytes: Vec<u8>, may_replace: impl Fn(&[u8]) -> bool) -> Result<(), CliError> {
        match fs::read(&path) {
            Ok(there) if there == bytes => {}
            Ok(there) if !may_replace(&there) => return Err(CliError::ArchiveExists(path)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::Archive { action: "read", path, source: error });
            }
            Ok(_) | Err(_) => self.files.push((path, bytes)),
        }
        Ok(())
    }

    /// Makes the copies: each beside its place first, and then renamed.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn make(&self) -> Result<(), CliError> {
        self.files.iter().try_for_each(|(path, bytes)| put(path, bytes))
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |source| CliError::Archive { action: "write", path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::Builder::new().prefix(".sql2rev-").tempfile_in(folder).map_err(failed)?;
    io::Write::write_all(&mut file, bytes).map_err(failed)?;
    // Temporary files are for their maker alone; an archive is for everybody who reads the folder.
    make_readable(file.path()).map_err(failed)?;
    file.persist(path).map(|_| ()).map_err(|error| failed(error.error))
}

#[cfg(unix)]
fn make_readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}
