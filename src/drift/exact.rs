//! Both sides by one server: the files replayed on it, dumps restored on it, databases of another version built anew on it.

use super::dump::Dump;
use super::{Built, Files, From, Ignore, Production};
use crate::History;
use crate::finding::Finding;
use crate::verify::catalog::Snapshot;
use crate::verify::restore::{self, Restored};
use crate::verify::{Server, VerifyError, live, stages};

/// So many differences are named in one finding.
const NAMED: usize = 5;

/// Replays the files. Nothing runs, and nothing is built, if one of them reaches out of the database.
///
/// # Errors
/// The connection to the server is lost.
pub fn files(
    history: &History,
    server: &Server,
    progress: &mut dyn FnMut(&str),
) -> Result<(Option<Files>, Vec<Finding>), VerifyError> {
    let refused = crate::verify::examine(history);
    if !refused.is_empty() {
        return Ok((None, refused));
    }
    let run = stages::run(server, &history.scripts, &history.plan.order, progress)?;
    let paths = history.plan.order.iter().map(|file| history.scripts[*file].text.path.clone()).collect();
    progress("restoring what the files build");
    let restored = restore::rebuild(server, run.end(), &run.dependencies)?.snapshot;
    let built = Built { snapshot: run.end().clone(), from: From::Catalogs(run.dependencies) };
    let stages = std::iter::once(run.empty).chain(run.after).collect();
    Ok((Some(Files { paths, stages, built, restored: Some(restored) }), run.findings))
}

/// Restores a dump.
///
/// # Errors
/// The connection to the server is lost.
pub fn dump(dump: &Dump, server: &Server) -> Result<(Production, Vec<Finding>), VerifyError> {
    let Restored { snapshot, dependencies, failed } = restore::restore(server, &dump.statements)?;
    let path = &dump.script.text.path;
    let finding = |(span, message)| {
        let finding =
            Finding::warning("dump-statement-fails", format!("this statement of the dump does not run here: {message}"));
        finding
            .at(path, span)
            .help("what it makes is not compared; give a server that has what it needs (--postgres-bin, --database-url)")
    };
    let findings = failed.into_iter().map(finding).collect();
    Ok((
        Production {
            name: path.clone(),
            built: Built { snapshot, from: From::Catalogs(dependencies) },
            owner: dump.owner.clone(),
        },
        findings,
    ))
}

/// Reads a database.
///
/// # Errors
/// The database cannot be reached, or the connection to the server is lost.
pub fn database(url: &str, server: &Server) -> Result<(Production, Vec<Finding>), VerifyError> {
    let live = live::read(url)?;
    let (snapshot, dependencies, findings) = if live.snapshot.major == server.major() {
        (live.snapshot, live.dependencies, Vec::new())
    } else {
        let Restored { snapshot, dependencies, failed } = restore::rebuild(server, &live.snapshot, &live.dependencies)?;
        (snapshot, dependencies, failed.into_iter().map(|(_, message)| not_rebuilt(&live.version, server, &message)).collect())
    };
    let snapshot = Snapshot { since: server.since.clone(), ..snapshot };
    Ok((
        Production { name: live.name, built: Built { snapshot, from: From::Catalogs(dependencies) }, owner: live.owner },
        findings,
    ))
}

fn not_rebuilt(version: &str, server: &Server, message: &str) -> Finding {
    let message = format!("something of PostgreSQL {version} cannot be built on PostgreSQL {}: {message}", server.version);
    Finding::warning("dump-statement-fails", message)
        .help("it is not compared; compare on a server of the same version (--postgres-bin, --database-url)")
}

/// Tries the statements of a fix on what the files build. Returns what is wrong with them.
///
/// # Errors
/// The connection to the server is lost.
pub fn try_fix(
    files: &Files,
    production: &Production,
    statements: &[String],
    ignore: &Ignore,
    server: &Server,
) -> Result<Option<Finding>, VerifyError> {
    let (From::Catalogs(ours), From::Catalogs(theirs)) = (&files.built.from, &production.built.from) else { return Ok(None) };
    let help = "read the file, and correct it before it becomes part of the history";
    let finding = |message: String| Some(Finding::warning("fix-incomplete", message).help(help));
    let fixed = match restore::continued(server, &files.built.snapshot, ours, statements)? {
        Ok(snapshot) => snapshot,
        Err(message) => return Ok(finding(format!("the statements that lead to the database do not run: {message}"))),
    };
    // Printed as often as the other side.
    let wanted = restore::rebuild(server, &production.built.snapshot, theirs)?.snapshot;
    let (fixed, wanted) = super::settled(&fixed, &wanted, production.owner.as_deref(), ignore);
    let left = super::changes::changes(&fixed, &wanted);
    let named: Vec<String> = left.iter().take(NAMED).map(|change| format!("{} {}", change.class, change.name)).collect();
    Ok(if left.is_empty() {
        None
    } else {
        finding(format!("the statements do not lead all the way to the database: {} of {}", named.join(", "), left.len()))
    })
}
