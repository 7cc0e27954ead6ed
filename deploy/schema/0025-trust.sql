-- What buyers say: reviews, questions, wishes, and who waits for a product to come back.
create table document_commerce_review partition of document for values in ('commerce.review');
create index document_commerce_review_product on document_commerce_review
    ((body #>> '{state,product}'), ((body #>> '{state,atMs}')::bigint) desc, id desc);
create index document_commerce_review_shop on document_commerce_review ((body #>> '{state,shop}'));
create index document_commerce_review_flagged on document_commerce_review (((body #>> '{state,flags,openAtMs}')::bigint))
    where body #>> '{state,flags,openAtMs}' is not null;

create table document_commerce_question partition of document for values in ('commerce.question');
create index document_commerce_question_product on document_commerce_question
    ((body #>> '{state,product}'), ((body #>> '{state,atMs}')::bigint) desc, id desc);
create index document_commerce_question_flagged on document_commerce_question (((body #>> '{state,flags,openAtMs}')::bigint))
    where body #>> '{state,flags,openAtMs}' is not null;

create table document_commerce_wish_list partition of document for values in ('commerce.wish-list');
create table document_commerce_waiting partition of document for values in ('commerce.waiting');
