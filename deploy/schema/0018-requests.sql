-- Requests for money, bills that several share, and mandates.
create table document_money_request partition of document for values in ('money.request');
create index document_money_request_payer on document_money_request
    ((body #>> '{state,payer,id}'), ((body #>> '{state,askedAtMs}')::bigint) desc);
create index document_money_request_requester on document_money_request
    ((body #>> '{state,requester,id}'), ((body #>> '{state,askedAtMs}')::bigint) desc);

create table document_money_split partition of document for values in ('money.split');
create index document_money_split_requester on document_money_split
    ((body #>> '{state,requester,id}'), ((body #>> '{state,atMs}')::bigint) desc);

create table document_money_request_book partition of document for values in ('money.request-book');

create table document_money_mandate partition of document for values in ('money.mandate');
create index document_money_mandate_payer on document_money_mandate
    ((body #>> '{state,payer,id}'), ((body #>> '{state,proposedAtMs}')::bigint) desc);
create index document_money_mandate_payee on document_money_mandate
    ((body #>> '{state,payee,id}'), ((body #>> '{state,proposedAtMs}')::bigint) desc);

-- Who pays a sale that has a QR code of its own: one customer, not two.
create table document_money_sale partition of document for values in ('money.sale');
