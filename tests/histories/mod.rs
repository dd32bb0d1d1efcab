//! Small histories that run: each change is a choice of numbers, made into a statement that is valid where it stands.
//!
//! Names come from small pools, so that they are dropped, renamed and used again.

#![allow(clippy::unnecessary_wraps, clippy::format_collect)]

/// What is done, to what, how, and whether a new file begins after it.
pub type Change = (u8, u8, u8, bool);

/// A history in the making, and what the database holds by now.
#[derive(Default)]
pub struct History {
    files: Vec<Vec<String>>,
    tables: Vec<Table>,
    views: Vec<View>,
    enums: Vec<Enum>,
    made: usize,
}

struct Table {
    name: String,
    columns: Vec<Column>,
    indexes: Vec<Index>,
}

struct Column {
    name: String,
    ty: String,
    has_default: bool,
}

struct Index {
    name: String,
    column: String,
}

struct View {
    name: String,
    table: String,
    column: String,
}

struct Enum {
    name: String,
    labels: usize,
}

impl History {
    pub fn new(changes: &[Change]) -> Self {
        let mut history = Self { files: vec![Vec::new()], ..Self::default() };
        for (what, which, how, ends) in changes {
            if let Some(statement) = history.change(*what, usize::from(*which), usize::from(*how)) {
                if let Some(file) = history.files.last_mut() {
                    file.push(statement);
                }
                if *ends {
                    history.files.push(Vec::new());
                }
            }
        }
        history.files.retain(|file| !file.is_empty());
        history
    }

    /// The text of each file.
    pub fn files(&self) -> Vec<String> {
        self.files.iter().map(|file| file.iter().map(|statement| format!("{statement};\n")).collect()).collect()
    }

    /// The statement, unless there is nothing that it could be about.
    fn change(&mut self, what: u8, which: usize, how: usize) -> Option<String> {
        match what % 20 {
            0 | 1 => self.create_table(how),
            2 => self.drop_table(which),
            3 | 4 => self.add_column(which, how),
            5 => self.drop_column(which, how),
            6 => self.rename_column(which, how),
            7 => self.rename_table(which, how),
            8 | 9 => self.create_index(which, how),
            10 => self.drop_index(which),
            11 | 12 => self.create_view(which, how),
            13 => self.drop_view(which),
            14 => self.create_enum(how),
            15 => self.add_value(which),
            16 => self.set_default(which, how),
            17 => self.comment(which, how),
            18 => self.change_type(which, how),
            _ => self.recreate_view(which, how),
        }
    }

    /// A name of a small pool that is not in use, or a new one.
    fn free(&mut self, kind: &str, how: usize) -> String {
        let name = format!("{kind}{}", how % 3);
        let tables = self.tables.iter().flat_map(|table| {
            let columns = table.columns.iter().map(|it| &it.name);
            columns.chain(table.indexes.iter().map(|it| &it.name)).chain([&table.name])
        });
        let used =
            tables.chain(self.views.iter().map(|it| &it.name)).chain(self.enums.iter().map(|it| &it.name)).any(|it| *it == name);
        self.made += 1;
        if used { format!("{kind}_{}", self.made) } else { name }
    }

    fn table(&self, which: usize) -> Option<usize> {
        (!self.tables.is_empty()).then(|| which % self.tables.len())
    }

    /// A table and a column of it other than `id`.
    fn column(&self, which: usize, how: usize) -> Option<(usize, usize)> {
        let table = self.table(which)?;
        let columns = self.tables[table].columns.len();
        (columns > 0).then(|| (table, how % columns))
    }

    fn ty(&self, how: usize) -> String {
        let types = ["integer", "text", "numeric(10, 2)", "timestamptz", "boolean", "varchar(20)"];
        match self.enums.get(how / 6) {
            Some(it) if how.is_multiple_of(2) => it.name.clone(),
            _ => types[how % types.len()].to_owned(),
        }
    }

    fn create_table(&mut self, how: usize) -> Option<String> {
        let name = self.free("t", how);
        let parent = self.table(how).filter(|_| how.is_multiple_of(2)).map(|at| self.tables[at].name.clone());
        let parent = parent.map(|parent| format!(",\n    parent_id integer REFERENCES {parent} (id)")).unwrap_or_default();
        let ty = self.ty(how);
        let column = self.free("c", how);
        let statement = format!("CREATE TABLE {name} (\n    id serial PRIMARY KEY,\n    {column} {ty} NOT NULL{parent}\n)");
        let columns = vec![Column { name: column, ty, has_default: false }];
        self.tables.push(Table { name, columns, indexes: Vec::new() });
        Some(statement)
    }

    fn drop_table(&mut self, which: usize) -> Option<String> {
        let table = self.tables.remove(self.table(which)?);
        self.views.retain(|view| view.table != table.name);
        Some(format!("DROP TABLE {} CASCADE", table.name))
    }

    fn add_column(&mut self, which: usize, how: usize) -> Option<String> {
        let table = self.table(which)?;
        let ty = self.ty(how);
        let name = self.free("c", how);
        let rule = ["", " UNIQUE", " DEFAULT NULL", " CHECK (true)"][how % 4];
        let statement = format!("ALTER TABLE {} ADD COLUMN {name} {ty}{rule}", self.tables[table].name);
        self.tables[table].columns.push(Column { name, ty, has_default: rule.contains("DEFAULT") });
        Some(statement)
    }

    fn drop_column(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let table = &mut self.tables[table];
        let column = table.columns.remove(column);
        table.indexes.retain(|index| index.column != column.name);
        self.views.retain(|view| view.table != table.name || view.column != column.name);
        Some(format!("ALTER TABLE {} DROP COLUMN {} CASCADE", table.name, column.name))
    }

    fn rename_column(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let new = self.free("c", how + 1);
        let table = &mut self.tables[table];
        let old = std::mem::replace(&mut table.columns[column].name, new.clone());
        for name in table.indexes.iter_mut().map(|it| &mut it.column).filter(|it| **it == old) {
            name.clone_from(&new);
        }
        let views = self.views.iter_mut().filter(|view| view.table == table.name && view.column == old);
        views.for_each(|view| view.column.clone_from(&new));
        Some(format!("ALTER TABLE {} RENAME COLUMN {old} TO {new}", table.name))
    }

    fn rename_table(&mut self, which: usize, how: usize) -> Option<String> {
        let table = self.table(which)?;
        let new = self.free("t", how + 1);
        let old = std::mem::replace(&mut self.tables[table].name, new.clone());
        self.views.iter_mut().filter(|view| view.table == old).for_each(|view| view.table.clone_from(&new));
        Some(format!("ALTER TABLE {old} RENAME TO {new}"))
    }

    fn create_index(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let name = self.free("i", how);
        let unique = if how.is_multiple_of(3) { "UNIQUE " } else { "" };
        let table = &mut self.tables[table];
        let column = table.columns[column].name.clone();
        let statement = format!("CREATE {unique}INDEX {name} ON {} ({column})", table.name);
        table.indexes.push(Index { name, column });
        Some(statement)
    }

    fn drop_index(&mut self, which: usize) -> Option<String> {
        let indexes: Vec<(usize, usize)> = self
            .tables
            .iter()
            .enumerate()
            .flat_map(|(table, it)| (0..it.indexes.len()).map(move |index| (table, index)))
            .collect();
        let (table, index) = *indexes.get(which % indexes.len().max(1))?;
        Some(format!("DROP INDEX {}", self.tables[table].indexes.remove(index).name))
    }

    fn create_view(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let name = self.free("v", how);
        let (table, column) = (self.tables[table].name.clone(), self.tables[table].columns[column].name.clone());
        let statement = format!("CREATE VIEW {name} AS\nSELECT id, {column} AS value FROM {table}");
        self.views.push(View { name, table, column });
        Some(statement)
    }

    fn drop_view(&mut self, which: usize) -> Option<String> {
        let at = which % self.views.len().max(1);
        self.views.get(at)?;
        Some(format!("DROP VIEW {}", self.views.remove(at).name))
    }

    fn recreate_view(&mut self, which: usize, how: usize) -> Option<String> {
        let count = self.views.len().max(1);
        let view = self.views.get(which % count)?;
        Some(format!(
            "CREATE OR REPLACE VIEW {} AS\nSELECT id, {} AS value FROM {} WHERE id > {how}",
            view.name, view.column, view.table
        ))
    }

    fn create_enum(&mut self, how: usize) -> Option<String> {
        let name = self.free("e", how);
        let statement = format!("CREATE TYPE {name} AS ENUM ('a', 'b')");
        self.enums.push(Enum { name, labels: 2 });
        Some(statement)
    }

    fn add_value(&mut self, which: usize) -> Option<String> {
        let count = self.enums.len().max(1);
        let it = self.enums.get_mut(which % count)?;
        it.labels += 1;
        Some(format!("ALTER TYPE {} ADD VALUE 'v{}'", it.name, it.labels))
    }

    fn set_default(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let name = self.tables[table].name.clone();
        let column = &mut self.tables[table].columns[column];
        column.has_default = !column.has_default;
        let change = match (column.has_default, column.ty.as_str()) {
            (false, _) => "DROP DEFAULT",
            (true, "text" | "varchar(20)") => "SET DEFAULT 'x'",
            (true, "timestamptz") => "SET DEFAULT now()",
            (true, _) => "SET DEFAULT NULL",
        };
        Some(format!("ALTER TABLE {name} ALTER COLUMN {} {change}", column.name))
    }

    fn comment(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let (table, column) = (&self.tables[table].name, &self.tables[table].columns[column].name);
        Some(match how % 3 {
            0 => format!("COMMENT ON TABLE {table} IS 'number {how}'"),
            1 => format!("COMMENT ON COLUMN {table}.{column} IS 'number {how}'"),
            _ => format!("COMMENT ON COLUMN {table}.{column} IS NULL"),
        })
    }

    /// The server refuses it where a view stands on the column.
    fn change_type(&mut self, which: usize, how: usize) -> Option<String> {
        let (table, column) = self.column(which, how)?;
        let table = &mut self.tables[table];
        let column = &mut table.columns[column];
        if column.has_default || self.views.iter().any(|view| view.table == table.name && view.column == column.name) {
            return None;
        }
        "varchar(40)".clone_into(&mut column.ty);
        Some(format!("ALTER TABLE {} ALTER COLUMN {} TYPE varchar(40)", table.name, column.name))
    }
}
