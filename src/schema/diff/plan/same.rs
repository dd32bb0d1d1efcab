//! Whether two definitions say the same, and whether an object can be altered at all or must be made anew.

use super::Planner;
use crate::schema::def::Def;
use crate::schema::object::{Body, ConstraintRule, Object, TypeBody, View};

impl Planner<'_> {
    pub(super) fn same(&self, a: &Def, b: &Def) -> bool {
        a.same(b, self.to)
    }

    pub(super) fn same_option(&self, a: Option<&Def>, b: Option<&Def>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => self.same(a, b),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether two bodies differ in wording at most.
    pub(super) fn says_the_same(&self, old: &Object, new: &Object) -> bool {
        match (&old.body, &new.body) {
            (Body::Extension(a), Body::Extension(b)) => a.schema == b.schema,
            (Body::Index(a), Body::Index(b)) => {
                self.same(&a.def, &b.def) && a.options == b.options && a.statistics == b.statistics && a.marks == b.marks
            }
            (Body::Routine(a), Body::Routine(b)) => {
                // The server keeps a quoted body byte for byte, comments included.
                a.body == b.body && self.same(&a.def, &b.def) && a.alters == b.alters && a.language == b.language
            }
            (Body::Constraint(a), Body::Constraint(b)) => {
                a.not_valid == b.not_valid && a.not_enforced == b.not_enforced && a.deferral == b.deferral && a.marks == b.marks
            }
            (Body::Trigger(a), Body::Trigger(b)) => a.state == b.state,
            (Body::Rule(a), Body::Rule(b)) => a.state == b.state,
            (Body::Policy(_), Body::Policy(_)) => true,
            (a, b) => a == b,
        }
    }

    pub(super) fn must_recreate(&self, old: &Object, new: &Object) -> bool {
        if old.class() != new.class() {
            return true;
        }
        match (&old.body, &new.body) {
            (Body::View(a), Body::View(b)) => {
                let ids = |view: &View| view.columns.iter().map(|(id, _)| *id).collect::<Vec<_>>();
                !self.same(&a.def, &b.def) || ids(a) != ids(b)
            }
            (Body::Index(a), Body::Index(b)) => {
                old.place != new.place || !self.same(&a.def, &b.def) || a.options != b.options || a.part_of != b.part_of
            }
            (Body::Constraint(a), Body::Constraint(b)) => {
                old.place != new.place
                    || !self.same(&a.def, &b.def)
                    || !same_rule(&a.rule, &b.rule)
                    || (a.deferral != b.deferral && !a.is_foreign_key())
                    || (!a.not_valid && b.not_valid)
            }
            (Body::Trigger(a), Body::Trigger(b)) => !self.same(&a.def, &b.def) || a.function != b.function,
            (Body::Policy(a), Body::Policy(b)) => {
                !self.same_option(a.using.as_ref(), b.using.as_ref())
                    || !self.same_option(a.check.as_ref(), b.check.as_ref())
                    || (a.restrictive, &a.command, &a.roles) != (b.restrictive, &b.command, &b.roles)
            }
            (Body::Rule(a), Body::Rule(b)) => !self.same(&a.def, &b.def),
            (Body::Other(a), Body::Other(b)) => !self.same(&a.def, &b.def) || a.alters != b.alters,
            (Body::Routine(a), Body::Routine(b)) => {
                let shape = |it: &crate::schema::object::Routine| {
                    let params: Vec<_> =
                        it.params.iter().map(|param| (param.name.clone(), param.mode, param.has_default)).collect();
                    (it.returns.as_deref().map(crate::schema::def::normal), params)
                };
                shape(a) != shape(b) || (a != b && a.class == crate::dialect::name::Class::Aggregate)
            }
            (Body::Type(a), Body::Type(b)) => match (&a.body, &b.body) {
                (TypeBody::Domain(a), TypeBody::Domain(b)) => !a.ty.same(&b.ty),
                (TypeBody::Defined(a), TypeBody::Defined(b)) => !self.same(a, b),
                (TypeBody::Enum(_), TypeBody::Enum(_)) | (TypeBody::Composite(_), TypeBody::Composite(_)) => false,
                _ => true,
            },
            _ => false,
        }
    }
}

fn same_rule(a: &ConstraintRule, b: &ConstraintRule) -> bool {
    match (a, b) {
        (
            ConstraintRule::ForeignKey { target: a, target_columns: c, .. },
            ConstraintRule::ForeignKey { target: b, target_columns: d, .. },
        ) => a == b && c == d,
        _ => a == b,
    }
}
