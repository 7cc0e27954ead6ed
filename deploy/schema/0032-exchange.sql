-- Flash prices in lists. The stock's document knows them: what is promised, from when to when, how many pieces are left. Its trigger writes
-- the windows of those that can be had beside the product's search row, in the transaction that opens, sells out, refills or stops a sale;
-- what is on at a moment is compared when somebody reads, so that no end is missed. Almost every row has none: null costs nothing.
alter table search_product add column flash bigint[];

-- How many pieces of a flash sale can be had: of its own, as far as the variant has any.
create function search_flash_left(_state jsonb, _flash jsonb) returns bigint language sql immutable parallel safe as $$
    select case when (_state #>> array['skus', _flash ->> 'sku', 'sold'])::boolean then least(
        (_flash ->> 'pieces')::bigint - (_flash ->> 'held')::bigint - (_flash ->> 'done')::bigint,
        (_state #>> array['skus', _flash ->> 'sku', 'onHand'])::bigint - (_state #>> array['skus', _flash ->> 'sku', 'reserved'])::bigint) else 0 end
$$;

-- Price, from and until of each sale of a product that has pieces left, one after the other; null without. Times are milliseconds.
create function search_flash_windows(_state jsonb) returns bigint[] language sql immutable parallel safe as $$
    select array_agg(n order by f.key, place)
    from jsonb_each(search_object(_state -> 'flashes')) f,
        unnest(array[(f.value ->> 'price')::bigint, (f.value ->> 'fromMs')::bigint, (f.value ->> 'untilMs')::bigint]) with ordinality w (n, place)
    where (f.value ->> 'fromMs')::bigint < (f.value ->> 'untilMs')::bigint and search_flash_left(_state, f.value) > 0
$$;

-- What a product costs at a moment.
create function search_flash_price(_price bigint, _flash bigint[], _now bigint) returns bigint language sql immutable parallel safe as $$
    select least(_price, (select min(_flash[i]) from generate_series(1, cardinality(_flash), 3) i where _flash[i + 1] <= _now and _flash[i + 2] > _now))
$$;

-- The cheapest flash price of a product at a moment, from its stock as it is: for the few products that a page shows.
create function search_flash_now(_id text, _now bigint) returns table (sku text, price bigint, until_ms bigint) language sql stable as $$
    select f.value ->> 'sku', (f.value ->> 'price')::bigint, (f.value ->> 'untilMs')::bigint
    from document_commerce_stock d, jsonb_each(search_object(d.body #> '{state,flashes}')) f
    where d.id = _id and (f.value ->> 'fromMs')::bigint <= _now and (f.value ->> 'untilMs')::bigint > _now and search_flash_left(d.body -> 'state', f.value) > 0
    order by 2, 1 limit 1
$$;

create index search_product_flash on search_product (id) where flash is not null;

create or replace function search_put(_id text, _body jsonb) returns void language plpgsql as $$
declare
    state jsonb := _body -> 'state';
begin
    if state is null or (state ->> 'visible')::boolean is not true then
        delete from search_product where id = _id;
        return;
    end if;

    -- Product and stock may be written at one moment: whoever comes second sees what the first has written. A thousand locks serve all
    -- products, so that a transaction that writes very many does not run out of them.
    perform pg_advisory_xact_lock(24, hashtext(_id) & 1023);
    insert into search_product as p (id, number, shop, price, published, rating, quality, available, facets, vector, flash)
    values (_id, substr(_id, 3)::bigint, coalesce(state ->> 'shop', ''), coalesce((state ->> 'priceFrom')::bigint, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0),
            search_rating(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0)),
            search_quality(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0)),
            search_left(_id) > 0, search_facets(state), search_vector(state),
            (select search_flash_windows(body -> 'state') from document_commerce_stock where id = _id))
    on conflict (id) do update set shop = excluded.shop, price = excluded.price, published = excluded.published, rating = excluded.rating,
        quality = excluded.quality, available = excluded.available, facets = excluded.facets, vector = excluded.vector, flash = excluded.flash;
end $$;

create or replace function search_stock_written() returns trigger language plpgsql as $$
declare
    now_left bigint := (new.body #>> '{state,left}')::bigint;
    none constant jsonb := '{}';
    now_flash bigint[];
    was_flash bigint[];
begin
    if tg_op = 'INSERT' or (now_left > 0) is distinct from ((old.body #>> '{state,left}')::bigint > 0) then
        perform pg_advisory_xact_lock(24, hashtext(new.id) & 1023);
        update search_product set available = now_left > 0 where id = new.id and available is distinct from (now_left > 0);
    end if;

    -- A stock without a flash sale pays two comparisons; one with a sale touches the row when its first piece comes, its last goes, or it is stopped.
    if coalesce(new.body #> '{state,flashes}', none) <> none or (tg_op = 'UPDATE' and coalesce(old.body #> '{state,flashes}', none) <> none) then
        now_flash := search_flash_windows(new.body -> 'state');
        was_flash := case when tg_op = 'UPDATE' then search_flash_windows(old.body -> 'state') end;
        if now_flash is distinct from was_flash then
            perform pg_advisory_xact_lock(24, hashtext(new.id) & 1023);
            update search_product set flash = now_flash where id = new.id;
        end if;
    end if;

    return null;
end $$;

update search_product p set flash = search_flash_windows(d.body -> 'state') from document_commerce_stock d
where d.id = p.id and coalesce(d.body #> '{state,flashes}', '{}') <> '{}';
