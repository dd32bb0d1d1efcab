//! The words of an expression, so that an author's wording and the server's print of it can be compared.
