-- Product and stock may be written at one moment, and the search row is made of both: whoever comes second must see what the first has
-- written. The row itself is what they wait for, each product's its own: locks shared by many products would have transactions that
-- write many of them, as groups of documents do, wait for each other in circles.

create or replace function search_put(_id text, _body jsonb) returns void language plpgsql as $$
declare
    state jsonb := _body -> 'state';
begin
    if state is null or (state ->> 'visible')::boolean is not true then
        delete from search_product where id = _id;
        return;
    end if;

    insert into search_product as p (id, number, shop, price, published, rating, quality, available, facets, vector, flash)
    values (_id, substr(_id, 3)::bigint, coalesce(state ->> 'shop', ''), coalesce((state ->> 'priceFrom')::bigint, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0),
            search_rating(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0)),
            search_quality(coalesce((state ->> 'stars')::int, 0), coalesce((state ->> 'reviews')::int, 0), coalesce((state ->> 'publishedAtMs')::bigint, 0)),
            search_left(_id) > 0, search_facets(state), search_vector(state),
            (select search_flash_windows(body -> 'state') from document_commerce_stock where id = _id))
    on conflict (id) do update set shop = excluded.shop, price = excluded.price, published = excluded.published, rating = excluded.rating,
        quality = excluded.quality, facets = excluded.facets, vector = excluded.vector;

    -- Now the row is ours: a stock that came before has been written and is seen here; one that comes after waits and writes over this.
    update search_product p set available = s.available, flash = s.flash
    from (select (d.body #>> '{state,left}')::bigint > 0 as available, search_flash_windows(d.body -> 'state') as flash
          from (values (_id)) this (id) left join document_commerce_stock d on d.id = this.id) s
    where p.id = _id and (p.available is distinct from s.available or p.flash is distinct from s.flash);
end $$;

-- What a stock says of its product. A row that is not there may be on its way: inserting it waits for that, and updates it then. When
-- nobody is making it, the product is not for sale, and what was inserted goes again.
create function search_stock_says(_id text, _left bigint, _flash bigint[]) returns void language plpgsql as $$
declare
    made boolean;
begin
    update search_product set available = _left > 0, flash = _flash where id = _id;
    if not found then
        insert into search_product (id, number, shop, price, published, rating, quality, facets, vector)
        values (_id, 0, '', 0, 0, 0, 0, '{}', '')
        on conflict (id) do update set available = _left > 0, flash = _flash
        returning xmax = 0 into made;
        if made then
            delete from search_product where id = _id;
        end if;
    end if;
end $$;

create or replace function search_stock_written() returns trigger language plpgsql as $$
declare
    now_left bigint := (new.body #>> '{state,left}')::bigint;
    none constant jsonb := '{}';
    now_flash bigint[];
    was_flash bigint[];
begin
    -- A stock without a flash sale pays two comparisons; one with a sale touches the row when its first piece comes, its last goes, or it is stopped.
    if coalesce(new.body #> '{state,flashes}', none) <> none then
        now_flash := search_flash_windows(new.body -> 'state');
    end if;
    if tg_op = 'UPDATE' and coalesce(old.body #> '{state,flashes}', none) <> none then
        was_flash := search_flash_windows(old.body -> 'state');
    end if;

    if tg_op = 'INSERT' or (now_left > 0) is distinct from ((old.body #>> '{state,left}')::bigint > 0) or now_flash is distinct from was_flash then
        perform search_stock_says(new.id, now_left, now_flash);
    end if;
    return null;
end $$;
