//! Names as the engine stores them: unquoted parts folded, quotes removed.

/// A possibly qualified name of something that lives in a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The qualifier, if the author wrote one.
    pub schema: Option<String>,
    pub name: String,
}

impl Name {
    /// A name without qualifier.
    pub fn bare(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A qualified name.
    pub fn qualified(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// A type as written, with what is needed to compare it and to find it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName {
    /// The engine's own name without modifiers and array marks: `int4` for `INTEGER`, `varchar` for `CHARACTER VARYING(10)`.
    pub name: Name,
    /// Modifiers as written, without blank space: `10,2`; empty if none.
    pub modifiers: String,
    /// Array dimensions (0: no array). PostgreSQL keeps only whether there is one.
    pub dimensions: u8,
    /// `SETOF`.
    pub set_of: bool,
}

/// The classes of things that statements name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Schema,
    Extension,
    Table,
    ForeignTable,
    View,
    MaterializedView,
    Index,
    Sequence,
    Type,
    Domain,
    Function,
    Procedure,
    /// `DROP ROUTINE`: a function, procedure or aggregate.
    Routine,
    Aggregate,
    Trigger,
    Policy,
    Rule,
    Constraint,
    /// A constraint of a domain.
    DomainConstraint,
    Column,
    EventTrigger,
    Collation,
    Conversion,
    Operator,
    OperatorClass,
    OperatorFamily,
    Cast,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
    Statistics,
    Publication,
    Subscription,
    ForeignDataWrapper,
    Server,
    UserMapping,
    AccessMethod,
    PropertyGraph,
    Transform,
    Language,
    Role,
    Database,
    Tablespace,
    LargeObject,
}

/// The name of one object, as a statement gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    pub class: Class,
    /// For a column: the column's name, with the relation in `of`.
    pub name: Name,
    /// The relation (or domain, for its constraints) that it belongs to: triggers, policies, rules, constraints, columns; for
    /// operator classes and families: the access method.
    pub of: Option<Name>,
    /// Argument types of a routine, aggregate or operator, if written; input arguments only.
    pub args: Option<Vec<TypeName>>,
}

impl ObjectName {
    /// An object that a name alone identifies.
    pub fn plain(class: Class, name: Name) -> Self {
        Self { class, name, of: None, args: None }
    }

    /// An object that belongs to a relation.
    pub fn of(class: Class, relation: Name, name: impl Into<String>) -> Self {
        Self { class, name: Name::bare(name), of: Some(relation), args: None }
    }
}
