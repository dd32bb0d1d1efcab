//! Values that the text of a statement tells.

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// `table_name => 'users'`.
    pub name: Option<String>,
    /// `None` where only the server knows it.
    pub value: Option<Value>,
}

/// A value that the text tells; text unquoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Text(String),
    List(Vec<String>),
}
