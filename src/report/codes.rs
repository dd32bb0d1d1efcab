//! Every finding code: what it means and what to do.
//!
//! Scripts rely on codes, so none is renamed or given another meaning. To add one: an entry in [`CODES`]. A test checks that
//! every code that the sources use has an entry here.

/// What there is to say about a finding code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    /// One line, without a full stop.
    pub meaning: &'static str,
    /// Why it matters and what to do, in paragraphs.
    pub explanation: &'static str,
}

/// Returns what there is to say about a code.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code == code)
}

const fn code(code: &'static str, meaning: &'static str, explanation: &'static str) -> Code {
    Code { code, meaning, explanation }
}

/// All codes, in the order of the stages that find them.
pub const CODES: &[Code] = &[
    code(
        "file-too-large",
        "a file is too large to be read",
        "Files of more than 256 MiB are not read, so the history is not complete and nothing is written.\n\n\
         Such a file is nearly always data and not schema. Move the data out of the migrations and load it by other means, \
         or split the file. If the file is a dump, make it again with `pg_dump --schema-only`.",
    ),
    code(
        "link-skipped",
        "a symbolic link in the folder is not followed",
        "A link may lead out of the folder or back into it, and would then bring in files that are no part of the history, or \
         the same file twice.\n\n\
         If the target is a migration, put a copy of it in the place of the link.",
    ),
    code(
        "not-a-migration",
        "an SQL file has no place in the folder's layout and is left out",
        "The folder follows a layout in which migrations have certain names, such as `NAME/up.sql` or `NAME/migration.sql`. \
         This file has another name, so the migration tool that the folder was made for does not run it either.\n\n\
         If it belongs to the history, rename it to fit the layout, or give `--layout plain` to take every SQL file for a \
         migration. If it is a schema that existed before the first migration, give it with `--base`.",
    ),
    code(
        "other-dialect",
        "a file for another database is left out",
        "Its name, its folder or its changeset says that it is a variant for another database (`add.mysql.sql`, `sqlite/`, \
         `dbms:h2`), or it is the general form of a file that there is a PostgreSQL variant of. Run together they would do the \
         same thing twice.\n\n\
         If the file belongs to the history all the same, give it a name that names no database.",
    ),
    code(
        "changeset-condition",
        "a changeset of Liquibase runs only under conditions",
        "Contexts, labels and preconditions say when Liquibase runs the changeset. A revision has none of these, so the changeset is taken \
         to run always.\n\n\
         Take it out of the folder if it does not belong to the history of every database, such as one with `context:test`.",
    ),
    code(
        "listed-file-missing",
        "a list of migrations names a file that is not there",
        "The folder keeps the order of its migrations in a file of its own, such as `sqitch.plan`, and that one names a migration \
         whose script is missing. The history is not complete, so nothing is written.\n\n\
         Put the file back, or take its name out of the list.",
    ),
    code(
        "invalid-metadata",
        "a settings file beside a migration is not understood",
        "Some layouts keep settings beside the SQL, such as diesel's `metadata.toml` with `run_in_transaction`. This one could \
         not be read, so the migration is treated as if it were not there: it runs inside a transaction.\n\n\
         Correct the file as the message says.",
    ),
    code(
        "written-down-ignored",
        "a hand-written way back is not taken for a migration",
        "The file, or the part of it behind a mark such as `-- +goose Down`, undoes another migration. Running it as one step of \
         the history would undo that migration right away, so it is left out. Downgrades are synthesized from what the upgrade \
         does.\n\n\
         If the file is a migration of its own whose name only looks like a way back, rename it.",
    ),
    code(
        "written-down-differs",
        "the downgrade that the authors wrote does not restore the schema",
        "With `--downs compare` the hand-written way back of each file was tried, on the model or, with `verify` and `--prove`, on \
         the database: it fails, or it leads to another schema than the one before its upgrade. The synthesized downgrade is what is \
         written. With `--downs prefer-written` the written one is taken and what it leaves is added, unless it fails.\n\n\
         Nothing has to be done; read what it leaves before you trust such downgrades elsewhere.",
    ),
    code(
        "empty-file",
        "a file holds no statement",
        "There are only comments or white space in the file, so its revision changes nothing. It is kept, since its place in the \
         history may matter to people.\n\n\
         Delete the file if it is a leftover.",
    ),
    code(
        "not-utf8",
        "a file is not UTF-8 text, and its encoding cannot be found out",
        "The bytes are not UTF-8, and no other encoding makes text of them that people would write; or the file is UTF-8 but for \
         a few bytes, or some of its lines are in another encoding than the others, or it is not of the encoding that was named. The message names the first place, the help the best guesses \
         with a sample of each. The file is left out, so nothing is written.\n\n\
         Name the encoding with `--encoding 'PATTERN=NAME'`, or under `[encodings]` in `sql2rev.toml`. Where only a few bytes are \
         wrong, correct them. A NUL byte has no place in SQL text at all and must be removed.",
    ),
    code(
        "legacy-encoding",
        "a file is in an older encoding than UTF-8",
        "The encoding was found by evidence: every encoding reads the bytes, and one of them gives text that is far more natural \
         than that of any other. The revisions are written in UTF-8.\n\n\
         Nothing is to be done if the text reads well. To settle it, name the encoding with `--encoding 'PATTERN=NAME'` or under \
         `[encodings]` in `sql2rev.toml`.",
    ),
    code(
        "encoding-guessed",
        "a file's encoding is a guess",
        "The file is not UTF-8, and it holds too few letters outside ASCII to tell its encoding: two encodings make different \
         texts of it that are nearly as natural. The likelier one was taken; the files beside it counted too.\n\n\
         Compare the samples in the message, and name the encoding with `--encoding 'PATTERN=NAME'` or in `sql2rev.toml`. A wrong \
         guess changes what string literals mean.",
    ),
    code(
        "mojibake-repaired",
        "text that was read in the wrong encoding was repaired",
        "Somebody opened the file as if it were in another encoding and saved it, so that `ü` became `Ã¼`. Comments are repaired; \
         with `--repair all` also string literals that are mojibake beyond doubt. Nothing else is touched: no quotes, no line ends, \
         no normal form.\n\n\
         Each edit stands in the ledger, which undoes them all: `sql2rev text FILE --format json`, `inspect`, the lock file. \
         `--repair none` leaves everything as it is.",
    ),
    code(
        "mojibake-left",
        "text is mojibake and was left as it is",
        "String literals and names are data: what the database holds may be as damaged as the file, and then only the damaged text \
         finds it. So they are reported and not changed. Literals of `replace`, `LIKE` and the like, and text beside its own correct \
         form, are about mojibake and not even reported.\n\n\
         If the database holds the right text, repair literals with `--repair all`. A name is renamed with `--repair-names`, in all \
         files at once, unless the right name is taken.",
    ),
    code(
        "mojibake-doubtful",
        "text may be mojibake",
        "Another reading of the text is more natural, but not by enough to be sure of it. It was left as it is.\n\n\
         If it is mojibake, correct it by hand.",
    ),
    code(
        "text-too-long",
        "a file is too long to be looked at for mojibake",
        "The file has more than 1 GiB. It is read as it is, and its statements count as those of any other file; but nobody looked whether \
         its text was read in a wrong encoding.\n\n\
         Rows of that size belong beside a migration, not in it. Cut the file into several if its text matters.",
    ),
    code(
        "text-lost",
        "characters of a text are lost",
        "Bytes are gone: a program dropped them or put U+FFFD in their place, because its code page does not define them. What they \
         were is never guessed; the whole line is left as it is.\n\n\
         Write the line again by hand. The help names the characters that fit.",
    ),
    code(
        "data-fix-left-out",
        "a script that was run once by hand is no migration",
        "The file does nothing but change rows, its name or folder calls it a fix (`hotfix`, `adhoc`, `manual`, …), and it stands outside of \
         the numbering of the other files: somebody ran it once, on one database. In the history it would run on every new one.\n\n\
         If every database needs it, give it a number and another name. With `--order names` it stays where its name puts it.",
    ),
    code(
        "foreign-key-moved",
        "tables of one file refer to each other",
        "Each of the tables has a foreign key to one that the file creates only later, in a circle, so that no order of the statements \
         runs. The key is taken out of the first CREATE TABLE and added by ALTER TABLE behind the table that it points to; nothing else \
         changes. With `--order names` the file is left as it is.\n\n\
         Nothing has to be done.",
    ),
    code(
        "template",
        "the SQL holds a placeholder of a template",
        "Text such as `{{ name }}`, `{% if … %}`, `${name}` or `%PREFIX%` is filled in by a program before the SQL runs. sql2rev sees the text \
         as it is in the file, so the statement may not be understood, or is understood with the placeholder as a name.\n\n\
         Give it a value with `--set NAME=VALUE`, or under `[set]` in sql2rev.toml; without one it stays in the revision as it is in the file.",
    ),
    code(
        "unterminated",
        "a quote, comment or COPY block is never closed",
        "From the place shown to the end of the file everything is inside one quoted string, identifier, comment or data block. \
         Statements after it are not seen.\n\n\
         Close it. Nothing is written before that, but for COPY data, which psql takes as ended with the file. In PostgreSQL a backslash does not escape a quote in an ordinary string: double the quote, or write \
         `E'…'`. Block comments nest: every `/*` wants its own `*/`. COPY data ends with a line `\\.`.",
    ),
    code(
        "client-command",
        "a command of the client program is left out",
        "Lines such as `\\set`, `\\echo`, `\\connect` or `\\restrict` are instructions to psql, not SQL; no migration tool can \
         run them. They are left out of the revision.\n\n\
         Nothing is to be done where the command only controls output or error handling. If statements depend on it, as with \
         variables that `\\set` defines or a database that `\\connect` chooses, write the values into the SQL.",
    ),
    code(
        "include-list",
        "a file only has psql run other files",
        "All that the file holds is `\\i` and `\\ir`, perhaps between BEGIN and COMMIT. It is a list, not a migration: where it names every \
         file of the folder, they start in its order; what their statements need counts more.\n\n\
         Nothing has to be done. Files that it does not name stay in the history: take out those that are not meant to run.",
    ),
    code(
        "client-include",
        "a file that the script includes is not followed",
        "`\\i` and `\\ir` make psql run another file at this place. sql2rev does not follow them: the file may lie outside the \
         folder, and its statements may also be in the history on their own.\n\n\
         Put the statements of the included file in the place of the command, or see to it that the file is in the folder and \
         comes before this one.",
    ),
    code(
        "shell-command",
        "the SQL would run a program; refused",
        "`\\!`, `\\o |program`, `\\g |program` and `COPY … PROGRAM` start programs on the client or on the server. Legacy SQL is \
         not trusted with that: the command is never run and never written to a revision.\n\n\
         Remove it. If the data that it moves belongs to the history, write it as INSERT statements or as COPY with the data \
         in the file.",
    ),
    code(
        "syntax",
        "a statement is not understood",
        "The parser of this dialect does not accept the statement. Its effect on the schema is not known, so everything that \
         builds on it is uncertain.\n\n\
         If the database rejects it too, correct it. If the database accepts it, check that `--dialect` is right; the \
         statement stays in the upgrade as written, and you have to write its way back.",
    ),
    code(
        "opaque",
        "what a statement does cannot be known from its text",
        "The statement runs code whose effect depends on the database or is put together at run time: a DO block, a call of a \
         procedure, EXECUTE of a string. It stays in the upgrade as written and keeps its place among its neighbours, but the \
         model does not know what it changed.\n\n\
         Prefer plain statements where they would do. With a throwaway database at hand, compare the schema before and after it.",
    ),
    code(
        "missing-object",
        "a statement needs what nothing creates",
        "The statement refers to a table, column, type or other object that no earlier statement of the history creates. Run on \
         an empty database, it fails.\n\n\
         If the object was made by hand or before the first file, give the schema of that time with `--base`. If a file \
         of the history is missing, add it. If the name is misspelled, correct it.",
    ),
    code(
        "created-nowhere",
        "what statements need is created by no file",
        "The statements named in the message refer to a table, view, sequence or schema that no file of the folder creates, in \
         whatever order. Run on an empty database, they fail.\n\n\
         If its name is a slip, correct it; the help shows the nearest name. If it was made by hand, or before the first file, give the \
         schema of that time with `--base`, which may be a dump. If a file is missing, add it.",
    ),
    code(
        "duplicate-object",
        "a statement creates what already exists",
        "An object of that name exists at this point of the history, so the statement fails there. Often a file is in the \
         folder twice, or a base schema already holds what later files create.\n\n\
         Remove the copy, or write `IF NOT EXISTS` where both ways into the history are meant to work.",
    ),
    code(
        "own-transaction",
        "BEGIN and COMMIT of a file are taken out",
        "The migration tool opens the transaction that a revision runs in. The file's own BEGIN and COMMIT would end that one \
         early, so they are left out; all other statements stay as they are.\n\n\
         There is nothing to do. If the file relies on several transactions, for instance to use a value that it just added \
         to an enum, split it.",
    ),
    code(
        "rollback",
        "a file takes back what it did",
        "The migration tool opens the transaction that a revision runs in, so a ROLLBACK in the file would end that one, and what \
         the tool has recorded with it. Without the ROLLBACK, what it takes back would be kept. Neither is what the file does.\n\n\
         Take the ROLLBACK out, together with the statements that it takes back.",
    ),
    code(
        "outside-transaction",
        "a statement that refuses a transaction gets a revision of its own",
        "Statements such as `CREATE INDEX CONCURRENTLY`, `VACUUM` or `ALTER SYSTEM` cannot run inside a transaction. The \
         revision is marked the target's way to run without one, and split where other statements want a transaction.\n\n\
         There is nothing to do, but know that a failure in the midst of such a revision leaves its first part in place.",
    ),
    code(
        "not-null-no-default",
        "a NOT NULL column without default is added to a table that may hold rows",
        "Adding the column fails as soon as the table has a row, since that row would have no value for it. On an empty \
         database it works, which is why tests seldom show it.\n\n\
         Add the column with a default, or add it nullable, fill it with UPDATE, then set it NOT NULL.",
    ),
    code(
        "partial-migration",
        "a migration leaves work unfinished",
        "The file takes the first step of a change and no later file takes the last: a column `…_new`, `…_old` or `…_tmp` stays \
         beside the one that it stands for, and a unique constraint or index was dropped and never made again.\n\n\
         Check whether a clean-up is still to come, and add it as a migration of its own if so: fill the new column, drop the old \
         one, rename, make the unique rule and the foreign keys anew.",
    ),
    code(
        "order-changed",
        "a file runs at another place than its name says",
        "The file needs what a file that sorts after it creates, so it was moved behind that one. The message names the \
         statement and the object that prove it. Only as many files are moved as must be. Where the names hold no number and the files do \
         not run in their order, the order of all is found from what they do, and that is said once.\n\n\
         Check that this is the order in which the files were run. Use `--order names` to keep the order of the names.",
    ),
    code(
        "used-before-definition",
        "a statement uses what its file creates only further down",
        "The statement fails on an empty database: what it names is created by a later statement of the same file. The message has \
         both lines.\n\n\
         With `--reorder` the statements are put in an order that runs, with as few moved as possible. Or move them by hand.",
    ),
    code(
        "dump-left-out",
        "a file sums up what the other files build, and is left out",
        "A dump or a schema kept up to date lies beside the files whose result it is. Run with them it would create everything twice.\n\n\
         There is nothing to do. If it is the schema that the other files start from, give it with `--base`.",
    ),
    code(
        "listed-order",
        "the files start in the order of a list beside them",
        "A file in the folder lists the migrations, or their names form a chain in which each begins with what the one before ends with. \
         That order is taken in place of that of the names; what the statements need still counts more.\n\n\
         Check that the list is the one that was used. `--order names` does without it.",
    ),
    code(
        "reordered",
        "a statement was moved up inside its file",
        "An earlier statement of the file needs what this one creates. With `--reorder` it was moved before that one; no statement \
         was passed that touches the same objects or that could not be read.\n\n\
         Check the order in the revision. Without `--reorder` the statements stay as their author put them.",
    ),
    code(
        "file-split",
        "a file became two revisions, since files need each other",
        "Each file of a loop needs something that the next one creates, so no order of whole files runs. One of them was split, or \
         foreign keys were taken out of its CREATE TABLE and are added in a second part, which runs after the other file. The message \
         shows the loop edge by edge; both parts keep the name of the file; reports call them `part 1` and `part 2`.\n\n\
         There is nothing to do. To settle it in the files themselves, split them at the same place.",
    ),
    code(
        "number-used-twice",
        "files have the same number",
        "Numbers say in which order the files run, and these have the same one. The message says what one file needs of the other; \
         if it is nothing, either order gives the same schema, and the rest of the name decides.\n\n\
         Give each file a number of its own.",
    ),
    code(
        "order-cycle",
        "files need each other, so no order works",
        "Each file of the circle needs something that the next one creates, whichever runs first. The message names the \
         statements that close the circle.\n\n\
         Split one of the files, or take the foreign key that closes the circle out of its CREATE TABLE and add it with \
         ALTER TABLE after both tables exist.",
    ),
    code(
        "uncertain",
        "what a statement does could not be followed, so the model of the schema is uncertain from there on",
        "The statement calls a function whose work depends on rows or settings, makes a table from a query whose columns are not known, \
         or does something that the model has no word for. It is carried as it stands. Downgrades of this and later revisions hold as \
         far as it changed nothing that they touch: their grades carry a question mark.\n\n\
         Try them on a copy of the database, or write \
         what the statement does as plain SQL.",
    ),
    code(
        "data-loss",
        "undoing or running the revision loses data",
        "The schema comes back, but values do not: a dropped column or table is restored empty, overwritten or deleted rows stay \
         as the upgrade left them, a narrower type has cut values off. The revision is graded `data-loss`, with the reason.\n\n\
         Take a backup before you run it on data that matters, or keep the old values in a table of their own for a while. \
         `--on-data-loss raise` makes such downgrades stop instead.",
    ),
    code(
        "data-not-kept",
        "rows that the history inserts are not in the base revision",
        "A base revision keeps the rows whose every step is literal. Rows that come from a query, that a later statement changes, that a \
         trigger saw, or that refer to rows which are not kept, cannot be told without a database, and are left out. With `--prove` \
         they are read from a database on which the history has run, twice: what differs from run to run (ids by chance, say) \
         cannot stand in a file.\n\n\
         Put what the application needs of them into a revision of its own, or collapse with `--data verbatim`, which \
         keeps the statements as they are written.",
    ),
    code(
        "stamp-refused",
        "a database was not marked as migrated",
        "`stamp --apply` ran its script in one transaction, and the server refused a part of it: the schema is not what the revisions \
         build, or the tool's own table names revisions of another history. Nothing was changed.\n\n\
         See what the message names. `drift` compares in more detail.",
    ),
    code(
        "schema-not-built",
        "the schema to compare a database with cannot be built",
        "`stamp` builds what the revisions build on a throwaway server, to know what the database must look like. That failed.\n\n\
         Name the programs of the version that the files are for with `--postgres-bin`; if the files want a superuser and you trust them, \
         say `--superuser`.",
    ),
    code(
        "base-rows-differ",
        "the base revision brings other rows than the history leaves",
        "With `--prove`, the base is run in an empty database and its rows are compared with those that the history leaves there. \
         They differ in the named table.\n\n\
         Do not use this base: collapse with `--data verbatim` or `--data schema-only`.",
    ),
    code(
        "irreversible",
        "the schema before the revision cannot be restored",
        "What the upgrade removed or replaced is not known well enough to be written again, for instance because it was never \
         defined in the history, or an opaque statement did it. The downgrade raises an error that begins `irreversible:` \
         rather than pretend.\n\n\
         Give the missing definition with `--base`, or write the downgrade by hand. `--on-irreversible skip` leaves out what \
         cannot be undone and undoes the rest.",
    ),
    code(
        "model-law",
        "the downgrade does not lead back to the schema before",
        "The downgrade was replayed on the model of the schema, and the result differs from the schema before the upgrade. \
         Either the downgrade is wrong or the model is; in both cases do not trust it unread.\n\n\
         Compare the downgrade with the differences in the message, and try it on a throwaway database. Please report it: \
         this is a fault of sql2rev.",
    ),
    code(
        "output-exists",
        "a file that would be written exists and is not sql2rev's",
        "The output folder holds a file of that name which sql2rev did not write, or which was changed since. It is not \
         overwritten.\n\n\
         Choose another `--out`, move the file away, or overwrite it with `--force`.",
    ),
    code(
        "output-outside",
        "the tool's own configuration leads out of the output folder",
        "The output folder has a configuration file of the migration tool, and it names a folder for the revisions that is not \
         inside the output folder. sql2rev writes only inside the folder that it is given.\n\n\
         Give the folder that holds both the configuration and the revisions as `--out`, or correct the configuration.",
    ),
    code(
        "lock-unreadable",
        "the lock file in the output folder cannot be read",
        "The lock file says what an earlier run wrote, so that a later one may replace it. This one is damaged, or a newer \
         sql2rev wrote it; without it nobody can tell which files are yours, and nothing is written.\n\n\
         Restore the file from version control. With `--force` everything that is in the way is overwritten.",
    ),
    code(
        "stale-output",
        "a file of an earlier run is no longer part of the history",
        "An earlier run wrote the file, and this one does not: a source was removed, renamed or changed. The file was edited by \
         hand since, so it is left where it is; the migration tool may still run it.\n\n\
         Carry over what was edited, then delete the file.",
    ),
    code(
        "copy-not-translated",
        "rows of COPY cannot be written for this target",
        "The target takes rows as INSERT statements, and the data of this `COPY … FROM stdin` cannot be turned into them: its \
         options or a line of its data are not understood. The message says which.\n\n\
         Correct the data, write the rows as INSERT statements yourself, or load them outside the migrations.",
    ),
    code(
        "reaches-out",
        "a statement reaches files or programs of the server and is not run",
        "Legacy SQL is untrusted input. `COPY … PROGRAM`, files of the server, large objects imported from files and functions in \
         languages without limits (plpython3u, plperlu, …) could do anything that the server's user can, also from inside a function \
         or a string. With one of these in the history, `verify` and `--prove` run nothing.\n\n\
         Load rows with INSERT or `COPY … FROM stdin`; make such functions by hand where they are needed.",
    ),
    code(
        "upgrade-fails",
        "an upgrade does not run on the database",
        "The statements of this revision were run on an empty database after those of all revisions before it, and the server \
         refused one. Nothing else of this revision was tried, and the ones after it ran without it.\n\n\
         Often the file takes something for granted that the history does not make: give it with `--base`. Or it was written for another \
         version of PostgreSQL: name the programs of that version with `--postgres-bin`, or a server with `--database-url`.",
    ),
    code(
        "upgrade-again",
        "an upgrade does not run a second time after its downgrade",
        "The downgrade restores the schema, but the upgrade left something outside of it (rows, roles, settings of the server) \
         that stands in its own way.\n\n\
         Undo by hand what the message names, or see that the upgrade does not mind it (`IF NOT EXISTS`, `ON CONFLICT DO NOTHING`).",
    ),
    code(
        "not-restored",
        "a downgrade does not restore the schema on the database",
        "The downgrade failed, or the catalogs after it differ from those before the upgrade in what the message names, and the \
         differ could not mend it from the catalogs either.\n\n\
         Write this downgrade by hand, and report the file: this is an error of sql2rev.",
    ),
    code(
        "completed",
        "a downgrade was completed from the database",
        "The model could not know all that the upgrade does (dynamic SQL, functions that change the schema), so the catalogs \
         before and after it were compared and the differ wrote the missing statements. They were then tried: they restore the schema.\n\n\
         The database held no rows but those of the history. If the upgrade does something else where there are rows, read the \
         downgrade and mend it.",
    ),
    code(
        "legacy-fails",
        "a legacy file as it stands does not run",
        "The file was run as its author would have run it, in a session of its own, and the server refused a statement that runs \
         in the revision.\n\n\
         This happens where a file needs something of its session or of the file before it. Compare what the revision does with what the \
         file was meant to do.",
    ),
    code(
        "legacy-differs",
        "the revisions lead to another schema than the legacy files",
        "The revisions and the legacy files as they stand were run on a database each, and the catalogs differ in what the \
         message names.\n\n\
         If a file failed half way, mend that first: psql leaves what ran before the error, a revision leaves nothing. \
         Otherwise do not use the output, and report the folder: this is an error of sql2rev.",
    ),
    code(
        "model-differs",
        "the model and the database disagree about the schema",
        "The schema that sql2rev holds to be the final one was written into an empty database and compared with what the history \
         built. They differ in what the message names: the model misunderstood a statement.\n\n\
         Downgrades that were proved are right all the same. Read those that were not, and report the statement.",
    ),
    code(
        "ran-as-superuser",
        "a statement ran as superuser",
        "The history runs as a role without special rights. This statement wants a superuser, and is of a kind that runs nothing of \
         the author's, so it ran as one, alone.\n\n\
         The role that runs the migrations on your servers needs the right to do this too, or the object must be there before.",
    ),
    code(
        "role-assumed",
        "a role is named that the history does not make",
        "Roles belong to the whole server, and legacy files take those of their server for granted. The throwaway server got a \
         role of this name, which may do nothing.\n\n\
         See that it exists on every server that the revisions run on.",
    ),
    code(
        "published-revision-changes",
        "a revision that was written before would change",
        "A file was put between others, changed, renamed or taken away after its revision was written. Ids are hashes of the history, so \
         that revision and all after it would become others, and a database that ran them would not know them any more. Nothing was \
         written.\n\n\
         Leave the old files as they are and put the change in a new file that comes last. If no database has run these revisions, write \
         them anew with `--force`.",
    ),
    code(
        "output-changed",
        "a written file was changed by hand",
        "The lock file holds the hash of every file that sql2rev wrote. This one has another now.\n\n\
         If the change is wanted, keep it: `convert` does not overwrite it without `--force`. Otherwise restore the file from version \
         control.",
    ),
    code(
        "output-missing",
        "a written file is not there",
        "The lock file lists it, so a tool that runs the revisions misses one.\n\n\
         Restore it from version control, or run `convert` again, which writes it anew.",
    ),
    code(
        "output-unknown",
        "a file among the revisions was not written by sql2rev",
        "A migration tool runs it like those that were written.\n\n\
         Revisions of your own that follow those of the legacy history are what the adoption is for. See that the file stands behind \
         them and not among them.",
    ),
    code(
        "source-missing",
        "an SQL file that revisions were made from is gone",
        "What is written can no longer be made from the folder.\n\n\
         Restore the file. If the legacy files were archived after the adoption, check the written files alone: `sql2rev check OUT`.",
    ),
    code(
        "source-changed",
        "an SQL file was changed since its revision was written",
        "The written revision is that of the former text, and databases may have run it.\n\n\
         Take the change back and put it in a new file that comes last. If no database has run the revision, run `convert --force`.",
    ),
    code(
        "source-added",
        "an SQL file has no revision yet",
        "It was put into the folder since the revisions were written.\n\n\
         Run `convert` again: a file that comes last adds a revision and changes no other.",
    ),
    code(
        "source-order-changed",
        "the SQL files run in another order than when their revisions were written",
        "The order comes from the names of the files, from what they need, and from the options given.\n\n\
         Give `check` the options that `convert` was given. `sql2rev inspect DIR A B` says why a file comes before another.",
    ),
    code(
        "dump-unreadable",
        "a dump is not in the form of SQL",
        "pg_dump writes SQL with `--format=plain`, and archives with `--format=custom`, `tar` or `directory`. This file is an \
         archive, so nothing was compared.\n\n\
         Make the dump with `pg_dump --schema-only`, or turn the archive into SQL with `pg_restore --schema-only -f FILE ARCHIVE`.",
    ),
    code(
        "fix-incomplete",
        "the statements of --fix do not lead from the files to the database",
        "They were tried on what the files build, and what came of it is not what the database has.\n\n\
         Read the file of `--fix` and correct it before you put it into the folder, then run `drift` again.",
    ),
    code(
        "dump-statement-fails",
        "a statement of a dump does not run on the server that compares",
        "The dump is restored on a throwaway server, statement by statement, to be compared with what the files build there. \
         This one failed: mostly because the server lacks an extension, or is older than the one that the dump comes from. What it \
         makes is missing on that side of the comparison.\n\n\
         Install the extension, or name a server of production's version with `--postgres-bin` or `--database-url`.",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let unique: BTreeSet<&str> = CODES.iter().map(|entry| entry.code).collect();
        assert_eq!(unique.len(), CODES.len());
        for code in unique {
            let mut words = code.split('-');
            let plain =
                |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            assert!(words.all(plain), "{code}");
        }
    }

    #[test]
    fn every_code_is_explained() {
        for entry in CODES {
            assert!(!entry.meaning.is_empty() && !entry.meaning.ends_with('.'), "{}", entry.code);
            assert!(entry.explanation.contains("\n\n") && entry.explanation.ends_with('.'), "{}", entry.code);
        }
        assert_eq!(find("syntax").map(|entry| entry.code), Some("syntax"));
        assert_eq!(find("none"), None);
    }

    #[test]
    fn every_code_in_use_has_an_entry_and_every_entry_is_in_use() {
        let mut used = BTreeSet::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        assert!(used.contains("not-utf8"));
        let unknown: Vec<&String> = used.iter().filter(|code| find(code).is_none()).collect();
        assert!(unknown.is_empty(), "no entry in CODES for {unknown:?}");
        // Troubles of the model carry their code with them.
        let unused: Vec<&str> = CODES.iter().map(|entry| entry.code).filter(|code| !used.contains(*code)).collect();
        assert_eq!(unused, ["missing-object", "duplicate-object"], "nothing gives these codes");
    }

    /// Finds the literal codes given to `Finding::error` and its sisters.
    fn collect(dir: &Path, used: &mut BTreeSet<String>) {
        for entry in walkdir::WalkDir::new(dir).into_iter().filter_map(Result::ok) {
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            for call in ["error", "warning", "note", "new"] {
                let call = format!("Finding::{call}(");
                let pieces = text.split(&call).skip(1).map(str::trim_start);
                let literals = pieces.filter_map(|piece| piece.strip_prefix('"')?.split('"').next().map(str::to_owned));
                used.extend(literals);
            }
        }
    }
}
