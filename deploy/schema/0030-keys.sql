-- A shop's own system asks what has changed at its orders since it last asked, oldest change first.
create index document_commerce_order_shop_modified on document_commerce_order ((body #>> '{state,shop}'), modified_at, id);

-- Whether anything is still disputed is asked when a shop closes.
create index document_commerce_dispute_shop on document_commerce_dispute ((body #>> '{state,shop}')) where body #>> '{state,status}' in ('open', 'withPost');

-- What a shop is told of when it runs out: one document a shop.
create table document_commerce_stock_watch partition of document for values in ('commerce.stock-watch');
