//! Variants of one migration for several databases: `add.postgres.sql` beside `add.sqlite.sql`, `postgres/` beside `mysql/`.

use std::collections::{BTreeMap, BTreeSet};

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

/// What keeps a file out of a transaction (Ory's popx): `add.postgres.autocommit.up.sql`.
const AUTOCOMMIT: &str = "autocommit";

/// What a path says beside the migration's name.
struct Variant {
    database: Option<&'static str>,
    autocommit: bool,
    /// The path without all that.
    neutral: String,
}

/// Leaves out the files for other databases, where there are files for this one or for all of them too.
pub fn choose(files: &mut Vec<Found>) -> Vec<Finding> {
    let foreign = |file: &Found| variant(&file.path).and_then(|variant| variant.database).filter(|database| *database != OWN);
    let all_foreign = files.iter().filter(|file| file.sql_stem().is_some()).all(|file| foreign(file).is_some());
    let mut findings = Vec::new();
    let mut own = BTreeMap::new();
    files.retain_mut(|file| {
        let Some(Variant { database, autocommit, neutral }) = variant(&file.path) else { return true };
        match database {
            Some(database) if database != OWN && !all_foreign => {
                findings.push(for_another(&file.path, database));
                return false;
            }
            Some(OWN) if !all_foreign => {
                own.insert(neutral.clone(), file.path.clone());
            }
            Some(_) => return true,
            None => {}
        }
        file.autocommit = autocommit;
        file.set_name(&neutral);
        true
    });
    findings.extend(siblings(files));
    files.retain(|file| match own.get(file.name()) {
        Some(by) if *by != file.path => {
            findings.push(replaced(&file.path, by));
            false
        }
        _ => true,
    });
    findings
}

/// Leaves out `1_a_mysql.sql` beside `1_a_postgres.sql`: a word in a name counts only where the same name with the word for this
/// database is there too.
fn siblings(files: &mut Vec<Found>) -> Vec<Finding> {
    let own: BTreeSet<String> = files
        .iter()
        .filter_map(|file| word_in(file.name()))
        .filter(|(database, _)| *database == OWN)
        .map(|(_, rest)| rest)
        .collect();
    let mut findings = Vec::new();
    files.retain(|file| match word_in(file.name()) {
        Some((database, rest)) if database != OWN && own.contains(&rest) => {
            findings.push(for_another(&file.path, database));
            false
        }
        _ => true,
    });
    findings
}

/// The database that is the first or the last word of an SQL file's name, and the path without it.
fn word_in(path: &str) -> Option<(&'static str, String)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, _) = name.rsplit_once('.').filter(|(_, ending)| ending.eq_ignore_ascii_case("sql"))?;
    let separators: &[char] = &['_', '-'];
    let last = stem.rsplit_once(separators).and_then(|(rest, word)| Some((database(word)?, rest)));
    let (database, rest) = last.or_else(|| stem.split_once(separators).and_then(|(word, rest)| Some((database(word)?, rest))))?;
    Some((database, format!("{folder}/{rest}")))
}

/// Reads the database and the marks out of a path of an SQL file: a folder of its name, `NAME.postgres.sql`, `NAME.sql.postgres`.
fn variant(path: &str) -> Option<Variant> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut parts: Vec<&str> = name.split('.').collect();
    let in_name = parts.iter().skip(1).position(|part| database(part).is_some()).map(|at| at + 1);
    let named = in_name.and_then(|at| database(parts.remove(at)));
    let mark = parts.iter().skip(1).position(|part| part.eq_ignore_ascii_case(AUTOCOMMIT));
    mark.map(|at| parts.remove(at + 1));
    if !parts.last().is_some_and(|end| end.eq_ignore_ascii_case("sql")) {
        return None;
    }
    let in_folders = folders.iter().rposition(|part| database(part).is_some());
    let of_folder = in_folders.and_then(|at| database(folders.remove(at)));
    let name = parts.join(".");
    folders.push(&name);
    let variant = Variant { database: named.or(of_folder), autocommit: mark.is_some(), neutral: folders.join("/") };
    (variant.database.is_some() || variant.autocommit).then_some(variant)
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
        let read = |path: &str| variant(path).and_then(|it| Some((it.database?, it.neutral)));
        for (path, database, neutral) in [
            ("a/1_x.postgres.sql", "postgres", "a/1_x.sql"),
            ("54/1_x.sql.sqlite", "sqlite", "54/1_x.sql"),
            ("db/mariadb/1.up.sql", "mysql", "db/1.up.sql"),
            ("postgresql/1_a.up.sql", "postgres", "1_a.up.sql"),
            ("1_a.pg.autocommit.up.sql", "postgres", "1_a.up.sql"),
        ] {
            assert_eq!(read(path), Some((database, neutral.to_owned())), "{path}");
        }
        assert_eq!(word_in("a/1_x_mysql.sql"), Some(("mysql", "a/1_x".to_owned())));
        assert_eq!(word_in("pg-1.sql"), Some(("postgres", "/1".to_owned())));
        assert!(read("1_mysql_users.sql").is_none() && read("postgres/README.md").is_none() && read("sqlite.sql").is_none());
    }
}
