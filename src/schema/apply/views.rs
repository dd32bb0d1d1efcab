//! Views and materialized views.

use std::collections::BTreeMap;

use super::Applier;
use crate::dialect::effect::CreateView;
use crate::schema::def::{Def, Means};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Object, Place, View};

impl Applier<'_> {
    pub(super) fn create_view(&mut self, create: &CreateView) {
        if create.temporary {
            return;
        }
        let Some(namespace) = self.creation_schema(&create.name) else { return };
        let existing = self.schema.find(&crate::schema::Key::Relation(namespace, create.name.name.clone()));
        if existing.is_some() && !create.or_replace {
            if !create.if_not_exists {
                self.duplicate("view", &create.name.to_string());
            }
            return;
        }
        let def = self.resolve(&create.wording, None);
        let (names, columns_known) = Self::query_columns(&create.columns, &def);
        let old = existing.and_then(|id| self.schema.get(id)).and_then(|object| match &object.body {
            Body::View(view) => Some((view.columns.clone(), view.altered.clone())),
            _ => None,
        });
        let (old, altered) = old.map_or((None, BTreeMap::new()), |(columns, altered)| (Some(columns), altered));
        let query_names = names.clone();
        let columns = names.into_iter().map(|name| (self.view_column(old.as_deref(), &name), name)).collect();
        let view = View {
            materialized: create.materialized,
            def,
            columns,
            query_names,
            columns_known,
            made_options: create.options.clone(),
            options: create.options.clone(),
            altered,
            column_comments: self.kept_comments(existing),
        };
        match existing {
            Some(id) => self.schema.update(id, |object| object.body = Body::View(view)),
            None => {
                self.add(Object::new(create.name.name.clone(), Place::Schema(namespace), Body::View(view)));
            }
        }
    }

    /// Replacing a view keeps the comments on its columns.
    fn kept_comments(&self, existing: Option<Id>) -> BTreeMap<String, String> {
        match existing.and_then(|id| self.schema.get(id)).map(|object| &object.body) {
            Some(Body::View(view)) => view.column_comments.clone(),
            _ => BTreeMap::new(),
        }
    }

    /// A view's column keeps its id when the view is replaced.
    fn view_column(&mut self, old: Option<&[(ColumnId, String)]>, name: &str) -> ColumnId {
        let kept = old.and_then(|old| old.iter().find(|(_, it)| it == name)).map(|(id, _)| *id);
        kept.unwrap_or_else(|| self.schema.new_column())
    }

    /// The names of a query's columns with the stars spelled out, and whether that is all of them.
    pub(super) fn query_columns(columns: &[Option<String>], def: &Def) -> (Vec<String>, bool) {
        let mut stars = def.spots.iter().filter_map(|spot| match &spot.means {
            Means::Star(columns) => Some(columns),
            _ => None,
        });
        let mut names = Vec::new();
        for column in columns {
            match column {
                Some(name) => names.push(name.clone()),
                None => match stars.next() {
                    Some(star) => names.extend(star.iter().map(|column| column.name.clone())),
                    None => return (names, false),
                },
            }
        }
        (names, true)
    }
}
