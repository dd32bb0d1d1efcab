//! Variants of one migration for several databases: `add.postgres.sql` beside `add.sqlite.sql`, `postgres/` beside `mysql/`.

use std::collections::BTreeMap;

use super::walk::Found;
use crate::finding::Finding;

/// What the databases are called in names of files and folders; the first is the one shown.
const DATABASES: &[&[&str]] = &[
    &["postgres", "postgresql", "pg", "pgsql", "psql"],
    &["mysql", "mariadb"],
    &["sqlite", "sqlite3"],
    &["mssql", "sqlserver"],
    &["oracle"],
    &["cockroach", "cockroachdb", "crdb"],
    &["h2"],
    &["db2"],
    &["clickhouse"],
    &["spanner"],
];

/// The one that is read: its files stay.
const OWN: &str = "postgres";

/// A path that names a database.
struct Variant {
    database: &'static str,
    /// The path without that name.
    neutral: String,
}

/// Leaves out the files for other databases, where there are files for this one or for all of them too.
pub fn choose(files: &mut Vec<Found>) -> Vec<Finding> {
    let foreign = |file: &Found| variant(&file.path).filter(|variant| variant.database != OWN);
    if files.iter().filter(|file| file.sql_stem().is_some()).all(|file| foreign(file).is_some()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut own = BTreeMap::new();
    files.retain_mut(|file| match variant(&file.path) {
        Some(variant) if variant.database != OWN => {
            findings.push(for_another(&file.path, variant.database));
            false
        }
        Some(variant) => {
            own.insert(variant.neutral.clone(), file.path.clone());
            file.set_name(&variant.neutral);
            true
        }
        None => true,
    });
    files.retain(|file| match own.get(&file.path) {
        Some(by) => {
            findings.push(replaced(&file.path, by));
            false
        }
        None => true,
    });
    findings
}

/// Reads the database out of a path of an SQL file: a folder of its name, `NAME.postgres.sql`, `NAME.sql.postgres`.
fn variant(path: &str) -> Option<Variant> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut parts: Vec<&str> = name.split('.').collect();
    let in_name = parts.iter().skip(1).position(|part| database(part).is_some()).map(|at| at + 1);
    let named = in_name.and_then(|at| database(parts.remove(at)));
    if !parts.last().is_some_and(|end| end.eq_ignore_ascii_case("sql")) {
        return None;
    }
    let in_folders = folders.iter().rposition(|part| database(part).is_some());
    let of_folder = in_folders.and_then(|at| database(folders.remove(at)));
    let name = parts.join(".");
    folders.push(&name);
    Some(Variant { database: named.or(of_folder)?, neutral: folders.join("/") })
}

fn database(word: &str) -> Option<&'static str> {
    let names = DATABASES.iter().find(|names| names.iter().any(|name| word.eq_ignore_ascii_case(name)))?;
    names.first().copied()
}

fn for_another(path: &str, database: &str) -> Finding {
    Finding::note("other-dialect", format!("`{path}` is for {database} and is left out"))
        .in_file(path)
        .help("nothing to do, unless it has to run on PostgreSQL as well")
}

fn replaced(path: &str, by: &str) -> Finding {
    Finding::note("other-dialect", format!("`{path}` is left out: `{by}` takes its place for PostgreSQL"))
        .in_file(path)
        .help("give one of them another name if both belong to the history")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_read_out_of_names() {
        let read = |path: &str| variant(path).map(|it| (it.database, it.neutral));
        for (path, database, neutral) in [
            ("a/1_x.postgres.sql", "postgres", "a/1_x.sql"),
            ("54/1_x.sql.sqlite", "sqlite", "54/1_x.sql"),
            ("db/mariadb/1.up.sql", "mysql", "db/1.up.sql"),
            ("postgresql/1_a.up.sql", "postgres", "1_a.up.sql"),
        ] {
            assert_eq!(read(path), Some((database, neutral.to_owned())), "{path}");
        }
        assert!(read("1_mysql_users.sql").is_none() && read("postgres/README.md").is_none() && read("sqlite.sql").is_none());
    }
}
