use super::*;

/// Writes a folder of files; each line of `tree` is a path, perhaps `=` and the content.
fn folder(tree: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for line in tree {
        let (path, content) = line.split_once('=').unwrap_or((line, "SELECT 1;\n"));
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    dir
}

fn read_tree(tree: &[&str]) -> Folder {
    read(folder(tree).path(), &Options::default()).unwrap()
}

fn paths(folder: &Folder) -> Vec<&str> {
    folder.sources.iter().map(|source| source.path.as_str()).collect()
}

fn codes(folder: &Folder) -> Vec<&str> {
    folder.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_plain_folder_is_read_in_natural_order() {
    let read = read_tree(&["10.sql", "9.sql", "schema.sql", "seeds/1.sql", "README.md", ".git/x.sql", "node_modules/y.sql"]);
    assert_eq!(read.layout, Layout::Plain);
    assert_eq!(paths(&read), ["schema.sql", "9.sql", "10.sql", "seeds/1.sql"]);
    assert!(read.findings.is_empty());
}

#[test]
fn a_down_beside_its_up_is_no_migration() {
    let read = read_tree(&["1_a.sql", "1_a_down.sql", "2_b.sql", "undo_2_b.sql", "3_slow_down.sql"]);
    assert_eq!(paths(&read), ["1_a.sql", "2_b.sql", "3_slow_down.sql"]);
    assert_eq!(read.sources[0].written_down.as_deref(), Some("1_a_down.sql"));
    assert_eq!(codes(&read), ["written-down-ignored", "written-down-ignored"]);
}

#[test]
fn a_list_of_psql_gives_the_order_and_is_no_migration() {
    let read = read_tree(&["a.sql", "b.sql", "sub/c.sql", "install.sql=\\i sub/c.sql\n\\i b.sql\n\\i a.sql\n"]);
    assert_eq!(paths(&read), ["sub/c.sql", "b.sql", "a.sql"]);
    assert_eq!(codes(&read), ["include-list", "listed-order"]);
    let read = read_tree(&["a.sql", "b.sql", "install.sql=\\i b.sql\n"]);
    assert_eq!((paths(&read), codes(&read)), (vec!["a.sql", "b.sql"], vec!["include-list"]));
}

#[test]
fn diesel_folders_carry_their_settings() {
    let read = read_tree(&[
        "2020_b/up.sql",
        "2020_b/down.sql",
        "2020_b/metadata.toml=run_in_transaction = false\n",
        "2019_a/up.sql",
        "00000000000000_diesel_initial_setup/up.sql",
        "00000000000000_diesel_initial_setup/down.sql",
        "notes.sql",
    ]);
    assert_eq!(read.layout, Layout::Diesel);
    let titles: Vec<&str> = read.sources.iter().map(|source| source.title.as_str()).collect();
    assert_eq!(titles, ["00000000000000_diesel_initial_setup", "2019_a", "2020_b"]);
    let last = &read.sources[2];
    assert_eq!((last.no_transaction, last.written_down.as_deref()), (true, Some("2020_b/down.sql")));
    assert!(!read.sources[0].no_transaction && read.sources[1].written_down.is_none());
    assert_eq!(codes(&read), ["not-a-migration"]);
}

#[test]
fn pairs_match_by_name_then_by_number() {
    let read = read_tree(&[
        "1_a.up.sql=-- no-transaction\nVACUUM;",
        "1_a.down.sql",
        "2_b.up.sql",
        "2_other.down.sql",
        "10_c.up.sql",
        "3_d.down.sql",
        "4_e.sql",
    ]);
    assert_eq!(read.layout, Layout::Pairs);
    assert_eq!(paths(&read), ["1_a.up.sql", "2_b.up.sql", "4_e.sql", "10_c.up.sql"]);
    assert_eq!((read.sources[0].title.as_str(), read.sources[0].no_transaction), ("1_a", true));
    assert_eq!(read.sources[1].written_down.as_deref(), Some("2_other.down.sql"));
    assert_eq!(codes(&read), ["written-down-ignored"]);
}

#[test]
fn prisma_folders_are_migrations() {
    let read = read_tree(&["20250102_b/migration.sql", "20250101_a/migration.sql", "migration_lock.toml"]);
    assert_eq!(read.layout, Layout::Prisma);
    assert_eq!(paths(&read), ["20250101_a/migration.sql", "20250102_b/migration.sql"]);
    assert_eq!(read.sources[0].title, "20250101_a");
}

#[test]
fn a_way_back_beside_prismas_migration_belongs_to_it() {
    let read = read_tree(&["1_a/migration.sql", "1_a/down.sql", "2_b/migration.sql", "2_b/down.sql", "3_c/down.sql"]);
    assert_eq!((read.layout, paths(&read)), (Layout::Prisma, vec!["1_a/migration.sql", "2_b/migration.sql"]));
    assert_eq!(read.sources[0].written_down.as_deref(), Some("1_a/down.sql"));
    assert_eq!(codes(&read), ["written-down-ignored"]);
}

#[test]
fn the_base_comes_first_and_only_once() {
    let dir = folder(&["1.sql", "prod.sql"]);
    let options = Options { base: Some(dir.path().join("prod.sql")), ..Options::default() };
    assert_eq!(paths(&read(dir.path(), &options).unwrap()), ["prod.sql", "1.sql"]);
    let other = folder(&["dump.sql"]);
    let options = Options { base: Some(other.path().join("dump.sql")), ..Options::default() };
    let folder = read(dir.path(), &options).unwrap();
    assert_eq!((folder.sources.len(), folder.sources[0].title.as_str()), (3, "dump"));
}

#[test]
fn both_ways_in_one_file_leave_the_upgrade() {
    let read = read_tree(&["1.sql=-- +goose Up\nA;\n-- +goose Down\nB;\n"]);
    assert_eq!(read.sources[0].bytes.trim_ascii(), b"A;");
    assert_eq!(read.layout, Layout::Goose);
    assert_eq!(read.sources[0].written_down.as_deref(), Some("1.sql"));
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let dir = folder(&["README.md"]);
    let options = Options::default();
    assert!(matches!(read(dir.path(), &options), Err(SourceError::Empty { .. })));
    assert!(matches!(read(&dir.path().join("none"), &options), Err(SourceError::Missing(_))));
    assert!(matches!(read(&dir.path().join("README.md"), &options), Err(SourceError::NotAFolder(_))));
    let base = Options { base: Some(dir.path().join("none.sql")), ..Options::default() };
    assert!(matches!(read(dir.path(), &base), Err(SourceError::Unreadable { .. })));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let dir = folder(&["1.sql"]);
    std::os::unix::fs::symlink("/", dir.path().join("all")).unwrap();
    let read = read(dir.path(), &Options::default()).unwrap();
    assert_eq!((paths(&read), codes(&read)), (vec!["1.sql"], vec!["link-skipped"]));
}

fn titles(folder: &Folder) -> Vec<&str> {
    folder.sources.iter().map(|source| source.title.as_str()).collect()
}

#[test]
fn flyway_runs_versions_then_what_is_repeatable() {
    let read = read_tree(&[
        "V10__c.sql",
        "V2__b.sql",
        "sub/V1.1__a.sql",
        "V2__b.sql.conf=executeInTransaction=false\n",
        "U2__whatever.sql",
        "R__views.sql",
        "B2__all.sql",
        "afterMigrate.sql",
    ]);
    assert_eq!(read.layout, Layout::Flyway);
    assert_eq!(paths(&read), ["sub/V1.1__a.sql", "V2__b.sql", "V10__c.sql", "R__views.sql"]);
    assert_eq!((read.sources[1].no_transaction, read.sources[1].written_down.as_deref()), (true, Some("U2__whatever.sql")));
    assert_eq!(codes(&read), ["not-a-migration", "not-a-migration", "written-down-ignored"]);
}

#[test]
fn a_baseline_without_the_versions_that_it_covers_is_the_first_migration() {
    assert_eq!(paths(&read_tree(&["B5__all.sql", "V6__a.sql"])), ["B5__all.sql", "V6__a.sql"]);
}

#[test]
fn marked_files_follow_the_order_of_their_tool() {
    let goose = |name: &str| format!("{name}=-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n");
    let read = read_tree(&[&goose("10_b.sql"), &goose("9_a.sql"), "notes.sql"]);
    assert_eq!((read.layout, paths(&read)), (Layout::Goose, vec!["9_a.sql", "10_b.sql"]));
    assert_eq!(codes(&read), ["not-a-migration", "written-down-ignored", "written-down-ignored"]);
    let read = read_tree(&["10_b.sql=-- migrate:up transaction:false\nA;\n-- migrate:down\nB;\n", "9_a.sql=-- migrate:up\nA;\n"]);
    assert_eq!((read.layout, paths(&read)), (Layout::Dbmate, vec!["10_b.sql", "9_a.sql"]));
    assert!(read.sources[0].no_transaction && !read.sources[1].no_transaction);
    let read = read_tree(&["a.sql=-- +migrate Up\nA;\n", "2_b.sql=-- +migrate Up notransaction\nA;\n"]);
    assert_eq!((read.layout, paths(&read)), (Layout::SqlMigrate, vec!["2_b.sql", "a.sql"]));
    assert!(read.sources[0].no_transaction);
}

#[test]
fn each_changeset_is_a_migration() {
    let text = "all.sql=--liquibase formatted sql\n--changeset ann:1\nA;\n--rollback B;\n--changeset ann:2 dbms:h2\nB;\n\
                --changeset bob:3 runInTransaction:false\nC;\n";
    let read = read_tree(&[text]);
    assert_eq!((read.layout, titles(&read)), (Layout::Liquibase, vec!["all_1", "all_3"]));
    assert_eq!(paths(&read), ["all.sql", "all.sql"]);
    let parts = read.sources.iter().map(|source| source.part.as_deref());
    assert_eq!(parts.collect::<Vec<_>>(), [Some("changeset 1::ann"), Some("changeset 3::bob")]);
    let whole = blake3::hash(text.strip_prefix("all.sql=").unwrap().as_bytes()).to_hex().to_string();
    assert!(read.sources.iter().all(|source| source.whole.as_ref() == Some(&whole)));
    assert_eq!(read.sources[1].bytes.trim_ascii(), b"C;");
    assert_eq!(String::from_utf8_lossy(&read.sources[1].bytes).matches('\n').count(), 8);
    assert!(read.sources[1].no_transaction && !read.sources[0].no_transaction);
    assert_eq!(codes(&read), ["other-dialect", "written-down-ignored"]);
    let dir = folder(&[text]);
    let with_downs = super::read(dir.path(), &Options { downs: true, ..Options::default() }).unwrap();
    let down = with_downs.sources[0].down.as_ref().unwrap();
    assert_eq!((down.bytes.trim_ascii(), with_downs.sources[1].down.is_none()), (b"B;".as_slice(), true));
}

#[test]
fn sqitch_takes_the_order_of_its_plan() {
    let plan = "sqitch.plan=%project=x\nusers 2020 A <a@b>\nposts [users] 2020 A <a@b>\n@v1 2020 A <a@b>\nusers [users@v1] 2021 A <a@b>\ngone 2021 A <a@b>\n";
    let read = read_tree(&[
        plan,
        "deploy/posts.sql",
        "deploy/users.sql",
        "deploy/users@v1.sql",
        "deploy/other.sql",
        "revert/posts.sql",
        "verify/posts.sql",
    ]);
    assert_eq!((read.layout, titles(&read)), (Layout::Sqitch, vec!["users@v1", "posts", "users"]));
    assert_eq!(read.sources[1].written_down.as_deref(), Some("revert/posts.sql"));
    assert_eq!(codes(&read), ["listed-file-missing", "not-a-migration"]);
}

#[test]
fn sqitch_may_have_a_folder_of_its_own() {
    let read =
        read_tree(&["db/sqitch.plan=b 2020\na 2020\n", "db/deploy/a.sql", "db/deploy/b.sql", "db/revert/a.sql", "sqitch.conf"]);
    assert_eq!((read.layout, paths(&read)), (Layout::Sqitch, vec!["db/deploy/b.sql", "db/deploy/a.sql"]));
    assert_eq!(read.sources[1].written_down.as_deref(), Some("db/revert/a.sql"));
}

#[test]
fn files_for_other_databases_are_left_out() {
    let read =
        read_tree(&["1_a.postgres.sql", "1_a.mysql.sql", "2_b.sql", "2_b.pg.sql", "3_c.sql.sqlite", "sqlite/4_d.sql", "5_e.sql"]);
    assert_eq!(titles(&read), ["1_a", "2_b", "5_e"]);
    assert_eq!(read.sources[1].path, "2_b.pg.sql");
    assert_eq!(codes(&read), ["other-dialect"; 4]);
    assert_eq!(paths(&read_tree(&["mysql/1.sql", "mysql/2.sql"])), ["mysql/1.sql", "mysql/2.sql"]);
}

#[test]
fn a_name_can_keep_a_file_out_of_a_transaction() {
    let read =
        read_tree(&["1_a.up.sql", "1_a.down.sql", "2_b.postgres.autocommit.up.sql", "2_b.autocommit.up.sql", "2_b.down.sql"]);
    assert_eq!((read.layout, paths(&read)), (Layout::Pairs, vec!["1_a.up.sql", "2_b.postgres.autocommit.up.sql"]));
    assert_eq!(read.sources.iter().map(|source| source.no_transaction).collect::<Vec<_>>(), [false, true]);
    assert_eq!((read.sources[1].written_down.as_deref(), codes(&read)), (Some("2_b.down.sql"), vec!["other-dialect"]));
}
