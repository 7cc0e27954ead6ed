-- A telephone's dialogue by USSD: where it stands, for some minutes.
create table document_money_ussd_session partition of document for values in ('money.ussd-session');

-- Who does not want an SMS for money that comes in: few, and asked for by id with every batch of such SMS.
create index document_identity_customer_quiet on document_identity_customer (id)
    where (body #>> '{state,quietCredits}') = 'true';
