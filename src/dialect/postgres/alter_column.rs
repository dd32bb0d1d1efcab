//! ALTER COLUMN, of tables and of views.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::columns::read_identity;
use super::{mentions, options, sequences, tree, types};
use crate::dialect::effect::{ColumnChange, SequenceOptions, TableAction};

/// `ALTER COLUMN c …` of a table, and `ALTER COLUMN c SET DEFAULT …` of a view.
pub fn alter_column(statement: &str, action: &SyntaxNode) -> Option<TableAction> {
    let name = mentions::child_word(action, SyntaxKind::COLUMN_NAME_REF)?;
    let option = action.children().find(|child| child.kind() != SyntaxKind::COLUMN_NAME_REF)?;
    let change = change(statement, &option).unwrap_or_else(|| ColumnChange::Other(tree::text(&option)));
    Some(TableAction::AlterColumn { name, change })
}

fn change(statement: &str, option: &SyntaxNode) -> Option<ColumnChange> {
    let if_exists = tree::child(option, SyntaxKind::IF_EXISTS).is_some();
    let expression = |parent| Some(mentions::expression(statement, &option.children().next()?, parent));
    Some(match option.kind() {
        SyntaxKind::SET_TYPE => set_type(statement, option)?,
        SyntaxKind::SET_DEFAULT => ColumnChange::SetDefault(expression(false)?),
        SyntaxKind::DROP_DEFAULT => ColumnChange::DropDefault,
        SyntaxKind::SET_NOT_NULL => ColumnChange::SetNotNull,
        SyntaxKind::DROP_NOT_NULL => ColumnChange::DropNotNull,
        SyntaxKind::SET_EXPRESSION => ColumnChange::SetExpression(expression(true)?),
        SyntaxKind::DROP_EXPRESSION => ColumnChange::DropExpression { if_exists },
        SyntaxKind::ADD_GENERATED => ColumnChange::AddIdentity(read_identity(option)),
        SyntaxKind::DROP_IDENTITY => ColumnChange::DropIdentity { if_exists },
        SyntaxKind::SET_GENERATED | SyntaxKind::SET_SEQUENCE_OPTION | SyntaxKind::SET_GENERATED_OPTIONS | SyntaxKind::RESTART => {
            set_identity(option)
        }
        SyntaxKind::SET_STATISTICS => ColumnChange::SetStatistics(last_word(option)),
        SyntaxKind::SET_STORAGE => ColumnChange::SetStorage(last_word(option).to_uppercase()),
        SyntaxKind::SET_COMPRESSION => ColumnChange::SetCompression(last_word(option).to_lowercase()),
        SyntaxKind::SET_OPTIONS => ColumnChange::SetOptions(options::options(option)),
        SyntaxKind::RESET_OPTIONS => ColumnChange::ResetOptions(options::names(option)),
        SyntaxKind::SET_OPTIONS_LIST | SyntaxKind::ALTER_OPTION_LIST => {
            ColumnChange::ForeignOptions(options::foreign_changes(option))
        }
        _ => return None,
    })
}

fn set_type(statement: &str, option: &SyntaxNode) -> Option<ColumnChange> {
    let collate = tree::child(option, SyntaxKind::COLLATE);
    let using = tree::child(option, SyntaxKind::USING_EXPR).and_then(|using| using.children().next());
    Some(ColumnChange::Type {
        ty: types::type_use(statement, &types::child_type(option)?)?,
        collation: collate.and_then(|collate| mentions::collation(statement, &collate)),
        using: using.map(|using| mentions::expression(statement, &using, true)),
    })
}

/// One option, or several in a row.
fn set_identity(option: &SyntaxNode) -> ColumnChange {
    let mut always = None;
    let mut options = SequenceOptions::default();
    for part in option.descendants() {
        match part.kind() {
            SyntaxKind::GENERATED_ALWAYS => always = Some(true),
            SyntaxKind::GENERATED_BY_DEFAULT => always = Some(false),
            _ => sequences::apply_option(&mut options, &part),
        }
    }
    ColumnChange::SetIdentity { always, options }
}

/// What is set, as written: the text of the node behind the keywords, or the last keyword (`DEFAULT`).
fn last_word(option: &SyntaxNode) -> String {
    match option.children().next() {
        Some(value) => tree::text(&value),
        None => tree::text(option).split_whitespace().last().unwrap_or_default().to_owned(),
    }
}
