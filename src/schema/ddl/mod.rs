//! How objects are written in SQL: create, drop, rename, and the attributes that every object can have.
//!
//! Every function here prints with the names that hold in the schema it is given, which the differ keeps at the state that the
//! database is in when the statement runs.

pub mod attributes;
pub mod columns;
pub mod settings;
pub mod tables;
pub mod types;

use std::collections::BTreeMap;

use super::Schema;
use super::apply::class_words;
use super::def::Style;
use super::id::Id;
use super::object::{Body, Column, Constraint, Extension, IndexMarks, Object, Other, Policy, Routine, Settings, TypeBody, View};
use super::quote;
use crate::dialect::name::{Class, TypeName};

/// The statements that create an object other than a table.
pub fn create(schema: &Schema, id: Id, object: &Object, style: Style) -> Vec<String> {
    let own = schema.print_name(id);
    let short = quote::ident(&object.name);
    match &object.body {
        Body::Schema => vec![format!("CREATE SCHEMA {short}")],
        Body::Extension(it) => vec![create_extension(schema, &short, it)],
        Body::Table(_) => tables::create(schema, id, object, &[]),
        Body::View(it) => {
            let mut out = vec![it.def.write(schema, &own, style)];
            let words = upper(class_words(object.class()));
            let renames = it.renamed_columns().map(|(made, now)| (quote::ident(made), quote::ident(now)));
            out.extend(renames.map(|(made, now)| format!("ALTER {words} {own} RENAME COLUMN {made} TO {now}")));
            let made = View { options: it.made_options.clone(), altered: BTreeMap::new(), ..it.clone() };
            out.extend(view_changes(schema, &own, &made, it));
            out
        }
        Body::Index(it) => {
            let mut out = vec![it.def.write(schema, &short, style)];
            out.extend(index_options(&own, &it.options));
            out.extend(index_statistics(&own, &BTreeMap::new(), &it.statistics));
            out.extend(marks(schema, object, IndexMarks::default(), it.marks));
            out.extend(it.part_of.map(|whole| format!("ALTER INDEX {} ATTACH PARTITION {own}", schema.print_name(whole))));
            out
        }
        Body::Constraint(it) => {
            let mut out = vec![add_constraint(schema, object, it)];
            out.extend(marks(schema, object, IndexMarks::default(), it.marks));
            out
        }
        Body::Sequence(it) => vec![types::create_sequence(&own, it)],
        Body::Type(it) => types::create(schema, &own, &it.body),
        Body::Routine(it) => create_routine(schema, &own, it, style),
        Body::Trigger(it) => {
            let mut out = vec![it.def.write(schema, &short, style)];
            out.extend(state(schema, object, "TRIGGER", it.state.as_deref()));
            out
        }
        Body::Policy(it) => vec![create_policy(schema, object, it)],
        Body::Rule(it) => {
            let mut out = vec![it.def.write(schema, &short, style)];
            out.extend(state(schema, object, "RULE", it.state.as_deref()));
            out
        }
        Body::Other(it) => {
            let mut out = vec![it.def.write(schema, &other_name(schema, id, object, it), style)];
            let address = address(schema, id, object);
            out.extend(settings::change(schema, &address, it, made_with(schema, it), &it.settings));
            out.extend(it.alters.iter().map(|alter| format!("ALTER {address} {}", alter.write(schema, "", style))));
            out
        }
    }
}

/// What an object's statement sets when it runs: what another one has by then, where it is a copy of that.
fn made_with<'a>(schema: &'a Schema, it: &'a Other) -> &'a Settings {
    let copied = it.def.refs().filter_map(|on| match &schema.get(on.id)?.body {
        Body::Other(other) if other.class == it.class => Some(&other.settings),
        _ => None,
    });
    if it.class == Class::TextSearchConfiguration { copied.last().unwrap_or(&it.made) } else { &it.made }
}

/// Where the author left the schema to the search path, one other than `public` is told.
fn create_extension(schema: &Schema, own: &str, extension: &Extension) -> String {
    let written = extension.def.write(schema, own, Style::default());
    let unsaid = extension.schema.filter(|id| extension.def.refs().all(|on| on.id != *id)).and_then(|id| schema.get(id));
    match unsaid.map(|object| object.name.as_str()) {
        Some(name) if name != "public" => format!("{written} SCHEMA {}", quote::ident(name)),
        _ => written,
    }
}

fn create_routine(schema: &Schema, own: &str, routine: &Routine, style: Style) -> Vec<String> {
    let words = upper(class_words(routine.class));
    let target = format!("{own}({})", type_list(&routine.args, schema, &routine.arg_ids));
    let mut out = vec![routine.def.write(schema, own, style)];
    out.extend(routine.alters.iter().map(|alter| format!("ALTER {words} {target} {}", alter.write(schema, "", style))));
    out
}

/// The statements that lead from a view's options and its columns' defaults and settings to others.
pub fn view_changes(schema: &Schema, own: &str, from: &View, to: &View) -> Vec<String> {
    let words = if to.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
    let options = tables::options_change(&from.options, &to.options);
    let mut out: Vec<String> = options.into_iter().map(|action| format!("ALTER {words} {own} {action}")).collect();
    let write = |it: &Column| it.default.as_ref().map(|default| default.write(schema, "", Style::default()));
    let touched: std::collections::BTreeSet<_> = from.altered.keys().chain(to.altered.keys()).copied().collect();
    for id in touched {
        let Some((_, name)) = to.columns.iter().find(|(at, _)| *at == id) else { continue };
        let blank = Column::new(id, name.clone(), super::apply::unknown_type());
        let (old, new) = (from.altered.get(&id).unwrap_or(&blank), to.altered.get(&id).unwrap_or(&blank));
        let new = &Column { name: name.clone(), ..new.clone() };
        if write(old) != write(new) {
            let action = write(new).map_or_else(|| "DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {default}"));
            out.push(format!("ALTER {words} {own} ALTER COLUMN {} {action}", quote::ident(name)));
        }
        let relation = if to.materialized { "MATERIALIZED VIEW" } else { "TABLE" };
        out.extend(attributes::column_settings_of(relation, own, Some(old), new));
    }
    out
}

/// `OPTIONS (…)` that leads from some options of a foreign object to others.
pub fn foreign_options(from: &[(String, String)], to: &[(String, String)]) -> Option<String> {
    let find = |list: &[(String, String)], name: &str| list.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
    let mut list: Vec<String> = Vec::new();
    list.extend(from.iter().filter(|(it, _)| find(to, it).is_none()).map(|(it, _)| format!("DROP {}", quote::ident(it))));
    for (name, value) in to.iter().filter(|(it, value)| find(from, it).as_ref() != Some(value)) {
        let verb = match (from.is_empty(), find(from, name)) {
            (true, _) => "",
            (false, Some(_)) => "SET ",
            (false, None) => "ADD ",
        };
        list.push(format!("{verb}{} {value}", quote::ident(name)));
    }
    (!list.is_empty()).then(|| format!("OPTIONS ({})", list.join(", ")))
}

/// The statements that lead from some statistics targets of an index's elements to others.
pub fn index_statistics(own: &str, from: &BTreeMap<String, String>, to: &BTreeMap<String, String>) -> Vec<String> {
    let say = |element: &String, target: &str| format!("ALTER INDEX {own} ALTER COLUMN {element} SET STATISTICS {target}");
    let gone = from.keys().filter(|it| !to.contains_key(*it)).map(|it| say(it, "-1"));
    gone.chain(to.iter().filter(|(it, target)| from.get(*it) != Some(target)).map(|(it, target)| say(it, target))).collect()
}

/// CLUSTER ON and REPLICA IDENTITY USING INDEX, where an index gets these marks.
pub fn marks(schema: &Schema, object: &Object, from: IndexMarks, to: IndexMarks) -> Vec<String> {
    let (table, name) = (relation_name(schema, object), quote::ident(&object.name));
    let mut out = Vec::new();
    if to.replica_identity && !from.replica_identity {
        out.push(format!("ALTER TABLE {table} REPLICA IDENTITY USING INDEX {name}"));
    }
    if to.clustered && !from.clustered {
        out.push(format!("ALTER TABLE {table} CLUSTER ON {name}"));
    }
    out
}

fn index_options(own: &str, options: &[(String, Option<String>)]) -> Vec<String> {
    let one = |(name, value): &(String, Option<String>)| match value {
        Some(value) => format!("ALTER INDEX {own} SET ({})", super::apply::option(name, value)),
        None => format!("ALTER INDEX {own} RESET ({name})"),
    };
    options.iter().map(one).collect()
}

/// `CONSTRAINT name CHECK (…) …`, for CREATE TABLE and ADD.
pub fn constraint(schema: &Schema, object: &Object, constraint: &Constraint) -> String {
    let mut out = format!("CONSTRAINT {} {}", quote::ident(&object.name), constraint.def.write(schema, "", Style::default()));
    if !constraint.deferral.is_empty() {
        out.push(' ');
        out.push_str(&constraint.deferral);
    }
    if constraint.not_enforced {
        out.push_str(" NOT ENFORCED");
    } else if constraint.not_valid {
        out.push_str(" NOT VALID");
    }
    out
}

fn add_constraint(schema: &Schema, object: &Object, it: &Constraint) -> String {
    format!("ALTER TABLE {} ADD {}", relation_name(schema, object), constraint(schema, object, it))
}

/// The printed name of the relation that an object belongs to.
pub fn relation_name(schema: &Schema, object: &Object) -> String {
    object.relation().map(|id| schema.print_name(id)).unwrap_or_default()
}

fn create_policy(schema: &Schema, object: &Object, policy: &Policy) -> String {
    let mut out = format!("CREATE POLICY {} ON {}", quote::ident(&object.name), relation_name(schema, object));
    if policy.restrictive {
        out.push_str(" AS RESTRICTIVE");
    }
    if policy.command != "ALL" {
        out.push_str(" FOR ");
        out.push_str(&policy.command);
    }
    if let Some(roles) = &policy.roles {
        out.push_str(" TO ");
        out.push_str(roles);
    }
    let mut expression = |words: &str, def: &Option<super::def::Def>| {
        if let Some(def) = def {
            out.push_str(&format!(" {words} ({})", def.write(schema, "", Style::default())));
        }
    };
    expression("USING", &policy.using);
    expression("WITH CHECK", &policy.check);
    out
}

fn state(schema: &Schema, object: &Object, what: &str, state: Option<&str>) -> Option<String> {
    let state = state?;
    Some(set_state(schema, object, what, state))
}

/// `ALTER TABLE t DISABLE TRIGGER x` and the like.
pub fn set_state(schema: &Schema, object: &Object, what: &str, state: &str) -> String {
    let (verb, rest) = state.split_once(' ').unwrap_or((state, ""));
    let rest = if rest.is_empty() { String::new() } else { format!(" {rest}") };
    format!("ALTER TABLE {} {verb}{rest} {what} {}", relation_name(schema, object), quote::ident(&object.name))
}

/// How a statement names an object: class and name, with what the class demands.
pub fn address(schema: &Schema, id: Id, object: &Object) -> String {
    let own = schema.print_name(id);
    let short = quote::ident(&object.name);
    let words = upper(class_words(object.class()));
    match &object.body {
        Body::Schema | Body::Extension(_) => format!("{words} {short}"),
        Body::Routine(it) => format!("{words} {own}({})", routine_args(it, schema)),
        Body::Trigger(_) | Body::Policy(_) | Body::Rule(_) | Body::Constraint(_) => {
            format!("{words} {short} ON {}", relation_name(schema, object))
        }
        Body::Other(it) => {
            let args = it.args.as_ref().map(|args| operands(it.class, args, schema)).unwrap_or_default();
            match it.class {
                Class::Cast | Class::Transform | Class::UserMapping => format!("{words} {}", object.name),
                Class::Operator => format!("{words} {} {args}", other_name(schema, id, object, it)),
                _ => format!("{words} {own}{args}{}", it.suffix),
            }
        }
        _ => format!("{words} {own}"),
    }
}

/// `(a, b)`; an operator without left operand has NONE in its place.
fn operands(class: Class, args: &[TypeName], schema: &Schema) -> String {
    let missing = if class == Class::Operator && args.len() == 1 { "NONE, " } else { "" };
    format!("({missing}{})", type_list(args, schema, &[]))
}

/// An operator's name is never quoted.
fn other_name(schema: &Schema, id: Id, object: &Object, other: &Other) -> String {
    if other.class != Class::Operator {
        return schema.print_name(id);
    }
    let qualifier = schema.namespace_name(id).filter(|name| *name != "public");
    let qualifier = qualifier.map(|name| format!("{}.", quote::ident(name))).unwrap_or_default();
    format!("{qualifier}{}", object.name)
}

fn routine_args(routine: &Routine, schema: &Schema) -> String {
    if routine.class == Class::Aggregate && routine.args.is_empty() {
        "*".to_owned()
    } else {
        type_list(&routine.args, schema, &routine.arg_ids)
    }
}

/// The statement that drops an object, if it exists where that is in doubt.
pub fn drop(schema: &Schema, id: Id, object: &Object) -> String {
    let doubt = if object.doubtful { "IF EXISTS " } else { "" };
    if let Body::Constraint(_) = &object.body {
        return format!("ALTER TABLE {} DROP CONSTRAINT {doubt}{}", relation_name(schema, object), quote::ident(&object.name));
    }
    let (words, address) = (upper(class_words(object.class())), address(schema, id, object));
    match address.strip_prefix(&words).map(str::trim_start) {
        Some(name) => format!("DROP {words} {doubt}{name}"),
        None => format!("DROP {address}"),
    }
}

/// The statement that gives an object another name.
pub fn rename(schema: &Schema, id: Id, object: &Object, to: &str) -> String {
    match &object.body {
        Body::Constraint(_) => format!(
            "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
            relation_name(schema, object),
            quote::ident(&object.name),
            quote::ident(to)
        ),
        _ => format!("ALTER {} RENAME TO {}", address(schema, id, object), quote::ident(to)),
    }
}

/// Types as an argument list; `users` are the user types among them, place by place.
pub fn type_list(types: &[TypeName], schema: &Schema, users: &[Option<Id>]) -> String {
    let one = |(at, ty): (usize, &TypeName)| {
        let user = users.get(at).copied().flatten().filter(|id| schema.get(*id).is_some());
        let name = match user {
            Some(id) => schema.print_name(id),
            None => match (&ty.name.schema, standard_name(&ty.name.name)) {
                (None, Some(words)) => words.to_owned(),
                (schema, _) => quote::qualified(schema.as_deref(), &ty.name.name),
            },
        };
        format!("{name}{}", if ty.dimensions > 0 { "[]" } else { "" })
    };
    types.iter().enumerate().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether a type's body can be told by its labels alone.
pub fn is_enum(object: &Object) -> bool {
    matches!(&object.body, Body::Type(it) if matches!(it.body, TypeBody::Enum(_)))
}

/// What the SQL standard calls a type that the engine has a shorter name for.
fn standard_name(engine: &str) -> Option<&'static str> {
    Some(match engine {
        "int2" => "smallint",
        "int4" => "integer",
        "int8" => "bigint",
        "float4" => "real",
        "float8" => "double precision",
        "bool" => "boolean",
        "timestamptz" => "timestamp with time zone",
        "timetz" => "time with time zone",
        "bpchar" => "character",
        _ => return None,
    })
}

fn upper(words: &str) -> String {
    words.to_uppercase()
}
