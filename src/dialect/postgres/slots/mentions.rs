//! Relations, types, routines and other objects by name, and relation names inside string literals.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::Walk;
use super::columns::path_words;
use crate::dialect::name::{Class, Name};
use crate::dialect::postgres::{literal, objects, tree, types};
use crate::dialect::wording::{Mention, RelationRef};

impl Walk {
    /// Visits a node that names an object; false where it is none.
    pub(super) fn visit_mention(&mut self, node: &SyntaxNode) -> bool {
        use SyntaxKind as K;
        match node.kind() {
            K::RELATION_NAME_REF | K::TABLE_NAME_REF | K::SEQUENCE_REF | K::INDEX_REF | K::VIEW_REF => {
                self.push_relation(node);
            }
            K::PATH_TYPE => self.type_path(node),
            K::PERCENT_TYPE | K::PLPGSQL_PERCENT_ROWTYPE => self.percent_type(node),
            K::TYPE_NAME_REF | K::DOMAIN_REF => self.type_name(node),
            K::CALL_EXPR => self.call(node),
            K::CAST_EXPR => self.cast(node),
            K::FUNCTION_NAME_REF | K::PROCEDURE_NAME_REF | K::ROUTINE_NAME_REF => {
                self.routine(node);
            }
            K::SCHEMA_REF => self.schema(node),
            K::COLLATION_REF => self.object(node, Class::Collation),
            K::OP_CLASS_REF => self.object(node, Class::OperatorClass),
            K::OP_FAMILY_REF => self.object(node, Class::OperatorFamily),
            K::TEXT_SEARCH_CONFIGURATION_REF => self.object(node, Class::TextSearchConfiguration),
            K::TEXT_SEARCH_DICTIONARY_REF => self.object(node, Class::TextSearchDictionary),
            K::TEXT_SEARCH_PARSER_REF => self.object(node, Class::TextSearchParser),
            K::TEXT_SEARCH_TEMPLATE_REF => self.object(node, Class::TextSearchTemplate),
            K::SERVER_REF => self.object(node, Class::Server),
            K::FOREIGN_DATA_WRAPPER_REF => self.object(node, Class::ForeignDataWrapper),
            K::ATTRIBUTE_OPTION => self.option(node),
            K::CUSTOM_OP | K::OPERATOR_CALL if is_in_expression(node) => self.operator(node),
            _ => return false,
        }
        true
    }

    /// An operator that is not the server's own.
    fn operator(&mut self, node: &SyntaxNode) {
        let written = tree::child(node, SyntaxKind::OP);
        let bare = || Some(Name::bare(tree::text(node)));
        if let Some(name) = written.as_ref().map_or_else(bare, objects::operator_name) {
            let own = name.schema.is_some() || !is_built_in_operator(&name.name);
            if own && !name.name.is_empty() && name.name.chars().all(|c| "+-*/<>=~!@#%^&|`?".contains(c)) {
                self.push(tree::range(node), Mention::Object(Class::Operator, name));
            }
        }
    }

    fn type_path(&mut self, node: &SyntaxNode) {
        if let Some(path) = tree::child(node, SyntaxKind::PATH_REF) {
            self.type_name(&path);
        }
    }

    fn type_name(&mut self, path: &SyntaxNode) {
        if let Some(name) = tree::name(path) {
            self.push(tree::range(path), Mention::Type(types::engine_name(name)));
        }
    }

    /// `t.c%TYPE`, `t%ROWTYPE`.
    fn percent_type(&mut self, node: &SyntaxNode) {
        let Some(path) = tree::child(node, SyntaxKind::PATH_REF) else {
            return;
        };
        if node.kind() == SyntaxKind::PLPGSQL_PERCENT_ROWTYPE {
            self.push_relation(&path);
            return;
        }
        let Some(qualifier) = tree::child(&path, SyntaxKind::PATH_REF) else {
            return;
        };
        self.push_relation(&qualifier);
        if let Some(column) = tree::child(&path, SyntaxKind::PATH_SEGMENT_REF) {
            let relations = tree::name(&qualifier).map(RelationRef::Named).into_iter().collect();
            self.push_column_of(&column, relations);
        }
    }

    fn call(&mut self, node: &SyntaxNode) {
        let mut children = node.children();
        let callee = children.next();
        let named = callee.as_ref().and_then(|callee| path_words(callee).map(|words| (words, tree::range(callee))));
        let Some((words, range)) = named else {
            self.visit_children(node);
            return;
        };
        let args = tree::child(node, SyntaxKind::ARG_LIST);
        let mut names: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
        if let Some(last) = names.pop() {
            let name = Name { schema: names.pop(), name: last };
            if takes_configuration(&name.name, args.as_ref()) {
                let first = args.as_ref().and_then(|args| tree::child(args, SyntaxKind::ARG));
                let literal = first.and_then(|arg| tree::child(&arg, SyntaxKind::LITERAL));
                literal.iter().for_each(|literal| self.configuration(literal));
            }
            if takes_relation_text(&name.name) {
                self.first_literal(args.as_ref());
            }
            self.push(range, Mention::Routine { name, arity: args.as_ref().and_then(arity) });
        }
        children.for_each(|child| self.visit(&child));
    }

    /// `'s.t'::regclass` names a relation.
    fn cast(&mut self, node: &SyntaxNode) {
        if cast_to(node, "regclass") {
            node.children().filter(|child| child.kind() == SyntaxKind::LITERAL).for_each(|child| self.relation_literal(&child));
        }
        if cast_to(node, "regconfig") {
            node.children().filter(|child| child.kind() == SyntaxKind::LITERAL).for_each(|child| self.configuration(&child));
        }
        self.visit_children(node);
    }

    /// `'s.c'` names a text search configuration.
    fn configuration(&mut self, literal: &SyntaxNode) {
        let (range, text) = (tree::range(literal), tree::text(literal));
        let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).filter(|inner| !inner.contains('\''));
        if let Some(name) = inner.and_then(literal::qualified_name) {
            self.push(range.start + 1..range.end - 1, Mention::Object(Class::TextSearchConfiguration, name));
        }
    }

    fn first_literal(&mut self, args: Option<&SyntaxNode>) {
        let first = args.and_then(|args| tree::child(args, SyntaxKind::ARG));
        let Some(inner) = first.and_then(|arg| arg.children().next()) else {
            return;
        };
        match inner.kind() {
            SyntaxKind::LITERAL => self.relation_literal(&inner),
            SyntaxKind::CAST_EXPR if !tree::text(&inner).to_lowercase().contains("regclass") => {
                if let Some(literal) = tree::child(&inner, SyntaxKind::LITERAL) {
                    self.relation_literal(&literal);
                }
            }
            _ => {}
        }
    }

    fn relation_literal(&mut self, node: &SyntaxNode) {
        let range = tree::range(node);
        let text = tree::text(node);
        // Escapes inside the quotes would need the same escapes in what is put there.
        let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).filter(|inner| !inner.contains('\''))
        else {
            return;
        };
        if let Some(name) = literal::qualified_name(inner) {
            self.push(range.start + 1..range.end - 1, Mention::RelationLiteral(name));
        }
    }

    fn routine(&mut self, node: &SyntaxNode) {
        let arity =
            node.next_sibling().filter(|next| next.kind() == SyntaxKind::PARAM_LIST || next.kind() == SyntaxKind::ARG_LIST);
        let arity = arity.map(|list| list.children().count());
        if let Some(name) = tree::name(node) {
            self.push(tree::range(node), Mention::Routine { name, arity });
        }
        node.children().filter(|child| child.kind() == SyntaxKind::PARAM_LIST).for_each(|child| self.visit(&child));
    }

    fn schema(&mut self, node: &SyntaxNode) {
        if let Some((name, range)) = tree::segments(node).pop() {
            self.push(range, Mention::Schema(name));
        }
    }

    fn object(&mut self, node: &SyntaxNode, class: Class) {
        if let Some(name) = tree::name(node) {
            self.push(tree::range(node), Mention::Object(class, name));
        }
    }

    /// `sfunc = f`, `stype = t` in the lists of aggregates, operators and base types. Other options name nothing.
    fn option(&mut self, node: &SyntaxNode) {
        let key = tree::child(node, SyntaxKind::ATTRIBUTE_NAME).map(|name| tree::text(&name).to_lowercase()).unwrap_or_default();
        let value = tree::child(node, SyntaxKind::ATTRIBUTE_VALUE).and_then(|value| value.children().next());
        let Some(value) = value.filter(|value| value.kind() != SyntaxKind::LITERAL) else {
            return;
        };
        if is_routine_option(&key) {
            if let Some(name) = tree::name(&value) {
                self.push(tree::range(&value), Mention::Routine { name, arity: None });
            }
        } else if is_type_option(&key) {
            self.visit(&value);
        } else if let (Some(class), Some(name)) = (object_option(node, &key), tree::name(&value)) {
            self.push(tree::range(&value), Mention::Object(class, name));
        }
    }
}

/// The number of arguments, where no VARIADIC hides it.
fn arity(args: &SyntaxNode) -> Option<usize> {
    let list: Vec<_> = tree::children(args, SyntaxKind::ARG).collect();
    (!list.iter().any(|arg| tree::has(arg, SyntaxKind::VARIADIC_KW))).then_some(list.len())
}

fn is_in_expression(op: &SyntaxNode) -> bool {
    use SyntaxKind::{BIN_EXPR, POSTFIX_EXPR, PREFIX_EXPR};
    op.parent().is_some_and(|parent| matches!(parent.kind(), BIN_EXPR | PREFIX_EXPR | POSTFIX_EXPR))
}

/// PostgreSQL 18: the symbols of `pg_operator`.
fn is_built_in_operator(symbol: &str) -> bool {
    const SYMBOLS: &str = "!! !~ !~* !~~ !~~* != # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << \
                           <<= <<| <= <> <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || \
                           ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*";
    SYMBOLS.split_whitespace().any(|it| it == symbol)
}

fn cast_to(node: &SyntaxNode, ty: &str) -> bool {
    tree::child(node, SyntaxKind::PATH_TYPE).and_then(|ty| tree::name(&ty)).is_some_and(|name| name.name == ty)
}

/// Text search functions take a configuration before the text.
fn takes_configuration(function: &str, args: Option<&SyntaxNode>) -> bool {
    let several = args.is_some_and(|args| tree::children(args, SyntaxKind::ARG).count() > 1);
    several
        && matches!(
            function,
            "to_tsvector" | "to_tsquery" | "plainto_tsquery" | "phraseto_tsquery" | "websearch_to_tsquery" | "ts_headline"
        )
}

fn takes_relation_text(function: &str) -> bool {
    matches!(function, "nextval" | "currval" | "setval" | "pg_get_serial_sequence" | "to_regclass")
}

fn is_routine_option(key: &str) -> bool {
    matches!(
        key,
        "sfunc"
            | "finalfunc"
            | "combinefunc"
            | "serialfunc"
            | "deserialfunc"
            | "msfunc"
            | "minvfunc"
            | "mfinalfunc"
            | "function"
            | "procedure"
            | "restrict"
            | "join"
            | "input"
            | "output"
            | "receive"
            | "send"
            | "typmod_in"
            | "typmod_out"
            | "analyze"
            | "subscript"
            | "canonical"
            | "subtype_diff"
            | "init"
            | "lexize"
            | "start"
            | "gettoken"
            | "end"
            | "lextypes"
            | "headline"
    )
}

/// `TEMPLATE = t` of a dictionary, `PARSER = p` and `COPY = c` of a configuration.
fn object_option(option: &SyntaxNode, key: &str) -> Option<Class> {
    let statement = option.parent()?.parent()?.kind();
    match (statement, key) {
        (SyntaxKind::CREATE_TEXT_SEARCH_DICTIONARY, "template") => Some(Class::TextSearchTemplate),
        (SyntaxKind::CREATE_TEXT_SEARCH_CONFIGURATION, "parser") => Some(Class::TextSearchParser),
        (SyntaxKind::CREATE_TEXT_SEARCH_CONFIGURATION, "copy") => Some(Class::TextSearchConfiguration),
        _ => None,
    }
}

fn is_type_option(key: &str) -> bool {
    matches!(key, "stype" | "mstype" | "basetype" | "leftarg" | "rightarg" | "subtype" | "element" | "like")
}
