-- Orders are listed by buyer, by shop and state, and found by the number that people read out.
create index document_commerce_order_buyer on document_commerce_order
    ((body #>> '{state,buyer}'), ((body #>> '{state,placedAtMs}')::bigint) desc, id desc);
create index document_commerce_order_shop on document_commerce_order
    ((body #>> '{state,shop}'), ((body #>> '{state,placedAtMs}')::bigint) desc, id desc);
create index document_commerce_order_number on document_commerce_order ((body #>> '{state,number}'));

-- What shops owe the post, what they are paid out, returns and disputes.
create table document_commerce_shop_dues partition of document for values in ('commerce.shop-dues');
create table document_commerce_payout partition of document for values in ('commerce.payout');

create table document_commerce_return partition of document for values in ('commerce.return');
create index document_commerce_return_buyer on document_commerce_return ((body #>> '{state,buyer}'), ((body #>> '{state,askedAtMs}')::bigint) desc);
create index document_commerce_return_shop on document_commerce_return ((body #>> '{state,shop}'), ((body #>> '{state,askedAtMs}')::bigint) desc);

create table document_commerce_dispute partition of document for values in ('commerce.dispute');
create index document_commerce_dispute_queue on document_commerce_dispute ((body #>> '{state,status}'), ((body #>> '{state,openedAtMs}')::bigint));

-- Photos that buyers and shops send with returns and disputes; only the parties and the post see them.
create table commerce_evidence (
    id uuid primary key,
    owner text not null,
    subject text not null,
    picture bytea not null,
    at timestamptz not null
);
create index commerce_evidence_subject on commerce_evidence (subject);

-- Parcels that somebody has in hand.
create index document_logistics_delivery_holder on document_logistics_delivery ((body #>> '{state,holder}'))
    where body #>> '{state,stage}' not in ('delivered', 'sentBack');

create index document_commerce_return_order on document_commerce_return ((body #>> '{state,order}'));
