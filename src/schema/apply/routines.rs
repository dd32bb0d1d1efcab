//! Functions, procedures, aggregates, and calls of them.

use super::Applier;
use crate::dialect::effect::{CreateRoutine, Effect, Param, ParamMode};
use crate::dialect::name::{Class, Name, ObjectName, TypeName};
use crate::dialect::value::{Argument, Value};
use crate::dialect::wording::Wording;
use crate::schema::id::Id;
use crate::schema::object::{Body, Object, Place, Routine};
use crate::schema::{Key, signature};

/// A routine that calls routines that call routines: further than this nobody follows.
const DEEPEST_CALL: usize = 8;

impl Applier<'_> {
    pub(super) fn create_routine(&mut self, create: &CreateRoutine) {
        let Some(namespace) = self.creation_schema(&create.name) else { return };
        let inputs = create.params.iter().filter(|param| !matches!(param.mode, ParamMode::Out | ParamMode::Table));
        let args: Vec<TypeName> = inputs.map(|param| param.ty.clone()).collect();
        let arg_ids = args.iter().map(|ty| self.user_type_of(ty)).collect();
        let arg_types = create.params.iter().filter_map(|param| self.user_type_of(&param.ty)).collect();
        let existing = self.schema.find(&Key::Routine(namespace, create.name.name.clone(), signature(&args)));
        if existing.is_some() && !create.or_replace {
            return self.duplicate("function", &create.name.to_string());
        }
        let routine = Routine {
            class: create.class,
            args,
            arg_ids,
            arg_types,
            params: create.params.clone(),
            returns: create.returns.clone(),
            language: create.language.clone(),
            body: create.body.clone(),
            def: self.schema.resolve(&create.wording, crate::schema::resolve::Context::default()),
            alters: Vec::new(),
        };
        match existing {
            Some(id) => self.schema.update(id, |object| object.body = Body::Routine(routine)),
            None => {
                self.add(Object::new(create.name.name.clone(), Place::Schema(namespace), Body::Routine(routine)));
            }
        }
    }

    fn user_type_of(&self, ty: &TypeName) -> Option<Id> {
        if super::columns::is_built_in(&ty.name) { None } else { self.schema.find_type(&ty.name) }
    }

    /// The routine that a statement names: by its argument types, or the only one of that name.
    pub(super) fn find_routine(&self, object: &ObjectName) -> Option<Id> {
        let found = self.schema.find_routines(&object.name);
        let wanted = object.args.as_ref().map(|args| self.argument_keys(args, None));
        let fits = |id: &&Id| match (self.schema.get(**id).map(|object| &object.body), &wanted) {
            (Some(Body::Routine(routine)), Some(wanted)) => self.argument_keys(&routine.args, Some(&routine.arg_ids)) == *wanted,
            (Some(Body::Routine(routine)), None) => object.class == Class::Routine || routine.class == object.class,
            _ => false,
        };
        found.iter().find(fits).copied()
    }

    /// Argument types for comparison: a user type by its identity, since it may have another name by now.
    fn argument_keys(&self, args: &[TypeName], ids: Option<&[Option<Id>]>) -> Vec<(Option<Id>, String)> {
        let key = |(at, ty): (usize, &TypeName)| {
            let id = ids.map_or_else(|| self.user_type_of(ty), |ids| ids.get(at).copied().flatten());
            let array = if ty.dimensions > 0 { "[]" } else { "" };
            let name = if id.is_some() { array.to_owned() } else { signature(std::slice::from_ref(ty)).concat() };
            (id, name)
        };
        args.iter().enumerate().map(key).collect()
    }

    pub(super) fn alter_routine(&mut self, routine: &ObjectName, actions: &Wording) {
        let Some(id) = self.find_routine(routine) else {
            return self.missing("function", &routine.name.to_string());
        };
        let def = self.resolve(actions, None);
        self.schema.update(id, |object| {
            if let Body::Routine(routine) = &mut object.body {
                routine.alters.push(def);
            }
        });
    }

    /// A block that asks the catalogs is run.
    pub(super) fn block(&mut self, body: &str, otherwise: &[Effect]) {
        let effects = self.dialect.expand_call("plpgsql", body, &[], &[], &self.schema.clone());
        for effect in effects.as_deref().unwrap_or(otherwise) {
            self.effect(effect);
        }
    }

    /// A routine is run: what its body does is applied, as far as the text tells.
    pub(super) fn call(&mut self, name: &Name, args: &[Argument]) {
        let Some(id) = self.called(name, args) else { return };
        let Some(Body::Routine(routine)) = self.schema.get(id).map(|object| &object.body) else { return };
        let (Some(body), language) = (routine.body.clone(), routine.language.clone()) else { return };
        let params: Vec<&Param> = inputs(routine).collect();
        let names: Vec<String> = params.iter().map(|param| param.name.clone().unwrap_or_default()).collect();
        let given = |at: usize, param: &Param| {
            let by_place = args.get(at).filter(|arg| arg.name.is_none());
            let by_name = || args.iter().find(|arg| arg.name.is_some() && arg.name == param.name);
            match by_place.or_else(by_name) {
                Some(arg) => arg.value.clone(),
                None => param.default.clone(),
            }
        };
        let values: Vec<Option<Value>> = params.iter().enumerate().map(|(at, param)| given(at, param)).collect();
        let effects = self.dialect.expand_call(&language, &body, &names, &values, &self.schema.clone());
        let Some(effects) = effects else {
            return self.uncertain(format!("function {name} is run, and what it does cannot be told from its text"));
        };
        if self.depth >= DEEPEST_CALL {
            return self.uncertain(format!("function {name} is run by functions that run functions"));
        }
        self.depth += 1;
        for effect in &effects {
            self.effect(effect);
        }
        self.depth -= 1;
    }

    /// The routine of a name that takes such arguments.
    fn called(&self, name: &Name, args: &[Argument]) -> Option<Id> {
        let takes = |id: &&Id| match self.schema.get(**id).map(|object| &object.body) {
            Some(Body::Routine(routine)) => takes(routine, args),
            _ => false,
        };
        let found = self.schema.find_routines(name);
        found.iter().find(takes).copied().or_else(|| self.schema.find_routine(name, Some(args.len())))
    }
}

/// The parameters that a call gives.
fn inputs(routine: &Routine) -> impl Iterator<Item = &Param> {
    routine.params.iter().filter(|param| !matches!(param.mode, ParamMode::Out | ParamMode::Table))
}

/// Whether the parameters fit the arguments: each has one of its own, lists go to arrays, and what is not given has a default.
fn takes(routine: &Routine, args: &[Argument]) -> bool {
    let params: Vec<&Param> = inputs(routine).collect();
    let mut given = vec![false; params.len()];
    for (at, arg) in args.iter().enumerate() {
        let place = match &arg.name {
            None => Some(at),
            Some(_) => params.iter().position(|param| param.name == arg.name),
        };
        let Some((param, given)) = place.and_then(|place| Some((params.get(place)?, given.get_mut(place)?))) else {
            return false;
        };
        let is_list = matches!(arg.value, Some(Value::List(_)));
        if is_list && param.ty.dimensions == 0 {
            return false;
        }
        *given = true;
    }
    params.iter().zip(given).all(|(param, given)| given || param.has_default)
}
