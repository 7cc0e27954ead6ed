-- Where other systems are told: one document an endpoint, and one an owner that names theirs. What was sent is entries of the log.
create table document_partners_webhook partition of document for values in ('partners.webhook');
create table document_partners_webhooks partition of document for values in ('partners.webhooks');
