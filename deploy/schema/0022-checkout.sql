-- Coupons: one document a code. A shop's are listed newest first, and so are the post's own, which have no shop.
create table document_commerce_coupon partition of document for values in ('commerce.coupon');

create index document_commerce_coupon_shop on document_commerce_coupon
    ((coalesce(body #>> '{state,coupon,shop,value}', '')), ((body #>> '{state,madeAtMs}')::bigint) desc);

-- A checkout that is being paid is looked for by its buyer when something went wrong.
create index document_commerce_checkout_buyer on document_commerce_checkout ((body #>> '{state,buyer}'), ((body #>> '{state,begunAtMs}')::bigint) desc);

-- What is left of a product, for lists and the search.
create index document_commerce_stock_left on document_commerce_stock (id, ((body #>> '{state,left}')::int));
