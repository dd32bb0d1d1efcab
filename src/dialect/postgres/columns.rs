//! Columns as CREATE TABLE and ADD COLUMN write them, and the attributes of composite types.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::constraints::{column_constraint, constraint_name};
use super::{mentions, options, sequences, tree, types};
use crate::dialect::effect::{ColumnDef, Generated, Identity, NotNull, TypeUse};
use crate::dialect::name::{Name, TypeName};
use crate::dialect::wording::Wording;

/// Reads a column (`COLUMN`, `ADD_COLUMN`) or an attribute (`COMPOSITE_FIELD_DEF`, `ADD_ATTRIBUTE`).
pub fn column(statement: &str, node: &SyntaxNode) -> Option<ColumnDef> {
    let name_node = name_node(node)?;
    let mut column = empty(mentions::word(&name_node)?);
    for clause in node.children() {
        read_clause(statement, &clause, &name_node, &mut column);
    }
    Some(column)
}

/// The node that names a column.
pub fn name_node(node: &SyntaxNode) -> Option<SyntaxNode> {
    let kinds = [SyntaxKind::COLUMN_NAME, SyntaxKind::COMPOSITE_FIELD];
    node.children().find(|child| kinds.contains(&child.kind()))
}

fn empty(name: String) -> ColumnDef {
    ColumnDef {
        name,
        ty: None,
        serial: false,
        collation: None,
        not_null: None,
        default: None,
        generated: None,
        identity: None,
        storage: None,
        compression: None,
        options: Vec::new(),
        constraints: Vec::new(),
    }
}

fn read_clause(statement: &str, clause: &SyntaxNode, name: &SyntaxNode, column: &mut ColumnDef) {
    match clause.kind() {
        SyntaxKind::COLLATE => column.collation = mentions::collation(statement, clause),
        SyntaxKind::NOT_NULL_CONSTRAINT => column.not_null = Some(nullability(clause, true)),
        SyntaxKind::NULL_CONSTRAINT => column.not_null = Some(nullability(clause, false)),
        SyntaxKind::DEFAULT_CONSTRAINT => read_default(statement, clause, column),
        SyntaxKind::GENERATED_CONSTRAINT => read_generated(statement, clause, column),
        SyntaxKind::STORAGE => {
            let mode = child_text(clause, SyntaxKind::STORAGE_MODE);
            column.storage = mode.map(|mode| mode.to_uppercase());
        }
        SyntaxKind::COMPRESSION_METHOD => {
            let method = child_text(clause, SyntaxKind::COMPRESSION_METHOD_NAME);
            column.compression = method.map(|method| method.to_lowercase());
        }
        SyntaxKind::ALTER_OPTION_LIST => column.options = options::foreign(clause),
        kind if types::is_type(kind) => read_type(statement, clause, column),
        _ => column.constraints.extend(column_constraint(statement, clause, name)),
    }
}

fn child_text(node: &SyntaxNode, kind: SyntaxKind) -> Option<String> {
    tree::child(node, kind).map(|child| tree::text(&child))
}

fn nullability(node: &SyntaxNode, not_null: bool) -> NotNull {
    NotNull { name: constraint_name(node), not_null }
}

fn read_type(statement: &str, node: &SyntaxNode, column: &mut ColumnDef) {
    let ty = types::type_use(statement, node);
    let integer = ty.as_ref().and_then(|ty| serial_type(&ty.ty));
    column.serial = integer.is_some();
    column.ty = integer.or(ty);
}

/// The integer type behind a serial word (PostgreSQL: `transformColumnDefinition`; only without a schema).
fn serial_type(ty: &TypeName) -> Option<TypeUse> {
    if ty.name.schema.is_some() || ty.dimensions > 0 {
        return None;
    }
    let (name, written) = match ty.name.name.as_str() {
        "serial" | "serial4" => ("int4", "integer"),
        "bigserial" | "serial8" => ("int8", "bigint"),
        "smallserial" | "serial2" => ("int2", "smallint"),
        _ => return None,
    };
    Some(TypeUse { wording: Wording::plain(written), ty: TypeName { name: Name::bare(name), ..ty.clone() } })
}

fn read_default(statement: &str, node: &SyntaxNode, column: &mut ColumnDef) {
    let (default, collation) = default(statement, node);
    column.default = default;
    if collation.is_some() {
        column.collation = collation;
    }
}

/// The expression of a DEFAULT clause. The parser takes `DEFAULT 'x' COLLATE "C"` as one expression; to the server the
/// collation is the column's.
pub fn default(statement: &str, node: &SyntaxNode) -> (Option<Wording>, Option<Wording>) {
    let Some(expression) = first_expression(node) else {
        return (None, None);
    };
    if expression.kind() != SyntaxKind::COLLATE {
        return (Some(mentions::expression(statement, &expression, false)), None);
    }
    let inner = expression.children().find(|n| n.kind() != SyntaxKind::COLLATION_REF);
    let inner = inner.map(|inner| mentions::expression(statement, &inner, false));
    (inner, mentions::collation(statement, &expression))
}

fn first_expression(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.children().find(|child| child.kind() != SyntaxKind::CONSTRAINT_NAME_CLAUSE)
}

fn read_generated(statement: &str, node: &SyntaxNode, column: &mut ColumnDef) {
    if let Some(identity) = tree::child(node, SyntaxKind::GENERATED_IDENTITY) {
        column.identity = Some(read_identity(&identity));
    }
    if let Some(generated) = tree::child(node, SyntaxKind::GENERATED_STORED) {
        column.generated = read_stored(statement, &generated);
    }
}

/// `ALWAYS AS IDENTITY (…)`, of a column or of ADD GENERATED.
pub fn read_identity(node: &SyntaxNode) -> Identity {
    let always = tree::child(node, SyntaxKind::GENERATED_BY_DEFAULT).is_none();
    Identity { always, options: sequences::listed_options(node) }
}

fn read_stored(statement: &str, node: &SyntaxNode) -> Option<Generated> {
    let skipped = [SyntaxKind::GENERATED_ALWAYS, SyntaxKind::GENERATED_BY_DEFAULT];
    let expression = node.children().find(|child| !skipped.contains(&child.kind()))?;
    let stored = tree::child(node, SyntaxKind::STORED).is_some();
    Some(Generated { expression: mentions::expression(statement, &expression, true), stored })
}
