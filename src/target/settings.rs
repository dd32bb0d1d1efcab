//! What configuration files that OUT already has say about where files go.

use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::Setting;
use super::{Target, TargetError, path};
use crate::finding::Finding;

/// Reads the settings that the target's manifest names; the defaults where OUT has no such file.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read(target: &Target, out: &Path) -> Result<(BTreeMap<String, String>, Vec<Finding>), TargetError> {
    let mut values = BTreeMap::new();
    let mut findings = Vec::new();
    for (name, setting) in &target.manifest.settings {
        let value = written(setting, out)?;
        match value.as_deref().map_or(Ok(setting.default.clone()), |value| inside(setting, value)) {
            Ok(value) => drop(values.insert(name.clone(), value)),
            Err(finding) => findings.push(finding),
        }
    }
    Ok((values, findings))
}

fn written(setting: &Setting, out: &Path) -> Result<Option<String>, TargetError> {
    let file = path::checked(out, &setting.file)?;
    match std::fs::read(&file) {
        Ok(bytes) => Ok(ini_value(&String::from_utf8_lossy(&bytes), &setting.section, &setting.key)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(TargetError::Read { path: file, source }),
    }
}

/// Returns the folder relative to OUT.
fn inside(setting: &Setting, value: &str) -> Result<String, Finding> {
    let here = value.strip_prefix("%(here)s").map_or(value, |rest| rest.trim_start_matches('/'));
    let relative = here.replace("%%", "%");
    let relative = relative.trim_start_matches("./").trim_end_matches('/');
    let folder = if relative.is_empty() { "." } else { relative };
    if folder == "." || path::checked(Path::new(""), folder).is_ok() {
        return Ok(folder.to_owned());
    }
    let Setting { file, key, .. } = setting;
    Err(Finding::error("output-outside", format!("{key} in {file} is `{value}`, which is no folder inside the output folder"))
        .help(format!("name the folder that holds {file} and {key} as --out")))
}

/// Returns the value of a key in a section of an ini file.
fn ini_value(text: &str, section: &str, key: &str) -> Option<String> {
    let mut current = "";
    for line in text.lines().map(str::trim_end) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = name;
        } else if current == section && !line.starts_with(['#', ';']) {
            match line.split_once(['=', ':']) {
                Some((name, value)) if name.trim() == key => return Some(value.trim().to_owned()),
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_in_the_section_counts() {
        let ini =
            "# a\n[other]\nscript_location = x\n[alembic]\n# script_location = y\nscript_location = %(here)s/db/migrations\n";
        assert_eq!(ini_value(ini, "alembic", "script_location").as_deref(), Some("%(here)s/db/migrations"));
    }

    #[test]
    fn a_setting_cannot_lead_outside() {
        let setting = Setting {
            file: "alembic.ini".into(),
            section: "alembic".into(),
            key: "script_location".into(),
            default: "alembic".into(),
        };
        assert_eq!(inside(&setting, "%(here)s/db/migrations").as_deref(), Ok("db/migrations"));
        assert_eq!(inside(&setting, "%(here)s").as_deref(), Ok("."));
        assert_eq!(inside(&setting, "./alembic/").as_deref(), Ok("alembic"));
        for bad in ["/etc", "../x", "package:folder", "a/../../b"] {
            assert_eq!(inside(&setting, bad).map_err(|f| f.code), Err("output-outside"), "{bad}");
        }
    }
}
