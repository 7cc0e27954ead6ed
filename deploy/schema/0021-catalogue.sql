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
