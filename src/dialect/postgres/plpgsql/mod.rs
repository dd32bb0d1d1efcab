//! PL/pgSQL read without running it: static statements, and dynamic ones whose text the body itself tells.
//!
//! What cannot be told but could change the schema is an [`Effect::Opaque`] with the reason.

pub mod dynamic;
mod loops;
pub mod values;

use std::collections::BTreeMap;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use self::values::{Value, Variables};
use super::catalog::{Answer, Scope};
use super::slots::is_query;
use super::{calls, data, read, tree};
use crate::dialect::catalog::Catalog;
use crate::dialect::effect::Effect;

/// What the body of a block does. `text` is the body's own text, to which all ranges of its tree belong. With a catalog, what the
/// body asks the catalogs is answered from it.
pub fn run(text: &str, root: &SyntaxNode, variables: Variables, catalog: Option<&dyn Catalog>) -> Vec<Effect> {
    let mut run = Run { text, variables, catalog, cursors: BTreeMap::new(), steps: 0 };
    let mut effects = Vec::new();
    for block in root.children() {
        effects.extend(run.statement(&block).effects);
    }
    effects
}

/// What a list of plain SQL statements does, with the values of parameters for the calls among them.
pub fn statements(text: &str, root: &SyntaxNode, variables: &Variables) -> Vec<Effect> {
    let run = Run { text, variables: variables.clone(), catalog: None, cursors: BTreeMap::new(), steps: 0 };
    root.children().flat_map(|node| run.embedded(&node)).collect()
}

/// How many loop turns are followed at most.
const MAX_STEPS: usize = 1000;

struct Run<'a> {
    text: &'a str,
    variables: Variables,
    catalog: Option<&'a dyn Catalog>,
    /// The queries of declared cursors.
    cursors: BTreeMap<String, SyntaxNode>,
    steps: usize,
}

/// What a statement did, and whether what follows it still runs.
#[derive(Default)]
struct Outcome {
    effects: Vec<Effect>,
    leaves: Leaves,
}

/// Whether control goes on behind a statement.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Leaves {
    #[default]
    Never,
    Perhaps,
    Always,
}

impl From<Vec<Effect>> for Outcome {
    fn from(effects: Vec<Effect>) -> Self {
        Self { effects, leaves: Leaves::Never }
    }
}

impl Run<'_> {
    fn scope(&self) -> Option<Scope<'_>> {
        self.catalog.map(|catalog| Scope::new(catalog, &self.variables))
    }

    /// The value of an expression, where it is known.
    fn value(&self, node: &SyntaxNode) -> Option<Value> {
        match self.scope() {
            Some(scope) => scope.value(node),
            None => self.variables.value(node),
        }
    }

    fn text(&self, node: &SyntaxNode) -> Option<String> {
        match self.value(node)? {
            Value::Text(text) => Some(text),
            Value::List(_) | Value::Null => None,
        }
    }

    /// The rows that the catalogs give for a query.
    fn answer(&self, query: &SyntaxNode) -> Option<Vec<Answer>> {
        self.scope()?.rows(query)
    }

    fn body(&mut self, body: &SyntaxNode) -> Outcome {
        let mut outcome = Outcome::default();
        for statement in body.children() {
            let next = self.statement(&statement);
            outcome.effects.extend(if outcome.leaves == Leaves::Perhaps { conditional(next.effects) } else { next.effects });
            outcome.leaves = outcome.leaves.max(next.leaves);
            if outcome.leaves == Leaves::Always {
                break;
            }
        }
        outcome
    }

    fn statement(&mut self, node: &SyntaxNode) -> Outcome {
        use SyntaxKind as K;
        match node.kind() {
            K::PLPGSQL_BLOCK => self.block(node),
            K::PLPGSQL_IF_STMT => self.decide(node),
            K::PLPGSQL_CASE_STMT => self.branches(branch_bodies(node), node),
            K::PLPGSQL_RETURN_STMT | K::PLPGSQL_EXIT_STMT | K::PLPGSQL_CONTINUE_STMT => self.leave(node),
            K::PLPGSQL_ASSIGN_STMT => self.assign(node).into(),
            K::PLPGSQL_DYN_EXECUTE_STMT => self.execute(node).into(),
            K::PLPGSQL_PERFORM_STMT => self.perform(node).into(),
            K::PLPGSQL_EXEC_SQL_STMT if tree::child(node, K::SELECT_INTO).is_some() => self.read_into_variables(node).into(),
            K::PLPGSQL_EXEC_SQL_STMT | K::PLPGSQL_CALL_STMT | K::PLPGSQL_DO_STMT => {
                node.children().flat_map(|inner| self.embedded(&inner)).collect::<Vec<_>>().into()
            }
            K::ERROR => self.read_into_variables(node).into(),
            kind if loops::is_loop(kind) => self.repeat(node).into(),
            _ => {
                self.forget_targets(node);
                Outcome::default()
            }
        }
    }

    fn block(&mut self, node: &SyntaxNode) -> Outcome {
        for declaration in tree::child(node, SyntaxKind::PLPGSQL_DECLARE_SECTION).iter().flat_map(SyntaxNode::children) {
            self.declare(&declaration);
        }
        let Some(body) = tree::child(node, SyntaxKind::PLPGSQL_BODY) else {
            return Outcome::default();
        };
        let outcome = self.body(&body);
        let Some(handlers) = tree::child(node, SyntaxKind::PLPGSQL_EXCEPTION_SECTION) else {
            return outcome;
        };
        let sure = handlers.children().all(|handler| passes_over_duplicates(&handler));
        let mut effects = if sure { guarded(outcome.effects) } else { conditional(outcome.effects) };
        for handler in handlers.children() {
            if let Some(body) = tree::child(&handler, SyntaxKind::PLPGSQL_BODY) {
                effects.extend(conditional(self.apart(|run| run.body(&body)).effects));
            }
        }
        Outcome { effects, leaves: outcome.leaves.min(Leaves::Perhaps) }
    }

    /// PERFORM: the calls in it, and whether it found anything.
    fn perform(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let effects = node.children().flat_map(|inner| self.embedded(&inner)).collect();
        let query = node.children().find(|it| is_query(it.kind()) || it.kind() == SyntaxKind::PLPGSQL_EXPR);
        let rows = query.and_then(|query| self.answer(&query));
        self.set_found(rows.as_deref());
        effects
    }

    fn set_found(&mut self, rows: Option<&[Answer]>) {
        let found = rows.map(|rows| Value::Text((!rows.is_empty()).to_string()));
        self.variables.set("found", found);
    }

    fn declare(&mut self, node: &SyntaxNode) {
        if let (SyntaxKind::PLPGSQL_CURSOR_DECL, Some(query)) = (node.kind(), node.children().find(|it| is_query(it.kind()))) {
            let name = tree::child(node, SyntaxKind::PLPGSQL_VAR_NAME).map(|name| tree::fold(&tree::text(&name)));
            self.cursors.extend(name.map(|name| (name, query)));
            return;
        }
        let Some(name) = tree::child(node, SyntaxKind::PLPGSQL_VAR_NAME).map(|name| tree::fold(&tree::text(&name))) else {
            return;
        };
        let value = tree::child(node, SyntaxKind::PLPGSQL_VAR_INIT)
            .and_then(|init| tree::child(&init, SyntaxKind::PLPGSQL_EXPR))
            .and_then(|expression| self.value(&expression));
        self.variables.set(&name, value);
        if let Some(target) = tree::child(node, SyntaxKind::PLPGSQL_ALIAS_TARGET) {
            self.variables.alias(&name, &tree::text(&target));
        }
    }

    /// IF: the branch that the catalogs choose, as far as they tell; else every branch that may run.
    fn decide(&mut self, node: &SyntaxNode) -> Outcome {
        let mut possible = Vec::new();
        for (condition, body) in conditions(node) {
            let holds = match &condition {
                Some(condition) => self.scope().and_then(|scope| scope.holds(condition)),
                None => Some(true),
            };
            match holds {
                Some(false) => {}
                Some(true) if possible.is_empty() && self.catalog.is_some() => return self.body(&body),
                Some(true) => {
                    possible.push(body);
                    break;
                }
                None => possible.push(body),
            }
        }
        self.branches(possible, node)
    }

    /// Each branch by itself: nobody knows which one runs.
    fn branches(&mut self, bodies: Vec<SyntaxNode>, node: &SyntaxNode) -> Outcome {
        let before = self.variables.clone();
        let mut outcome = Outcome::default();
        for body in bodies {
            let branch = self.body(&body);
            outcome.effects.extend(conditional(branch.effects));
            if branch.leaves != Leaves::Never {
                outcome.leaves = Leaves::Perhaps;
            }
            let after = std::mem::replace(&mut self.variables, before.clone());
            outcome_variables(&mut self.variables, &before, &after);
        }
        self.forget_targets(node);
        outcome
    }

    /// Runs something that may not happen: what it assigns is unknown afterwards.
    fn apart(&mut self, work: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let before = self.variables.clone();
        let outcome = work(self);
        let after = std::mem::replace(&mut self.variables, before.clone());
        outcome_variables(&mut self.variables, &before, &after);
        outcome
    }

    fn leave(&mut self, node: &SyntaxNode) -> Outcome {
        let guarded = tree::child(node, SyntaxKind::PLPGSQL_EXIT_WHEN).is_some();
        let effects = tree::child(node, SyntaxKind::PLPGSQL_EXPR).map(|expression| self.calls(&expression)).unwrap_or_default();
        Outcome { effects, leaves: if guarded { Leaves::Perhaps } else { Leaves::Always } }
    }

    fn assign(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let Some(target) = tree::child(node, SyntaxKind::PLPGSQL_ASSIGN_TARGET) else {
            return Vec::new();
        };
        let Some(expression) = tree::child(node, SyntaxKind::PLPGSQL_EXPR) else {
            return Vec::new();
        };
        let value = self.value(&expression);
        self.variables.set(&tree::text(&target).to_lowercase(), value);
        self.calls(&expression)
    }

    fn calls(&self, query: &SyntaxNode) -> Vec<Effect> {
        calls::of_query_with(query, &|node| self.value(node))
    }

    /// A static statement. Queries get the values of variables for the calls in them.
    fn embedded(&self, node: &SyntaxNode) -> Vec<Effect> {
        if is_query(node.kind()) && node.kind() != SyntaxKind::SELECT_INTO {
            let mut effects = data::inner_changes(node);
            effects.extend(self.calls(node));
            return effects;
        }
        match node.kind() {
            SyntaxKind::CALL => calls::procedure_with(node, &|node| self.value(node)).into_iter().collect(),
            _ => read::effects(self.text, node),
        }
    }

    /// `SELECT … INTO x`, `INSERT … RETURNING id INTO x`: the parser does not know INTO here, so it is cut out.
    fn read_into_variables(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let (text, targets) = dynamic::without_into(node);
        match read::parse(&text) {
            Ok(parsed) if parsed.trouble.is_none() => {
                let query = parsed.root.children().find(|it| is_query(it.kind()));
                let rows = query.and_then(|query| self.answer(&query));
                self.set_found(rows.as_deref());
                self.set_targets(&targets, rows.as_deref());
                statements(&text, &parsed.root, &self.variables)
            }
            _ => vec![Effect::Opaque {
                why: format!("a statement of the block could not be read: `{}`", dynamic::shortened(&text)),
            }],
        }
    }

    /// The first row of an answer goes into the variables, NULL where there is none.
    fn set_targets(&mut self, targets: &[String], rows: Option<&[Answer]>) {
        let first = rows.map(|rows| rows.first());
        for (at, target) in targets.iter().enumerate() {
            let value = match first {
                Some(Some(row)) => row.get(at).and_then(|(_, value)| value.clone()),
                Some(None) => Some(Value::Null),
                None => None,
            };
            self.variables.set(target, value);
        }
        if let ([record], Some(Some(row))) = (targets, first) {
            for (label, value) in row {
                self.variables.set(&format!("{record}.{label}"), value.clone());
            }
        }
    }

    /// Variables that a statement fills with what only the server knows.
    fn forget_targets(&mut self, node: &SyntaxNode) {
        for target in node.descendants().filter(|node| node.kind() == SyntaxKind::PLPGSQL_VAR_NAME_REF) {
            let assigned = target.parent().is_some_and(|parent| {
                matches!(
                    parent.kind(),
                    SyntaxKind::PLPGSQL_INTO_TARGET | SyntaxKind::PLPGSQL_DIAG_TARGET | SyntaxKind::PLPGSQL_ASSIGN_TARGET
                )
            });
            if assigned {
                self.variables.set(&tree::fold(&tree::text(&target)), None);
            }
        }
    }
}

/// What differs after a branch is unknown behind it.
fn outcome_variables(current: &mut Variables, before: &Variables, after: &Variables) {
    current.forget_changes(before, after);
}

/// The branches of IF with their conditions; ELSE has none.
fn conditions(node: &SyntaxNode) -> Vec<(Option<SyntaxNode>, SyntaxNode)> {
    let branch =
        |node: &SyntaxNode| Some((tree::child(node, SyntaxKind::PLPGSQL_EXPR), tree::child(node, SyntaxKind::PLPGSQL_BODY)?));
    let others =
        node.children().filter(|it| matches!(it.kind(), SyntaxKind::PLPGSQL_ELSIF_CLAUSE | SyntaxKind::PLPGSQL_ELSE_CLAUSE));
    branch(node).into_iter().chain(others.filter_map(|it| branch(&it))).collect()
}

fn branch_bodies(node: &SyntaxNode) -> Vec<SyntaxNode> {
    node.children()
        .filter_map(|child| match child.kind() {
            SyntaxKind::PLPGSQL_BODY => Some(child),
            SyntaxKind::PLPGSQL_ELSIF_CLAUSE | SyntaxKind::PLPGSQL_ELSE_CLAUSE | SyntaxKind::PLPGSQL_CASE_WHEN => {
                tree::child(&child, SyntaxKind::PLPGSQL_BODY)
            }
            _ => None,
        })
        .collect()
}

/// Whether an exception handler is there for what exists already, and nothing else (PostgreSQL: errcodes, class 42).
fn passes_over_duplicates(handler: &SyntaxNode) -> bool {
    let conditions: Vec<_> = handler.descendants().filter(|it| it.kind() == SyntaxKind::PLPGSQL_CONDITION).collect();
    !conditions.is_empty() && conditions.iter().all(|it| tree::text(it).to_lowercase().starts_with("duplicate_"))
}

/// Effects that are passed over where they took place already; none where there are none.
fn guarded(effects: Vec<Effect>) -> Vec<Effect> {
    if effects.is_empty() { effects } else { vec![Effect::Guarded(effects)] }
}

/// Effects that may take place; none where there are none.
fn conditional(effects: Vec<Effect>) -> Vec<Effect> {
    if effects.is_empty() { effects } else { vec![Effect::Conditional(effects)] }
}
