-- E-mail: mailboxes that do not exist (by a keyed digest, never by address), messages to followers by e-mail, and what telephones write to us.
create table document_identity_mailbox partition of document for values in ('identity.mailbox');
create table document_commerce_keyword partition of document for values in ('commerce.keyword');

alter table mailing_line add column channel smallint not null default 0;  -- 0 SMS, 1 e-mail

create index document_commerce_follow_email_token on document_commerce_follow ((body #>> '{state,emailToken}')) where (body #>> '{state,emailToken}') <> '';

-- Development only: the e-mail that would have been sent. Empty elsewhere.
create table dev_mail (
    id        text primary key,
    recipient text        not null,
    subject   text        not null,
    body      text        not null,
    html      text,
    sent_at   timestamptz not null default clock_timestamp()
);
create index dev_mail_by_recipient on dev_mail (recipient, sent_at desc);
