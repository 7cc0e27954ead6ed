-- The book of tariffs is one document, so that versions are approved one after another; each silo keeps a copy of it in memory.
create table document_money_tariffs partition of document for values in ('money.tariffs');

-- How far the sweep of commissions has come.
create table document_money_commission_sweep partition of document for values in ('money.commission-sweep');

-- Cash-ins (10) and cash-outs (11), for the sweep. Other postings are not in it and pay nothing for it.
create index posting_with_commission on posting (period, created_at) where kind in (10, 11) and leg = 0;
