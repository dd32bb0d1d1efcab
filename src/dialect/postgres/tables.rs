//! CREATE TABLE, CREATE FOREIGN TABLE, CREATE TABLE AS and SELECT INTO.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::columns::column;
use super::constraints::table_constraint;
use super::shared_actions::incomplete;
use super::{indexes, mentions, options, output_columns, output_types, slots, tree, types};
use crate::dialect::effect::{CreateTable, Effect, LikeClause, OutputType};
use crate::dialect::name::Name;
use crate::dialect::wording::{Mention, Slot, Wording};

/// CREATE TABLE and CREATE FOREIGN TABLE.
pub fn create_table(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(mut table) = head(node) else {
        return incomplete(node);
    };
    if let Some(list) = tree::child(node, SyntaxKind::TABLE_ARG_LIST) {
        read_elements(statement, &list, &mut table);
    }
    for clause in node.children() {
        read_clause(statement, &clause, &mut table);
    }
    table.partition_of = partition_of(statement, node);
    table.foreign = foreign(node);
    vec![Effect::CreateTable(Box::new(table))]
}

fn head(node: &SyntaxNode) -> Option<CreateTable> {
    let name = mentions::child_name(node, SyntaxKind::TABLE_NAME)?;
    Some(CreateTable {
        temporary: is_temporary(node, &name),
        name,
        if_not_exists: tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some(),
        unlogged: tree::child(node, SyntaxKind::UNLOGGED).is_some(),
        columns: Vec::new(),
        constraints: Vec::new(),
        likes: Vec::new(),
        inherits: Vec::new(),
        partition_of: None,
        partition_by: None,
        of_type: None,
        options: Vec::new(),
        access_method: None,
        tablespace: None,
        foreign: None,
    })
}

fn is_temporary(node: &SyntaxNode, name: &Name) -> bool {
    tree::child(node, SyntaxKind::TEMP).is_some() || name.schema.as_deref() == Some("pg_temp")
}

fn read_elements(statement: &str, list: &SyntaxNode, table: &mut CreateTable) {
    for element in list.children() {
        match element.kind() {
            SyntaxKind::COLUMN => table.columns.extend(column(statement, &element)),
            SyntaxKind::LIKE_CLAUSE => table.likes.extend(like(&element, table.columns.len())),
            _ => table.constraints.extend(table_constraint(statement, &element)),
        }
    }
}

fn read_clause(statement: &str, clause: &SyntaxNode, table: &mut CreateTable) {
    match clause.kind() {
        SyntaxKind::INHERITS => {
            let parents = tree::children(clause, SyntaxKind::TABLE_NAME_REF);
            table.inherits = parents.filter_map(|parent| tree::name(&parent)).collect();
        }
        SyntaxKind::PARTITION_BY => table.partition_by = partition_by(statement, clause),
        SyntaxKind::OF_TYPE => {
            let ty = types::child_type(clause).and_then(|ty| types::type_name(&ty));
            table.of_type = ty.map(|ty| ty.name);
        }
        SyntaxKind::WITH_PARAMS => table.options = options::options(clause),
        SyntaxKind::USING_METHOD => {
            table.access_method = mentions::child_word(clause, SyntaxKind::ACCESS_METHOD_REF);
        }
        SyntaxKind::TABLESPACE_CLAUSE => {
            table.tablespace = mentions::child_word(clause, SyntaxKind::TABLESPACE_REF);
        }
        _ => {}
    }
}

const LIKE_PROPERTIES: [&str; 9] =
    ["comments", "compression", "constraints", "defaults", "generated", "identity", "indexes", "statistics", "storage"];

fn like(node: &SyntaxNode, position: usize) -> Option<LikeClause> {
    let table = tree::name(&tree::child(node, SyntaxKind::RELATION_NAME_REF)?)?;
    let mut included = [false; LIKE_PROPERTIES.len()];
    for option in node.children() {
        let include = option.kind() == SyntaxKind::INCLUDING_PROPERTY;
        let words = option.children().next().map(|property| tree::text(&property).to_lowercase());
        for (property, state) in LIKE_PROPERTIES.iter().zip(&mut included) {
            if words.as_deref().is_some_and(|word| word == "all" || word == *property) {
                *state = include;
            }
        }
    }
    let chosen = LIKE_PROPERTIES.iter().zip(included).filter(|(_, included)| *included);
    Some(LikeClause { table, position, including: chosen.map(|(property, _)| (*property).to_owned()).collect() })
}

/// `RANGE (a)`: what stands behind PARTITION BY.
fn partition_by(statement: &str, clause: &SyntaxNode) -> Option<Wording> {
    let start = tree::range(&tree::child(clause, SyntaxKind::PARTITION_STRATEGY)?).start;
    let range = start..tree::range(clause).end;
    Some(slots::wording(statement, range, indexes::item_slots(clause)))
}

fn partition_of(statement: &str, node: &SyntaxNode) -> Option<(Name, Wording)> {
    let clause = tree::child(node, SyntaxKind::PARTITION_OF)?;
    let parent = mentions::child_name(&clause, SyntaxKind::TABLE_NAME_REF)?;
    Some((parent, partition_bound(statement, node).unwrap_or_default()))
}

/// `FOR VALUES …` or `DEFAULT` among a node's children.
pub fn partition_bound(statement: &str, node: &SyntaxNode) -> Option<Wording> {
    let kinds = [
        SyntaxKind::PARTITION_FOR_VALUES_FROM,
        SyntaxKind::PARTITION_FOR_VALUES_IN,
        SyntaxKind::PARTITION_FOR_VALUES_WITH,
        SyntaxKind::PARTITION_DEFAULT,
    ];
    let bound = node.children().find(|child| kinds.contains(&child.kind()))?;
    Some(mentions::expression(statement, &bound, false))
}

/// `SERVER s OPTIONS (…)`.
fn foreign(node: &SyntaxNode) -> Option<(String, Vec<(String, String)>)> {
    let server = tree::child(&tree::child(node, SyntaxKind::SERVER_CLAUSE)?, SyntaxKind::SERVER_REF)?;
    let list = tree::child(node, SyntaxKind::ALTER_OPTION_LIST);
    Some((mentions::word(&server)?, list.map(|list| options::foreign(&list)).unwrap_or_default()))
}

/// CREATE TABLE … AS.
pub fn create_table_as(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let listed = tree::child(node, SyntaxKind::TABLE_ARG_LIST);
    let listed = listed.as_ref().map(mentions::column_names).unwrap_or_default();
    let query = node.children().find(|child| slots::is_query(child.kind()));
    let types = query.as_ref().map(|query| output_types::of_query(statement, query)).unwrap_or_default();
    table_as(statement, node, output_columns::with_listed(listed, query.as_ref()), types)
}

/// SELECT … INTO, which is kept as CREATE TABLE … AS.
pub fn select_into(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(clause) = tree::child(node, SyntaxKind::INTO_CLAUSE) else {
        return incomplete(node);
    };
    let Some(name) = mentions::child_name(&clause, SyntaxKind::TABLE_NAME) else {
        return incomplete(node);
    };
    let into = tree::range(&clause);
    let mut found: Vec<Slot> = slots::slots(node, false)
        .into_iter()
        .filter(|slot| slot.range.start < into.start || slot.range.start >= into.end)
        .collect();
    found.push(Slot { range: into, mention: Mention::Omit });
    let mut wording = Wording::plain("CREATE TABLE ");
    wording.push_slot("", Mention::Own);
    wording.push_str("AS ");
    wording.push(&slots::wording(statement, mentions::whole(node), found));
    vec![Effect::CreateTableAs {
        temporary: is_temporary(&clause, &name),
        name,
        if_not_exists: false,
        columns: output_columns::of_query(node),
        types: output_types::of_query(statement, node),
        wording,
    }]
}

/// What stands behind CREATE TABLE … AS.
fn table_as(statement: &str, node: &SyntaxNode, columns: Vec<Option<String>>, types: Vec<OutputType>) -> Vec<Effect> {
    let Some(name_node) = tree::child(node, SyntaxKind::TABLE_NAME) else {
        return incomplete(node);
    };
    let Some(name) = tree::name(&name_node) else {
        return incomplete(node);
    };
    let mut found = vec![mentions::own(&name_node)];
    found.extend(mentions::omit_if_not_exists(statement, node));
    let own = found[0].range.clone();
    found.extend(slots::slots(node, false).into_iter().filter(|slot| slot.range != own));
    vec![Effect::CreateTableAs {
        temporary: is_temporary(node, &name),
        name,
        if_not_exists: tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some(),
        columns,
        types,
        wording: slots::wording(statement, mentions::whole(node), found),
    }]
}
