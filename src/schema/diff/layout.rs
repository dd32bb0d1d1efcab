//! A whole schema written the way a person would lay it out: in sections, each table with its keys and indexes.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{self, Preference, needs_relation, order_by};
use super::plan::{self, foreign_keys};
use super::steps::Step;
use super::{emit, privileges};
use crate::schema::Schema;
use crate::schema::id::Id;
use crate::schema::object::{Body, Object};

/// The sections, in the order in which they stand. What a statement needs can put it before its section's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Schemas,
    Extensions,
    Types,
    Sequences,
    Functions,
    Tables,
    /// Keys of tables that refer to each other.
    ForeignKeys,
    /// Functions that need tables.
    TableFunctions,
    Views,
    Rules,
    Triggers,
    Policies,
    /// Publications, event triggers, extended statistics.
    Rest,
    DefaultPrivileges,
}

/// Statements that belong together: an object with its comment, owner and grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    pub section: Section,
    pub statements: Vec<String>,
}

impl Section {
    /// The heading of the section.
    pub fn title(self) -> &'static str {
        match self {
            Self::Schemas => "Schemas",
            Self::Extensions => "Extensions",
            Self::Types => "Types",
            Self::Sequences => "Sequences",
            Self::Functions => "Functions",
            Self::Tables => "Tables",
            Self::ForeignKeys => "Foreign keys between tables that refer to each other",
            Self::TableFunctions => "Functions that use tables",
            Self::Views => "Views",
            Self::Rules => "Rules",
            Self::Triggers => "Triggers",
            Self::Policies => "Policies",
            Self::Rest => "Publications, event triggers, statistics",
            Self::DefaultPrivileges => "Default privileges",
        }
    }
}

/// The statements that build a schema in an empty database, in an order that works.
pub fn lay_out(schema: &Schema) -> Vec<Laid> {
    let empty = Schema::new();
    let plan = plan::plan(&empty, schema);
    let places = Places::new(schema);
    let steps = order_by(&plan, &empty, schema, |step| places.preference(step));
    let (first, last) = privileges::default_privileges(&empty, schema);
    let mut laid = vec![Laid { section: Section::DefaultPrivileges, statements: first }];
    for (step, statements) in emit::emit_each(&plan, &steps, &empty, schema) {
        laid.push(Laid { section: places.section(step), statements });
    }
    laid.push(Laid { section: Section::DefaultPrivileges, statements: last });
    laid.retain(|it| !it.statements.is_empty());
    laid
}

/// The tables of a schema, each behind those that it refers to, where they do not refer to each other.
pub fn table_order(schema: &Schema) -> Vec<Id> {
    let mut tables: Vec<(i64, Id)> = Places::new(schema).tables.into_iter().map(|(id, place)| (place, id)).collect();
    tables.sort_unstable();
    tables.into_iter().map(|(_, id)| id).collect()
}

/// Where each table stands.
struct Places<'a> {
    schema: &'a Schema,
    /// A table comes after those that it refers to, where they do not refer to each other.
    tables: BTreeMap<Id, i64>,
    late_routines: BTreeSet<Id>,
}

impl<'a> Places<'a> {
    fn new(schema: &'a Schema) -> Self {
        let is_late = |(id, object): (Id, &Object)| {
            (matches!(object.body, Body::Routine(_)) && needs_relation(schema, object)).then_some(id)
        };
        let late_routines = schema.objects().filter_map(is_late).collect();
        let mut places = Self { schema, tables: BTreeMap::new(), late_routines };
        let tables = schema.objects().filter(|(_, object)| object.table().is_some());
        tables.for_each(|(id, _)| places.place(id));
        places
    }

    /// Gives a table its place behind those that it refers to. Depth first, without recursion: chains can be long.
    fn place(&mut self, table: Id) {
        let mut seen = BTreeSet::from([table]);
        let mut open = vec![(table, self.targets(table))];
        while let Some((table, targets)) = open.last_mut() {
            match targets.pop() {
                Some(target) if !self.tables.contains_key(&target) && seen.insert(target) => {
                    let targets = self.targets(target);
                    open.push((target, targets));
                }
                Some(_) => {}
                None => {
                    let next = i64::try_from(self.tables.len()).unwrap_or(i64::MAX);
                    self.tables.entry(*table).or_insert(next);
                    open.pop();
                }
            }
        }
    }

    /// The tables that one refers to or inherits from, youngest first.
    fn targets(&self, table: Id) -> Vec<Id> {
        let mut targets: Vec<Id> = foreign_keys(self.schema, table).map(|(_, target)| target).collect();
        if let Some(it) = self.schema.get(table).and_then(Object::table) {
            targets.extend(it.inherits.iter().chain(it.partition_of.as_ref().map(|(parent, _)| parent)));
        }
        targets.sort_unstable_by(|a, b| b.cmp(a));
        targets
    }

    fn preference(&self, step: Step) -> Preference {
        let id = step.id();
        let section = self.section(step);
        let (place, part) = match self.table_of(step).and_then(|table| self.tables.get(&table)) {
            Some(place) if section == Section::Tables => (*place, self.part(step)),
            _ => (i64::from(id.0), 0),
        };
        (section as u32, place, part)
    }

    /// Behind its table: keys and checks, indexes, what owns a sequence.
    fn part(&self, step: Step) -> u32 {
        match (step, self.schema.get(step.id()).map(|object| &object.body)) {
            (Step::Create(_), Some(Body::Table(_))) => 0,
            (Step::Create(_), Some(Body::Constraint(_))) => 1,
            (Step::Create(_), Some(Body::Index(_))) => 2,
            _ => 3,
        }
    }

    /// The table that a step is about, or that its object belongs to.
    fn table_of(&self, step: Step) -> Option<Id> {
        let object = self.schema.get(step.id())?;
        match &object.body {
            Body::Table(_) => Some(step.id()),
            Body::Sequence(sequence) => sequence.owned_by.map(|(table, _)| table),
            _ => object.relation(),
        }
    }

    fn section(&self, step: Step) -> Section {
        let Some(object) = self.schema.get(step.id()) else { return Section::Rest };
        match &object.body {
            Body::Schema => Section::Schemas,
            Body::Extension(_) => Section::Extensions,
            Body::Type(_) => Section::Types,
            Body::Sequence(_) if matches!(step, Step::Own(_)) => Section::Tables,
            Body::Sequence(_) => Section::Sequences,
            Body::Routine(_) if self.late_routines.contains(&step.id()) => Section::TableFunctions,
            Body::Routine(_) => Section::Functions,
            Body::Constraint(it) if it.is_foreign_key() => Section::ForeignKeys,
            Body::Table(_) | Body::Constraint(_) => Section::Tables,
            Body::Index(_) if self.is_of_table(object) => Section::Tables,
            Body::View(_) | Body::Index(_) => Section::Views,
            Body::Rule(_) => Section::Rules,
            Body::Trigger(_) => Section::Triggers,
            Body::Policy(_) => Section::Policies,
            Body::Other(it) if order::is_last(it.class) => Section::Rest,
            Body::Other(_) => Section::Types,
        }
    }

    fn is_of_table(&self, object: &Object) -> bool {
        object.relation().and_then(|id| self.schema.get(id)).is_some_and(|it| it.table().is_some())
    }
}
