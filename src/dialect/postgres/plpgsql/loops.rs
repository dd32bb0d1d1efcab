//! Loops: unrolled where the text tells what they go over.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::values::Value;
use super::{MAX_STEPS, Outcome, Run, conditional};
use crate::dialect::effect::Effect;
use crate::dialect::postgres::slots::is_query;
use crate::dialect::postgres::{catalog, output_columns, tree};

pub(super) fn is_loop(kind: SyntaxKind) -> bool {
    use SyntaxKind as K;
    matches!(
        kind,
        K::PLPGSQL_FOR_EACH_STMT
            | K::PLPGSQL_FOR_QUERY_STMT
            | K::PLPGSQL_FOR_I_STMT
            | K::PLPGSQL_FOR_DYN_STMT
            | K::PLPGSQL_FOR_CURSOR_STMT
            | K::PLPGSQL_LOOP_STMT
            | K::PLPGSQL_WHILE_STMT
    )
}

/// One turn's values: column name (empty for the only one) and value.
type Turn = Vec<(String, Option<Value>)>;

impl Run<'_> {
    pub(super) fn repeat(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let Some(body) = tree::child(node, SyntaxKind::PLPGSQL_BODY) else {
            return Vec::new();
        };
        let variables: Vec<String> =
            tree::children(node, SyntaxKind::PLPGSQL_FOR_VARIABLE).map(|name| tree::text(&name).to_lowercase()).collect();
        if let Some(effects) = self.over_catalog(node, &body, &variables) {
            return effects;
        }
        match self.turns(node) {
            Some(turns) if self.steps + turns.len() <= MAX_STEPS => self.unroll(&body, &variables, turns),
            _ => self.unknown_turns(node, &body, &variables),
        }
    }

    fn unroll(&mut self, body: &SyntaxNode, variables: &[String], turns: Vec<Turn>) -> Vec<Effect> {
        self.steps += turns.len();
        let mut effects = Vec::new();
        for turn in turns {
            self.bind(variables, &turn);
            effects.extend(self.body(body).effects);
        }
        effects
    }

    /// A loop over what the catalogs show. A database may hold more than what the files make.
    fn over_catalog(&mut self, node: &SyntaxNode, body: &SyntaxNode, variables: &[String]) -> Option<Vec<Effect>> {
        let query = self.query(node).filter(catalog::mentions)?;
        let turns = self.answer(&query)?;
        if self.steps + turns.len() > MAX_STEPS {
            return None;
        }
        let possible = self.unknown_turns(node, body, variables);
        let mut effects = self.unroll(body, variables, turns);
        if !possible.is_empty() {
            let why = "it goes over what the catalogs show, and is followed on the schema that the files make";
            effects.push(Effect::Assumed { why: why.to_owned() });
        }
        Some(effects)
    }

    /// The query whose rows a loop goes over.
    fn query(&self, node: &SyntaxNode) -> Option<SyntaxNode> {
        match node.kind() {
            SyntaxKind::PLPGSQL_FOR_QUERY_STMT => node.children().find(|child| is_query(child.kind())),
            SyntaxKind::PLPGSQL_FOR_CURSOR_STMT => {
                let cursor = tree::child(node, SyntaxKind::PLPGSQL_CURSOR_VARIABLE_REF)?;
                self.cursors.get(&tree::fold(&tree::text(&cursor))).cloned()
            }
            _ => None,
        }
    }

    fn bind(&mut self, variables: &[String], turn: &Turn) {
        for (variable, (_, value)) in variables.iter().zip(turn) {
            self.variables.set(variable, value.clone());
        }
        if let [record] = variables {
            for (column, value) in turn {
                self.variables.set(&format!("{record}.{column}"), value.clone());
            }
        }
    }

    /// The body may run any number of times, with values that only the server knows.
    fn unknown_turns(&mut self, node: &SyntaxNode, body: &SyntaxNode, variables: &[String]) -> Vec<Effect> {
        variables.iter().for_each(|variable| self.variables.set(variable, None));
        self.forget_targets(node);
        let outcome: Outcome = self.apart(|run| run.body(body));
        conditional(outcome.effects)
    }

    fn turns(&self, node: &SyntaxNode) -> Option<Vec<Turn>> {
        match node.kind() {
            SyntaxKind::PLPGSQL_FOR_EACH_STMT => {
                let array = tree::child(node, SyntaxKind::PLPGSQL_EXPR)?;
                Some(single(self.list(&array)?, ""))
            }
            SyntaxKind::PLPGSQL_FOR_I_STMT => self.numbers(node),
            SyntaxKind::PLPGSQL_FOR_QUERY_STMT => {
                let query = node.children().find(|child| is_query(child.kind()))?;
                self.rows(&query)
            }
            _ => None,
        }
    }

    fn list(&self, array: &SyntaxNode) -> Option<Vec<String>> {
        match self.value(array)? {
            Value::List(list) => Some(list),
            _ => self.variables.list(array),
        }
    }

    fn numbers(&self, node: &SyntaxNode) -> Option<Vec<Turn>> {
        let range = tree::child(node, SyntaxKind::PLPGSQL_FOR_RANGE)?;
        let bounds: Vec<i64> = tree::children(&range, SyntaxKind::PLPGSQL_EXPR)
            .map(|bound| self.text(&bound)?.parse().ok())
            .collect::<Option<_>>()?;
        let [low, high] = bounds.as_slice() else {
            return None;
        };
        let plain = !tree::has(node, SyntaxKind::REVERSE_KW) && high.saturating_sub(*low) < 1000;
        plain.then(|| single((*low..=*high).map(|number| number.to_string()).collect(), ""))
    }

    /// `VALUES …`, `SELECT unnest(…)`, `SELECT * FROM unnest(…) x`, `SELECT … FROM (VALUES …) AS t(a, b)`.
    fn rows(&self, query: &SyntaxNode) -> Option<Vec<Turn>> {
        if query.kind() == SyntaxKind::VALUES {
            return self.value_rows(query, &[]);
        }
        let narrowing = [SyntaxKind::WHERE_CLAUSE, SyntaxKind::WITH_CLAUSE, SyntaxKind::GROUP_BY_CLAUSE];
        if query.kind() != SyntaxKind::SELECT || narrowing.iter().any(|kind| tree::child(query, *kind).is_some()) {
            return None;
        }
        match tree::child(query, SyntaxKind::FROM_CLAUSE) {
            None => {
                let call = tree::descendant(&tree::child(query, SyntaxKind::SELECT_CLAUSE)?, SyntaxKind::CALL_EXPR)?;
                let label = output_columns::of_query(query).into_iter().next().flatten().unwrap_or_default();
                Some(single(self.unnested(&call)?, &label))
            }
            Some(from) => self.rows_of_from(query, &from),
        }
    }

    fn rows_of_from(&self, query: &SyntaxNode, from: &SyntaxNode) -> Option<Vec<Turn>> {
        let mut items = from.children();
        let item = items.next()?;
        let names = output_columns::of_query(query);
        let plain = items.next().is_none() && tree::descendant(query, SyntaxKind::AS_NAME).is_none();
        if !plain {
            return None;
        }
        match item.kind() {
            SyntaxKind::FUNCTION_FROM_ITEM => {
                let label = names.into_iter().next().flatten().or_else(|| alias(&item)).unwrap_or_else(|| "unnest".to_owned());
                Some(single(self.unnested(&tree::child(&item, SyntaxKind::CALL_EXPR)?)?, &label))
            }
            SyntaxKind::PAREN_FROM_ITEM => {
                let values = tree::descendant(&item, SyntaxKind::VALUES)?;
                self.value_rows(&values, &column_aliases(&item))
            }
            _ => None,
        }
    }

    fn unnested(&self, call: &SyntaxNode) -> Option<Vec<String>> {
        let callee = tree::name(&call.children().next()?)?;
        let args = tree::child(call, SyntaxKind::ARG_LIST)?;
        let arg = tree::child(&args, SyntaxKind::ARG)?;
        (callee.name == "unnest").then(|| self.variables.list(&arg)).flatten()
    }

    fn value_rows(&self, values: &SyntaxNode, names: &[String]) -> Option<Vec<Turn>> {
        let rows = tree::child(values, SyntaxKind::ROW_LIST)?;
        tree::children(&rows, SyntaxKind::ROW)
            .map(|row| {
                let name = |at: usize| names.get(at).cloned().unwrap_or_else(|| format!("column{}", at + 1));
                row.children()
                    .enumerate()
                    .map(|(at, value)| Some((name(at), Some(Value::Text(self.variables.text(&value)?)))))
                    .collect()
            })
            .collect()
    }
}

fn single(values: Vec<String>, column: &str) -> Vec<Turn> {
    values.into_iter().map(|value| vec![(column.to_owned(), Some(Value::Text(value)))]).collect()
}

fn alias(item: &SyntaxNode) -> Option<String> {
    let alias = tree::child(item, SyntaxKind::FROM_ALIAS)?;
    let column = tree::descendant(&alias, SyntaxKind::COLUMN_NAME).or_else(|| tree::child(&alias, SyntaxKind::TABLE_ALIAS))?;
    Some(tree::fold(&tree::text(&column)))
}

fn column_aliases(item: &SyntaxNode) -> Vec<String> {
    let Some(alias) = tree::child(item, SyntaxKind::FROM_ALIAS) else {
        return Vec::new();
    };
    alias.descendants().filter(|node| node.kind() == SyntaxKind::COLUMN_NAME).map(|name| tree::fold(&tree::text(&name))).collect()
}
