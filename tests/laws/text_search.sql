-- @ base
CREATE SCHEMA ts;
-- @ create
CREATE TEXT SEARCH TEMPLATE tpl (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = tpl, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION conf (PARSER = prs);
ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH dict;
COMMENT ON TEXT SEARCH CONFIGURATION conf IS 'c';
COMMENT ON TEXT SEARCH DICTIONARY dict IS 'd';
COMMENT ON TEXT SEARCH PARSER prs IS 'p';
COMMENT ON TEXT SEARCH TEMPLATE tpl IS 't';
-- @ configuration copied
CREATE TEXT SEARCH CONFIGURATION ts.conf2 (COPY = conf);
-- @ dictionary options
ALTER TEXT SEARCH DICTIONARY dict (StopWords = german, Accept = false);
-- @ dictionary option gone
ALTER TEXT SEARCH DICTIONARY dict (Accept);
-- @ mapping changed
ALTER TEXT SEARCH CONFIGURATION conf ALTER MAPPING FOR asciiword WITH simple, dict;
-- @ mapping replaced
ALTER TEXT SEARCH CONFIGURATION conf ALTER MAPPING REPLACE dict WITH simple;
-- @ mapping dropped
ALTER TEXT SEARCH CONFIGURATION conf DROP MAPPING FOR word;
ALTER TEXT SEARCH CONFIGURATION conf DROP MAPPING IF EXISTS FOR url;
-- @ used
CREATE TABLE t (body text, tsv tsvector GENERATED ALWAYS AS (to_tsvector('conf'::regconfig, coalesce(body, ''))) STORED);
CREATE INDEX t_body ON t USING gin (to_tsvector('public.conf', body));
-- @ mapping under use
ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR numword WITH simple;
-- @ renamed
ALTER TEXT SEARCH TEMPLATE tpl RENAME TO template2;
ALTER TEXT SEARCH PARSER prs RENAME TO parser2;
ALTER TEXT SEARCH DICTIONARY dict RENAME TO dictionary2;
-- @ configuration renamed
ALTER TEXT SEARCH CONFIGURATION conf RENAME TO configuration2;
-- @ owners
ALTER TEXT SEARCH DICTIONARY dictionary2 OWNER TO app_owner;
ALTER TEXT SEARCH CONFIGURATION ts.conf2 OWNER TO app_owner;
-- @ moved
ALTER TEXT SEARCH TEMPLATE template2 SET SCHEMA ts;
ALTER TEXT SEARCH PARSER parser2 SET SCHEMA ts;
ALTER TEXT SEARCH DICTIONARY dictionary2 SET SCHEMA ts;
ALTER TEXT SEARCH CONFIGURATION ts.conf2 SET SCHEMA public;
-- @ dropped
DROP INDEX t_body;
ALTER TABLE t DROP COLUMN tsv;
DROP TEXT SEARCH CONFIGURATION configuration2;
DROP TEXT SEARCH CONFIGURATION conf2;
DROP TEXT SEARCH DICTIONARY ts.dictionary2;
-- @ dropped with what needs it
DROP TEXT SEARCH PARSER IF EXISTS ts.parser2 CASCADE;
DROP TEXT SEARCH TEMPLATE ts.template2;
