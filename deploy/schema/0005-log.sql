-- Logs are append-only, and each row carries a digest chained to the row before: a changed or removed row is found.

alter table entry add column digest bytea;

create function entry_digest(_before bytea, _stream text, _seq bigint, _id text, _kind text, _body jsonb, _at timestamptz)
returns bytea language sql immutable as $$
    select sha256(coalesce(_before, ''::bytea) || convert_to(
        _stream || E'\n' || _seq || E'\n' || _id || E'\n' || _kind || E'\n' || _body::text || E'\n' || extract(epoch from _at), 'UTF8'))
$$;

-- Appends once: the same id again gives the number it has. Appends to one stream follow one another.
create function entry_append(_stream text, _id text, _kind text, _body jsonb, _at timestamptz) returns bigint language plpgsql as $$
declare
    known bigint;
    last record;
begin
    perform pg_advisory_xact_lock(hashtextextended(_stream, 1701));
    select seq into known from entry where stream = _stream and id = _id;
    if found then
        return known;
    end if;
    select seq, digest into last from entry where stream = _stream order by seq desc limit 1;
    known := coalesce(last.seq, 0) + 1;
    insert into entry (stream, seq, id, kind, body, at, digest)
    values (_stream, known, _id, _kind, _body, _at, entry_digest(last.digest, _stream, known, _id, _kind, _body, _at));
    return known;
end $$;

-- The first row of a stream whose digest is not what follows from the row before, or whose number does not follow; null when all is well.
create function entry_first_broken(_stream text) returns bigint language sql stable as $$
    select seq from (
        select seq, digest, row_number() over (order by seq) as expected,
               entry_digest(lag(digest) over (order by seq), stream, seq, id, kind, body, at) as computed
        from entry where stream = _stream) e
    where seq <> expected or digest is distinct from computed
    order by seq limit 1
$$;

create function entry_is_for_ever() returns trigger language plpgsql as $$
begin
    raise exception 'a log is append-only' using errcode = 'PM002';
end $$;
create trigger entry_is_for_ever before update or delete on entry for each row execute function entry_is_for_ever();
create trigger entry_is_not_emptied before truncate on entry for each statement execute function entry_is_for_ever();
