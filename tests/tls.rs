//! Databases that are reached over TLS: what `sslmode` and its certificates promise.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::process::Command;

use support::Cluster;

/// Compares with the database of a URL. Returns the exit status and what was said.
fn drift(url: &str) -> (i32, String) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::write(dir.path().join("in/1_t.sql"), "CREATE TABLE t (a int);").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sql2rev"));
    command.current_dir(dir.path()).args(["drift", "in", "--no-server", "--against", url]);
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn certificates_are_checked_as_far_as_the_url_asks() {
    let (cluster, port) = Cluster::start_with_tls();
    cluster.create("app");
    cluster.psql("app", "CREATE TABLE t (a int)");
    let [authority, own] = ["authority.crt", "server.crt"].map(|name| cluster.host().join(name).display().to_string());
    let url = |host: &str, query: &str| format!("postgresql+psycopg://postgres:secret@{host}:{port}/app{query}");

    let taken = [
        url("127.0.0.1", ""),
        url("127.0.0.1", "?sslmode=require"),
        url("127.0.0.1", &format!("?sslmode=verify-ca&sslrootcert={authority}")),
        url("localhost", &format!("?sslmode=verify-full&sslrootcert={authority}")),
        url("localhost", &format!("?sslmode=verify-full&sslrootcert={own}")),
    ];
    for url in taken {
        let (status, said) = drift(&url);
        assert_eq!(status, 0, "{url}: {said}");
    }

    let refused = [
        (url("127.0.0.1", "?sslmode=disable"), "no encryption"),
        (url("127.0.0.1", &format!("?sslmode=verify-full&sslrootcert={authority}")), "not valid for name"),
        (url("localhost", "?sslmode=verify-full&sslrootcert=system"), "UnknownIssuer"),
        (url("localhost", "?sslmode=verify-ca&sslrootcert=/nowhere.crt"), "/nowhere.crt"),
        (url("localhost", "?sslmode=maybe"), "not understood"),
    ];
    for (url, reason) in refused {
        let (status, said) = drift(&url);
        assert_eq!(status, 2, "{url}: {said}");
        assert!(said.contains(reason) && !said.contains("secret"), "{url}: {said}");
    }
}
