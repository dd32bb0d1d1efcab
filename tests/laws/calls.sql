-- @ base
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE rooms (id int PRIMARY KEY, name text);
CREATE FUNCTION stamp(target text, with_user boolean DEFAULT true, people_table text DEFAULT 'people') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  command text;
BEGIN
  command := concat('ALTER TABLE ', target, ' ADD COLUMN IF NOT EXISTS made_at timestamptz NOT NULL DEFAULT now()');
  EXECUTE (command);
  IF with_user = true THEN
    command := concat('ALTER TABLE ', target, ' ADD COLUMN IF NOT EXISTS made_by int REFERENCES ', people_table, ' (id)');
    EXECUTE command;
    EXECUTE 'CREATE INDEX ' || quote_ident(target || '_made_by') || ' ON ' || quote_ident(target) || ' (made_by)';
  END IF;
END $$;
CREATE FUNCTION allow(operation text, target text, who text, place text DEFAULT 'public') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT ' || quote_ident(operation) || ' ON ' || quote_ident(place) || '.' || quote_ident(target) || ' TO ' || quote_ident(who));
END $$;
CREATE FUNCTION allow(operation text, target text, who text, fields text[], place text DEFAULT 'public') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  field text;
BEGIN
  FOREACH field IN ARRAY fields LOOP
    EXECUTE format('GRANT ' || quote_ident(operation) || ' (' || quote_ident(field) || ') ON ' || quote_ident(place) || '.' || quote_ident(target)
      || ' TO ' || quote_ident(who));
  END LOOP;
END $$;
-- @ defaults
SELECT stamp('rooms');
-- @ all given
CREATE TABLE guests (id int PRIMARY KEY);
SELECT stamp('guests', false);
-- @ by name
CREATE TABLE keys (id int PRIMARY KEY);
SELECT stamp(with_user => false, target => 'keys');
SELECT stamp('keys', people_table := 'guests');
-- @ privileges
SELECT allow('select', 'rooms', 'reader');
DO $$ BEGIN
  PERFORM allow('update', 'rooms', 'writer', ARRAY['name', 'id']);
  PERFORM allow('select', 'guests', 'writer', place => 'public');
END $$;
