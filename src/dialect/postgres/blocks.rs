//! DO blocks and bodies of routines: what their statements do, as far as the text tells.

use squawk_syntax::ast::{AstNode, Do};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::plpgsql::{self, values::Variables};
use super::{catalog, read, tree};
use crate::dialect::catalog::Catalog;
use crate::dialect::effect::Effect;
use crate::dialect::value::Value;

/// Reads a DO block.
pub fn read(_statement: &str, node: &SyntaxNode) -> Option<Vec<Effect>> {
    if node.kind() != SyntaxKind::DO {
        return None;
    }
    let Some(effects) = run_do(node, Variables::default(), None) else {
        return Some(vec![Effect::Opaque { why: format!("a DO block in a language that is not read: `{}`", beginning(node)) }]);
    };
    let body = Do::cast(node.clone())?.plpgsql()?;
    let asks = catalog::mentions(&body.syntax());
    Some(if asks { vec![Effect::Block { body: body.text().to_owned(), otherwise: effects }] } else { effects })
}

/// What a call of a routine with this body does.
pub fn expand_call(
    language: &str,
    body: &str,
    params: &[String],
    args: &[Option<Value>],
    catalog: Option<&dyn Catalog>,
) -> Option<Vec<Effect>> {
    let variables = Variables::of_call(params, args);
    match language.to_lowercase().as_str() {
        "plpgsql" => {
            let wrapped = wrap(body);
            let parsed = read::parse(&wrapped).ok().filter(|parsed| parsed.trouble.is_none())?;
            run_do(&tree::child(&parsed.root, SyntaxKind::DO)?, variables, catalog)
        }
        "sql" => {
            let parsed = read::parse(body).ok().filter(|parsed| parsed.trouble.is_none())?;
            Some(plpgsql::statements(body, &parsed.root, &variables))
        }
        _ => None,
    }
}

/// A body as a DO block, in dollar quotes that it does not hold.
pub fn wrap(body: &str) -> String {
    let mut tag = "$body$".to_owned();
    while body.contains(&tag) {
        tag.insert(1, '_');
    }
    format!("DO {tag}{body}{tag}")
}

fn run_do(node: &SyntaxNode, variables: Variables, catalog: Option<&dyn Catalog>) -> Option<Vec<Effect>> {
    let body = Do::cast(node.clone())?.plpgsql()?;
    let text = body.text().to_owned();
    let mut effects = plpgsql::run(&text, &body.syntax(), variables, catalog);
    if !effects.is_empty() && text.to_lowercase().contains("current_setting(") {
        effects.push(Effect::Assumed { why: "it reads settings, and is followed as if none were set".to_owned() });
    }
    Some(effects)
}

fn beginning(node: &SyntaxNode) -> String {
    tree::text(node).chars().take(40).collect()
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;
    use crate::dialect::effect::DataChange;
    use crate::dialect::name::Name;
    use crate::dialect::value::Argument;

    fn effects(sql: &str) -> Vec<Effect> {
        read::statement(sql, 0).effects
    }

    fn dropped(effect: &Effect) -> String {
        match effect {
            Effect::Drop { objects, .. } => objects[0].name.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_guarded_block_is_conditional() {
        let found = effects("DO $$ BEGIN DROP VIEW v; EXCEPTION WHEN undefined_table THEN null; END $$");
        let [Effect::Conditional(inner)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(dropped(&inner[0]), "v");
    }

    #[test]
    fn a_branch_is_conditional() {
        let found = effects("DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN DROP VIEW a; ELSE DROP VIEW b; END IF; END $$");
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|effect| matches!(effect, Effect::Conditional(_))));
    }

    #[test]
    fn what_follows_a_conditional_return_is_conditional() {
        let found = effects("DO $$ BEGIN IF x() THEN RETURN; END IF; DROP VIEW v; END $$");
        let [Effect::Conditional(inner)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(dropped(&inner[0]), "v");
    }

    #[test]
    fn dynamic_text_is_evaluated() {
        let found = effects(
            "DO $$ DECLARE n text := 'My'; BEGIN EXECUTE 'DROP VIEW ' || quote_ident(n) || '; DROP VIEW z';
             n := lower(n); EXECUTE format('DROP VIEW %I.%s', n, 'x'); END $$",
        );
        assert_eq!(found.iter().map(dropped).collect::<Vec<_>>(), ["My", "z", "my.x"]);
    }

    #[test]
    fn a_loop_over_literals_is_unrolled() {
        let found = effects(
            "DO $$ DECLARE n text; BEGIN FOREACH n IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE 'DROP VIEW ' || n; END LOOP; END $$",
        );
        assert_eq!(found.iter().map(dropped).collect::<Vec<_>>(), ["a", "b"]);
        let found = effects(
            "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM (VALUES ('a'), ('b')) AS t(n) LOOP EXECUTE 'DROP VIEW ' || r.n; END LOOP; END $$",
        );
        assert_eq!(found.iter().map(dropped).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_loop_over_the_catalog_waits_for_what_it_shows() {
        let found = effects(
            "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM pg_class LOOP EXECUTE 'DROP VIEW ' || r.relname; END LOOP; END $$",
        );
        assert!(
            matches!(found.as_slice(), [Effect::Block { otherwise, .. }]
                if matches!(otherwise.as_slice(), [Effect::Conditional(inner)] if matches!(inner[0], Effect::Opaque { .. }))),
            "{found:?}"
        );
    }

    #[test]
    fn reading_into_variables_has_no_effect() {
        assert_eq!(effects("DO $$ DECLARE x int; BEGIN SELECT count(*) INTO STRICT x FROM t; RAISE NOTICE '%', x; END $$"), []);
        let found = effects("DO $$ DECLARE x int; BEGIN INSERT INTO t (a) VALUES (1) RETURNING id INTO x; END $$");
        assert!(matches!(found.as_slice(), [Effect::Data(DataChange::Insert(_))]), "{found:?}");
    }

    #[test]
    fn a_call_is_expanded_with_its_arguments() {
        let body = "BEGIN EXECUTE format('CREATE TRIGGER set_updated_at BEFORE UPDATE ON %s
            FOR EACH ROW EXECUTE PROCEDURE diesel_set_updated_at()', _tbl); END;";
        let found = expand_call("plpgsql", body, &["_tbl".to_owned()], &[Some(Value::Text("posts".to_owned()))], None)
            .unwrap_or_default();
        let [Effect::CreateTrigger(trigger)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((trigger.name.as_str(), &trigger.table), ("set_updated_at", &Name::bare("posts")));
    }

    #[test]
    fn a_select_of_a_function_is_a_call() {
        let call = |name: Name, args: &[&str]| Effect::Call {
            routine: name,
            args: args.iter().map(|arg| Argument { name: None, value: Some(Value::Text((*arg).to_owned())) }).collect(),
        };
        assert_eq!(effects("SELECT diesel_manage_updated_at('t')"), [call(Name::bare("diesel_manage_updated_at"), &["t"])]);
        assert_eq!(effects("SELECT count(*), now() FROM t"), []);
        assert_eq!(
            effects("DO $$ DECLARE n text := 'a'; BEGIN PERFORM s.f(n); END $$"),
            [call(Name::qualified("s", "f"), &["a"])]
        );
    }
}
