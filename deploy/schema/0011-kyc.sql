-- Who people are by their papers, names with whom no business is done, and movements that are unusual.

create table document_identity_case partition of document for values in ('identity.case');
create table document_identity_hit partition of document for values in ('identity.hit');
create table document_identity_sanctions_run partition of document for values in ('identity.sanctions-run');
create table document_money_alert partition of document for values in ('money.alert');
create table document_money_monitor partition of document for values in ('money.monitor');

-- Queues: what waits, oldest first; and what was decided.
create index document_identity_case_queue on document_identity_case
    ((body #>> '{state,status}'), ((body #>> '{state,submittedAtMs}')::bigint), id);
create index document_identity_hit_queue on document_identity_hit
    ((body #>> '{state,status}'), ((body #>> '{state,foundAtMs}')::bigint), id);
create index document_money_alert_queue on document_money_alert
    ((body #>> '{state,status}'), ((body #>> '{state,raisedAtMs}')::bigint), id);

-- Whom operators have frozen.
create index document_identity_customer_restricted on document_identity_customer
    (((body #>> '{state,restriction,atMs}')::bigint) desc) where body #>> '{state,restriction,freeze}' is not null;

-- Pictures of papers: JPEGs that we made ourselves, encrypted with a key from outside PostgreSQL. Here, so that a backup has them.
create table identity_picture (
    id         text        primary key,
    customer   text        not null,
    kind       text        not null,
    box        bytea       not null,
    created_at timestamptz not null default clock_timestamp());
create index identity_picture_by_customer on identity_picture (customer);
alter table identity_picture alter column box set storage external; -- ciphertext does not compress

-- The list of names, whole at each version.
create table sanctions_list (
    version     integer     generated always as identity primary key,
    id          text        not null unique, -- digest of the file
    title       text        not null,
    names       integer     not null,
    uploaded_by text        not null,
    uploaded_at timestamptz not null default clock_timestamp());

create table sanctions_name (
    list    integer not null references sanctions_list (version),
    number  integer not null,
    name    text    not null,
    aliases text[]  not null,
    birth   text,
    source  text    not null,
    primary key (list, number));

-- The monitor asks for what has moved since it last looked.
create index posting_by_time on posting using brin (created_at) with (pages_per_range = 32, autosummarize = on);
