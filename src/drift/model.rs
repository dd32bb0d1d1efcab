//! A schema of the model as a snapshot: what can be compared without a server.

use crate::schema::Schema;
use crate::verify::catalog::Snapshot;

/// Returns the items of a schema.
pub fn items(schema: &Schema) -> Snapshot {
    let _ = schema;
    Snapshot::default()
}
