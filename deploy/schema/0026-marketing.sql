-- Campaigns: a document each, and the clicks as plain rows. A click is one row written before its visitor goes on; its
-- number is taken once, so of two activations of one campaign only one can count.
create table document_commerce_campaign partition of document for values in ('commerce.campaign');

create index document_commerce_campaign_shop on document_commerce_campaign
    ((body #>> '{state,shop}'), ((body #>> '{state,createdAtMs}')::bigint) desc, id desc);

create index document_commerce_campaign_open on document_commerce_campaign (id)
    where body #>> '{state,purse,status}' = 'open';

create table campaign_click (
    campaign text not null,
    seq bigint not null,
    purse integer not null,              -- the day's money that pays it
    product text not null,               -- empty: the purse is closed, nothing of it comes after this
    viewer text not null,                -- a customer's id, or a browser's key
    source text not null,                -- a keyed digest of the address
    price bigint not null check (price >= 0),
    at timestamptz not null,
    primary key (campaign, seq)
);

create index campaign_click_purse on campaign_click (campaign, purse) include (seq, price);
create index campaign_click_at on campaign_click (campaign, at);

create table campaign_view (
    campaign text not null,
    day date not null,
    product text not null,
    views bigint not null,
    primary key (campaign, day, product)
) with (fillfactor = 70);
