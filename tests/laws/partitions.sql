-- @ make
CREATE TABLE ev (id bigint NOT NULL, at timestamptz NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ev_2023 PARTITION OF ev FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE ev_def PARTITION OF ev DEFAULT;
CREATE INDEX ev_kind ON ev (kind);
CREATE INDEX ON ev (at DESC);
-- @ more
CREATE TABLE ev_2024 PARTITION OF ev (CONSTRAINT only24 CHECK (id > 0)) FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (id);
CREATE TABLE ev_2024_a PARTITION OF ev_2024 FOR VALUES FROM (1) TO (10);
CREATE TABLE ev_2024_x PARTITION OF ev_2024 DEFAULT;
-- @ attach
CREATE TABLE ev_2025 (id bigint NOT NULL, at timestamptz NOT NULL, kind text);
ALTER TABLE ev ATTACH PARTITION ev_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- @ add column
ALTER TABLE ev ADD COLUMN n int NOT NULL DEFAULT 0, ADD CHECK (n >= 0);
-- @ add index and unique
CREATE UNIQUE INDEX ev_u ON ev (at, n, id);
CREATE INDEX ON ev (n);
-- @ partition own index
CREATE INDEX ev_2023_own ON ev_2023 (n, kind);
-- @ partition own default
ALTER TABLE ev_2023 ALTER kind SET DEFAULT 'old';
-- @ detach
ALTER TABLE ev DETACH PARTITION ev_2023;
-- @ drop partition
DROP TABLE ev_2024_a;
-- @ drop subpartitioned
DROP TABLE ev_2024;
-- @ rename
ALTER TABLE ev RENAME TO events;
ALTER TABLE events RENAME COLUMN n TO num;
-- @ fk from partitioned
CREATE TABLE k (id int PRIMARY KEY);
ALTER TABLE events ADD COLUMN k int REFERENCES k;
-- @ fk to partitioned
CREATE TABLE r (eid bigint, eat timestamptz, FOREIGN KEY (eid, eat) REFERENCES events);
-- @ drop events, known: indexes of partitions keep names from before a column of the parent was renamed
DROP TABLE events CASCADE;
-- @ hash
CREATE TABLE h (id int, v text) PARTITION BY HASH (id);
CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE li (id int, v text DEFAULT 'x') PARTITION BY LIST (lower(v));
CREATE TABLE li1 PARTITION OF li FOR VALUES IN ('a', NULL);
-- @ drop index of parent
CREATE INDEX h_v ON h (v);
-- @ drop index now
DROP INDEX h_v;
-- @ pk on hash
ALTER TABLE h ADD PRIMARY KEY (id);
-- @ drop pk
ALTER TABLE h DROP CONSTRAINT h_pkey;
-- @ drop column
ALTER TABLE h DROP COLUMN v;
-- @ index on only
CREATE INDEX h_only ON ONLY h (id);
CREATE INDEX h0_only ON h0 (id);
ALTER INDEX h_only ATTACH PARTITION h0_only;
-- @ index on only 2
CREATE INDEX h1_only ON h1 (id);
ALTER INDEX h_only ATTACH PARTITION h1_only;
-- @ drop all
DROP TABLE h;
DROP TABLE li;
-- @ attached, of a user's type
CREATE TYPE payload_kind AS ENUM ('task', 'event');
CREATE TABLE payloads (id int, kind payload_kind NOT NULL DEFAULT 'task', tenant int) PARTITION BY HASH (tenant);
CREATE TABLE payloads_0 (id int, kind payload_kind NOT NULL DEFAULT 'task', tenant int);
ALTER TABLE payloads ATTACH PARTITION payloads_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE payloads_1 PARTITION OF payloads FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- @ a value more for all of them
ALTER TYPE payload_kind ADD VALUE 'log';
