//! What files look like, and which of them writing may touch. Needs no database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sql2rev::revise::{Reversibility, Revision, Step};
use sql2rev::target::lock::{Lock, LockedFile};
use sql2rev::target::{Context, OutFile, Rendered, Target, WriteOptions, Written, all, find, render, write};

fn revision(number: usize, title: &str, up: &[&str], down: &[&str]) -> Revision {
    let steps = |statements: &[&str]| statements.iter().map(|&sql| Step::Sql(sql.to_owned())).collect();
    Revision {
        id: format!("{number:012x}"),
        parent: (number > 1).then(|| format!("{:012x}", number - 1)),
        number,
        title: title.to_owned(),
        scripts: Vec::new(),
        sources: vec![format!("{title}.sql")],
        up: steps(up),
        down: steps(down),
        reversibility: Reversibility::Lossless,
        reasons: Vec::new(),
        transactional: true,
        depends_on: Vec::new(),
        uncertain_since: None,
        opaque: Vec::new(),
        written: None,
        proof: sql2rev::revise::Proof::Unproven,
        notes: Vec::new(),
    }
}

fn rendered(target: &str, revisions: &[Revision]) -> Rendered {
    render(&find(target).unwrap().unwrap(), revisions, &Context::default()).unwrap()
}

fn content<'a>(rendered: &'a Rendered, path: &str) -> &'a str {
    let found = rendered.files.iter().find(|file| file.path == path);
    &found.unwrap_or_else(|| panic!("no {path} in {:?}", rendered.files)).content
}

#[test]
fn a_pair_for_sqlx() {
    let mut revision =
        revision(3, "001_g16 webhooks", &["CREATE TABLE a (b int) -- why", "CREATE INDEX c\n    ON a (b)"], &["DROP TABLE a"]);
    revision.transactional = false;
    revision.reversibility = Reversibility::Irreversible;
    revision.reasons = vec![String::from("rows of a\nare gone")];
    revision.notes = vec![String::from("its own BEGIN was taken out")];
    revision.up.insert(0, Step::Comment(String::from("first\rsecond")));
    revision.down.push(Step::Raise(String::from("irreversible: it's 100%")));
    let rendered = rendered("sqlx", &[revision]);
    assert_eq!(
        content(&rendered, "0003_g16_webhooks.up.sql"),
        "-- no-transaction\n-- Source: 001_g16 webhooks.sql\n-- Note: its own BEGIN was taken out\n\n-- first\n-- second\n\n\
         CREATE TABLE a (b int) -- why\n;\n\nCREATE INDEX c\n    ON a (b);\n"
    );
    assert_eq!(
        content(&rendered, "0003_g16_webhooks.down.sql"),
        "-- no-transaction\n-- Undoes: 001_g16 webhooks.sql\n-- Reversibility: irreversible\n\n\
         DROP TABLE a;\n\nDO $sql2rev$ BEGIN RAISE EXCEPTION 'irreversible: it''s 100%%'; END $sql2rev$;\n"
    );
}

#[test]
fn a_revision_for_alembic() {
    let mut revision = revision(
        2,
        "g16_webhooks",
        &["CREATE TABLE a (\n    b int\n)", "GRANT SELECT ON a TO x", "GRANT INSERT ON a TO x"],
        &["DROP TABLE a"],
    );
    revision.reversibility = Reversibility::DataLoss;
    revision.reasons = vec![String::from("the rows of a go with it")];
    revision.down.insert(0, Step::Comment(String::from("The rows are not kept.")));
    let rendered = rendered("alembic", &[revision]);
    let expected = r#""""g16 webhooks

Source: g16_webhooks.sql
Reversibility: data-loss

Revision ID: 000000000002
Revises: 000000000001

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "000000000002"
down_revision: Union[str, Sequence[str], None] = "000000000001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""CREATE TABLE a (
    b int
)""")

    _run("GRANT SELECT ON a TO x")
    _run("GRANT INSERT ON a TO x")


def downgrade() -> None:
    """Downgrade schema."""
    # The rows are not kept.

    _run("DROP TABLE a")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
"#;
    assert_eq!(content(&rendered, "alembic/versions/000000000002_g16_webhooks.py"), expected);
}

#[test]
fn copy_that_is_not_understood_is_an_error_and_no_silent_loss() {
    let mut revision = revision(1, "rows", &[], &["DELETE FROM t"]);
    revision.up = vec![Step::Copy { statement: String::from("COPY t FROM stdin CSV"), data: String::from("1,2") }];
    let rendered = rendered("sqlx", &[revision]);
    assert_eq!(rendered.findings[0].code, "copy-not-translated");
    assert_eq!(rendered.findings[0].file.as_deref(), Some("rows.sql"));
    assert!(content(&rendered, "0001_rows.up.sql").contains("RAISE EXCEPTION 'not translated: COPY with csv"));
}

#[test]
fn every_target_renders_every_kind_of_step() {
    let mut revision = revision(1, "all", &["SELECT 1"], &[]);
    let copy = Step::Copy { statement: String::from("COPY t FROM stdin"), data: String::from("1\n") };
    revision.up.extend([copy, Step::Comment("c".into()), Step::Raise("irreversible: r".into())]);
    for target in all().unwrap() {
        for transactional in [true, false] {
            revision.transactional = transactional;
            let rendered = render(&target, std::slice::from_ref(&revision), &Context::default()).unwrap();
            assert!(!rendered.files.is_empty(), "{}", target.name);
        }
    }
}

#[test]
fn a_new_target_needs_no_rust() {
    let manifest = "title = 't'\ndialects = ['postgres']\nidentifier = 'number'\nnumber_width = 2\ncopy = 'verbatim'\noutside = 'alone'\n\
                    lock = 'x.lock'\nusage = 'u'\n[slug]\nmax = 9\n\
                    [[files]]\npath = 'V{{revision.number}}__{{revision.slug}}.sql'\ntemplate = 'v.hbs'\nper = 'revision'\nholds = 'up'\n";
    let template = "{{#each revision.up.steps}}{{#if copy}}{{copy}}\n{{/if}}{{/each}}";
    let files = BTreeMap::from([("target.toml".to_owned(), manifest.to_owned()), ("v.hbs".to_owned(), template.to_owned())]);
    let target = Target::from_files("toy", files).unwrap();
    let mut revision = revision(1, "rows", &[], &[]);
    revision.up = vec![Step::Copy { statement: String::from("COPY t FROM stdin"), data: String::from("1\n2\n") }];
    let rendered = render(&target, &[revision], &Context::default()).unwrap();
    assert_eq!(content(&rendered, "V01__rows.sql"), "COPY t FROM stdin;\n1\n2\n\\.\n");
}

fn put(out: &Path, files: &[OutFile], options: WriteOptions) -> Written {
    let source = LockedFile { path: String::from("a.sql"), blake3: String::from("00") };
    let lock = Lock::new("sqlx", "postgres", vec![source], &[], files);
    write(out, files, &lock, "sql2rev.lock", options).unwrap()
}

fn snapshot(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
}

#[test]
fn writing_again_changes_nothing_and_stale_files_go() {
    let out = tempfile::tempdir().unwrap();
    let two = rendered("sqlx", &[revision(1, "a", &["SELECT 1"], &[]), revision(2, "b", &["SELECT 2"], &[])]).files;
    assert_eq!(put(out.path(), &two, WriteOptions::default()).created.len(), 5);
    let before = snapshot(out.path());
    let again = put(out.path(), &two, WriteOptions::default());
    assert_eq!((again.unchanged.len(), again.replaced.len()), (5, 0));
    assert_eq!(snapshot(out.path()), before);

    fs::write(out.path().join("0002_b.down.sql"), "by hand").unwrap();
    let one = rendered("sqlx", &[revision(1, "a", &["SELECT 3"], &[])]).files;
    let dry = put(out.path(), &one, WriteOptions { dry_run: true, force: false, rewrite: false });
    let written = put(out.path(), &one, WriteOptions::default());
    assert_eq!(dry, written);
    assert_eq!(written.replaced, ["0001_a.up.sql", "sql2rev.lock"]);
    assert_eq!(written.removed, ["0002_b.up.sql"]);
    assert_eq!(written.findings[0].code, "stale-output");
    assert!(out.path().join("0002_b.down.sql").exists());
}

#[test]
fn what_others_wrote_is_not_overwritten() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("0001_a.up.sql"), "mine").unwrap();
    let files = rendered("sqlx", &[revision(1, "a", &["SELECT 1"], &[])]).files;
    let refused = put(out.path(), &files, WriteOptions::default());
    assert_eq!(refused.findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["output-exists"]);
    assert_eq!(snapshot(out.path()).len(), 1);
    put(out.path(), &files, WriteOptions { force: true, dry_run: false, rewrite: false });
    assert_eq!(snapshot(out.path())["0001_a.up.sql"], files[0].content);

    fs::write(out.path().join("sql2rev.lock"), "outputs = 3").unwrap();
    let refused = put(out.path(), &files, WriteOptions::default());
    assert_eq!(refused.findings[0].code, "lock-unreadable");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    let (out, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(other.path(), out.path().join("alembic")).unwrap();
    let files = rendered("alembic", &[revision(1, "a", &["SELECT 1"], &[])]).files;
    let lock = Lock::new("alembic", "postgres", Vec::new(), &[], &files);
    assert!(write(out.path(), &files, &lock, "sql2rev.lock", WriteOptions::default()).is_err());
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}

#[test]
fn a_forged_lock_cannot_delete_outside() {
    let parent = tempfile::tempdir().unwrap();
    let victim = parent.path().join("victim");
    fs::write(&victim, "").unwrap();
    let out = parent.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut lock = Lock::new("sqlx", "postgres", Vec::new(), &[], &[]);
    lock.outputs = vec![LockedFile { path: String::from("../victim"), blake3: blake3_of_nothing() }];
    fs::write(out.join("sql2rev.lock"), lock.text().unwrap()).unwrap();
    assert!(write(&out, &[], &lock, "sql2rev.lock", WriteOptions::default()).is_err());
    assert!(victim.exists());
}

fn blake3_of_nothing() -> String {
    sql2rev::target::lock::hash(b"")
}
