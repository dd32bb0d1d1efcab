//! Ghosts: what statements need and no file creates.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::dialect::name::{Class, Name};
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::order::{Event, Facts, Mentioned, Plan, Relations, facts, label};
use crate::text::LineIndex;

/// Names at least so alike are taken for a slip (Jaro-Winkler).
const ALIKE: f64 = 0.9;
/// The tables in which migration tools keep what they have run: the tool makes them.
const OF_TOOLS: &[&str] = &[
    "__diesel_schema_migrations",
    "_prisma_migrations",
    "_sqlx_migrations",
    "alembic_version",
    "databasechangelog",
    "databasechangeloglock",
    "flyway_schema_history",
    "goose_db_version",
    "gorp_migrations",
    "schema_migrations",
];
/// So many uses are named in a message.
const SHOWN: usize = 3;

/// Finds the objects that are needed and created nowhere, each once, where they are used first.
pub fn find(scripts: &[Script], plan: &Plan, dialect: &dyn Dialect) -> Vec<Finding> {
    let facts: Vec<Facts> = scripts.iter().map(facts).collect();
    // What an opaque statement makes has no name in the text, and a placeholder stands for one.
    let has_placeholders = scripts.iter().flat_map(Script::statements).any(|statement| !statement.likely.is_empty());
    if has_placeholders || facts.iter().any(|facts| facts.opaque) {
        return Vec::new();
    }
    let made = made(&facts, dialect);
    let mut ghosts: BTreeMap<&str, Vec<(usize, &Mentioned)>> = BTreeMap::new();
    let columns = Columns::new(&facts);
    let has_unknown_extension = facts.iter().any(has_unknown_extension);
    let is_clear = |need: &&Mentioned| {
        let by_extension = || brought_by(need, dialect).is_some() || need.class == Class::Type && !has_unknown_extension;
        is_clear(need) || !matches!(need.class, Class::Table | Class::Schema | Class::Column) && by_extension()
    };
    for file in &plan.order {
        let parts = facts[*file].parts_needed.iter().filter(|need| columns.misses(need));
        let wholes = facts[*file].needs.iter().filter(is_clear);
        let needs = wholes.chain(parts).filter(|need| !is_made(need, &made));
        for need in needs.filter(|need| !facts[*file].has_conditional(&need.object)) {
            ghosts.entry(&need.object).or_default().push((*file, need));
        }
    }
    let relations = Relations::new(&facts);
    let ghosts = ghosts.into_iter().filter(|(object, _)| !may_be_elsewhere(object, &made));
    let findings = ghosts.filter_map(|(object, uses)| finding(scripts, object, &uses, &made, &relations, dialect));
    findings.collect()
}

fn is_made(need: &Mentioned, made: &BTreeSet<String>) -> bool {
    made.contains(&need.object) || need.instead.as_ref().is_some_and(|instead| made.contains(instead))
}

/// The known extension that would bring what is needed.
fn brought_by(need: &Mentioned, dialect: &dyn Dialect) -> Option<&'static str> {
    let bare = need.object.rsplit([' ', '.']).next()?;
    dialect.extension_with(need.class, bare)
}

/// Nobody knows what it brings.
fn has_unknown_extension(facts: &Facts) -> bool {
    let extensions = facts.makes.iter().filter(|made| made.class == Class::Extension);
    let brings = |extension: &Mentioned| facts.parts_made.iter().any(|part| part.of.as_ref() == Some(&extension.object));
    extensions.into_iter().any(|extension| !brings(extension))
}

/// The tables whose columns the files tell, all of them.
struct Columns {
    tables: BTreeSet<String>,
}

impl Columns {
    fn new(facts: &[Facts]) -> Self {
        let all = || facts.iter().flat_map(|facts| &facts.events);
        let mut tables: BTreeSet<String> = facts
            .iter()
            .flat_map(|facts| &facts.makes)
            .filter(|it| it.class == Class::Table)
            .map(|it| it.object.clone())
            .collect();
        for event in all() {
            match event {
                Event::Vague(relation) => {
                    tables.remove(relation);
                }
                Event::Copied { from, to } => {
                    tables.remove(from);
                    tables.remove(to);
                }
                Event::Made(_) | Event::Gone(_) => {}
            }
        }
        Self { tables }
    }

    /// Whether a column for sure is one that a table of the files should have.
    fn misses(&self, need: &Mentioned) -> bool {
        const OF_SYSTEM: &[&str] = &["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"];
        let is_system = || OF_SYSTEM.iter().any(|column| need.object.ends_with(&format!(".{column}")));
        let of_known = need.of.as_ref().is_some_and(|of| self.tables.contains(of));
        need.class == Class::Column && !need.is_doubtful && of_known && !is_system()
    }
}

/// Everything that the files make, and that the extensions among it bring.
fn made(facts: &[Facts], dialect: &dyn Dialect) -> BTreeSet<String> {
    let parts = facts.iter().flat_map(|facts| &facts.parts_made);
    let mut made: BTreeSet<String> =
        facts.iter().flat_map(|facts| &facts.makes).chain(parts).map(|made| made.object.clone()).collect();
    let mut extensions: Vec<String> =
        made.iter().filter_map(|object| object.strip_prefix("extension ").map(str::to_owned)).collect();
    let mut seen = BTreeSet::new();
    while let Some(extension) = extensions.pop() {
        if seen.insert(extension.clone()) {
            let provides = dialect.extension(&extension);
            made.extend(provides.objects.iter().map(|(class, name)| label(*class, &Name::bare(name.clone()))));
            extensions.extend(provides.requires);
        }
    }
    made
}

/// Whether the name leads to an object of the user's for sure: functions and types without a schema may be the server's or an
/// extension's.
fn is_clear(need: &Mentioned) -> bool {
    match need.class {
        _ if OF_TOOLS.iter().any(|table| name(&need.object).rsplit('.').next() == Some(*table)) => false,
        Class::Table | Class::View | Class::MaterializedView | Class::ForeignTable | Class::Sequence => true,
        Class::Schema => !need.object.ends_with(" public"),
        _ => false,
    }
}

/// Whether a name without schema may lead to an object in one of the search path, or to the sequence of an identity column.
fn may_be_elsewhere(object: &str, made: &BTreeSet<String>) -> bool {
    let bare = name(object);
    let end = format!(".{bare}");
    !bare.contains('.') && (bare.ends_with("_seq") || made.iter().any(|other| other.ends_with(&end)))
}

fn finding(
    scripts: &[Script],
    object: &str,
    uses: &[(usize, &Mentioned)],
    made: &BTreeSet<String>,
    relations: &Relations,
    dialect: &dyn Dialect,
) -> Option<Finding> {
    let (file, first) = uses.first()?;
    let place = |(file, need): &(usize, &Mentioned)| {
        let text = &scripts[*file].text;
        format!("{}:{}", text.path, LineIndex::new(&text.content).position(need.at).line)
    };
    let mut places: Vec<String> = uses.iter().map(place).collect();
    places.dedup();
    let more = places.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let places = places.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let shown = relations.shown(object);
    let message = format!("{shown} is needed by {places}{more}, and no file creates it");
    let help = match nearest(object, made) {
        _ if brought_by(first, dialect).is_some() => {
            let extension = brought_by(first, dialect).unwrap_or_default();
            format!(
                "the extension {extension} brings it: add `CREATE EXTENSION IF NOT EXISTS \"{extension}\"` before its first use"
            )
        }
        Some(near) => format!(
            "is it `{}`? otherwise give the schema that has it with `--base`, or add the file that is missing",
            name(near)
        ),
        None => "give the schema that has it with `--base`, or add the file that is missing".to_owned(),
    };
    Some(Finding::warning("created-nowhere", message).at(&scripts[*file].text.path, first.at..first.at + 1).help(help))
}

/// The object of the same class whose name is most like the one that is missing.
fn nearest<'a>(object: &str, made: &'a BTreeSet<String>) -> Option<&'a str> {
    let class = object.split_once(' ').map_or("", |(class, _)| class);
    // Of columns, those of the same table.
    let table =
        object.strip_prefix("column ").and_then(|column| column.rfind('.')).map_or("", |dot| &object[..="column ".len() + dot]);
    let same = made.iter().filter(|it| it.split_once(' ').is_some_and(|(other, _)| other == class) && it.starts_with(table));
    let own = |it: &str| it.get(table.len()..).unwrap_or_default().to_owned();
    let wanted = if table.is_empty() { name(object).to_owned() } else { own(object) };
    let rated = same.map(|it| {
        let other = if table.is_empty() { name(it).to_owned() } else { own(it) };
        (strsim::jaro_winkler(&wanted, &other), it)
    });
    let best = rated.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(best.1)
}

fn name(object: &str) -> &str {
    object.split_once(' ').map_or(object, |(_, name)| name)
}
