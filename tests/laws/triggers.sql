-- @ base
CREATE TABLE t (id serial PRIMARY KEY, a int, b text, updated_at timestamptz);
CREATE TABLE audit (id serial PRIMARY KEY, what text, at timestamptz DEFAULT now());
-- @ simple
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$;
CREATE TRIGGER t_touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
-- @ when_of
CREATE TRIGGER t_a BEFORE INSERT OR UPDATE OF a, b ON t FOR EACH ROW WHEN (NEW.a IS NOT NULL) EXECUTE PROCEDURE touch();
COMMENT ON TRIGGER t_a ON t IS 'on a';
-- @ rename_column
ALTER TABLE t RENAME COLUMN a TO amount;
-- @ rename_trigger
ALTER TRIGGER t_a ON t RENAME TO t_amount;
-- @ drop_function_cascade
DROP FUNCTION touch() CASCADE;
-- @ constraint_trigger
CREATE FUNCTION chk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER t_chk AFTER INSERT OR UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chk();
-- @ transition
CREATE FUNCTION stmt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit(what) SELECT 'x' FROM newtab; RETURN NULL; END $$;
CREATE TRIGGER t_stmt AFTER INSERT ON t REFERENCING NEW TABLE AS newtab FOR EACH STATEMENT EXECUTE FUNCTION stmt();
CREATE TRIGGER t_trunc BEFORE TRUNCATE ON t EXECUTE FUNCTION stmt();
-- @ disable
ALTER TABLE t DISABLE TRIGGER t_stmt;
-- @ enable_always
ALTER TABLE t ENABLE ALWAYS TRIGGER t_stmt;
ALTER TABLE t ENABLE REPLICA TRIGGER t_trunc;
-- @ disable_all
ALTER TABLE t DISABLE TRIGGER USER;
-- @ enable_all
ALTER TABLE t ENABLE TRIGGER ALL;
-- @ on_view
CREATE VIEW tv AS SELECT id, amount FROM t;
CREATE FUNCTION ins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t(amount) VALUES (NEW.amount); RETURN NEW; END $$;
CREATE TRIGGER tv_ins INSTEAD OF INSERT ON tv FOR EACH ROW EXECUTE FUNCTION ins();
-- @ replace_trigger
CREATE OR REPLACE TRIGGER tv_ins INSTEAD OF INSERT OR UPDATE ON tv FOR EACH ROW EXECUTE FUNCTION ins('x', 'y');
-- @ drop_view
DROP VIEW tv;
-- @ drop_trigger
DROP TRIGGER t_stmt ON t;
DROP TRIGGER IF EXISTS nope ON t;
-- @ drop_recreate
DROP TRIGGER IF EXISTS t_trunc ON t;
CREATE TRIGGER t_trunc AFTER DELETE ON t FOR EACH ROW WHEN (OLD.amount > 5) EXECUTE FUNCTION chk();
-- @ drop_table
DROP TABLE t CASCADE;
-- @ partitioned
CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TRIGGER p_chk AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION chk();
-- @ partitioned_more
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
-- @ partitioned_disable, known: a partition's copies of triggers are not modelled
ALTER TABLE p1 DISABLE TRIGGER p_chk;
-- @ partitioned_drop, known: a partition's copies of triggers are not modelled
DROP TRIGGER p_chk ON p;
-- @ partition_detach
CREATE TRIGGER p_chk2 AFTER INSERT OR DELETE ON p FOR EACH ROW EXECUTE FUNCTION chk();
ALTER TABLE p DETACH PARTITION p2;
-- @ events
CREATE FUNCTION ddl_log() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'x'; END $$;
CREATE EVENT TRIGGER on_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION ddl_log();
-- @ events_alter
ALTER EVENT TRIGGER on_ddl DISABLE;
COMMENT ON EVENT TRIGGER on_ddl IS 'logs';
-- @ events_rename
ALTER EVENT TRIGGER on_ddl RENAME TO on_ddl_end;
-- @ events_drop
DROP EVENT TRIGGER on_ddl_end;
DROP FUNCTION ddl_log();
-- @ same_trigger_two_tables
CREATE TABLE t1 (id int, u timestamptz); CREATE TABLE t2 (id int, u timestamptz);
CREATE FUNCTION set_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.u = now(); RETURN NEW; END $$;
CREATE TRIGGER set_u BEFORE UPDATE ON t1 FOR EACH ROW EXECUTE FUNCTION set_u();
CREATE TRIGGER set_u BEFORE UPDATE ON t2 FOR EACH ROW EXECUTE FUNCTION set_u();
-- @ rename_function_of_triggers
ALTER FUNCTION set_u() RENAME TO set_updated;
-- @ rename_tables
ALTER TABLE t1 RENAME TO t1_new;
ALTER TABLE t2 RENAME COLUMN u TO updated;
-- @ drop_column_of_trigger
CREATE TRIGGER of_u BEFORE UPDATE OF updated ON t2 FOR EACH ROW EXECUTE FUNCTION set_updated();
-- @ drop_column_cascade
ALTER TABLE t2 DROP COLUMN updated CASCADE;
-- @ loop_triggers
DO $$
DECLARE tbl text;
BEGIN
  FOREACH tbl IN ARRAY ARRAY['t1_new', 't2'] LOOP
    EXECUTE format('CREATE TRIGGER loop_%s AFTER DELETE ON %I FOR EACH ROW EXECUTE FUNCTION set_updated()', tbl, tbl);
  END LOOP;
END $$;
