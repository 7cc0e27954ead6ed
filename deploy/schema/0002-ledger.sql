-- The ledger. One posting moves one amount from one account to another, so every currency adds up to zero by itself.
-- Only the debited account's grain decides; the unique numbers (debit_account, debit_seq) are the fence between two
-- activations that both believe they are that grain.

create sequence account_number start with 10000000 cache 100;

create table account (
    id bigint primary key,
    kind smallint not null,
    currency smallint not null,
    floor bigint,                       -- how low the balance may go; null: no floor (the trust account alone)
    tier smallint not null,
    frozen smallint not null,           -- 1 debits, 2 credits, 3 both
    closed boolean not null,
    owner text not null,
    display_name text not null,
    phone text not null,
    language text not null,
    opened_at timestamptz not null);
create index account_by_owner on account (owner) where owner <> '';

create table posting (
    debit_account bigint not null,
    debit_seq bigint not null,
    credit_account bigint not null,
    amount bigint not null check (amount >= 0),
    created_at timestamptz not null,
    transfer_id uuid not null,
    request_hash bigint,                -- on leg 0
    period integer not null,
    leg smallint not null,
    kind smallint not null,
    currency smallint not null,
    memo text,
    constraint posting_fence unique (debit_account, debit_seq),
    constraint posting_once unique (debit_account, transfer_id, leg));
create index posting_by_credit on posting (credit_account, period);
create index posting_by_period on posting using brin (period);

-- What an account was when a period closed. Turnovers, so that credits can be read again without touching debits.
create table account_balance (
    account bigint not null,
    period integer not null,
    debits bigint not null,
    credits bigint not null,
    debit_seq bigint not null,
    digest bytea,                       -- of the period's postings that this account paid
    primary key (account, period));
create index account_balance_by_period on account_balance (period);

create table ledger_period (
    number integer primary key,
    opened_at timestamptz not null,
    flipped_at timestamptz,             -- no posting joins it any more
    closed_at timestamptz,              -- its balances are written
    postings bigint,
    digest bytea);                      -- of this period's postings and balances and of the digest before

create table trial_balance (
    period integer not null,
    kind smallint not null,
    currency smallint not null,
    accounts bigint not null,
    debits numeric not null,
    credits numeric not null,
    primary key (period, kind, currency));

create table ledger_clock (
    one boolean primary key default true check (one),
    open_period integer not null);
insert into ledger_clock (open_period) values (1);
insert into ledger_period (number, opened_at) values (1, clock_timestamp());

create table ledger_writer (
    id bigint generated always as identity primary key,
    silo text not null,
    started_at timestamptz not null default clock_timestamp(),
    dead_at timestamptz);
create index ledger_writer_alive on ledger_writer (silo) where dead_at is null;

-- Emptied by crash recovery and by promotion, which is the point: images made before are then of another incarnation.
create unlogged table ledger_incarnation (
    one boolean primary key default true check (one),
    value uuid not null);

-- The advisory lock that batches share and that a flip of the period, or the barrier, takes alone.
create function ledger_period_lock() returns bigint language sql immutable parallel safe as 'select 1347375185::bigint';

-- Called before the first load: gives the database its incarnation when it has none.
create function ledger_incarnate() returns uuid language plpgsql as $$
begin
    insert into ledger_incarnation (value) values (gen_random_uuid()) on conflict do nothing;
    return (select value from ledger_incarnation);
end $$;

-- Takes the period's lock shared; then, in statements of their own and so with fresh snapshots, reads what a batch must know.
-- state: 0 go on, 1 this writer is dead, 2 another incarnation.
create function ledger_admit(p_writer bigint, p_incarnation uuid, out state integer, out period integer)
language plpgsql as $$
declare
    alive boolean;
    incarnation uuid;
begin
    perform pg_advisory_xact_lock_shared(ledger_period_lock());
    select w.dead_at is null, i.value, c.open_period into alive, incarnation, period
    from ledger_clock c
    left join ledger_writer w on w.id = p_writer
    left join ledger_incarnation i on true;
    state := case when alive is not true then 1 when incarnation is distinct from p_incarnation then 2 else 0 end;
end $$;

-- A batch whose writer believes that nothing stands in its way. It inserts plainly: a number or a transfer that is there
-- already is error 23505 and undoes the whole batch; the writer then calls ledger_sift.
create function ledger_post(
    p_writer bigint, p_incarnation uuid,
    p_debit bigint[], p_seq bigint[], p_transfer uuid[], p_leg smallint[], p_credit bigint[], p_amount bigint[],
    p_kind smallint[], p_currency smallint[], p_memo text[], p_hash bigint[],
    out state integer, out xid text, out at timestamptz)
language plpgsql as $$
declare
    open_period integer;
begin
    select a.state, a.period into state, open_period from ledger_admit(p_writer, p_incarnation) a;
    if state <> 0 then
        return;
    end if;
    at := clock_timestamp();
    insert into posting (debit_account, debit_seq, transfer_id, leg, credit_account, amount, kind, currency, memo, request_hash, period, created_at)
    select r.*, open_period, at
    from unnest(p_debit, p_seq, p_transfer, p_leg, p_credit, p_amount, p_kind, p_currency, p_memo, p_hash) r;
    xid := pg_current_xact_id()::text;
end $$;

-- The same batch, carefully. Sets aside transfers that are there (fate 1) and accounts whose last number is not the one
-- their line stood on (fate 2), numbers the rest without holes from the line's base and inserts it (fate 0).
-- One row comes back per transfer; first_seq is that of its leg 0. The rows of p_… are legs, in order.
create function ledger_sift(
    p_writer bigint, p_incarnation uuid,
    p_debit bigint[], p_base bigint[], p_transfer uuid[], p_leg smallint[], p_credit bigint[], p_amount bigint[],
    p_kind smallint[], p_currency smallint[], p_memo text[], p_hash bigint[])
returns table (state integer, xid text, at timestamptz, debit bigint, transfer uuid, fate integer, first_seq bigint, hash bigint, fenced boolean)
language plpgsql as $$
declare
    open_period integer;
    admitted integer;
    moment timestamptz;
begin
    select a.state, a.period into admitted, open_period from ledger_admit(p_writer, p_incarnation) a;
    if admitted <> 0 then
        return query select admitted, null::text, null::timestamptz, null::bigint, null::uuid, null::integer, null::bigint, null::bigint, null::boolean;
        return;
    end if;
    moment := clock_timestamp();
    create temporary table if not exists sifted (
        position bigint, debit bigint, base bigint, transfer uuid, leg smallint, credit bigint, amount bigint,
        kind smallint, currency smallint, memo text, hash bigint, fate integer, seq bigint, fenced boolean) on commit delete rows;
    delete from sifted;
    insert into sifted (position, debit, base, transfer, leg, credit, amount, kind, currency, memo, hash, fate, seq, fenced)
    select r.position, r.debit, r.base, r.transfer, r.leg, r.credit, r.amount, r.kind, r.currency, r.memo, r.hash,
           case when there.debit_seq is not null then 1 when last.seq is distinct from r.base then 2 else 0 end,
           there.debit_seq, last.seq is distinct from r.base
    from unnest(p_debit, p_base, p_transfer, p_leg, p_credit, p_amount, p_kind, p_currency, p_memo, p_hash)
         with ordinality r (debit, base, transfer, leg, credit, amount, kind, currency, memo, hash, position)
    cross join lateral (select coalesce(max(p.debit_seq), 0) as seq from posting p where p.debit_account = r.debit) last
    left join lateral (select p.debit_seq from posting p
                       where p.debit_account = r.debit and p.transfer_id = r.transfer and p.leg = 0) there on true;
    update sifted s set seq = n.seq
    from (select f.position, f.base + row_number() over (partition by f.debit order by f.position) as seq from sifted f where f.fate = 0) n
    where s.position = n.position;
    insert into posting (debit_account, debit_seq, transfer_id, leg, credit_account, amount, kind, currency, memo, request_hash, period, created_at)
    select s.debit, s.seq, s.transfer, s.leg, s.credit, s.amount, s.kind, s.currency, s.memo, s.hash, open_period, moment
    from sifted s where s.fate = 0 order by s.debit, s.seq;
    return query
        select 0, pg_current_xact_id()::text, moment, s.debit, s.transfer, s.fate, s.seq,
               coalesce((select p.request_hash from posting p where p.debit_account = s.debit and p.transfer_id = s.transfer and p.leg = 0), 0),
               s.fenced
        from sifted s where s.leg = 0 order by s.position;
end $$;

-- One change of an account itself: a posting of zero in the account's own sequence, and its row, in one transaction.
-- state 3: fenced.
create function ledger_change(
    p_writer bigint, p_incarnation uuid, p_account bigint, p_base bigint, p_change uuid, p_kind smallint, p_memo text,
    p_floor bigint, p_tier smallint, p_frozen smallint, p_closed boolean,
    p_owner text, p_display_name text, p_phone text, p_language text,
    out state integer, out xid text, out at timestamptz)
language plpgsql as $$
declare
    open_period integer;
begin
    select a.state, a.period into state, open_period from ledger_admit(p_writer, p_incarnation) a;
    if state <> 0 then
        return;
    end if;
    if (select coalesce(max(p.debit_seq), 0) from posting p where p.debit_account = p_account) <> p_base then
        state := 3;
        return;
    end if;
    at := clock_timestamp();
    insert into posting (debit_account, debit_seq, transfer_id, leg, credit_account, amount, kind, currency, memo, request_hash, period, created_at)
    select id, p_base + 1, p_change, 0, id, 0, p_kind, currency, p_memo, 0, open_period, at from account where id = p_account;
    update account set floor = p_floor, tier = p_tier, frozen = p_frozen, closed = p_closed,
        owner = p_owner, display_name = p_display_name, phone = p_phone, language = p_language
    where id = p_account;
    xid := pg_current_xact_id()::text;
end $$;

-- The digest of what one account paid in one period: chunks of 1,024 postings, then the chunks, so that no value grows large.
create function ledger_account_digests(p_period integer)
returns table (account bigint, debits bigint, debit_seq bigint, postings bigint, digest bytea)
language sql stable as $$
    select chunk.account, sum(chunk.debits)::bigint, max(chunk.debit_seq), sum(chunk.postings)::bigint, sha256(string_agg(chunk.digest, ''::bytea order by chunk.number))
    from (
        select p.debit_account as account, p.debit_seq >> 10 as number,
               sum(p.amount)::bigint as debits, max(p.debit_seq) as debit_seq, count(*) as postings,
               sha256(convert_to(string_agg(
                   p.debit_seq || '|' || p.transfer_id || '|' || p.leg || '|' || p.credit_account || '|' || p.amount || '|' || p.currency || '|' ||
                   p.kind || '|' || coalesce(p.request_hash, 0) || '|' || extract(epoch from p.created_at) || '|' || coalesce(length(p.memo) || ':' || p.memo, '-'),
                   E'\n' order by p.debit_seq), 'UTF8')) as digest
        from posting p where p.period = p_period
        group by p.debit_account, p.debit_seq >> 10) chunk
    group by chunk.account
$$;

-- The digest of a period: of the balances it left (which bear the digests of the postings), chained to the period before.
create function ledger_period_digest(p_period integer, p_before bytea) returns bytea language sql stable as $$
    select sha256(coalesce(p_before, ''::bytea) || convert_to(p_period::text, 'UTF8') || coalesce(string_agg(bucket.digest, ''::bytea order by bucket.number), ''::bytea))
    from (
        select b.account >> 12 as number,
               sha256(convert_to(string_agg(b.account || '|' || b.debits || '|' || b.credits || '|' || b.debit_seq || '|' || coalesce(encode(b.digest, 'hex'), '-'),
                   E'\n' order by b.account), 'UTF8')) as digest
        from account_balance b where b.period = p_period
        group by b.account >> 12) bucket
$$;

-- Ends the open period: from the next batch on, postings belong to the next one. Takes the lock alone, for this only.
create function ledger_flip() returns integer language plpgsql as $$
declare
    ended integer;
begin
    perform pg_advisory_xact_lock(ledger_period_lock());
    update ledger_clock set open_period = open_period + 1 returning open_period - 1 into ended;
    update ledger_period set flipped_at = clock_timestamp() where number = ended;
    insert into ledger_period (number, opened_at) values (ended + 1, clock_timestamp());
    return ended;
end $$;

-- Writes what a flipped period left behind. Periods are closed in order; closing twice changes nothing.
create function ledger_close(p_period integer) returns bytea language plpgsql as $$
declare
    before bytea;
    head bytea;
    total bigint;
begin
    perform 1 from ledger_period where number = p_period and flipped_at is not null and closed_at is null for update;
    if not found then
        return (select digest from ledger_period where number = p_period);
    end if;
    if p_period > 1 then
        select digest into strict before from ledger_period where number = p_period - 1 and closed_at is not null;
    end if;
    with paid as (
        select * from ledger_account_digests(p_period)
    ), received as (
        select credit_account as account, sum(amount)::bigint as credits from posting where period = p_period and amount > 0 group by credit_account
    ), moved as (
        select coalesce(p.account, r.account) as account, coalesce(p.debits, 0) as debits, coalesce(r.credits, 0) as credits, p.debit_seq, p.digest
        from paid p full join received r on r.account = p.account
    )
    insert into account_balance (account, period, debits, credits, debit_seq, digest)
    select m.account, p_period, coalesce(last.debits, 0) + m.debits, coalesce(last.credits, 0) + m.credits,
           coalesce(m.debit_seq, last.debit_seq, 0), m.digest
    from moved m
    left join lateral (
        select b.debits, b.credits, b.debit_seq from account_balance b
        where b.account = m.account and b.period < p_period order by b.period desc limit 1) last on true;
    insert into trial_balance (period, kind, currency, accounts, debits, credits)
    select p_period, t.kind, t.currency, sum(t.accounts), sum(t.debits), sum(t.credits)
    from (
        select kind, currency, accounts, debits, credits from trial_balance where period = p_period - 1
        union all
        select a.kind, a.currency, count(*) filter (where last.account is null),
               sum(b.debits - coalesce(last.debits, 0)), sum(b.credits - coalesce(last.credits, 0))
        from account_balance b
        join account a on a.id = b.account
        left join lateral (
            select o.account, o.debits, o.credits from account_balance o
            where o.account = b.account and o.period < p_period order by o.period desc limit 1) last on true
        where b.period = p_period
        group by a.kind, a.currency) t
    group by t.kind, t.currency;
    select count(*) into total from posting where period = p_period;
    head := ledger_period_digest(p_period, before);
    update ledger_period set closed_at = clock_timestamp(), postings = total, digest = head where number = p_period;
    return head;
end $$;
