-- Agents: their place and till, withdrawals, and e-money that goes back to the post.

create table document_money_agent partition of document for values in ('money.agent');

-- A withdrawal is found by whose wallet it empties and by whose float it fills.
create table document_money_cash_out partition of document for values in ('money.cash-out');
create index document_money_cash_out_wallet on document_money_cash_out
    (((body #>> '{state,wallet}')::bigint), ((body #>> '{state,createdAtMs}')::bigint) desc);
create index document_money_cash_out_float on document_money_cash_out
    (((body #>> '{state,agentFloat}')::bigint), ((body #>> '{state,createdAtMs}')::bigint) desc);

create table document_money_float_return partition of document for values in ('money.float-return');
create index document_money_float_return_newest on document_money_float_return
    (((body #>> '{state,askedAtMs}')::bigint) desc, id desc);

-- What went through an agent's drawer: cash-ins leave the float, cash-outs fill it. Only those postings are in the indexes.
create index posting_cash_in on posting (debit_account) include (amount, created_at) where kind = 10;
create index posting_cash_out on posting (credit_account) include (amount, created_at) where kind = 11;
