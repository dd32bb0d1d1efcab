//! Revisions to the text of files. Pure: what OUT holds comes in through the context.

use handlebars::Handlebars;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::context::{self, Context, RevisionView};
use super::manifest::{FileRule, Per};
use super::{Target, TargetError, helpers, path};
use crate::finding::Finding;
use crate::revise::Revision;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Path in OUT, with `/`; checked.
    pub path: String,
    pub content: String,
    /// Written only where OUT has none.
    pub only_if_absent: bool,
    /// Id of the revision that it belongs to.
    pub revision: Option<String>,
    /// Which way of that revision it holds.
    pub holds: Holds,
}

/// Which way of a revision a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    Up,
    Down,
    Both,
    #[default]
    Neither,
}

/// What came of rendering.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// In the order of the history, then the project's own files.
    pub files: Vec<OutFile>,
    pub findings: Vec<Finding>,
}

/// A file of the whole project that no template makes.
pub fn project_file(path: &str, content: String) -> OutFile {
    OutFile { path: path.to_owned(), content, only_if_absent: false, revision: None, holds: Holds::Neither }
}

/// Renders the files of a whole history.
///
/// # Errors
/// A template that is broken, or a path that would leave OUT.
pub fn render(target: &Target, revisions: &[Revision], context: &Context) -> Result<Rendered, TargetError> {
    let renderer = Renderer { target, registry: registry(target)?, base: base(target, context) };
    let mut result = Rendered::default();
    let mut views = Vec::new();
    let width = number_width(target, revisions);
    for revision in revisions {
        let (view, findings) = context::view(target, revision, width);
        result.findings.extend(findings);
        views.push(renderer.value(&view)?);
    }
    for (revision, view) in revisions.iter().zip(&views) {
        let files = renderer.files(Per::Revision, "revision", view.clone(), Some(&revision.id))?;
        result.files.extend(files);
    }
    result.files.extend(renderer.files(Per::Project, "revisions", Value::Array(views), None)?);
    Ok(result)
}

/// Renders one of the commands of the target's manifest, about a revision.
///
/// # Errors
/// The manifest is broken.
pub fn command(target: &Target, command: &str, revision: &Revision) -> Result<String, TargetError> {
    let data = json!({ "revision": { "id": revision.id, "number": revision.number } });
    registry(target)?.render_template(command, &data).map_err(|e| broken(target, command, &e))
}

/// Renders one of the target's templates alone.
///
/// # Errors
/// A template that is broken or not there.
pub fn text(target: &Target, template: &str, data: &Value) -> Result<String, TargetError> {
    registry(target)?.render(template, data).map_err(|e| broken(target, template, &e))
}

struct Renderer<'a> {
    target: &'a Target,
    registry: Handlebars<'static>,
    base: Value,
}

impl Renderer<'_> {
    fn files(&self, per: Per, name: &str, value: Value, revision: Option<&str>) -> Result<Vec<OutFile>, TargetError> {
        let mut data = self.base.clone();
        data[name] = value;
        let rules = self.target.manifest.files.iter().filter(|rule| rule.per == per);
        rules.map(|rule| self.file(rule, &data, revision)).collect()
    }

    fn file(&self, rule: &FileRule, data: &Value, revision: Option<&str>) -> Result<OutFile, TargetError> {
        let name = self.registry.render_template(&rule.path, data).map_err(|e| self.broken(&rule.path, &e))?;
        let content = self.registry.render(&rule.template, data).map_err(|e| self.broken(&rule.template, &e))?;
        let path = without_dots(&name);
        path::checked(std::path::Path::new(""), &path)?;
        Ok(OutFile {
            path,
            content,
            only_if_absent: rule.only_if_absent,
            revision: revision.map(str::to_owned),
            holds: rule.holds,
        })
    }

    fn value(&self, view: &RevisionView<'_>) -> Result<Value, TargetError> {
        serde_json::to_value(view).map_err(|e| self.broken("revision", &e))
    }

    fn broken(&self, template: &str, reason: &dyn std::error::Error) -> TargetError {
        broken(self.target, template, reason)
    }
}

fn broken(target: &Target, template: &str, reason: &dyn std::error::Error) -> TargetError {
    TargetError::Template { target: target.name.clone(), template: template.to_owned(), reason: reason.to_string() }
}

/// Templates are known by their file name, and as partials by what stands before `.hbs`.
fn registry(target: &Target) -> Result<Handlebars<'static>, TargetError> {
    let mut registry = helpers::registry();
    for (name, text) in &target.templates {
        let Some(stem) = name.strip_suffix(".hbs") else { continue };
        for key in [name.as_str(), stem] {
            registry.register_template_string(key, text).map_err(|e| broken(target, name, &e))?;
        }
    }
    Ok(registry)
}

fn base(target: &Target, context: &Context) -> Value {
    let mut settings = context.settings.clone();
    for (name, setting) in &target.manifest.settings {
        settings.entry(name.clone()).or_insert_with(|| setting.default.clone());
    }
    json!({
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "target": target.name,
        "dialect": context.dialect,
        "settings": settings,
    })
}

fn number_width(target: &Target, revisions: &[Revision]) -> usize {
    let last = revisions.iter().map(|revision| revision.number).max().unwrap_or(0);
    target.manifest.number_width.max(last.to_string().len())
}

/// A setting may be `.`: the folder itself.
fn without_dots(path: &str) -> String {
    path.split('/').filter(|part| *part != ".").collect::<Vec<_>>().join("/")
}
