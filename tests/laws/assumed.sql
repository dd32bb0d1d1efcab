-- @ what the text does not tell, known: a text that only the server knows
DO $$
BEGIN
  EXECUTE 'CREATE SCHEMA ' || substr(md5('x'), 1, 0) || 'outside';
  EXECUTE 'CREATE TABLE ' || substr(md5('x'), 1, 0) || 'outside.accounts (id int PRIMARY KEY, email text NOT NULL)';
  EXECUTE 'CREATE TABLE ' || substr(md5('x'), 1, 0) || 'elsewhere (id int PRIMARY KEY, name text NOT NULL)';
END $$;
-- @ a table in a schema that no file makes
CREATE TABLE outside.invoices (id serial PRIMARY KEY, account_id int);
CREATE INDEX ON outside.invoices (account_id);
CREATE TYPE outside.kind AS ENUM ('a');
-- @ a table that no file makes
ALTER TABLE outside.accounts ADD COLUMN phone text, ADD COLUMN kind outside.kind;
CREATE INDEX accounts_phone ON outside.accounts (phone);
CREATE UNIQUE INDEX ON outside.accounts (email);
-- @ its columns
ALTER TABLE outside.accounts RENAME COLUMN email TO mail;
ALTER TABLE outside.accounts ALTER COLUMN mail DROP NOT NULL;
ALTER TABLE elsewhere ALTER COLUMN name DROP NOT NULL;
-- @ what hangs on it
CREATE FUNCTION outside.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON elsewhere FOR EACH ROW EXECUTE FUNCTION outside.touch();
ALTER TABLE elsewhere ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON elsewhere USING (true);
ALTER TABLE outside.invoices ADD FOREIGN KEY (account_id) REFERENCES outside.accounts (id);
-- @ nobody knows what it was, known: the type of a column that no file makes
ALTER TABLE elsewhere ALTER COLUMN id TYPE bigint;
