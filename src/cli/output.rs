//! Results: to standard output, or to the file of `-o`.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::error::CliError;

/// Writes a result to standard output, or to a file that is never seen half written.
pub fn write(text: &str, file: Option<&Path>) -> Result<(), CliError> {
    match file {
        Some(path) => to_file(text, path).map_err(|source| CliError::Output { path: path.to_owned(), source }),
        None => to_standard_output(text).map_err(CliError::StandardOutput),
    }
}

fn to_standard_output(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // `sql2rev … | head`: whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn to_file(text: &str, path: &Path) -> io::Result<()> {
    // A device or a pipe cannot be replaced by a file, and a link is meant to be followed.
    let special = path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file());
    if special {
        return std::fs::write(path, text);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = builder().tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.persist(path)?;
    Ok(())
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".sql2rev-");
    // A temporary file is its owner's alone by default; this one is to be as any other (the umask still counts).
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
