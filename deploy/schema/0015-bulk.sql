-- Bulk payments: a document each for the batch and for the people of a paying account, and the lines as plain rows.

create table document_money_bulk partition of document for values in ('money.bulk');
create table document_money_bulk_payer partition of document for values in ('money.bulk-payer');

-- Lists: of one payer, newest first; of the post.
create index document_money_bulk_payer_newest on document_money_bulk
    (((body #>> '{state,payer}')::bigint), ((body #>> '{state,preparedAtMs}')::bigint) desc, id desc);

-- For whom does this person act?
create index document_money_bulk_payer_people on document_money_bulk_payer using gin ((body -> 'state' -> 'people') jsonb_path_ops);

-- One line of a batch. Nothing but the key is indexed, and pages keep room: a line is changed twice (what became of it,
-- that the payee was told), each time within its page.
create table bulk_line (
    batch uuid not null,
    number integer not null,            -- the line of the file
    phone text not null,                -- E.164, or as written when it was not understood
    amount bigint not null,             -- minor units; 0 when it was not understood
    written_amount text,                -- as written, when it was not understood
    name text not null,
    reference text not null,
    problem text,                       -- why it cannot be paid as it is written
    warning text,                       -- what is odd about it
    status smallint not null,           -- 0 ready, 1 paid, 2 failed, 3 faulty
    charges bigint not null default 0,  -- fee and tax on top
    wallet bigint,                      -- who was paid; 0: nobody
    hold bigint,                        -- the account that paid it
    failure text,
    paid_at timestamptz,
    told_at timestamptz,
    primary key (batch, number)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.5);
