-- @ base
CREATE TABLE p (id int NOT NULL, k text NOT NULL, v int) PARTITION BY LIST (k);
CREATE TABLE p_a PARTITION OF p FOR VALUES IN ('a');
CREATE TABLE p_b (v int, k text NOT NULL, id int NOT NULL);
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE target (id int PRIMARY KEY);
-- @ attach
ALTER TABLE p ATTACH PARTITION p_b FOR VALUES IN ('b');
-- @ key
ALTER TABLE p ADD CONSTRAINT p_pk PRIMARY KEY (id, k);
-- @ foreign key
ALTER TABLE p ADD CONSTRAINT p_v FOREIGN KEY (v) REFERENCES target;
-- @ indexes
CREATE INDEX p_v_i ON p (v);
CREATE INDEX ON p_a (id, v);
-- @ index attach
CREATE INDEX p_id ON ONLY p (id);
CREATE INDEX p_a_id ON p_a (id);
ALTER INDEX p_id ATTACH PARTITION p_a_id;
-- @ triggers
CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION trg();
CREATE CONSTRAINT TRIGGER ctr AFTER UPDATE ON p_a DEFERRABLE FOR EACH ROW EXECUTE FUNCTION trg();
-- @ trigger state of a partition, known: a partition's copies of triggers are not modelled
ALTER TABLE p_a DISABLE TRIGGER tr;
-- @ trigger state of a partition again, known: a partition's copies of triggers are not modelled
ALTER TABLE p_a ENABLE ALWAYS TRIGGER tr;
-- @ trigger state of all, known: a partition's copies of triggers are not modelled
ALTER TABLE p DISABLE TRIGGER tr;
-- @ trigger state of the parent only
ALTER TABLE ONLY p ENABLE TRIGGER tr;
-- @ trigger renamed
ALTER TRIGGER tr ON p RENAME TO tr2;
-- @ trigger dropped, known: a partition's copies of triggers are not modelled
DROP TRIGGER tr2 ON p;
-- @ check
ALTER TABLE p ADD CONSTRAINT pos CHECK (id > 0);
ALTER TABLE p_a ADD CONSTRAINT small CHECK (id < 100);
-- @ check dropped
ALTER TABLE p DROP CONSTRAINT pos;
-- @ default
CREATE TABLE p_d PARTITION OF p DEFAULT PARTITION BY RANGE (id);
CREATE TABLE p_d1 PARTITION OF p_d FOR VALUES FROM (MINVALUE) TO (10);
-- @ grants and comments
GRANT SELECT ON p_a TO reader;
COMMENT ON TABLE p_a IS 'a';
COMMENT ON INDEX p_id IS 'ids';
-- @ detach, known: an index made on the parent alone gets a copy when the partition comes back
ALTER TABLE p DETACH PARTITION p_b;
-- @ detach tree
ALTER TABLE p DETACH PARTITION p_d;
-- @ attach again
ALTER TABLE p ATTACH PARTITION p_d DEFAULT;
-- @ detached dropped, known: what the parent gave a partition stays when it is detached
DROP TABLE p_b;
-- @ partition renamed
ALTER TABLE p_a RENAME TO part_a;
-- @ partition moved
CREATE SCHEMA old;
ALTER TABLE part_a SET SCHEMA old;
-- @ partition dropped, known: an index that was attached by hand is made again by the parent
DROP TABLE old.part_a;
-- @ partition made and attached
CREATE TABLE p_e (LIKE p INCLUDING ALL);
ALTER TABLE p ATTACH PARTITION p_e FOR VALUES IN ('e');
-- @ column
ALTER TABLE p ADD COLUMN w int DEFAULT 0;
-- @ column not null
ALTER TABLE p ALTER w SET NOT NULL;
-- @ column type
ALTER TABLE p ALTER w TYPE bigint;
-- @ column renamed
ALTER TABLE p RENAME w TO weight;
-- @ column gone
ALTER TABLE p DROP COLUMN weight;
-- @ constraint renamed
ALTER TABLE p RENAME CONSTRAINT p_v TO p_v_fk;
-- @ index renamed
ALTER INDEX p_v_i RENAME TO p_v_index;
-- @ index dropped
DROP INDEX p_v_index;
-- @ all dropped, known: a key that a partition had before it was attached is made again by the parent
DROP TABLE p;
-- @ inheritance
CREATE TABLE base (id int, n text CHECK (n <> ''), CONSTRAINT own CHECK (id > 0) NO INHERIT);
CREATE TABLE kid (id int, n text CHECK (n <> ''), extra int);
CREATE TABLE kid2 (more int) INHERITS (base);
-- @ inherit
ALTER TABLE kid RENAME CONSTRAINT kid_n_check TO base_n_check;
ALTER TABLE kid INHERIT base;
-- @ inherited check
ALTER TABLE base ADD CONSTRAINT big CHECK (id < 1000);
-- @ inherited check renamed
ALTER TABLE base RENAME CONSTRAINT big TO less;
-- @ inherited check dropped
ALTER TABLE base DROP CONSTRAINT less;
-- @ only
ALTER TABLE ONLY base ADD CONSTRAINT only_base CHECK (id <> 5) NO INHERIT;
ALTER TABLE ONLY base ALTER n SET DEFAULT 'b';
-- @ inherit no more
ALTER TABLE kid NO INHERIT base;
-- @ several parents
CREATE TABLE base2 (id int, z int);
CREATE TABLE both_of (q int) INHERITS (base, base2);
-- @ parent gone
DROP TABLE base2 CASCADE;
