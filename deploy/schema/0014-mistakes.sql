-- Mistakes and how they are mended: recalls by the payer, reversals by two operators, reports of a problem with a payment,
-- and the numbers that a person has typed.
create table document_money_recall partition of document for values in ('money.recall');
create index document_money_recall_newest on document_money_recall (((body #>> '{state,askedAtMs}')::bigint) desc, id desc);
create index document_money_recall_payer on document_money_recall ((body #>> '{state,payer}'));
create index document_money_recall_payee on document_money_recall ((body #>> '{state,payee}'));

create table document_money_recall_allowance partition of document for values in ('money.recall-allowance');

create table document_money_reversal partition of document for values in ('money.reversal');
create index document_money_reversal_newest on document_money_reversal (((body #>> '{state,proposedAtMs}')::bigint) desc, id desc);

create table document_money_help_report partition of document for values in ('money.help-report');
create index document_money_help_report_person on document_money_help_report ((body #>> '{state,by}'));
create index document_money_help_report_status on document_money_help_report ((body #>> '{state,status}'), ((body #>> '{state,atMs}')::bigint));

create table document_money_payees partition of document for values in ('money.payees');
