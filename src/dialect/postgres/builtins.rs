//! Functions of the server that change nothing, so that calling them by itself has no effect.

/// Whether the name is one of the server's own functions, as far as migrations call them.
pub fn is_known(name: &str) -> bool {
    name.starts_with("pg_") || PURE.binary_search(&name).is_ok()
}

/// Sorted.
const PURE: &[&str] = &[
    "abs", "age", "array_agg", "array_append", "array_cat", "array_length", "array_position", "array_prepend",
    "array_remove", "array_replace", "array_to_json", "array_to_string", "array_upper", "avg", "bit_length",
    "bool_and", "bool_or", "btrim", "cardinality", "ceil", "ceiling", "char_length", "chr", "clock_timestamp",
    "coalesce", "col_description", "concat", "concat_ws", "convert_from", "convert_to", "count", "current_database",
    "current_schema", "current_schemas", "current_setting", "currval", "date", "date_bin", "date_part", "date_trunc",
    "decode", "dense_rank", "digest", "encode", "every", "exp", "first_value", "float8", "floor", "format",
    "format_type", "gen_random_bytes", "gen_random_uuid", "generate_series", "generate_subscripts", "greatest",
    "has_schema_privilege", "has_table_privilege", "host", "initcap", "int4", "int8", "json_agg",
    "json_array_elements", "json_array_elements_text", "json_array_length", "json_build_array", "json_build_object",
    "json_each", "json_each_text", "json_extract_path", "json_extract_path_text", "json_object", "json_object_agg",
    "json_object_keys", "json_populate_record", "json_populate_recordset", "json_to_record", "json_to_recordset",
    "json_typeof", "jsonb_agg", "jsonb_array_elements", "jsonb_array_elements_text", "jsonb_array_length",
    "jsonb_build_array", "jsonb_build_object", "jsonb_each", "jsonb_each_text", "jsonb_extract_path",
    "jsonb_extract_path_text", "jsonb_insert", "jsonb_object", "jsonb_object_agg", "jsonb_object_keys",
    "jsonb_path_query", "jsonb_populate_record", "jsonb_populate_recordset", "jsonb_pretty", "jsonb_set",
    "jsonb_strip_nulls", "jsonb_to_record", "jsonb_to_recordset", "jsonb_typeof", "lag", "last_value", "lastval",
    "lead", "least", "left", "length", "ln", "localtimestamp", "log", "lower", "lpad", "ltrim", "make_date",
    "make_interval", "make_timestamp", "make_timestamptz", "max", "md5", "min", "mod", "nextval", "now", "nth_value",
    "ntile", "nullif", "num_nonnulls", "num_nulls", "obj_description", "octet_length", "overlay", "percent_rank",
    "percentile_cont", "percentile_disc", "plainto_tsquery", "position", "power", "quote_ident", "quote_literal",
    "quote_nullable", "random", "rank", "regexp_match", "regexp_matches", "regexp_replace", "regexp_split_to_array",
    "regexp_split_to_table", "repeat", "replace", "reverse", "right", "round", "row_number", "row_to_json", "rpad",
    "rtrim", "setweight", "sha256", "sign", "split_part", "sqrt", "statement_timestamp", "stddev", "string_agg",
    "string_to_array", "string_to_table", "strip", "strpos", "substr", "substring", "sum", "timeofday", "to_ascii",
    "to_char", "to_date", "to_hex", "to_json", "to_jsonb", "to_number", "to_regclass", "to_regnamespace",
    "to_regproc", "to_regtype", "to_timestamp", "to_tsquery", "to_tsvector", "transaction_timestamp", "translate",
    "trim", "trunc", "ts_rank", "txid_current", "unnest", "upper", "uuid_generate_v1", "uuid_generate_v4", "variance",
    "version", "width_bucket", "xmlagg",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(PURE.is_sorted());
    }
}
