-- Post offices and pickup points: one document each, by town and by who runs them.
create table document_logistics_point partition of document for values in ('logistics.point');
create index document_logistics_point_town on document_logistics_point ((body #>> '{state,point,facts,place,town}'));
create index document_logistics_point_runner on document_logistics_point ((body #>> '{state,point,facts,runBy,value}'));

-- What goes to a point or lies there.
create index document_logistics_delivery_point on document_logistics_delivery ((body #>> '{state,point}'))
    where body #>> '{state,atPoint}' = 'true' or body #>> '{state,stage}' not in ('delivered', 'sentBack');
create index document_commerce_order_point on document_commerce_order ((body #>> '{state,placement,delivery,pointCode,value}'))
    where body #>> '{state,placement,delivery,pointCode,value}' is not null and body #>> '{state,deliveredAtMs}' is null;

-- A first list of post offices, one a town. Names, addresses, hours and telephones await the post's own list; operators change them.
insert into document (type, id, version, body)
select 'logistics.point', 'pt-' || code, 1, jsonb_build_object('state', jsonb_build_object('point', jsonb_build_object(
    'code', jsonb_build_object('value', code), 'status', 'open', 'version', 1,
    'facts', jsonb_build_object(
        'kind', 'postOffice', 'name', 'Bureau de poste de ' || town, 'place', jsonb_build_object('department', department, 'town', town, 'address', ''),
        'hours', '[]'::jsonb, 'holidays', '[]'::jsonb, 'phone', '', 'takesParcels', true, 'waitDays', 10))), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
from (values
    ('BZV-01', 'Brazzaville', 'Brazzaville'), ('PNR-01', 'Pointe-Noire', 'Pointe-Noire'), ('DOL-01', 'Dolisie', 'Niari'), ('MSJ-01', 'Mossendjo', 'Niari'),
    ('NKY-01', 'Nkayi', 'Bouenza'), ('MDG-01', 'Madingou', 'Bouenza'), ('MYZ-01', 'Mouyondzi', 'Bouenza'), ('SBT-01', 'Sibiti', 'Lékoumou'),
    ('KIN-01', 'Kinkala', 'Pool'), ('MDL-01', 'Mindouli', 'Pool'), ('DJB-01', 'Djambala', 'Plateaux'), ('GMB-01', 'Gamboma', 'Nkéni-Alima'),
    ('OWD-01', 'Owando', 'Cuvette'), ('OYO-01', 'Oyo', 'Cuvette'), ('MAK-01', 'Makoua', 'Cuvette'), ('EWO-01', 'Ewo', 'Cuvette-Ouest'),
    ('MSK-01', 'Mossaka', 'Congo-Oubangui'), ('OUE-01', 'Ouesso', 'Sangha'), ('IMP-01', 'Impfondo', 'Likouala'), ('LOA-01', 'Loango', 'Kouilou')) first (code, town, department)
on conflict do nothing;
