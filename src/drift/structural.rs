//! Both sides by the model, from their texts, where there is no server.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dump::Dump;
use super::model::{self, items};
use super::{Built, Files, From, Production};
use crate::History;
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::schema::apply::apply;
use crate::verify::catalog::{Item, Snapshot};
use crate::verify::{VerifyError, live};

/// Applies the files to the model.
pub fn files(history: &History, dialect: &dyn Dialect) -> Files {
    let mut schema = Schema::new();
    let mut stages = vec![items(&schema)];
    let mut paths = Vec::new();
    for file in &history.plan.order {
        let script = &history.scripts[*file];
        for statement in script.statements() {
            apply(&mut schema, &statement.effects, dialect);
        }
        schema.set_search_path(None);
        schema.commit();
        paths.push(script.text.path.clone());
        stages.push(items(&schema));
    }
    let snapshot = stages.last().cloned().unwrap_or_default();
    Files { paths, stages, built: Built { snapshot, from: From::Model(Box::new(schema)) }, restored: None }
}

/// Applies a dump to the model.
pub fn dump(dump: &Dump, files: &Files, dialect: &dyn Dialect) -> Production {
    let statements = dump.statements.iter().map(|statement| statement.sql.as_str());
    let built = built(statements, files, dialect);
    Production { name: dump.script.text.path.clone(), built, owner: dump.owner.clone() }
}

/// Reads a database's catalogs and applies them to the model.
///
/// # Errors
/// The database cannot be reached.
pub fn database(url: &str, files: &Files, dialect: &dyn Dialect) -> Result<Production, VerifyError> {
    let live = live::read(url)?;
    let statements = live.snapshot.statements(&live.dependencies);
    let built = built(statements.iter().map(|statement| statement.sql.as_str()), files, dialect);
    Ok(Production { name: live.name, built, owner: live.owner })
}

fn built<'a>(statements: impl Iterator<Item = &'a str>, files: &Files, dialect: &dyn Dialect) -> Built {
    let mut schema = match &files.built.from {
        From::Model(schema) => schema.empty_beside(),
        From::Catalogs(_) => Schema::new(),
    };
    for sql in statements {
        apply(&mut schema, &dialect.read(sql, 0).effects, dialect);
    }
    schema.set_search_path(None);
    schema.commit();
    let snapshot = without_unknown_columns(items(&schema), &files.built.snapshot);
    Built { snapshot, from: From::Model(Box::new(schema)) }
}

/// The text of the files does not tell the columns of every view: such are not compared.
fn without_unknown_columns(production: Snapshot, files: &Snapshot) -> Snapshot {
    let views = files.items.iter().filter(|item| model::is_view(&item.class) && !model::tells_columns(&item.facts));
    let open: BTreeSet<&str> = views.map(|item| item.name.as_str()).collect();
    let bared = |item: &Arc<Item>| {
        if !model::is_view(&item.class) || !open.contains(item.name.as_str()) {
            return Arc::clone(item);
        }
        Arc::new(Item { facts: model::without_columns(&item.facts).to_owned(), ..item.as_ref().clone() })
    };
    Snapshot { items: production.items.iter().map(bared).collect(), ..production }
}
