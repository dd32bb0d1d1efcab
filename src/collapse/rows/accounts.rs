//! What became of each statement that changes rows.

use std::collections::BTreeSet;

use super::{Candidate, Course, Rows};
use crate::collapse::account::{Account, Outcome};
use crate::dialect::effect::DataChange;
use crate::revise::RowStatement;
use crate::schema::apply::RowChange;
use crate::schema::id::Id;
use crate::schema::object::Body;

impl<'a> Rows<'a> {
    pub(super) fn account(&self, at: &RowStatement, table: Option<Id>, outcome: Outcome) -> Account {
        let unknown = || {
            let what = at.changes.iter().find_map(|it| match &it.change {
                DataChange::Unknown { what } => Some(format!("the table that `{what}` means")),
                _ => None,
            });
            what.unwrap_or_else(|| "an unknown table".to_owned())
        };
        let name = |id: Id| if self.schema.get(id).is_some() { self.schema.print_name(id) } else { at.schema.print_name(id) };
        let brings = |it: &&RowChange| {
            use DataChange::{CopyIn, Insert, Merge, Unknown};
            it.table == table && matches!(it.change, Insert(_) | CopyIn { .. } | Merge { .. } | Unknown { .. })
        };
        Account::new(at, table.map_or_else(unknown, name), outcome, at.changes.iter().any(|it| brings(&it)))
    }

    /// What became of each statement, in order.
    pub(super) fn accounts(&self, course: &Course<'a>, moved: &BTreeSet<Id>) -> Vec<Account> {
        let mut accounts: Vec<(usize, Account)> = Vec::new();
        let place = |at: &RowStatement| self.statements.iter().position(|it| std::ptr::eq(*it, at)).unwrap_or(usize::MAX);
        for it in &course.candidates {
            let outcome = match (course.read.get(&it.table), &it.outcome) {
                (Some(Ok(_)), _) => Outcome::Replayed,
                (Some(Err(why)), _) | (None, Err(why)) => Outcome::Excluded(why.clone()),
                (None, Ok(kept)) if kept.is_empty() => Outcome::Gone("later statements delete them".to_owned()),
                (None, Ok(_)) if it.changed => Outcome::Folded,
                (None, Ok(_)) => Outcome::Kept,
            };
            accounts.push((place(it.at), self.account(it.at, Some(it.table), outcome)));
        }
        for (at, table, known) in &course.others {
            let outcome = known.clone().unwrap_or_else(|| self.other_outcome(course, *table, moved));
            accounts.push((place(at), self.account(at, *table, outcome)));
        }
        accounts.sort_by_key(|(place, _)| *place);
        let mut accounts: Vec<Account> = accounts.into_iter().map(|(_, account)| account).collect();
        for (table, read) in &course.read {
            let table = self.schema.print_name(*table);
            if accounts.iter().all(|it| it.table != table) {
                let outcome = read.as_ref().map_or_else(|why| Outcome::Excluded(why.clone()), |_| Outcome::Replayed);
                accounts.push(Account { place: None, table, outcome, brings: true });
            }
        }
        accounts
    }

    /// What became of a change of rows that other statements brought, or of a sequence.
    fn other_outcome(&self, course: &Course<'a>, table: Option<Id>, moved: &BTreeSet<Id>) -> Outcome {
        let Some(table) = table else {
            return match self.replayed {
                Some(_) => Outcome::Replayed,
                None => Outcome::Excluded("its name is not known".to_owned()),
            };
        };
        if self.schema.get(table).is_none() {
            return Outcome::Gone("the history drops it later".to_owned());
        }
        if self.schema.get(table).is_some_and(|it| matches!(it.body, Body::Sequence(_))) {
            return match (moved.contains(&table), self.replayed) {
                (true, None) => Outcome::Kept,
                (true, Some(_)) => Outcome::Replayed,
                (false, Some(_)) => Outcome::Folded,
                (false, None) => Outcome::Excluded("its position depends on rows that are not kept".to_owned()),
            };
        }
        match course.read.get(&table) {
            Some(Ok(_)) => Outcome::Replayed,
            Some(Err(why)) => Outcome::Excluded(why.clone()),
            None => match course.candidates.iter().find(|it| it.table == table && it.outcome.is_err()) {
                Some(Candidate { outcome: Err(why), .. }) => Outcome::Excluded(why.clone()),
                _ if course.candidates.iter().any(|it| it.table == table) => Outcome::Folded,
                _ => Outcome::Gone("there are no rows that it could change".to_owned()),
            },
        }
    }
}
