//! Every kind of statement that the grammar knows, and what becomes of it.
//!
//! The match names each kind, so a newer grammar with another kind does not compile until someone has decided about it.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::Stmt;

use super::{
    alter_table, blocks, comments, data, domains, drops, grants, indexes, labels, namespaces, others, policies, routines, rules,
    sequences, session, tables, triggers, user_types, views,
};
use crate::dialect::effect::Effect;

/// Reads one statement, given its text and its node; `None` where the tree lacks what the statement needs.
pub type Reader = fn(&str, &SyntaxNode) -> Option<Vec<Effect>>;

/// What becomes of the statements of a kind.
#[derive(Debug, Clone, Copy)]
pub enum Handling {
    /// Read into effects on the model.
    Modelled(Reader),
    /// It changes no schema: rows, the session or its transaction at most.
    NoSchema(Reader),
    /// Carried over as it is, for this reason.
    Verbatim(&'static str),
}

/// What becomes of a statement.
pub fn handling(statement: &Stmt) -> Handling {
    use Handling::{Modelled, NoSchema, Verbatim};
    match statement {
        Stmt::CreateTable(_) | Stmt::CreateForeignTable(_) => Modelled(|sql, node| Some(tables::create_table(sql, node))),
        Stmt::CreateTableAs(_) => Modelled(|sql, node| Some(tables::create_table_as(sql, node))),
        Stmt::SelectInto(_) => Modelled(|sql, node| Some(tables::select_into(sql, node))),
        Stmt::AlterTable(_)
        | Stmt::AlterForeignTable(_)
        | Stmt::AlterIndex(_)
        | Stmt::AlterView(_)
        | Stmt::AlterMaterializedView(_) => Modelled(|sql, node| Some(alter_table::alter_relation(sql, node))),
        Stmt::CreateIndex(_) => Modelled(|sql, node| Some(indexes::create_index(sql, node))),
        Stmt::CreateSequence(_) => Modelled(|sql, node| Some(sequences::create_sequence(sql, node))),
        Stmt::AlterSequence(_) => Modelled(|sql, node| Some(sequences::alter_sequence(sql, node))),
        Stmt::CreateType(_) => Modelled(|sql, node| Some(user_types::create_type(sql, node))),
        Stmt::AlterType(_) => Modelled(|sql, node| Some(user_types::alter_type(sql, node))),
        Stmt::CreateDomain(_) => Modelled(|sql, node| Some(domains::create_domain(sql, node))),
        Stmt::AlterDomain(_) => Modelled(|sql, node| Some(domains::alter_domain(sql, node))),
        Stmt::CreateSchema(_) => Modelled(|sql, node| Some(namespaces::create_schema(sql, node))),
        Stmt::AlterSchema(_) => Modelled(|sql, node| Some(namespaces::alter_schema(sql, node))),
        Stmt::CreateExtension(_) => Modelled(|sql, node| Some(namespaces::create_extension(sql, node))),
        Stmt::AlterExtension(_) => Modelled(|sql, node| Some(namespaces::alter_extension(sql, node))),
        Stmt::CreateView(_) | Stmt::CreateMaterializedView(_) => Modelled(views::read),
        Stmt::CreateFunction(_) | Stmt::CreateProcedure(_) | Stmt::CreateAggregate(_) => Modelled(routines::create),
        Stmt::AlterFunction(_) | Stmt::AlterProcedure(_) | Stmt::AlterRoutine(_) => Modelled(routines::alter),
        Stmt::CreateTrigger(_) => Modelled(triggers::read),
        Stmt::CreatePolicy(_) => Modelled(policies::create),
        Stmt::AlterPolicy(_) => Modelled(policies::alter),
        Stmt::CreateRule(_) => Modelled(rules::read),
        Stmt::CommentOn(_) => Modelled(comments::read),
        Stmt::SecurityLabel(_) => Modelled(labels::read),
        Stmt::Grant(_) | Stmt::Revoke(_) => Modelled(grants::grant),
        Stmt::AlterDefaultPrivileges(_) => Modelled(grants::default_privileges),
        Stmt::Do(_) => Modelled(blocks::read),
        Stmt::Call(_) => Modelled(data::call),
        // A query may call a function that changes the schema.
        Stmt::Select(_) | Stmt::CompoundSelect(_) | Stmt::ParenSelect(_) | Stmt::Values(_) | Stmt::Table(_) => {
            Modelled(data::query)
        }
        Stmt::Cluster(_) => Modelled(data::cluster),
        Stmt::CreateAccessMethod(_)
        | Stmt::CreateCast(_)
        | Stmt::CreateCollation(_)
        | Stmt::CreateConversion(_)
        | Stmt::CreateDatabase(_)
        | Stmt::CreateEventTrigger(_)
        | Stmt::CreateForeignDataWrapper(_)
        | Stmt::CreateGroup(_)
        | Stmt::CreateLanguage(_)
        | Stmt::CreateOperator(_)
        | Stmt::CreateOperatorClass(_)
        | Stmt::CreateOperatorFamily(_)
        | Stmt::CreatePropertyGraph(_)
        | Stmt::CreatePublication(_)
        | Stmt::CreateRole(_)
        | Stmt::CreateServer(_)
        | Stmt::CreateStatistics(_)
        | Stmt::CreateSubscription(_)
        | Stmt::CreateTablespace(_)
        | Stmt::CreateTextSearchConfiguration(_)
        | Stmt::CreateTextSearchDictionary(_)
        | Stmt::CreateTextSearchParser(_)
        | Stmt::CreateTextSearchTemplate(_)
        | Stmt::CreateTransform(_)
        | Stmt::CreateUser(_)
        | Stmt::CreateUserMapping(_) => Modelled(others::create),
        Stmt::AlterAggregate(_)
        | Stmt::AlterCollation(_)
        | Stmt::AlterConversion(_)
        | Stmt::AlterDatabase(_)
        | Stmt::AlterEventTrigger(_)
        | Stmt::AlterForeignDataWrapper(_)
        | Stmt::AlterGroup(_)
        | Stmt::AlterLanguage(_)
        | Stmt::AlterLargeObject(_)
        | Stmt::AlterOperator(_)
        | Stmt::AlterOperatorClass(_)
        | Stmt::AlterOperatorFamily(_)
        | Stmt::AlterPropertyGraph(_)
        | Stmt::AlterPublication(_)
        | Stmt::AlterRole(_)
        | Stmt::AlterRule(_)
        | Stmt::AlterServer(_)
        | Stmt::AlterStatistics(_)
        | Stmt::AlterSubscription(_)
        | Stmt::AlterTablespace(_)
        | Stmt::AlterTextSearchConfiguration(_)
        | Stmt::AlterTextSearchDictionary(_)
        | Stmt::AlterTextSearchParser(_)
        | Stmt::AlterTextSearchTemplate(_)
        | Stmt::AlterTrigger(_)
        | Stmt::AlterUser(_)
        | Stmt::AlterUserMapping(_) => Modelled(others::alter),
        Stmt::DropAccessMethod(_)
        | Stmt::DropAggregate(_)
        | Stmt::DropCast(_)
        | Stmt::DropCollation(_)
        | Stmt::DropConversion(_)
        | Stmt::DropDatabase(_)
        | Stmt::DropDomain(_)
        | Stmt::DropEventTrigger(_)
        | Stmt::DropExtension(_)
        | Stmt::DropForeignDataWrapper(_)
        | Stmt::DropForeignTable(_)
        | Stmt::DropFunction(_)
        | Stmt::DropGroup(_)
        | Stmt::DropIndex(_)
        | Stmt::DropLanguage(_)
        | Stmt::DropMaterializedView(_)
        | Stmt::DropOperator(_)
        | Stmt::DropOperatorClass(_)
        | Stmt::DropOperatorFamily(_)
        | Stmt::DropPolicy(_)
        | Stmt::DropProcedure(_)
        | Stmt::DropPropertyGraph(_)
        | Stmt::DropPublication(_)
        | Stmt::DropRole(_)
        | Stmt::DropRoutine(_)
        | Stmt::DropRule(_)
        | Stmt::DropSchema(_)
        | Stmt::DropSequence(_)
        | Stmt::DropServer(_)
        | Stmt::DropStatistics(_)
        | Stmt::DropSubscription(_)
        | Stmt::DropTable(_)
        | Stmt::DropTablespace(_)
        | Stmt::DropTextSearchConfig(_)
        | Stmt::DropTextSearchDict(_)
        | Stmt::DropTextSearchParser(_)
        | Stmt::DropTextSearchTemplate(_)
        | Stmt::DropTransform(_)
        | Stmt::DropTrigger(_)
        | Stmt::DropType(_)
        | Stmt::DropUser(_)
        | Stmt::DropUserMapping(_)
        | Stmt::DropView(_) => Modelled(drops::read),
        Stmt::Insert(_) | Stmt::Update(_) | Stmt::Delete(_) | Stmt::Merge(_) => NoSchema(data::change_rows),
        Stmt::Truncate(_) => NoSchema(data::truncate),
        Stmt::Copy(_) => NoSchema(data::copy),
        Stmt::Prepare(_) => NoSchema(data::prepare),
        Stmt::Refresh(_) | Stmt::Reindex(_) | Stmt::Vacuum(_) | Stmt::Analyze(_) | Stmt::Repack(_) => NoSchema(data::maintain),
        Stmt::Set(_) => NoSchema(session::set),
        Stmt::Reset(_) => NoSchema(session::reset),
        Stmt::Discard(_) => NoSchema(session::discard),
        Stmt::Begin(_)
        | Stmt::Commit(_)
        | Stmt::Rollback(_)
        | Stmt::PrepareTransaction(_)
        | Stmt::SavepointCreate(_)
        | Stmt::ReleaseSavepoint(_) => NoSchema(session::transaction),
        // What EXECUTE runs was said by PREPARE.
        Stmt::AlterSystem(_)
        | Stmt::Checkpoint(_)
        | Stmt::Close(_)
        | Stmt::Deallocate(_)
        | Stmt::Declare(_)
        | Stmt::EmptyStmt(_)
        | Stmt::Execute(_)
        | Stmt::Explain(_)
        | Stmt::Fetch(_)
        | Stmt::Listen(_)
        | Stmt::Load(_)
        | Stmt::Lock(_)
        | Stmt::Move(_)
        | Stmt::Notify(_)
        | Stmt::ResetRole(_)
        | Stmt::ResetSessionAuth(_)
        | Stmt::SetConstraints(_)
        | Stmt::SetRole(_)
        | Stmt::SetSessionAuth(_)
        | Stmt::SetTransaction(_)
        | Stmt::Show(_)
        | Stmt::Unlisten(_) => NoSchema(session::nothing),
        Stmt::DropOwned(_) => Verbatim("DROP OWNED removes whatever the role owns in the database"),
        Stmt::Reassign(_) => Verbatim("REASSIGN OWNED gives away whatever the role owns in the database"),
        Stmt::ImportForeignSchema(_) => Verbatim("the foreign server alone knows which tables IMPORT FOREIGN SCHEMA makes"),
    }
}
