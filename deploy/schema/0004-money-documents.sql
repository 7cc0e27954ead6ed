-- E-money issued to agents: one document an issue. Operators read them newest first.
create table document_money_float_issue partition of document for values in ('money.float-issue');

create index document_money_float_issue_newest on document_money_float_issue
    (((body #>> '{state,proposedAtMs}')::bigint) desc, id desc);

create index document_money_float_issue_status on document_money_float_issue
    ((body #>> '{state,status}'), ((body #>> '{state,proposedAtMs}')::bigint) desc, id desc);
