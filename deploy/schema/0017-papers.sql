-- The chart of accounts: a proposal after the classes of SYSCOHADA, for the post's accountants to correct. It is data: a row
-- may be renumbered or renamed at any time, and every journal and balance follows. A debit of the ledger is a debit here.
create table chart_of_accounts (
    number  text primary key check (number ~ '^[1-9][0-9]{0,7}$'),
    name_fr text not null,
    name_en text not null,
    kind    smallint unique);           -- which accounts of the ledger are kept under it; null: a heading

insert into chart_of_accounts (number, name_fr, name_en, kind) values
('4',    'Comptes de tiers', 'Third parties', null),
('419',  'Clients créditeurs : monnaie électronique due', 'Customers in credit: e-money owed', null),
('4191', 'Portefeuilles des clients', 'Customers'' wallets', 10),
('4192', 'Comptes des commerçants', 'Merchants'' accounts', 11),
('4193', 'Monnaie électronique des agents', 'Agents'' e-money', 12),
('4194', 'Séquestres de commandes', 'Escrow of orders', 13),
('4195', 'Sommes mises de côté', 'Money set aside', 14),
('442',  'État, autres impôts et taxes', 'State, other taxes', null),
('4428', 'Taxes perçues sur les frais', 'Taxes collected on fees', 4),
('467',  'Créditeurs divers', 'Sundry creditors', null),
('4671', 'Commissions dues aux agents et partenaires', 'Commissions owed to agents and partners', 3),
('471',  'Comptes d''attente', 'Suspense accounts', null),
('4711', 'Sommes en attente d''affectation', 'Money whose owner is not known yet', 5),
('4719', 'À classer', 'To be sorted', null),
('5',    'Comptes de trésorerie', 'Cash and banks', null),
('521',  'Banques locales', 'Local banks', null),
('5211', 'Compte de cantonnement', 'Trust account', 1),
('7',    'Comptes de produits', 'Income', null),
('706',  'Services vendus', 'Services sold', null),
('7061', 'Frais perçus des clients', 'Fees earned from customers', 2);

-- Reconciliations of the trust account with the bank's statements: one document each, listed newest period first.
create table document_money_reconciliation partition of document for values in ('money.reconciliation');

create index document_money_reconciliation_newest on document_money_reconciliation
    ((body #>> '{state,to}') desc, id desc);

-- Acts are also looked for by day.
create index entry_by_time on entry (stream, at);
