//! An order in which every step works.
//!
//! Edges come from what depends on what before and after, and from names that must be free; among steps that are free to go, a
//! fixed preference decides (what hangs on other things is dropped first and made last), then the order of creation.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Plan, foreign_keys};
use super::steps::Step;
use crate::dialect::name::Class;
use crate::schema::id::{Dependency, Id, Part};
use crate::schema::object::{Body, Object, Routine};
use crate::schema::{Key, Schema};

/// What goes first among steps that are free to go: the lesser one.
pub type Preference = (u32, i64, u32);

/// The steps in order.
pub fn order(plan: &Plan, from: &Schema, to: &Schema) -> Vec<Step> {
    order_by(plan, from, to, |step| preference(step, from, to))
}

/// The steps in order; among those that are free to go, `preference` decides.
pub fn order_by(plan: &Plan, from: &Schema, to: &Schema, preference: impl Fn(Step) -> Preference) -> Vec<Step> {
    let mut graph = Graph { steps: plan.steps.iter().copied().collect(), index: BTreeMap::new(), after: Vec::new() };
    graph.index = graph.steps.iter().enumerate().map(|(at, step)| (*step, at)).collect();
    graph.after = vec![BTreeSet::new(); graph.steps.len()];
    for step in plan.steps.iter().copied() {
        before_edges(&mut graph, plan, from, to, step);
        after_edges(&mut graph, plan, to, step);
        within_object(&mut graph, from, to, step);
        unlogged_edges(&mut graph, from, to, step);
    }
    name_edges(&mut graph, plan, from, to);
    graph.sort(preference)
}

struct Graph {
    steps: Vec<Step>,
    index: BTreeMap<Step, usize>,
    /// For each step, those that must come after it.
    after: Vec<BTreeSet<usize>>,
}

impl Graph {
    fn edge(&mut self, first: Step, then: Step) {
        if let (Some(a), Some(b)) = (self.index.get(&first), self.index.get(&then)) {
            if a != b {
                self.after[*a].insert(*b);
            }
        }
    }

    fn has(&self, step: Step) -> bool {
        self.index.contains_key(&step)
    }

    /// Kahn's algorithm with a preference; where a cycle is left, the most preferred step goes first all the same.
    fn sort(&self, preference: impl Fn(Step) -> Preference) -> Vec<Step> {
        let mut waiting = vec![0_usize; self.steps.len()];
        for targets in &self.after {
            for target in targets {
                waiting[*target] += 1;
            }
        }
        let rank: Vec<Preference> = self.steps.iter().map(|step| preference(*step)).collect();
        let mut ready: BTreeSet<(Preference, usize)> =
            (0..self.steps.len()).filter(|at| waiting[*at] == 0).map(|at| (rank[at], at)).collect();
        let mut left: BTreeSet<(Preference, usize)> = (0..self.steps.len()).map(|at| (rank[at], at)).collect();
        let mut sorted = Vec::with_capacity(self.steps.len());
        while let Some(next) = ready.pop_first().or_else(|| left.first().copied()) {
            if !left.remove(&next) {
                continue;
            }
            sorted.push(self.steps[next.1]);
            for target in &self.after[next.1] {
                waiting[*target] = waiting[*target].saturating_sub(1);
                if waiting[*target] == 0 && left.contains(&(rank[*target], *target)) {
                    ready.insert((rank[*target], *target));
                }
            }
        }
        sorted
    }
}

/// The step in which an object, or a part of it, lets go of what it depended on.
fn release(graph: &Graph, id: Id, dependency: &Dependency) -> Option<Step> {
    let candidates = [
        Some(Step::Drop(id)),
        Some(Step::TypeGone(id)),
        dependency.part.column().map(|column| Step::DropColumn(id, column)),
        match dependency.part {
            Part::ColumnType(column) => Some(Step::ColumnType(id, column)),
            Part::ColumnDefault(column) => Some(Step::DropDefault(id, column)),
            _ => None,
        },
        Some(Step::Alter(id)),
        Some(Step::Own(id)),
        Some(Step::Move(id)),
    ];
    candidates.into_iter().flatten().find(|step| graph.has(*step))
}

/// What depends on an object lets go of it before it is dropped, renamed away or changed.
fn before_edges(graph: &mut Graph, plan: &Plan, from: &Schema, to: &Schema, step: Step) {
    let (id, column) = match step {
        Step::Drop(id) | Step::TypeAway(id) | Step::TypeGone(id) => (id, None),
        Step::DropColumn(id, column) | Step::ColumnType(id, column) => (id, Some(column)),
        _ => return,
    };
    for dependent in from.dependents(id).into_iter().chain([id]) {
        let Some(object) = from.get(dependent) else { continue };
        if let Step::TypeAway(_) = step {
            // What is dropped by name goes while the names in it still hold.
            graph.edge(Step::Drop(dependent), step);
            continue;
        }
        for dependency in object.dependencies() {
            if dependency.on.id != id || (column.is_some() && dependency.on.column != column) {
                continue;
            }
            if dependent == id && dependency.part == Part::Whole {
                continue;
            }
            if let Some(first) = release(graph, dependent, &dependency) {
                let moves_on = matches!(first, Step::Alter(_) | Step::Own(_) | Step::Move(_));
                if first != step && !(moves_on && still_needs(to, dependent, &dependency)) {
                    graph.edge(first, step);
                }
            }
            for first in implied_by(plan, from, dependent) {
                if first.id() != id {
                    graph.edge(first, step);
                }
            }
        }
    }
}

fn still_needs(to: &Schema, id: Id, dependency: &Dependency) -> bool {
    to.get(id).is_some_and(|object| object.dependencies().iter().any(|it| it.on == dependency.on))
}

/// The steps with which an object goes that has no step of its own: its table's drop, or the drops of its columns.
fn implied_by(plan: &Plan, from: &Schema, id: Id) -> Vec<Step> {
    if !plan.implicit_drops.contains(&id) {
        return Vec::new();
    }
    let Some(object) = from.get(id) else { return Vec::new() };
    let (table, columns) = if let Body::Sequence(sequence) = &object.body {
        let Some((table, column)) = sequence.owned_by else { return Vec::new() };
        let identity = Step::DropDefault(table, column);
        if sequence.identity && plan.steps.contains(&identity) {
            return vec![identity];
        }
        (table, vec![column])
    } else {
        let Some(table) = object.relation() else { return Vec::new() };
        let own = object.dependencies().into_iter().filter(|it| it.auto && it.on.id == table).filter_map(|it| it.on.column);
        (table, own.collect())
    };
    let steps = columns.into_iter().map(|column| Step::DropColumn(table, column)).chain([Step::Drop(table)]);
    steps.filter(|step| plan.steps.contains(step)).collect()
}

/// What an object needs is there before it is made or changed.
fn after_edges(graph: &mut Graph, plan: &Plan, to: &Schema, step: Step) {
    let wanted: fn(Part, Step) -> bool = match step {
        Step::Create(_) | Step::Alter(_) | Step::Own(_) | Step::Attributes(_) | Step::Move(_) => |_, _| true,
        Step::AddColumn(..) => |part, step| part.column().is_some_and(|c| matches!(step, Step::AddColumn(_, it) if it == c)),
        Step::ColumnType(..) => |part, step| matches!((part, step), (Part::ColumnType(c), Step::ColumnType(_, it)) if c == it),
        Step::SetDefault(..) => |part, step| matches!((part, step), (Part::ColumnDefault(c), Step::SetDefault(_, it)) if c == it),
        _ => return,
    };
    let id = step.id();
    let Some(object) = to.get(id) else { return };
    let sequence = matches!(object.body, Body::Sequence(_)) && matches!(step, Step::Create(_));
    for dependency in object.dependencies() {
        let on = dependency.on;
        if (on.id == id && on.column.is_none()) || !wanted(dependency.part, step) || (sequence && on.column.is_some()) {
            continue;
        }
        if matches!(step, Step::Alter(_)) && dependency.part != Part::Whole {
            continue;
        }
        needs(graph, step, Step::Create(on.id));
        if let Some(column) = on.column {
            for first in [Step::AddColumn(on.id, column), Step::ColumnType(on.id, column), Step::RenameColumn(on.id, column)] {
                needs(graph, step, first);
            }
        }
        if plan.implicit_creates.contains(&on.id) {
            if let Some((table, column)) = owner_of(to, on.id) {
                needs(graph, step, Step::Create(table));
                needs(graph, step, Step::AddColumn(table, column));
            }
        }
    }
    if let (Step::Create(_), Some((query, _))) = (step, object.table().and_then(|table| table.query.as_ref())) {
        for on in query.refs() {
            needs(graph, step, Step::Create(on.id));
        }
    }
    routine_body(graph, to, step, object);
}

fn owner_of(to: &Schema, id: Id) -> Option<(Id, crate::schema::id::ColumnId)> {
    match &to.get(id)?.body {
        Body::Sequence(sequence) => sequence.owned_by,
        _ => None,
    }
}

fn needs(graph: &mut Graph, step: Step, first: Step) {
    if first != step {
        graph.edge(first, step);
    }
}

/// Whether a routine can only be made where a table or view is: for its parameters, or for what its body names.
pub fn needs_relation(to: &Schema, object: &Object) -> bool {
    let is_relation = |id: Id| matches!(to.get(id).map(|it| &it.body), Some(Body::Table(_) | Body::View(_)));
    let names = body_names(object);
    object.dependencies().iter().any(|it| is_relation(it.on.id))
        || (!names.is_empty() && to.objects().any(|(id, it)| is_relation(id) && names.contains(&it.name.to_lowercase())))
}

/// The body of an SQL function is checked when it is made: the relations that it names must be there. Of one in PL/pgSQL only the
/// types of its variables are.
fn routine_body(graph: &mut Graph, to: &Schema, step: Step, object: &Object) {
    let words = body_names(object);
    if words.is_empty() {
        return;
    }
    let made: Vec<Step> = graph.steps.iter().copied().filter(|it| matches!(it, Step::Create(_) | Step::AddColumn(..))).collect();
    for first in made {
        let named = to
            .get(first.id())
            .is_some_and(|it| matches!(it.body, Body::Table(_) | Body::View(_)) && words.contains(&it.name.to_lowercase()));
        if named {
            needs(graph, step, first);
        }
    }
}

fn body_names(object: &Object) -> BTreeSet<String> {
    let Body::Routine(Routine { body: Some(body), language, .. }) = &object.body else { return BTreeSet::new() };
    match language.to_lowercase().as_str() {
        "sql" => words(body).collect(),
        "plpgsql" => copied_types(body),
        _ => BTreeSet::new(),
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase)
}

/// The names in `t%ROWTYPE` and `s.t.c%TYPE`: they are looked up when a function in PL/pgSQL is made.
fn copied_types(body: &str) -> BTreeSet<String> {
    let lower = body.to_lowercase();
    let marks = lower.match_indices('%').filter(|(at, _)| {
        let behind = lower.get(at + 1..).unwrap_or_default();
        behind.starts_with("rowtype") || behind.starts_with("type")
    });
    let name = |at: usize| {
        let before = lower.get(..at).unwrap_or_default();
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ',')).next().unwrap_or_default()
    };
    marks.flat_map(|(at, _)| words(name(at)).collect::<Vec<_>>()).collect()
}

/// Steps of one object among themselves.
fn within_object(graph: &mut Graph, from: &Schema, to: &Schema, step: Step) {
    match step {
        Step::Create(id) => {
            graph.edge(Step::Drop(id), step);
            graph.edge(Step::TypeAway(id), step);
            graph.edge(step, Step::Own(id));
            graph.edge(step, Step::TypeGone(id));
        }
        Step::AddColumn(id, column) => graph.edge(Step::DropColumn(id, column), step),
        Step::ColumnType(id, column) => {
            graph.edge(Step::DropDefault(id, column), step);
            graph.edge(step, Step::SetDefault(id, column));
            graph.edge(step, Step::ColumnSettings(id, column));
        }
        Step::SetDefault(id, column) => graph.edge(Step::DropDefault(id, column), step),
        Step::ColumnSettings(id, column) => {
            graph.edge(Step::DropDefault(id, column), step);
            graph.edge(step, Step::SetDefault(id, column));
            for child in from.children(id) {
                graph.edge(Step::Drop(child), step);
                // A column of the replica identity cannot lose its NOT NULL.
                if from.get(child).is_some_and(|it| it.marks().replica_identity) {
                    graph.edge(Step::Alter(child), step);
                    graph.edge(Step::Alter(id), step);
                }
            }
            for child in to.children(id) {
                graph.edge(step, Step::Create(child));
                if to.get(child).is_some_and(|it| it.marks().replica_identity) {
                    graph.edge(step, Step::Alter(child));
                }
            }
        }
        Step::Rename(id) | Step::Move(id) => {
            if let Some(table) = from.get(id).and_then(Object::relation) {
                graph.edge(Step::Rename(table), step);
                // An inherited constraint has its parent's name.
                if has_parents(from, table) {
                    graph.edge(Step::Alter(table), step);
                } else {
                    graph.edge(step, Step::Alter(table));
                }
            }
        }
        _ => {}
    }
}

fn has_parents(schema: &Schema, id: Id) -> bool {
    schema.get(id).and_then(Object::table).is_some_and(|table| !table.inherits.is_empty() || table.partition_of.is_some())
}

/// Tables that refer to each other become logged from the one that is referred to, and unlogged from the one that refers. Keys that are
/// made anew around it do not count.
fn unlogged_edges(graph: &mut Graph, from: &Schema, to: &Schema, step: Step) {
    let Step::Alter(id) = step else { return };
    let unlogged = |schema: &Schema| schema.get(id).and_then(Object::table).map(|table| table.unlogged);
    let (Some(was), Some(now)) = (unlogged(from), unlogged(to)) else { return };
    if was == now {
        return;
    }
    for (key, target) in foreign_keys(from, id) {
        if graph.has(Step::Drop(key)) {
            graph.edge(Step::Drop(key), step);
            graph.edge(Step::Drop(key), Step::Alter(target));
            graph.edge(step, Step::Create(key));
            graph.edge(Step::Alter(target), Step::Create(key));
        } else if now {
            graph.edge(step, Step::Alter(target));
        } else {
            graph.edge(Step::Alter(target), step);
        }
    }
}

/// A name is free before another object takes it.
fn name_edges(graph: &mut Graph, plan: &Plan, from: &Schema, to: &Schema) {
    let mut freed: BTreeMap<Key, Step> = BTreeMap::new();
    for id in &plan.implicit_drops {
        for step in implied_by(plan, from, *id) {
            let keys = from.get(*id).map(|object| from.keys(object)).unwrap_or_default();
            freed.extend(keys.into_iter().map(|key| (key, step)));
        }
    }
    let mut columns: BTreeMap<(Id, String), Step> = BTreeMap::new();
    for step in graph.steps.clone() {
        match step {
            Step::Drop(id) | Step::Rename(id) | Step::Move(id) | Step::TypeAway(id) => {
                if let Some(object) = from.get(id) {
                    freed.extend(from.keys(object).into_iter().map(|key| (key, step)));
                    for child in from.children(id) {
                        if let (Some(child), Step::Drop(_)) = (from.get(child), step) {
                            freed.extend(from.keys(child).into_iter().map(|key| (key, step)));
                        }
                    }
                }
            }
            Step::DropColumn(id, column) | Step::RenameColumn(id, column) => {
                if let Some(name) = from.column_name(id, column) {
                    columns.insert((id, name.to_owned()), step);
                }
            }
            _ => {}
        }
    }
    for step in graph.steps.clone() {
        match step {
            Step::Create(id) | Step::Rename(id) | Step::Move(id) => {
                let keys = to.get(id).map(|object| to.keys(object)).unwrap_or_default();
                for first in keys.iter().filter_map(|key| freed.get(key)) {
                    if first.id() != id {
                        graph.edge(*first, step);
                    }
                }
            }
            Step::AddColumn(id, column) | Step::RenameColumn(id, column) => {
                let first = to.column_name(id, column).and_then(|name| columns.get(&(id, name.to_owned())));
                if let Some(first) = first.copied().filter(|first| *first != step) {
                    graph.edge(first, step);
                }
            }
            _ => {}
        }
    }
}

/// What hangs on other things is dropped first and made last; then the order of creation.
fn preference(step: Step, from: &Schema, to: &Schema) -> Preference {
    let oldest_first = i64::from(step.id().0);
    let rank = match step {
        Step::Drop(id) => return (from.get(id).map_or(60, drop_rank), -oldest_first, 0),
        Step::DropDefault(..) => 16,
        Step::Rename(_) | Step::Move(_) => 20,
        Step::RenameColumn(..) => 21,
        Step::TypeAway(_) => 22,
        Step::DropColumn(..) => 35,
        Step::ColumnType(..) => 36,
        Step::AddColumn(..) => 37,
        Step::Create(id) => to.get(id).map_or(52, create_rank),
        Step::Own(_) => 41,
        Step::SetDefault(..) => 42,
        Step::ColumnSettings(..) => 43,
        Step::Alter(_) => 44,
        Step::Attributes(_) => 55,
        Step::TypeGone(_) => 62,
    };
    (rank, oldest_first, 0)
}

fn drop_rank(object: &Object) -> u32 {
    match &object.body {
        Body::Trigger(_) | Body::Policy(_) | Body::Rule(_) => 10,
        Body::Other(it) if is_last(it.class) => 11,
        Body::View(_) => 12,
        Body::Constraint(it) if it.is_foreign_key() => 13,
        Body::Index(_) => 14,
        Body::Constraint(_) => 15,
        Body::Table(_) => 34,
        Body::Sequence(_) => 60,
        Body::Routine(_) => 61,
        Body::Type(_) => 62,
        Body::Other(_) => 63,
        Body::Extension(_) => 64,
        Body::Schema => 65,
    }
}

/// What is made about tables that are there.
pub fn is_last(class: Class) -> bool {
    matches!(class, Class::EventTrigger | Class::Publication | Class::Subscription | Class::Statistics)
}

fn create_rank(object: &Object) -> u32 {
    match &object.body {
        Body::Schema => 30,
        Body::Extension(_) => 31,
        Body::Type(_) => 32,
        Body::Sequence(_) => 33,
        Body::Table(_) => 38,
        Body::Routine(_) => 40,
        Body::Constraint(it) if it.is_foreign_key() => 47,
        Body::Constraint(_) => 45,
        Body::Index(_) => 46,
        Body::View(_) => 48,
        Body::Rule(_) => 49,
        Body::Trigger(_) => 50,
        Body::Policy(_) => 51,
        Body::Other(it) if is_last(it.class) => 52,
        // Text search configurations, servers, collations: tables name them in ways that are no dependency of the model.
        Body::Other(_) => 32,
    }
}
