-- Shops, products, their papers and pictures.

-- Who began what under which key: a request that is repeated gets the number that it got at first.
create table commerce_begun (
    creator  text        not null,
    key      text        not null,
    number   bigint      not null,
    begun_at timestamptz not null default clock_timestamp(),
    primary key (creator, key));

-- A shop's own codes, each of one of its products.
create table commerce_sku (
    shop       text        not null,
    sku        text        not null,
    product    text        not null,
    claimed_at timestamptz not null default clock_timestamp(),
    primary key (shop, sku));

-- Papers of businesses: made by us or PDF, encrypted with a key from outside PostgreSQL.
create table shop_paper (
    id         text        primary key,
    shop       text        not null,
    type       text        not null,
    box        bytea       not null,
    created_at timestamptz not null default clock_timestamp());
alter table shop_paper alter column box set storage external; -- ciphertext does not compress

create index document_commerce_shop_status on document_commerce_shop
    ((body #>> '{state,status}'), ((body #>> '{state,statusAtMs}')::bigint), id);
create index document_commerce_shop_owner on document_commerce_shop ((body #>> '{state,owner}'));
create index document_commerce_shop_staff on document_commerce_shop using gin ((body -> 'state' -> 'staff') jsonb_path_ops);
create index document_commerce_shop_invitations on document_commerce_shop using gin ((body -> 'state' -> 'invitations') jsonb_path_ops);

create index document_commerce_product_shop on document_commerce_product ((body #>> '{state,shop}'), ((substr(id, 3))::bigint));
create index document_commerce_product_gtin on document_commerce_product ((body #>> '{state,gtin}'), ((body #>> '{state,priceFrom}')::bigint))
    where body #>> '{state,gtin}' <> '';
create index document_commerce_product_visible on document_commerce_product (((substr(id, 3))::bigint))
    where (body #>> '{state,visible}')::boolean;

-- Pictures of goods and shops, in the sizes that pages use. They never change: a new picture has a new id.
create table image (
    id         text        not null,
    size       text        not null,
    owner      text        not null,
    width      integer     not null,
    height     integer     not null,
    webp       bytea       not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (id, size));
alter table image alter column webp set storage external;
create index image_by_owner on image (owner, created_at);

-- Files of products: a document each, and the lines as plain rows. A line is changed once, when it has its answer.
create table document_commerce_import partition of document for values in ('commerce.import');
create index document_commerce_import_shop on document_commerce_import ((body #>> '{state,shop}'), ((body #>> '{state,atMs}')::bigint) desc);

create table catalogue_import_line (
    import  text     not null,
    number  integer  not null,             -- the line of the file
    grp     text     not null,             -- what makes lines one article
    lead    integer,                       -- the first line of its article
    cells   jsonb    not null,
    status  smallint not null default 0,   -- 0 waiting, 1 created, 2 updated, 3 unchanged, 4 failed
    code    text     not null default '',  -- why it failed
    field   text     not null default '',
    product text     not null default '',
    primary key (import, number)
) with (fillfactor = 80);
create index catalogue_import_line_lead on catalogue_import_line (import, lead, number);
create index catalogue_import_line_waiting on catalogue_import_line (import, lead) where status = 0;
