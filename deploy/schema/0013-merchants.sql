-- Merchants: one document each. Their codes come from a sequence that never goes back, and no two merchants bear the same.
create sequence merchant_code start 10000;

create table document_money_merchant partition of document for values in ('money.merchant');

create unique index document_money_merchant_code on document_money_merchant ((body #>> '{state,code}'))
    where body #>> '{state,code}' is not null;

-- What went back of a sale: one document a sale that was ever refunded.
create table document_money_refunds partition of document for values in ('money.refunds');
