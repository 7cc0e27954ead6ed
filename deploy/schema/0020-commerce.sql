-- The marketplace's documents. Shops and products bear numbers of one sequence that never goes back.
create sequence commerce_number start 1000;

create table document_commerce_shop partition of document for values in ('commerce.shop');
create table document_commerce_product partition of document for values in ('commerce.product');
create table document_commerce_stock partition of document for values in ('commerce.stock');
create table document_commerce_cart partition of document for values in ('commerce.cart');
create table document_commerce_checkout partition of document for values in ('commerce.checkout');
create table document_commerce_order partition of document for values in ('commerce.order');
create table document_logistics_delivery partition of document for values in ('logistics.delivery');
