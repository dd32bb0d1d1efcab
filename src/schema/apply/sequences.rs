//! CREATE SEQUENCE and ALTER SEQUENCE.

use super::Applier;
use crate::dialect::effect::SequenceOptions;
use crate::dialect::name::Name;
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Object, Place, Sequence};

impl Applier<'_> {
    pub(super) fn create_sequence(&mut self, name: &Name, if_not_exists: bool, temporary: bool, options: &SequenceOptions) {
        let Some(namespace) = self.creation_schema(name) else { return };
        if self.name_taken(namespace, &name.name) {
            if !if_not_exists {
                self.duplicate("sequence", &name.to_string());
            }
            return;
        }
        let mut sequence = Sequence { temporary, unlogged: options.logged == Some(false), ..Sequence::default() };
        sequence.facts.set(options);
        sequence.owned_by = self.owner_column(options).flatten();
        self.add(Object::new(name.name.clone(), Place::Schema(namespace), Body::Sequence(sequence)));
    }

    pub(super) fn alter_sequence(&mut self, name: &Name, if_exists: bool, options: &SequenceOptions) {
        let Some(id) = self.relation(name, if_exists) else { return };
        let owner = self.owner_column(options);
        self.change_sequence(id, |sequence| {
            sequence.facts.set(options);
            if let Some(owner) = owner {
                sequence.owned_by = owner;
            }
            if let Some(logged) = options.logged {
                sequence.unlogged = !logged;
            }
        });
    }

    pub(super) fn change_sequence(&mut self, id: Id, change: impl FnOnce(&mut Sequence)) {
        self.schema.update(id, |object| {
            if let Body::Sequence(sequence) = &mut object.body {
                change(sequence);
            }
        });
    }

    /// What OWNED BY says: outer `None`, nothing; inner `None`, nobody.
    fn owner_column(&mut self, options: &SequenceOptions) -> Option<Option<(Id, ColumnId)>> {
        let owner = options.owned_by.as_ref()?;
        let Some((table, column)) = owner else { return Some(None) };
        let table = self.relation(table, false)?;
        let found = self.schema.find_column(table, column);
        if found.is_none() {
            self.missing("column", column);
        }
        found.map(|column| Some((table, column)))
    }
}
