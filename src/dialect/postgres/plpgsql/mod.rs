//! PL/pgSQL read without running it: static statements, and dynamic ones whose text the body itself tells.
//!
//! What cannot be told but could change the schema is an [`Effect::Opaque`] with the reason.

mod dynamic;
mod loops;
pub mod values;

use squawk_syntax::{SyntaxKind, SyntaxNode};

use self::values::Variables;
use super::slots::is_query;
use super::{calls, data, read, tree};
use crate::dialect::effect::Effect;

/// What the body of a block does. `text` is the body's own text, to which all ranges of its tree belong.
pub fn run(text: &str, root: &SyntaxNode, variables: Variables) -> Vec<Effect> {
    let mut run = Run { text, variables, steps: 0 };
    let mut effects = Vec::new();
    for block in root.children() {
        effects.extend(run.statement(&block).effects);
    }
    effects
}

/// What a list of plain SQL statements does, with the values of parameters for the calls among them.
pub fn statements(text: &str, root: &SyntaxNode, variables: &Variables) -> Vec<Effect> {
    let run = Run { text, variables: variables.clone(), steps: 0 };
    root.children().flat_map(|node| run.embedded(&node)).collect()
}

/// How many loop turns are followed at most.
const MAX_STEPS: usize = 1000;

struct Run<'a> {
    text: &'a str,
    variables: Variables,
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
            K::PLPGSQL_IF_STMT | K::PLPGSQL_CASE_STMT => self.branches(node),
            K::PLPGSQL_RETURN_STMT | K::PLPGSQL_EXIT_STMT | K::PLPGSQL_CONTINUE_STMT => self.leave(node),
            K::PLPGSQL_ASSIGN_STMT => self.assign(node).into(),
            K::PLPGSQL_DYN_EXECUTE_STMT => self.execute(node).into(),
            K::PLPGSQL_EXEC_SQL_STMT | K::PLPGSQL_PERFORM_STMT | K::PLPGSQL_CALL_STMT | K::PLPGSQL_DO_STMT => {
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
        let mut effects = conditional(outcome.effects);
        for handler in handlers.children() {
            if let Some(body) = tree::child(&handler, SyntaxKind::PLPGSQL_BODY) {
                effects.extend(conditional(self.apart(|run| run.body(&body)).effects));
            }
        }
        Outcome { effects, leaves: outcome.leaves.min(Leaves::Perhaps) }
    }

    fn declare(&mut self, node: &SyntaxNode) {
        let Some(name) = tree::child(node, SyntaxKind::PLPGSQL_VAR_NAME).map(|name| tree::fold(&tree::text(&name))) else {
            return;
        };
        let value = tree::child(node, SyntaxKind::PLPGSQL_VAR_INIT)
            .and_then(|init| tree::child(&init, SyntaxKind::PLPGSQL_EXPR))
            .and_then(|expression| self.variables.value(&expression));
        self.variables.set(&name, value);
        if let Some(target) = tree::child(node, SyntaxKind::PLPGSQL_ALIAS_TARGET) {
            self.variables.alias(&name, &tree::text(&target));
        }
    }

    /// Each branch by itself: nobody knows which one runs.
    fn branches(&mut self, node: &SyntaxNode) -> Outcome {
        let before = self.variables.clone();
        let mut outcome = Outcome::default();
        for body in branch_bodies(node) {
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
        let value = self.variables.value(&expression);
        self.variables.set(&tree::text(&target).to_lowercase(), value);
        self.calls(&expression)
    }

    fn calls(&self, query: &SyntaxNode) -> Vec<Effect> {
        calls::of_query_with(query, &|node| self.variables.text(node))
    }

    /// A static statement. Queries get the values of variables for the calls in them.
    fn embedded(&self, node: &SyntaxNode) -> Vec<Effect> {
        if is_query(node.kind()) && node.kind() != SyntaxKind::SELECT_INTO {
            let mut effects = data::inner_changes(node);
            effects.extend(self.calls(node));
            return effects;
        }
        match node.kind() {
            SyntaxKind::CALL => calls::procedure_with(node, &|node| self.variables.text(node)).into_iter().collect(),
            _ => read::effects(self.text, node),
        }
    }

    /// `SELECT … INTO x`, `INSERT … RETURNING id INTO x`: the parser does not know INTO here, so it is cut out.
    fn read_into_variables(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let (text, targets) = dynamic::without_into(node);
        for target in targets {
            self.variables.set(&target, None);
        }
        match read::parse(&text) {
            Ok(parsed) if parsed.trouble.is_none() => statements(&text, &parsed.root, &self.variables),
            _ => vec![Effect::Opaque {
                why: format!("a statement of the block could not be read: `{}`", dynamic::shortened(&text)),
            }],
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

/// Effects that may take place; none where there are none.
fn conditional(effects: Vec<Effect>) -> Vec<Effect> {
    if effects.is_empty() { effects } else { vec![Effect::Conditional(effects)] }
}
