//! From the rows of the queries to items.

use std::collections::HashSet;
use std::sync::Arc;

use postgres::{Error, SimpleQueryMessage, SimpleQueryRow};

use super::Item;

/// Returns the items in the order of their keys. Rows of another width are others' than the families'.
pub fn items(messages: &[SimpleQueryMessage]) -> Result<Vec<Arc<Item>>, Error> {
    let mut items = rows(messages, 7).map(item).collect::<Result<Vec<_>, _>>()?;
    number_columns(&mut items);
    items.sort_unstable();
    Ok(items.into_iter().map(Arc::new).collect())
}

/// Returns what is said beside the items: rows of a word and two texts.
pub fn notes(messages: &[SimpleQueryMessage]) -> Result<Vec<(String, String, String)>, Error> {
    rows(messages, 3).map(|row| Ok((text(row, 0)?, text(row, 1)?, text(row, 2)?))).collect()
}

/// Returns the rows in `1.0,2.3`: each an OID and a number.
pub fn keys(list: &str) -> HashSet<(u32, i32)> {
    let key = |key: &str| key.split_once('.').and_then(|(oid, number)| Some((oid.parse().ok()?, number.parse().ok()?)));
    list.split(',').filter_map(key).collect()
}

/// Returns the OIDs in `1,2` or `{1,2}`.
pub fn oids(list: &str) -> HashSet<u32> {
    list.trim_matches(['{', '}']).split(',').filter_map(|oid| oid.parse().ok()).collect()
}

/// Returns the rows with so many columns.
pub fn rows(messages: &[SimpleQueryMessage], width: usize) -> impl Iterator<Item = &SimpleQueryRow> {
    messages.iter().filter_map(move |message| match message {
        SimpleQueryMessage::Row(row) if row.len() == width => Some(row),
        _ => None,
    })
}

/// Returns a column's number, 0 where there is none.
pub fn number<T: std::str::FromStr + Default>(row: &SimpleQueryRow, column: usize) -> Result<T, Error> {
    Ok(row.try_get(column)?.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// Returns a column's text, empty where there is none.
pub fn text(row: &SimpleQueryRow, column: usize) -> Result<String, Error> {
    Ok(row.try_get(column)?.unwrap_or_default().to_owned())
}

fn item(row: &SimpleQueryRow) -> Result<Item, Error> {
    let sql = elements(row.try_get(6)?.unwrap_or_default());
    let facts = row.try_get(5)?.map_or_else(|| sql.join(";\n"), str::to_owned);
    Ok(Item {
        class: text(row, 0)?,
        name: text(row, 1)?,
        oid: number(row, 2)?,
        number: number(row, 3)?,
        within: number(row, 4)?,
        place: None,
        facts,
        sql,
    })
}

/// Counts each table's columns: their numbers have gaps where columns were dropped.
fn number_columns(items: &mut [Item]) {
    let mut columns: Vec<&mut Item> = items.iter_mut().filter(|item| item.class == "column").collect();
    columns.sort_unstable_by_key(|item| (item.within, item.number));
    for table in columns.chunk_by_mut(|a, b| a.within == b.within) {
        for (place, column) in (1..).zip(table) {
            column.place = Some(place);
        }
    }
}

/// Returns the elements of an array of texts without nulls, as the server prints it: `{a,"b \"c\""}`.
fn elements(array: &str) -> Vec<String> {
    let inner = array.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let mut elements = Vec::new();
    if inner.is_empty() {
        return elements;
    }
    let (mut element, mut quoted) = (String::new(), false);
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            '\\' => element.extend(characters.next()),
            ',' if !quoted => elements.push(std::mem::take(&mut element)),
            other => element.push(other),
        }
    }
    elements.push(element);
    elements
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn arrays_are_read_as_the_server_prints_them() {
        assert_eq!(elements("{}"), Vec::<String>::new());
        assert_eq!(elements(r#"{""}"#), [""]);
        assert_eq!(elements(r#"{a,"b, \"c\" \\d",e f}"#), ["a", r#"b, "c" \d"#, "e f"]);
    }
}
