//! Which statements lead from one schema to another?
//!
//! Both schemas come from one history, so an id means the same object in both. The work is proportional to what differs:
//!
//! 1. [`align`]: objects that were dropped and made again under their old name count as one object changed;
//! 2. [`plan`]: what must be dropped, made, renamed, altered, with everything that stands in the way re-made around it;
//! 3. [`order`]: an order in which each step works;
//! 4. [`emit`]: the statements, each printed with the names that hold when it runs.

mod align;
mod emit;
mod order;
mod plan;
mod privileges;
mod steps;

pub use align::unite;

use super::Schema;

/// The statements that lead from one schema to the other, in an order that works.
pub fn diff(from: &Schema, to: &Schema) -> Vec<String> {
    let from = align::align(from, to);
    let plan = plan::plan(&from, to);
    let steps = order::order(&plan, &from, to);
    let (mut statements, last) = privileges::default_privileges(&from, to);
    statements.extend(emit::emit(&plan, &steps, &from, to));
    statements.extend(last);
    statements
}
