-- What is bound to a table: rules, triggers, policies.
SELECT 'rule', format('%s.%I', name, rulename), r.oid, 0, ev_class, NULL::text, ARRAY[rtrim(pg_get_ruledef(r.oid), ';')] || CASE ev_enabled
    WHEN 'D' THEN ARRAY[format('ALTER TABLE %s DISABLE RULE %I', name, rulename)]
    WHEN 'R' THEN ARRAY[format('ALTER TABLE %s ENABLE REPLICA RULE %I', name, rulename)]
    WHEN 'A' THEN ARRAY[format('ALTER TABLE %s ENABLE ALWAYS RULE %I', name, rulename)]
    ELSE '{}' END
FROM (SELECT oid, name FROM rel WHERE relhasrules) rel JOIN pg_rewrite r ON ev_class = rel.oid
WHERE rulename <> '_RETURN'
UNION ALL
-- A trigger that came from a partitioned table counts where its state is another.
SELECT 'trigger', format('%s.%I', name, t.tgname), t.oid, 0, t.tgrelid, NULL,
    CASE WHEN t.tgparentid = 0 THEN ARRAY[pg_get_triggerdef(t.oid)] ELSE '{}' END
    || CASE t.tgenabled
        WHEN 'D' THEN ARRAY[concat(alter_table, ' DISABLE TRIGGER ', quote_ident(t.tgname))]
        WHEN 'R' THEN ARRAY[concat(alter_table, ' ENABLE REPLICA TRIGGER ', quote_ident(t.tgname))]
        WHEN 'A' THEN ARRAY[concat(alter_table, ' ENABLE ALWAYS TRIGGER ', quote_ident(t.tgname))]
        ELSE CASE WHEN t.tgparentid = 0 THEN '{}' ELSE ARRAY[concat(alter_table, ' ENABLE TRIGGER ', quote_ident(t.tgname))] END END
FROM (SELECT oid, name, format('ALTER %sTABLE %s', CASE WHEN relkind = 'f' THEN 'FOREIGN ' END, name) AS alter_table
        FROM rel WHERE relhastriggers) rel
    JOIN pg_trigger t ON t.tgrelid = rel.oid
    LEFT JOIN pg_trigger p ON p.oid = nullif(t.tgparentid, 0)
WHERE CASE WHEN t.tgparentid = 0 THEN NOT t.tgisinternal ELSE NOT p.tgisinternal AND t.tgenabled <> p.tgenabled END
UNION ALL
SELECT 'policy', format('%s.%I', name, polname), p.oid, 0, polrelid, NULL, ARRAY[concat(
    format('CREATE POLICY %I ON %s', polname, name), CASE WHEN NOT polpermissive THEN ' AS RESTRICTIVE' END,
    CASE polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' END,
    ' TO ' || (SELECT string_agg(r::regrole::text, ', ' ORDER BY r::regrole::text) FROM unnest(polroles) r WHERE polroles <> '{0}'),
    CASE WHEN polqual IS NOT NULL THEN format(' USING (%s)', pg_get_expr(polqual, polrelid)) END,
    CASE WHEN polwithcheck IS NOT NULL THEN format(' WITH CHECK (%s)', pg_get_expr(polwithcheck, polrelid)) END)]
FROM (SELECT oid, name FROM rel) rel JOIN pg_policy p ON polrelid = rel.oid
