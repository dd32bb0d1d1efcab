//! The families of classes: each is read by one query.

use super::catalogs::CATALOGS;

/// Classes that one query reads.
pub struct Family {
    pub name: &'static str,
    pub sql: &'static str,
    pub classes: &'static [&'static str],
    /// Whether the items of some relations and routines can be read without the others.
    pub by_relation: bool,
    /// Read again where one of these catalogs has changed. Where items are read by relation, those whose row is gone are known
    /// without.
    pub reads: &'static [&'static str],
    /// The same, where there are items of these classes already.
    pub follows: &'static [&'static str],
    /// Where there are items of these classes and rows of these catalogs are gone.
    pub loses: &'static [&'static str],
}

/// As many as a set of families has bits.
pub const FAMILIES: [Family; 21] = [
    Family {
        name: "schemas",
        sql: include_str!("sql/schemas.sql"),
        classes: &["schema", "dropped schema"],
        by_relation: false,
        reads: &["pg_namespace"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "extensions",
        sql: include_str!("sql/extensions.sql"),
        classes: &["extension", "extension dependency"],
        by_relation: false,
        reads: &["pg_extension"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "languages",
        sql: include_str!("sql/languages.sql"),
        classes: &["language", "transform"],
        by_relation: false,
        reads: &["pg_language", "pg_transform"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "types",
        sql: include_str!("sql/types.sql"),
        classes: &["type", "domain", "domain constraint"],
        by_relation: false,
        reads: &["pg_type", "pg_enum", "pg_range"],
        follows: &["pg_attribute", "pg_constraint"],
        loses: &[],
    },
    Family {
        name: "sequences",
        sql: include_str!("sql/sequences.sql"),
        classes: &["sequence", "identity"],
        by_relation: false,
        reads: &["pg_sequence"],
        follows: &["pg_class", "pg_depend", "pg_attribute"],
        loses: &[],
    },
    Family {
        name: "tables",
        sql: include_str!("sql/tables.sql"),
        classes: &["table", "foreign table", "partition"],
        by_relation: true,
        reads: &["pg_class", "pg_inherits", "pg_foreign_table", "pg_attribute"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "columns",
        sql: include_str!("sql/columns.sql"),
        classes: &["column", "view column"],
        by_relation: true,
        reads: &["pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_inherits"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "constraints",
        sql: include_str!("sql/constraints.sql"),
        classes: &["check constraint", "primary key", "unique constraint", "exclusion constraint", "foreign key"],
        by_relation: true,
        reads: &["pg_constraint"],
        follows: &["pg_class", "pg_index"],
        loses: &[],
    },
    Family {
        name: "indexes",
        sql: include_str!("sql/indexes.sql"),
        classes: &["index", "index partition"],
        by_relation: true,
        reads: &["pg_index"],
        follows: &["pg_class", "pg_attribute", "pg_inherits", "pg_constraint"],
        loses: &[],
    },
    Family {
        name: "views",
        sql: include_str!("sql/views.sql"),
        classes: &["view", "materialized view"],
        by_relation: true,
        reads: &["pg_rewrite"],
        follows: &["pg_class", "pg_attribute"],
        loses: &[],
    },
    Family {
        name: "rules_triggers_policies",
        sql: include_str!("sql/rules_triggers_policies.sql"),
        classes: &["rule", "trigger", "policy"],
        by_relation: true,
        reads: &["pg_rewrite", "pg_trigger", "pg_policy"],
        follows: &["pg_class", "pg_attribute"],
        loses: &[],
    },
    Family {
        name: "routines",
        sql: include_str!("sql/routines.sql"),
        classes: &["function", "procedure", "aggregate"],
        by_relation: true,
        reads: &["pg_proc", "pg_aggregate"],
        follows: &["pg_attribute"],
        loses: &[],
    },
    Family {
        name: "operators",
        sql: include_str!("sql/operators.sql"),
        classes: &["operator", "operator family", "operator class", "access method", "cast", "conversion", "collation"],
        by_relation: false,
        reads: &[
            "pg_operator",
            "pg_opfamily",
            "pg_opclass",
            "pg_amop",
            "pg_amproc",
            "pg_am",
            "pg_cast",
            "pg_conversion",
            "pg_collation",
        ],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "text_search",
        sql: include_str!("sql/text_search.sql"),
        classes: &["text search parser", "text search template", "text search dictionary", "text search configuration"],
        by_relation: false,
        reads: &["pg_ts_parser", "pg_ts_template", "pg_ts_dict", "pg_ts_config", "pg_ts_config_map"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "foreign",
        sql: include_str!("sql/foreign.sql"),
        classes: &["foreign-data wrapper", "server", "user mapping"],
        by_relation: false,
        reads: &["pg_foreign_data_wrapper", "pg_foreign_server", "pg_user_mapping"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "publications",
        sql: include_str!("sql/publications.sql"),
        classes: &["publication", "publication table", "publication schema", "subscription", "event trigger"],
        by_relation: false,
        reads: &["pg_publication", "pg_publication_rel", "pg_publication_namespace", "pg_subscription", "pg_event_trigger"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "statistics",
        sql: include_str!("sql/statistics.sql"),
        classes: &["statistics"],
        by_relation: true,
        reads: &["pg_statistic_ext"],
        follows: &["pg_attribute"],
        loses: &[],
    },
    Family {
        name: "comments",
        sql: include_str!("sql/comments.sql"),
        classes: &["comment"],
        by_relation: true,
        reads: &["pg_description", "pg_namespace"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "security_labels",
        sql: include_str!("sql/security_labels.sql"),
        classes: &["security label"],
        by_relation: false,
        reads: &["pg_seclabel"],
        follows: &[],
        loses: &[],
    },
    Family {
        name: "owners",
        sql: include_str!("sql/owners.sql"),
        classes: &["owner"],
        by_relation: false,
        reads: &[
            "pg_operator",
            "pg_opclass",
            "pg_opfamily",
            "pg_collation",
            "pg_conversion",
            "pg_ts_dict",
            "pg_ts_config",
            "pg_language",
            "pg_foreign_data_wrapper",
            "pg_foreign_server",
            "pg_event_trigger",
            "pg_publication",
            "pg_subscription",
        ],
        follows: &["pg_class", "pg_proc", "pg_type", "pg_namespace", "pg_statistic_ext"],
        loses: &[],
    },
    Family {
        name: "grants",
        sql: include_str!("sql/grants.sql"),
        classes: &["grant", "default privileges"],
        by_relation: false,
        reads: &[
            "pg_default_acl",
            "pg_init_privs",
            "pg_namespace",
            "pg_language",
            "pg_foreign_data_wrapper",
            "pg_foreign_server",
        ],
        follows: &[],
        loses: &["pg_class", "pg_proc", "pg_type"],
    },
];

/// Read again where a changed row has another owner than the one that is expected.
pub const OWNERS: usize = 19;

/// Read again where a changed row has privileges of its own.
pub const GRANTS: usize = 20;

/// Returns the family of a class.
pub fn of_class(class: &str) -> Option<usize> {
    FAMILIES.iter().position(|family| family.classes.contains(&class))
}

/// Returns the names of all catalogs that a server of this major version has and that families tell of.
pub fn catalogs(version: u32) -> Vec<&'static str> {
    let mut names: Vec<&str> =
        FAMILIES.iter().flat_map(|family| [family.reads, family.follows, family.loses]).flatten().copied().collect();
    names.extend(CATALOGS.iter().map(|catalog| catalog.name));
    names.sort_unstable();
    names.dedup();
    names.retain(|name| version >= 15 || *name != "pg_publication_namespace");
    names
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, GRANTS, OWNERS};

    #[test]
    fn late_families_are_where_they_are_said_to_be() {
        assert_eq!((FAMILIES[OWNERS].name, FAMILIES[GRANTS].name), ("owners", "grants"));
    }
}
