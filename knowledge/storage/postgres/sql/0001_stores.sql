-- Every table of records begins alike:
--   city      whose records they are
--   scope     of a ledger its strategy, of a base its plan; '' elsewhere
--   number    given one by one (counters), or made of the record's key
--   position  the order in which records were first written
-- and ends with `rest`: what of a record no column holds without loss (decision 7).

CREATE TABLE counters (
    city text NOT NULL,
    records text NOT NULL,
    scope text NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (city, records, scope)
);
COMMENT ON TABLE counters IS 'the last number that was given; its row is locked until the record stands';

CREATE SEQUENCE versions_given;
CREATE TABLE versions (
    city text NOT NULL,
    store text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (city, store)
);
COMMENT ON TABLE versions IS 'rises with every write of a store that is kept in memory; none is given twice';

CREATE TABLE work (
    city text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (city, name)
);
COMMENT ON TABLE work IS 'what a replica is at: the row is locked for as long as that takes';

CREATE TABLE runs (
    city text NOT NULL,
    run text NOT NULL,
    beat bigint NOT NULL,
    beaten_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (city, run)
);
COMMENT ON TABLE runs IS 'replicas; a beat that stands still belongs to one that has died';

CREATE TABLE records (
    city text NOT NULL,
    scope text NOT NULL,
    number bigint NOT NULL,
    position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    rest json,
    PRIMARY KEY (city, scope, number)
);
COMMENT ON TABLE records IS 'tables that this version knows nothing of, as they were copied; scope: store and table';

-- bot: what the bot remembers
CREATE TABLE events (LIKE records INCLUDING ALL, at timestamptz, edited text, body json, run text);
CREATE INDEX ON events (city, run) WHERE run IS NOT NULL;
CREATE TABLE answers (
    LIKE records INCLUDING ALL,
    at timestamptz, key text, query text, asked_by text, before json, shown json,
    channel text, ts text, question_ts text, is_deleted boolean, gap text
);
CREATE INDEX ON answers (city, channel, ts);
CREATE INDEX ON answers (city, channel, question_ts);
CREATE TABLE contexts (LIKE records INCLUDING ALL, at timestamptz, thread text, shown json);
CREATE TABLE opinions (
    LIKE records INCLUDING ALL,
    at timestamptz, answer text, "user" text, rating text, query text, comment text
);
CREATE TABLE workspace (LIKE records INCLUDING ALL, refused_new_blocks timestamptz, kind text, messages json);
CREATE TABLE announcements (LIKE records INCLUDING ALL, at timestamptz, entry text, "user" text);

-- deliveries: digests on their way, and what people are to be told
CREATE TABLE slots (
    LIKE records INCLUDING ALL,
    slot json,
    schedule_id text GENERATED ALWAYS AS (slot ->> 'schedule_id') STORED,
    state text GENERATED ALWAYS AS (slot ->> 'state') STORED
);
CREATE INDEX ON slots (city, schedule_id, state);
CREATE TABLE streams (LIKE records INCLUDING ALL, stream text, keys json, forgotten_until timestamptz);
CREATE TABLE requests (LIKE records INCLUDING ALL, schedule_id text, at timestamptz, "by" text);
CREATE TABLE notices (LIKE records INCLUDING ALL, key text, "user" text, text text, entry text, tried boolean);
CREATE TABLE done (LIKE records INCLUDING ALL, key text, at timestamptz, is_unclear boolean);
CREATE TABLE told (LIKE records INCLUDING ALL, key text, at timestamptz);

-- digests: what is to be delivered when
CREATE TABLE schedules (LIKE records INCLUDING ALL, schedule json);
CREATE TABLE ids (LIKE records INCLUDING ALL);

-- actuals: the ledgers
CREATE TABLE actuals (
    LIKE records INCLUDING ALL,
    kind text, indicator text, name text, fiscal_year integer, as_of date, is_year_of_day boolean,
    value numeric, unit text, provisional boolean, note text, source text, "by" text, at timestamptz,
    replaces text, sample boolean, office_grade text, office_comment text
);
CREATE TABLE rewritten (LIKE records INCLUDING ALL, entries bigint);

-- plans, what was taught of them, and what was read of their texts
CREATE TABLE plans (
    LIKE records INCLUDING ALL,
    id text, strategy text, key text, title text, municipality text, years json, is_held boolean
);
CREATE TABLE chosen (LIKE records INCLUDING ALL, plan text);
CREATE TABLE channels (LIKE records INCLUDING ALL, channel text, mark text);
CREATE TABLE taught (
    LIKE records INCLUDING ALL,
    kind text, "by" text, part text, name text, word text, question text, means json, plan text, at timestamptz
);
CREATE TABLE bases (LIKE records INCLUDING ALL, schema bigint, strategy text, fingerprints json, base json);
