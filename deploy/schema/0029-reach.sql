-- Reach: who follows a shop and wants to hear from it, its messages, short links, referrals, and pictures that nobody uses.
create table document_commerce_follow partition of document for values in ('commerce.follow');
create index document_commerce_follow_shop on document_commerce_follow ((body #>> '{state,shop}')) where (body #>> '{state,following}') = 'true';
create index document_commerce_follow_person on document_commerce_follow ((body #>> '{state,person}')) where (body #>> '{state,following}') = 'true';
create index document_commerce_follow_token on document_commerce_follow ((body #>> '{state,token}')) where (body #>> '{state,token}') <> '';

create table document_commerce_mailing partition of document for values in ('commerce.mailing');
create index document_commerce_mailing_shop on document_commerce_mailing ((body #>> '{state,shop}'), ((body #>> '{state,submittedAtMs}')::bigint) desc);
create index document_commerce_mailing_status on document_commerce_mailing ((body #>> '{state,status}'), ((body #>> '{state,submittedAtMs}')::bigint));

-- One message to one follower. It gets its answer once.
create table mailing_line (
    mailing text        not null,
    person  text        not null,
    status  smallint    not null default 0,  -- 0 waiting, 1 sent, 2 failed, 3 no longer wanted
    tries   smallint    not null default 0,
    at      timestamptz,
    primary key (mailing, person)
) with (fillfactor = 80);
create index mailing_line_waiting on mailing_line (mailing, tries, person) where status = 0;

-- How often a short link was followed: by link, day and channel, never by person.
create table link_visit (
    link    text   not null,
    day     date   not null,
    channel text   not null,
    visits  bigint not null,
    primary key (link, day, channel)
) with (fillfactor = 70);

-- Pictures for links that are shared, drawn once for what they show.
create table share_card (
    id      text        primary key,
    digest  text        not null,
    jpeg    bytea       not null,
    made_at timestamptz not null default clock_timestamp());
alter table share_card alter column jpeg set storage external;

create table document_commerce_referral partition of document for values in ('commerce.referral');
create index document_commerce_referral_referrer on document_commerce_referral ((body #>> '{state,referrer}'), ((body #>> '{state,claimedAtMs}')::bigint) desc);
create table document_commerce_referral_code partition of document for values in ('commerce.referral-code');
create table document_commerce_referrer partition of document for values in ('commerce.referrer');
create table document_commerce_referral_program partition of document for values in ('commerce.referral-program');

-- What the post has promised for a referral: a row each, so that its sum can be held under a budget.
create table referral_reward (
    referral   text        primary key,
    referrer   text        not null,
    amount     bigint      not null check (amount > 0),
    promised_at timestamptz not null default clock_timestamp());
create index referral_reward_referrer on referral_reward (referrer);

-- Telephones (keyed digests) that have been referred once.
create table referral_mark (
    mark     text primary key,
    referral text not null);

create table document_commerce_image_sweep partition of document for values in ('commerce.image-sweep');
create index image_made on image (created_at, id);
