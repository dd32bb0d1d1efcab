//! The catalogs that tell of a schema, and how each tells which relations and routines are others.

/// A catalog whose rows belong to relations or routines.
pub struct Catalog {
    pub name: &'static str,
    /// Gives for each row that is new the relation or routine it belongs to, or null; whether its owner is another than the one expected,
    /// and 2 where it has privileges of its own, 1 where it may have had some. `:new` tells whether a row is new.
    pub changed: &'static str,
    /// The classes of the items that are rows of this catalog: they go when the row does.
    pub rows: &'static [&'static str],
}

pub const CATALOGS: [Catalog; 16] = [
    Catalog {
        name: "pg_class",
        changed: "SELECT CASE WHEN relkind IN ('r', 'p', 'f', 'v', 'm') THEN oid \
                WHEN relkind IN ('i', 'I') THEN (SELECT indrelid FROM pg_index WHERE indexrelid = c.oid) \
                WHEN relkind = 't' THEN (SELECT refobjid FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid \
                    AND refclassid = 'pg_class'::regclass AND deptype = 'i') END, \
            relowner <> :owner, (relacl IS NOT NULL)::integer * 2 FROM pg_class c WHERE :new",
        rows: &[
            "table",
            "foreign table",
            "view",
            "materialized view",
            "column",
            "view column",
            "partition",
            "index",
            "index partition",
        ],
    },
    Catalog {
        name: "pg_attribute",
        changed: "SELECT coalesce(indrelid, attrelid), false, granted FROM ( \
                SELECT attrelid, max(CASE WHEN attacl IS NOT NULL THEN 2 WHEN attisdropped THEN 1 END) AS granted FROM pg_attribute \
                WHERE attrelid >= 16384 AND :new GROUP BY attrelid) a \
            LEFT JOIN pg_index ON indexrelid = attrelid",
        rows: &[],
    },
    Catalog { name: "pg_attrdef", changed: "SELECT adrelid, false, 0 FROM pg_attrdef WHERE :new", rows: &[] },
    Catalog {
        name: "pg_constraint",
        changed: "SELECT conrelid, false, 0 FROM pg_constraint WHERE conrelid <> 0 AND :new",
        rows: &["check constraint", "primary key", "unique constraint", "exclusion constraint", "foreign key"],
    },
    Catalog { name: "pg_index", changed: "SELECT indrelid, false, 0 FROM pg_index WHERE :new", rows: &[] },
    Catalog {
        name: "pg_inherits",
        changed: "SELECT coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = inhrelid), inhrelid), false, 0 \
            FROM pg_inherits WHERE :new",
        rows: &[],
    },
    Catalog { name: "pg_foreign_table", changed: "SELECT ftrelid, false, 0 FROM pg_foreign_table WHERE :new", rows: &[] },
    Catalog { name: "pg_rewrite", changed: "SELECT ev_class, false, 0 FROM pg_rewrite WHERE :new", rows: &["rule"] },
    Catalog { name: "pg_trigger", changed: "SELECT tgrelid, false, 0 FROM pg_trigger WHERE :new", rows: &["trigger"] },
    Catalog { name: "pg_policy", changed: "SELECT polrelid, false, 0 FROM pg_policy WHERE :new", rows: &["policy"] },
    Catalog {
        name: "pg_statistic_ext",
        changed: "SELECT stxrelid, stxowner <> :owner, 0 FROM pg_statistic_ext WHERE :new",
        rows: &["statistics"],
    },
    Catalog {
        name: "pg_proc",
        changed: "SELECT oid, proowner <> :owner, (proacl IS NOT NULL)::integer * 2 FROM pg_proc WHERE :new",
        rows: &["function", "procedure", "aggregate"],
    },
    Catalog { name: "pg_aggregate", changed: "SELECT aggfnoid::oid, false, 0 FROM pg_aggregate WHERE :new", rows: &[] },
    Catalog {
        name: "pg_description",
        changed: "SELECT objoid, false, 0 FROM pg_description WHERE objoid >= 16384 AND :new",
        rows: &["comment"],
    },
    Catalog {
        name: "pg_type",
        changed: "SELECT NULL, typowner <> :owner, (typacl IS NOT NULL)::integer * 2 FROM pg_type WHERE :new",
        rows: &[],
    },
    Catalog { name: "pg_namespace", changed: "SELECT NULL, nspowner <> :owner, 2 FROM pg_namespace WHERE :new", rows: &[] },
];

impl Catalog {
    /// Returns what a row is known by: an OID, and for a comment on a column its number.
    pub fn key(&self) -> &'static str {
        if self.name == "pg_description" { "objoid || '.' || objsubid" } else { "oid || '.0'" }
    }

    /// Returns the OID of a row: those of the server's own objects are lower than 16384.
    pub fn oid(&self) -> &'static str {
        if self.name == "pg_description" { "objoid" } else { "oid" }
    }
}

/// Returns the catalog of this name, if its rows belong to relations or routines.
pub fn of_name(name: &str) -> Option<&'static Catalog> {
    CATALOGS.iter().find(|catalog| catalog.name == name)
}

/// Returns the catalog whose rows are the items of a class, if it is one of those.
pub fn of_class(class: &str) -> Option<&'static Catalog> {
    CATALOGS.iter().find(|catalog| catalog.rows.contains(&class))
}
