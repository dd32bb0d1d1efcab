//! What the DDL readers make of whole statements.

use super::testing::ddl;
use crate::dialect::effect::{
    ColumnChange, ColumnDef, ConstraintDef, ConstraintKind, CreateIndex, CreateTable, DomainChange,
    Effect, TableAction, TypeChange, TypeKind, ValuePosition,
};
use crate::dialect::name::{Class, Name, ObjectName};
use crate::dialect::wording::{Mention, RelationRef, Wording};

fn table(sql: &str) -> Option<CreateTable> {
    match ddl(sql).pop() {
        Some(Effect::CreateTable(table)) => Some(*table),
        _ => None,
    }
}

fn column(written: &str) -> Option<ColumnDef> {
    table(&format!("CREATE TABLE t ({written})"))?.columns.pop()
}

fn lifted(written: &str) -> Option<ConstraintDef> {
    column(written)?.constraints.pop()
}

fn constraint(written: &str) -> Option<ConstraintDef> {
    table(&format!("CREATE TABLE t ({written})"))?
        .constraints
        .pop()
}

fn index(sql: &str) -> Option<CreateIndex> {
    match ddl(sql).pop() {
        Some(Effect::CreateIndex(index)) => Some(*index),
        _ => None,
    }
}

fn actions(sql: &str) -> Vec<TableAction> {
    match ddl(sql).pop() {
        Some(Effect::AlterTable { actions, .. }) => actions,
        _ => Vec::new(),
    }
}

/// The text of every slot, in order.
fn places(wording: &Wording) -> Vec<&str> {
    wording
        .slots
        .iter()
        .filter_map(|slot| wording.text.get(slot.range.clone()))
        .collect()
}

#[test]
fn column_constraints_are_lifted_to_table_form() {
    let pairs = [
        ("id int PRIMARY KEY", "PRIMARY KEY (id)"),
        (
            "id int PRIMARY KEY WITH (fillfactor=70)",
            "PRIMARY KEY (id) WITH (fillfactor=70)",
        ),
        ("\"Id\" int UNIQUE", "UNIQUE (\"Id\")"),
        (
            "id int unique nulls not distinct",
            "unique nulls not distinct (id)",
        ),
        (
            "id int CONSTRAINT c CHECK (id > 0) NO INHERIT",
            "CHECK (id > 0) NO INHERIT",
        ),
        (
            "u int REFERENCES users(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            "FOREIGN KEY (u) REFERENCES users(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
        ),
    ];
    for (written, expected) in pairs {
        assert_eq!(
            lifted(written).map(|c| c.wording.text).as_deref(),
            Some(expected),
            "{written}"
        );
    }
}

#[test]
fn a_lifted_reference_knows_both_sides() {
    let found =
        lifted("u int CONSTRAINT fk REFERENCES app.users (id) DEFERRABLE INITIALLY  DEFERRED");
    let target = Name::qualified("app", "users");
    let kind = ConstraintKind::ForeignKey {
        columns: vec!["u".to_owned()],
        target: target.clone(),
        target_columns: vec!["id".to_owned()],
    };
    let found = found.map(|c| (c.name, c.deferral, c.kind, c.wording));
    let Some((name, deferral, found_kind, wording)) = found else {
        unreachable!("no constraint")
    };
    assert_eq!(
        (name.as_deref(), deferral.as_str()),
        (Some("fk"), "DEFERRABLE INITIALLY DEFERRED")
    );
    assert_eq!(found_kind, kind);
    assert_eq!(places(&wording), ["u", "app.users", "id"]);
    let of_target = Mention::Column {
        relations: vec![RelationRef::Named(target)],
        name: "id".to_owned(),
        label: false,
    };
    assert_eq!(
        wording.slots.last().map(|slot| &slot.mention),
        Some(&of_target)
    );
}

#[test]
fn the_columns_of_set_null_are_the_tables_own() {
    let found = constraint("FOREIGN KEY (a, b) REFERENCES x (q, r) ON DELETE SET NULL (a)");
    let mentions = found.map(|c| {
        c.wording
            .slots
            .into_iter()
            .map(|slot| slot.mention)
            .collect::<Vec<_>>()
    });
    let owners: Vec<bool> = mentions
        .unwrap_or_default()
        .iter()
        .map(|m| matches!(m, Mention::Column { relations, .. } if relations == &[RelationRef::Parent]))
        .collect();
    assert_eq!(owners, [true, true, false, false, false, true]);
}

#[test]
fn table_constraints_keep_their_words_behind_the_name() {
    let found = constraint("CONSTRAINT c UNIQUE (a, b) INCLUDE (d)");
    let found = found.map(|c| (c.name.unwrap_or_default(), c.wording.text, c.kind));
    let kind = ConstraintKind::Unique {
        columns: vec!["a".to_owned(), "b".to_owned()],
        using_index: None,
    };
    assert_eq!(
        found,
        Some(("c".to_owned(), "UNIQUE (a, b) INCLUDE (d)".to_owned(), kind))
    );
}

#[test]
fn exclusions_are_named_like_index_elements() {
    let found = constraint("EXCLUDE USING gist (room WITH =, lower(d) WITH =, (a || b) WITH =)");
    let columns = ["room", "lower", "expr"].map(str::to_owned).to_vec();
    assert_eq!(
        found.map(|c| c.kind),
        Some(ConstraintKind::Exclude { columns })
    );
}

#[test]
fn serial_words_are_integers() {
    let pairs = [
        ("serial", "int4"),
        ("SERIAL4", "int4"),
        ("bigserial", "int8"),
        ("serial8", "int8"),
        ("smallserial", "int2"),
    ];
    for (written, name) in pairs {
        let found = column(&format!("id {written}")).map(|c| (c.serial, c.ty.map(|ty| ty.ty.name)));
        assert_eq!(found, Some((true, Some(Name::bare(name)))), "{written}");
    }
}

#[test]
fn identity_keeps_its_sequence_options() {
    let found = column("id int GENERATED BY DEFAULT AS IDENTITY (START WITH 5 INCREMENT BY 2)");
    let identity = found.and_then(|c| c.identity);
    let found = identity.map(|i| (i.always, i.options.start, i.options.increment));
    assert_eq!(
        found,
        Some((false, Some("5".to_owned()), Some("2".to_owned())))
    );
}

#[test]
fn a_collation_behind_the_default_is_the_columns() {
    let found = column("a text DEFAULT 'x' COLLATE \"C\" NOT NULL");
    let found = found.map(|c| (c.default.map(|d| d.text), c.collation.map(|d| d.text)));
    assert_eq!(
        found,
        Some((Some("'x'".to_owned()), Some("\"C\"".to_owned())))
    );
}

#[test]
fn not_null_may_have_a_name() {
    let found = column("a text CONSTRAINT nn NOT NULL").and_then(|c| c.not_null);
    assert_eq!(
        found.map(|n| (n.name, n.not_null)),
        Some((Some("nn".to_owned()), true))
    );
}

#[test]
fn a_partition_knows_parent_bound_and_key() {
    let sql =
        "CREATE TABLE p PARTITION OF app.q FOR VALUES FROM (1) TO (2) PARTITION BY RANGE (a, b)";
    let found = table(sql);
    let of = found
        .as_ref()
        .and_then(|t| t.partition_of.clone())
        .map(|(name, bound)| (name, bound.text));
    let bound = "FOR VALUES FROM (1) TO (2)".to_owned();
    assert_eq!(of, Some((Name::qualified("app", "q"), bound)));
    let by = found.and_then(|t| t.partition_by).unwrap_or_default();
    assert_eq!(by.text, "RANGE (a, b)");
    assert_eq!(places(&by), ["a", "b"]);
}

#[test]
fn like_counts_properties_in_and_out() {
    let found = table("CREATE TABLE t (a int, LIKE s INCLUDING ALL EXCLUDING INDEXES)");
    let like = found.and_then(|mut t| t.likes.pop());
    let like = like.map(|l| {
        (
            l.position,
            l.including.len(),
            l.including.contains(&"indexes".to_owned()),
        )
    });
    assert_eq!(like, Some((1, 8, false)));
}

#[test]
fn an_unnamed_index_has_a_place_for_its_name() {
    let sql = "CREATE INDEX CONCURRENTLY ON app.t (a, lower(b)) INCLUDE (c);";
    let Some(found) = index(sql) else {
        unreachable!("no index")
    };
    assert_eq!((found.name, found.concurrently), (None, true));
    assert_eq!(
        (found.elements, found.include),
        (
            vec!["a".to_owned(), "lower".to_owned()],
            vec!["c".to_owned()]
        )
    );
    assert_eq!(found.wording.text, sql.trim_end_matches(';'));
    let own = found
        .wording
        .slots
        .iter()
        .find(|slot| slot.mention == Mention::Own);
    assert_eq!(own.map(|slot| slot.range.clone()), Some(26..26));
    let omitted = found
        .wording
        .slots
        .iter()
        .find(|slot| slot.mention == Mention::Omit);
    assert_eq!(omitted.map(|slot| slot.range.clone()), Some(13..26));
}

#[test]
fn a_named_index_omits_what_nobody_writes_back() {
    let sql = "CREATE UNIQUE INDEX IF NOT EXISTS i ON t USING gin (a gin_trgm_ops)";
    let found = index(sql).map(|i| i.wording).unwrap_or_default();
    assert_eq!(
        places(&found),
        ["IF NOT EXISTS ", "i", "t", "a", "gin_trgm_ops"]
    );
}

#[test]
fn renames_are_no_table_actions() {
    let renamed = |sql: &str| match ddl(sql).pop() {
        Some(Effect::Rename { object, to, .. }) => {
            Some((object.class, object.of, object.name.name, to))
        }
        _ => None,
    };
    let t = Some(Name::bare("t"));
    let (a, b) = ("a".to_owned(), "b".to_owned());
    let column = renamed("ALTER TABLE t RENAME a TO b");
    assert_eq!(
        column,
        Some((Class::Column, t.clone(), a.clone(), b.clone()))
    );
    let constraint = renamed("ALTER TABLE t RENAME CONSTRAINT a TO b");
    assert_eq!(
        constraint,
        Some((Class::Constraint, t, a.clone(), b.clone()))
    );
    let index = renamed("ALTER INDEX a RENAME TO b");
    assert_eq!(index, Some((Class::Index, None, a, b)));
}

#[test]
fn actions_come_in_the_order_written() {
    let found =
        actions("ALTER TABLE t ADD COLUMN a int, DROP b CASCADE, ALTER c TYPE text USING c::text");
    assert!(matches!(
        found.as_slice(),
        [
            TableAction::AddColumn { .. },
            TableAction::DropColumn { cascade: true, .. },
            TableAction::AlterColumn {
                change: ColumnChange::Type { using: Some(_), .. },
                ..
            },
        ]
    ));
}

#[test]
fn an_action_without_a_place_in_the_model_stays_text() {
    let found = actions("ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED");
    assert_eq!(
        found,
        [TableAction::Other(
            "ALTER CONSTRAINT c NOT ENFORCED".to_owned()
        )]
    );
}

#[test]
fn owners_that_are_words_are_upper_case() {
    let effects = ddl("ALTER TABLE t OWNER TO current_user");
    let object = ObjectName::plain(Class::Table, Name::bare("t"));
    let to = "CURRENT_USER".to_owned();
    assert_eq!(
        effects,
        [Effect::SetOwner {
            object,
            if_exists: false,
            to
        }]
    );
}

#[test]
fn enum_labels_are_unquoted() {
    let kind = |sql: &str| match ddl(sql).pop() {
        Some(Effect::CreateType(ty)) => Some((ty.kind, ty.wording)),
        _ => None,
    };
    let Some((found, wording)) = kind("CREATE TYPE app.mood AS ENUM ('so ''so''', E'ok');") else {
        unreachable!("no type")
    };
    assert_eq!(
        found,
        TypeKind::Enum(vec!["so 'so'".to_owned(), "ok".to_owned()])
    );
    assert_eq!(places(&wording), ["app.mood"]);
    let ranged = kind("CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi)");
    let places: Vec<_> = ranged
        .iter()
        .flat_map(|(_, wording)| places(wording))
        .collect();
    assert_eq!(places, ["r", "float8", "float8mi"]);
}

#[test]
fn a_value_knows_its_neighbour() {
    let change = match ddl("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'b' BEFORE 'c'").pop() {
        Some(Effect::AlterType { change, .. }) => Some(change),
        _ => None,
    };
    let position = Some(ValuePosition::Before("c".to_owned()));
    assert_eq!(
        change,
        Some(TypeChange::AddValue {
            value: "b".to_owned(),
            if_not_exists: true,
            position
        })
    );
}

#[test]
fn a_domains_value_is_no_column() {
    let effects = ddl("ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID");
    let Some(Effect::AlterDomain {
        change: DomainChange::AddConstraint(found),
        ..
    }) = effects.first()
    else {
        unreachable!("no constraint")
    };
    assert_eq!(found.wording, Wording::plain("CHECK (VALUE > 0) NOT VALID"));
    assert_eq!((found.name.as_deref(), found.not_valid), (Some("c"), true));
}

#[test]
fn a_schemas_elements_live_in_it() {
    let effects = ddl("CREATE SCHEMA app CREATE TABLE t (a int)");
    assert!(matches!(&effects[0], Effect::CreateSchema { name, .. } if name == "app"));
    assert!(matches!(&effects[1], Effect::CreateTable(t) if t.name == Name::qualified("app", "t")));
}

#[test]
fn broken_statements_give_an_opaque_effect_and_no_panic() {
    let broken = [
        "CREATE TABLE",
        "CREATE TABLE t (a int REFERENCES, CHECK",
        "ALTER TABLE t",
        "ALTER TABLE t ADD",
        "CREATE INDEX",
        "ALTER TYPE",
        "CREATE DOMAIN d",
        "ALTER DOMAIN d",
        "ALTER SEQUENCE s",
        "CREATE SCHEMA",
        "ALTER EXTENSION",
    ];
    for sql in broken {
        assert!(!ddl(sql).is_empty(), "{sql}");
    }
}
