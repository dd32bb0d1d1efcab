//! The foreign keys inside CREATE TABLE, and how each is written as a statement of its own.

use std::ops::Range;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{columns, constraints, read, tree};
use crate::dialect::ForeignKey;
use crate::dialect::effect::{ConstraintDef, ConstraintKind};

/// Returns the foreign keys of a CREATE TABLE; none of another statement.
pub fn of_table(sql: &str) -> Vec<ForeignKey> {
    let Ok(parsed) = read::parse(sql) else { return Vec::new() };
    let Some(create) = tree::descendant(&parsed.root, SyntaxKind::CREATE_TABLE) else { return Vec::new() };
    let (Some(name), Some(list)) =
        (tree::child(&create, SyntaxKind::TABLE_NAME), tree::child(&create, SyntaxKind::TABLE_ARG_LIST))
    else {
        return Vec::new();
    };
    let table = tree::text(&name);
    list.children().flat_map(|element| of_element(sql, &table, &element)).collect()
}

fn of_element(sql: &str, table: &str, element: &SyntaxNode) -> Vec<ForeignKey> {
    if element.kind() == SyntaxKind::COLUMN {
        let Some(column) = columns::name_node(element) else { return Vec::new() };
        let constraints = element.descendants().filter(|node| node.kind() == SyntaxKind::REFERENCES_CONSTRAINT);
        let keys = constraints.filter_map(|node| {
            let definition = constraints::column_constraint(sql, &node, &column)?;
            foreign_key(table, &node, definition, tree::range(&node))
        });
        return keys.collect();
    }
    let definition = constraints::table_constraint(sql, element);
    let range = with_comma(sql, tree::range(element));
    definition.and_then(|definition| foreign_key(table, element, definition, range)).into_iter().collect()
}

fn foreign_key(table: &str, node: &SyntaxNode, definition: ConstraintDef, span: Range<usize>) -> Option<ForeignKey> {
    let ConstraintKind::ForeignKey { target, .. } = definition.kind else { return None };
    let name = tree::child(node, SyntaxKind::CONSTRAINT_NAME_CLAUSE).map(|clause| format!("{} ", tree::text(&clause)));
    let name = name.unwrap_or_default();
    let statement = format!("ALTER TABLE {table} ADD {name}{}", definition.wording.text);
    Some(ForeignKey { span, target, statement })
}

/// The element with the comma that parts it from its neighbour.
fn with_comma(sql: &str, range: Range<usize>) -> Range<usize> {
    let before = sql.get(..range.start).unwrap_or_default().trim_end();
    if before.ends_with(',') {
        return before.len() - 1..range.end;
    }
    let after = sql.get(range.end..).unwrap_or_default();
    let blank = after.len() - after.trim_start().len();
    let end = if after.trim_start().starts_with(',') { range.end + blank + 1 } else { range.end };
    range.start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_statements() {
        let sql = "CREATE TABLE app.a (\n  id int,\n  b_id int REFERENCES b (id) ON DELETE CASCADE,\n  c_id int,\n  \
                   CONSTRAINT to_c FOREIGN KEY (c_id) REFERENCES c\n)";
        let keys = of_table(sql);
        let statements: Vec<&str> = keys.iter().map(|key| key.statement.as_str()).collect();
        assert_eq!(
            statements,
            [
                "ALTER TABLE app.a ADD FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE CASCADE",
                "ALTER TABLE app.a ADD CONSTRAINT to_c FOREIGN KEY (c_id) REFERENCES c"
            ]
        );
        let spans: Vec<&str> = keys.iter().filter_map(|key| sql.get(key.span.clone())).collect();
        assert_eq!(spans, ["REFERENCES b (id) ON DELETE CASCADE", ",\n  CONSTRAINT to_c FOREIGN KEY (c_id) REFERENCES c"]);
        assert!(of_table("ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b").is_empty());
    }
}
