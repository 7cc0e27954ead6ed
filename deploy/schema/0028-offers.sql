-- Promotions are coupons without a code; a cart asks for those of a shop, or of the post, that have not ended.
create index document_commerce_coupon_automatic on document_commerce_coupon ((coalesce(body #>> '{state,coupon,shop,value}', '')))
    where body #>> '{state,coupon,automatic}' = 'true' and body #>> '{state,coupon,status}' = 'active';

-- Flash sales: one document each. A shop's are listed newest first, and so are the post's; the public list asks for the open ones.
create table document_commerce_flash_sale partition of document for values in ('commerce.flash-sale');

create index document_commerce_flash_sale_shop on document_commerce_flash_sale
    ((case when body #>> '{state,sale,byPost}' = 'true' then '' else body #>> '{state,sale,shop,value}' end), ((body #>> '{state,madeAtMs}')::bigint) desc);

create index document_commerce_flash_sale_open on document_commerce_flash_sale (((body #>> '{state,fromMs}')::bigint)) where body #>> '{state,sale,status}' = 'open';
