//! What statements do, in words that every dialect shares. Names are as written; [`crate::schema`] resolves them.

use super::name::{Class, Name, ObjectName, TypeName};
use super::value::{self, Argument};
use super::wording::Wording;

/// One thing that a statement does.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    CreateSchema {
        name: String,
        if_not_exists: bool,
        owner: Option<String>,
    },
    /// `wording` is the whole statement.
    CreateExtension {
        name: String,
        if_not_exists: bool,
        schema: Option<String>,
        cascade: bool,
        wording: Wording,
        /// What it brings, as far as that is known.
        brings: Vec<super::Provided>,
    },
    CreateTable(Box<CreateTable>),
    /// `CREATE TABLE … AS`, `SELECT … INTO`. Wording: the whole statement. Columns as in [`CreateView::columns`]; their types, as far as the
    /// text tells them.
    CreateTableAs {
        name: Name,
        if_not_exists: bool,
        temporary: bool,
        columns: Vec<Option<String>>,
        types: Vec<OutputType>,
        wording: Wording,
    },
    /// ALTER TABLE, ALTER FOREIGN TABLE, ALTER VIEW/INDEX/SEQUENCE where they share the action. The relation may be of any class.
    AlterTable {
        table: Name,
        if_exists: bool,
        actions: Vec<TableAction>,
    },
    CreateIndex(Box<CreateIndex>),
    CreateSequence {
        name: Name,
        if_not_exists: bool,
        temporary: bool,
        options: SequenceOptions,
    },
    AlterSequence {
        name: Name,
        if_exists: bool,
        options: SequenceOptions,
    },
    CreateType(Box<CreateType>),
    AlterType {
        name: Name,
        change: TypeChange,
    },
    CreateDomain(Box<CreateDomain>),
    AlterDomain {
        name: Name,
        change: DomainChange,
    },
    CreateView(Box<CreateView>),
    CreateRoutine(Box<CreateRoutine>),
    /// `ALTER FUNCTION f(int) SET …, STABLE, COST …`: the action list as written.
    AlterRoutine {
        routine: ObjectName,
        actions: Wording,
    },
    CreateTrigger(Box<CreateTrigger>),
    CreatePolicy(Box<CreatePolicy>),
    AlterPolicy {
        table: Name,
        name: String,
        roles: Option<String>,
        using: Option<Wording>,
        check: Option<Wording>,
    },
    CreateRule {
        name: String,
        table: Name,
        or_replace: bool,
        wording: Wording,
    },
    /// Any object that the model knows by its whole defining statement: event triggers, operators, casts, collations, ….
    CreateOther {
        object: ObjectName,
        or_replace: bool,
        if_not_exists: bool,
        wording: Wording,
        /// What ALTER can change of it.
        settings: Vec<SettingChange>,
    },
    /// An ALTER of such an object that the model only records: the statement's text from behind the object's name.
    AlterOther {
        object: ObjectName,
        actions: Wording,
    },
    /// An ALTER of what the model knows about such an object.
    AlterSettings {
        object: ObjectName,
        changes: Vec<SettingChange>,
    },
    Drop {
        objects: Vec<ObjectName>,
        if_exists: bool,
        cascade: bool,
    },
    /// Also of columns and constraints (`ObjectName::of`), and of enum values via [`TypeChange`].
    Rename {
        object: ObjectName,
        if_exists: bool,
        to: String,
    },
    SetSchema {
        object: ObjectName,
        if_exists: bool,
        to: String,
    },
    SetOwner {
        object: ObjectName,
        if_exists: bool,
        to: String,
    },
    /// `text`: the literal as written, quotes included; `None` for `IS NULL`.
    Comment {
        object: ObjectName,
        text: Option<String>,
    },
    Grant(Box<Grant>),
    DefaultPrivileges(Box<DefaultPrivileges>),
    /// `SET search_path`, `set_config('search_path', …)`; `None` for DEFAULT and RESET. `local`: until the transaction ends.
    SearchPath {
        path: Option<Vec<String>>,
        local: bool,
    },
    /// `SET check_function_bodies`: whether the server looks at the bodies of the SQL functions that follow.
    BodyChecks(bool),
    Data(DataChange),
    Transaction(TransactionCommand),
    /// A routine is called by itself (`SELECT f('x')`, `CALL p()`, `PERFORM f()`).
    Call {
        routine: Name,
        args: Vec<Argument>,
    },
    /// A block of PL/pgSQL that asks the catalogs: its body, to be read when it is known what they show, and what it does as far
    /// as the text alone tells.
    Block {
        body: String,
        otherwise: Vec<Effect>,
    },
    /// SECURITY LABEL: `text` as in [`Effect::Comment`]; `provider`: unquoted, `None` where there is only one.
    SecurityLabel {
        object: ObjectName,
        provider: Option<String>,
        text: Option<String>,
    },
    /// Effects with a schema in front of the search path: what stands inside CREATE SCHEMA.
    Within {
        schema: String,
        effects: Vec<Effect>,
    },
    /// Effects of which those are passed over that were there already: behind them all are there.
    Guarded(Vec<Effect>),
    /// Effects that take place or not, depending on what a database holds (inside DO: `IF NOT EXISTS (…) THEN`). They are
    /// applied where they fit: what exists already, or does not exist, is passed over.
    Conditional(Vec<Effect>),
    /// What stands beside it holds only if an assumption holds.
    Assumed {
        why: String,
    },
    /// Nobody can know from the text what it changes.
    Opaque {
        why: String,
    },
}

/// A property of an object known by its statement, which ALTER changes in place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// `OPTIONS (host 'h')` of wrappers, servers and user mappings.
    Option(String),
    /// A server's `VERSION '1'`.
    Version,
    /// A wrapper's `HANDLER f`.
    Handler,
    /// A wrapper's `VALIDATOR f`.
    Validator,
    /// An event trigger's `DISABLE`, `ENABLE ALWAYS`, `ENABLE REPLICA`; unset: enabled.
    State,
    /// The target of `ALTER STATISTICS … SET STATISTICS`; unset: the server's.
    StatisticsTarget,
    /// `stopwords = english` of a text search dictionary, `restrict = f` of an operator.
    Parameter(String),
    /// The dictionaries of a text search configuration for a kind of token.
    Mapping(String),
    /// What a publication holds, by its text: `TABLE t (a) WHERE (a > 1)`, `TABLES IN SCHEMA s`.
    Member(String),
}

/// A change of one, or of some, of them.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingChange {
    /// The value, in parts where it is a list.
    Set(Setting, Vec<Wording>),
    Unset(Setting),
    /// `ALTER MAPPING [FOR …] REPLACE a WITH b`; no tokens: for all.
    Replace {
        tokens: Vec<String>,
        from: Wording,
        to: Wording,
    },
    /// `COPY = c`: the mappings of another configuration.
    CopyOf(Name),
    /// What a publication holds from now on, beside what it holds (`only` false) or alone.
    AddMembers {
        members: Vec<Wording>,
        only: bool,
    },
    DropMembers(Vec<Wording>),
}

/// CREATE TABLE, CREATE FOREIGN TABLE.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTable {
    pub name: Name,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub unlogged: bool,
    /// In the order written; table-level constraints come after in `constraints`.
    pub columns: Vec<ColumnDef>,
    pub constraints: Vec<ConstraintDef>,
    pub likes: Vec<LikeClause>,
    pub inherits: Vec<Name>,
    /// `PARTITION OF parent`, with the bound (`FOR VALUES …` or `DEFAULT`).
    pub partition_of: Option<(Name, Wording)>,
    /// `PARTITION BY …`, from behind these words: `RANGE (created_at)`.
    pub partition_by: Option<Wording>,
    /// `OF type`.
    pub of_type: Option<Name>,
    /// Storage parameters, name and value as written.
    pub options: Vec<(String, String)>,
    pub access_method: Option<String>,
    pub tablespace: Option<String>,
    /// The server of a foreign table, and the table's options: names, and literals as written.
    pub foreign: Option<(String, Vec<(String, String)>)>,
}

/// `LIKE parent INCLUDING …`.
#[derive(Debug, Clone, PartialEq)]
pub struct LikeClause {
    pub table: Name,
    /// How many columns stand before it.
    pub position: usize,
    /// The properties that are included, lower case; `all` resolved to all of them: comments, compression, constraints, defaults,
    /// generated, identity, indexes, statistics, storage.
    pub including: Vec<String>,
}

/// A column as CREATE TABLE and ADD COLUMN write it. Its constraints are lifted out, in the order written.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDef {
    pub name: String,
    /// `None` only for `OF type` and partition columns.
    pub ty: Option<TypeUse>,
    /// `serial`, `bigserial`, `smallserial`; then `ty` is the integer type.
    pub serial: bool,
    /// The collation's name as a wording.
    pub collation: Option<Wording>,
    pub not_null: Option<NotNull>,
    /// The expression behind DEFAULT.
    pub default: Option<Wording>,
    /// The expression inside `GENERATED ALWAYS AS (…) STORED`.
    pub generated: Option<Generated>,
    pub identity: Option<Identity>,
    pub storage: Option<String>,
    pub compression: Option<String>,
    /// Foreign table column options: names, and literals as written.
    pub options: Vec<(String, String)>,
    pub constraints: Vec<ConstraintDef>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NotNull {
    /// `CONSTRAINT name NOT NULL`.
    pub name: Option<String>,
    /// False for an explicit `NULL`.
    pub not_null: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    pub expression: Wording,
    /// `STORED` (false: `VIRTUAL`, PostgreSQL 18).
    pub stored: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// `ALWAYS` (false: `BY DEFAULT`).
    pub always: bool,
    pub options: SequenceOptions,
}

/// A type where it is used.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeUse {
    /// As written, modifiers and array marks included.
    pub wording: Wording,
    pub ty: TypeName,
}

/// The type of a query's output column.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum OutputType {
    /// Known by itself.
    Of(TypeUse),
    /// That of a column, of the first of these relations that has it. `bare`: without modifiers, as `max` gives it.
    Column { relations: Vec<Name>, column: String, bare: bool },
    #[default]
    Unknown,
}

impl OutputType {
    /// The same type without modifiers.
    #[must_use]
    pub fn bare(self) -> Self {
        match self {
            Self::Column { relations, column, .. } => Self::Column { relations, column, bare: true },
            Self::Of(ty) if !ty.ty.modifiers.is_empty() => Self::Unknown,
            other => other,
        }
    }
}

/// A constraint of a table or column. Column constraints come in table form (`FOREIGN KEY (c) REFERENCES …`).
#[derive(Debug, Clone, PartialEq)]
pub struct ConstraintDef {
    pub name: Option<String>,
    pub kind: ConstraintKind,
    /// Everything behind `CONSTRAINT name`, in table form: `UNIQUE (a, b)`, `CHECK (x > 0) NOT VALID`. Column slots are of
    /// [`super::wording::RelationRef::Parent`].
    pub wording: Wording,
    pub not_valid: bool,
    /// `NOT ENFORCED` (PostgreSQL 18).
    pub not_enforced: bool,
    /// The text of `DEFERRABLE INITIALLY DEFERRED` and the like, upper case, single blanks; empty if none.
    pub deferral: String,
    pub no_inherit: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintKind {
    PrimaryKey {
        columns: Vec<String>,
        using_index: Option<String>,
    },
    Unique {
        columns: Vec<String>,
        using_index: Option<String>,
    },
    ForeignKey {
        columns: Vec<String>,
        target: Name,
        target_columns: Vec<String>,
    },
    /// The columns that the expression uses, in order of appearance, each once.
    Check {
        columns: Vec<String>,
    },
    /// The plain columns among its elements, for the name that the server chooses; `expr` where an element is an expression.
    Exclude {
        columns: Vec<String>,
    },
    /// Table-level `NOT NULL c` (PostgreSQL 18).
    NotNull {
        column: String,
    },
}

/// One action of ALTER TABLE.
#[derive(Debug, Clone, PartialEq)]
pub enum TableAction {
    AddColumn {
        column: ColumnDef,
        if_not_exists: bool,
    },
    DropColumn {
        name: String,
        if_exists: bool,
        cascade: bool,
    },
    AlterColumn {
        name: String,
        change: ColumnChange,
    },
    AddConstraint(ConstraintDef),
    DropConstraint {
        name: String,
        if_exists: bool,
        cascade: bool,
    },
    ValidateConstraint(String),
    /// `ALTER CONSTRAINT c DEFERRABLE …`: the new deferral, as in [`ConstraintDef::deferral`], and whether it is enforced
    /// (PostgreSQL 18); `None` where the statement does not say.
    AlterConstraint {
        name: String,
        deferral: Option<String>,
        enforced: Option<bool>,
    },
    SetLogged(bool),
    /// ENABLE / DISABLE ROW LEVEL SECURITY.
    RowSecurity(bool),
    ForceRowSecurity(bool),
    /// `DEFAULT`, `FULL`, `NOTHING`, as written behind REPLICA IDENTITY.
    ReplicaIdentity(String),
    /// REPLICA IDENTITY USING INDEX.
    ReplicaIdentityIndex(String),
    /// `OF type`; `None`: NOT OF.
    OfType(Option<Name>),
    /// `OPTIONS (ADD a 'x', DROP b)` of a foreign table.
    ForeignOptions(Vec<(String, Option<String>)>),
    /// `ALTER COLUMN 1 SET STATISTICS n` of an index: the number of the element; `-1` for the server's.
    ElementStatistics {
        element: String,
        target: String,
    },
    /// `CLUSTER ON i`; `None`: SET WITHOUT CLUSTER.
    ClusterOn(Option<String>),
    Inherit(Name),
    NoInherit(Name),
    AttachPartition {
        partition: Name,
        bound: Wording,
    },
    DetachPartition {
        partition: Name,
    },
    /// `trigger`: a name, `ALL` or `USER` (upper case). `state`: `ENABLE`, `DISABLE`, `ENABLE ALWAYS`, `ENABLE REPLICA`.
    TriggerState {
        trigger: String,
        state: String,
    },
    RuleState {
        rule: String,
        state: String,
    },
    SetOptions(Vec<(String, String)>),
    ResetOptions(Vec<String>),
    SetTablespace(String),
    SetAccessMethod(String),
    /// Known to the grammar, not to the model: the action's text.
    Other(String),
}

/// One action of ALTER COLUMN.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnChange {
    Type {
        ty: TypeUse,
        collation: Option<Wording>,
        using: Option<Wording>,
    },
    SetDefault(Wording),
    DropDefault,
    SetNotNull,
    DropNotNull,
    SetExpression(Wording),
    DropExpression {
        if_exists: bool,
    },
    AddIdentity(Identity),
    /// `SET GENERATED …`, `SET …`, `RESTART`.
    SetIdentity {
        always: Option<bool>,
        options: SequenceOptions,
    },
    DropIdentity {
        if_exists: bool,
    },
    SetStatistics(String),
    SetStorage(String),
    SetCompression(String),
    SetOptions(Vec<(String, String)>),
    ResetOptions(Vec<String>),
    /// Foreign table column options: with the new value, or `None` where the option goes.
    ForeignOptions(Vec<(String, Option<String>)>),
    Other(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndex {
    /// `None`: the server chooses.
    pub name: Option<String>,
    pub table: Name,
    pub only: bool,
    pub if_not_exists: bool,
    pub concurrently: bool,
    pub unique: bool,
    /// Per key element: the column's name; for an expression, the name that PostgreSQL derives for it (`FigureIndexColname`:
    /// the function's name of a call, the type's name of a cast, else `expr`).
    pub elements: Vec<String>,
    /// INCLUDE columns.
    pub include: Vec<String>,
    /// An element is an expression, or there is a predicate.
    pub has_expression: bool,
    /// The whole statement. The index's own name is `Own` (or an empty slot before `ON`), columns are of `Parent`.
    pub wording: Wording,
}

/// Options of a sequence: only what was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SequenceOptions {
    /// `AS bigint`, canonical type name.
    pub ty: Option<String>,
    pub increment: Option<String>,
    /// `Some(None)`: NO MINVALUE.
    pub min: Option<Option<String>>,
    pub max: Option<Option<String>>,
    pub start: Option<String>,
    /// `RESTART` (`Some(None)`) or `RESTART WITH n`: data, not schema.
    pub restart: Option<Option<String>>,
    pub cache: Option<String>,
    pub cycle: Option<bool>,
    /// `OWNED BY t.c`: the relation and the column; `Some(None)`: OWNED BY NONE.
    pub owned_by: Option<Option<(Name, String)>>,
    /// `SEQUENCE NAME s`, inside an identity.
    pub name: Option<Name>,
    pub logged: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateType {
    pub name: Name,
    pub kind: TypeKind,
    /// The whole statement.
    pub wording: Wording,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// Labels unquoted.
    Enum(Vec<String>),
    /// Attributes: name, type and collation are used.
    Composite(Vec<ColumnDef>),
    Range,
    /// A base type or a shell type.
    Base,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeChange {
    AddValue { value: String, if_not_exists: bool, position: Option<ValuePosition> },
    RenameValue { from: String, to: String },
    AddAttribute { attribute: ColumnDef, cascade: bool },
    DropAttribute { name: String, if_exists: bool, cascade: bool },
    AlterAttribute { name: String, ty: TypeUse, cascade: bool },
    RenameAttribute { from: String, to: String },
    Other(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum ValuePosition {
    Before(String),
    After(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateDomain {
    pub name: Name,
    pub ty: TypeUse,
    pub collation: Option<Wording>,
    pub default: Option<Wording>,
    pub not_null: bool,
    /// CHECK constraints; kind is `Check`.
    pub constraints: Vec<ConstraintDef>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum DomainChange {
    SetDefault(Wording),
    DropDefault,
    SetNotNull,
    DropNotNull,
    AddConstraint(ConstraintDef),
    DropConstraint { name: String, if_exists: bool },
    ValidateConstraint(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateView {
    pub name: Name,
    pub materialized: bool,
    pub temporary: bool,
    pub or_replace: bool,
    pub if_not_exists: bool,
    /// Those of WITH.
    pub options: Vec<(String, String)>,
    /// The column names that the view will have, where they can be told from the text: `None` in place of each `*`.
    pub columns: Vec<Option<String>>,
    /// The whole statement.
    pub wording: Wording,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateRoutine {
    pub name: Name,
    /// Function, Procedure or Aggregate.
    pub class: Class,
    pub or_replace: bool,
    pub params: Vec<Param>,
    /// The text behind RETURNS, `None` for procedures and OUT-parameter functions.
    pub returns: Option<String>,
    pub language: String,
    /// The source between the quotes, unescaped; `None` for `BEGIN ATOMIC` and `RETURN` bodies.
    pub body: Option<String>,
    /// The whole statement. In BEGIN ATOMIC bodies names are slots, in quoted bodies they are not (the server keeps those as text).
    pub wording: Wording,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    pub name: Option<String>,
    pub mode: ParamMode,
    pub ty: TypeName,
    pub has_default: bool,
    /// The default, where the text tells its value.
    pub default: Option<value::Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamMode {
    In,
    Out,
    InOut,
    Variadic,
    /// `RETURNS TABLE (…)` column.
    Table,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateTrigger {
    pub name: String,
    pub table: Name,
    pub or_replace: bool,
    pub constraint: bool,
    pub function: Name,
    /// The whole statement; columns of `UPDATE OF` and of `NEW.c`, `OLD.c` are of `Parent`.
    pub wording: Wording,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreatePolicy {
    pub name: String,
    pub table: Name,
    /// The text behind TO, `None` where not written.
    pub roles: Option<String>,
    /// The expression inside `USING (…)`, columns of `Parent`.
    pub using: Option<Wording>,
    pub check: Option<Wording>,
    /// `AS RESTRICTIVE`.
    pub restrictive: bool,
    /// `ALL`, `SELECT`, `INSERT`, `UPDATE`, `DELETE`.
    pub command: String,
}

/// GRANT and REVOKE on objects, and of roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// False: REVOKE.
    pub grant: bool,
    /// Upper case, with the columns where given; empty list: ALL.
    pub privileges: Vec<(String, Vec<String>)>,
    pub on: GrantTarget,
    /// As written; `PUBLIC` upper case.
    pub grantees: Vec<String>,
    /// WITH GRANT OPTION, GRANT OPTION FOR.
    pub grant_option: bool,
    pub cascade: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum GrantTarget {
    Objects(Vec<ObjectName>),
    /// ALL TABLES / SEQUENCES / FUNCTIONS / PROCEDURES / ROUTINES IN SCHEMA.
    AllInSchema {
        class: Class,
        schemas: Vec<String>,
    },
    /// Role membership: `GRANT a TO b`.
    Roles(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct DefaultPrivileges {
    /// FOR ROLE; empty: the current role.
    pub roles: Vec<String>,
    /// IN SCHEMA; empty: everywhere.
    pub schemas: Vec<String>,
    /// Table, Sequence, Function, Type or Schema.
    pub class: Class,
    pub grant: bool,
    /// Upper case; empty: ALL.
    pub privileges: Vec<String>,
    pub grantees: Vec<String>,
    pub grant_option: bool,
}

/// Changes of rows.
#[derive(Debug, Clone, PartialEq)]
pub enum DataChange {
    Insert(Insert),
    /// Columns that are assigned; `filtered`: there is a WHERE.
    Update {
        table: Name,
        columns: Vec<String>,
        filtered: bool,
        literal: Option<LiteralChange>,
    },
    Delete {
        table: Name,
        filtered: bool,
        literal: Option<LiteralChange>,
    },
    Truncate {
        tables: Vec<Name>,
        cascade: bool,
    },
    /// `COPY t FROM …`.
    CopyIn {
        table: Name,
        /// Empty where the author named none.
        columns: Vec<String>,
    },
    Merge {
        table: Name,
    },
    /// `setval`, `ALTER SEQUENCE … RESTART`.
    SequencePosition {
        sequence: Name,
    },
    /// Rows of a table that is known only when the statement runs: how its text is made.
    Unknown {
        what: String,
    },
    /// REFRESH MATERIALIZED VIEW, CLUSTER, REINDEX, ANALYZE and the like change no row.
    Maintenance,
}

/// An UPDATE or DELETE that the text tells in full.
#[derive(Debug, Clone, PartialEq)]
pub struct LiteralChange {
    /// Which rows: each of these columns has one of these values.
    pub only: Vec<(String, Vec<Value>)>,
    /// The new values; none of a DELETE.
    pub set: Vec<(String, Value)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    pub table: Name,
    /// Empty where the author named none.
    pub columns: Vec<String>,
    /// The rows of VALUES as written, expression by expression; `None` where the rows come from a query.
    pub rows: Option<Vec<Vec<Value>>>,
    /// The relations that a query reads, where the rows come from one.
    pub from: Vec<Name>,
    /// `ON CONFLICT DO NOTHING` (`Some(false)`) or `DO UPDATE` (`Some(true)`).
    pub on_conflict: Option<bool>,
    /// The columns of `ON CONFLICT (a, b)`; empty where there are none or one of the elements is an expression.
    pub conflict_columns: Vec<String>,
    /// That of `ON CONFLICT ON CONSTRAINT c`.
    pub conflict_constraint: Option<String>,
}

/// One value of an INSERT.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// As written.
    pub text: String,
    /// It is a constant: a literal, a cast of one, a signed number, TRUE/FALSE, NULL.
    pub constant: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionCommand {
    Begin,
    Commit,
    Rollback,
    Savepoint(String),
    /// RELEASE SAVEPOINT.
    Release(String),
    /// ROLLBACK TO SAVEPOINT.
    RollbackTo(String),
}
