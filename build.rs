//! Rebuilds the crate when a template changes: they are embedded, and cargo cannot see that by itself.

fn main() {
    println!("cargo:rerun-if-changed=templates");
}
