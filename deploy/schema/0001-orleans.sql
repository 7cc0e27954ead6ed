-- The ground the silos stand on: who is in the cluster, what reminds it, and what its grains remember.
-- Orleans brings no SQL for PostgreSQL in its packages. Each ADO.NET provider reads its statements by key from
-- OrleansQuery at start; the statements at the end of this script are ours and call the functions above them,
-- so that a function can be changed by a later script without touching the keys.

create table OrleansQuery (
    QueryKey  text primary key,
    QueryText text not null
);

-- ---------------------------------------------------------------------------------------------------------
-- Membership. One version row a cluster: every change of a silo's row must move it by one, and a change that
-- was decided on an older version is refused. That is the whole of the agreement between silos.

create table cluster_version (
    deployment_id text        primary key,
    version       int         not null default 0,
    changed_at    timestamptz not null default now()
);

create table cluster_silo (
    deployment_id text        not null references cluster_version (deployment_id),
    address       text        not null,
    port          int         not null,
    generation    int         not null,
    silo_name     text        not null,
    host_name     text        not null,
    status        int         not null,
    proxy_port    int         not null,
    suspect_times text,
    start_time    timestamptz not null,
    alive_time    timestamptz not null,
    primary key (deployment_id, address, port, generation)
);

create function cluster_insert_version(_deployment text) returns boolean language plpgsql as $$
begin
    insert into cluster_version (deployment_id) values (_deployment) on conflict do nothing;
    return found;
end $$;

-- The row is locked by the update, so of two silos that read the same version one waits, and then finds it moved.
create function cluster_advance_version(_deployment text, _version int) returns boolean language plpgsql as $$
begin
    update cluster_version set version = version + 1, changed_at = clock_timestamp()
    where deployment_id = _deployment and version = _version;
    return found;
end $$;

create function cluster_insert_silo(
    _deployment text, _address text, _port int, _generation int, _silo_name text, _host_name text, _status int,
    _proxy_port int, _start_time timestamptz, _alive_time timestamptz, _version int) returns boolean language plpgsql as $$
begin
    if exists (select from cluster_silo where deployment_id = _deployment and address = _address
               and port = _port and generation = _generation) then
        return false;
    end if;
    if not cluster_advance_version(_deployment, _version) then
        return false;
    end if;
    insert into cluster_silo (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
    values (_deployment, _address, _port, _generation, _silo_name, _host_name, _status, _proxy_port, _start_time, _alive_time);
    return true;
end $$;

create function cluster_update_silo(
    _deployment text, _address text, _port int, _generation int, _status int, _suspect_times text,
    _alive_time timestamptz, _version int) returns boolean language plpgsql as $$
begin
    if not exists (select from cluster_silo where deployment_id = _deployment and address = _address
                   and port = _port and generation = _generation) then
        return false;
    end if;
    if not cluster_advance_version(_deployment, _version) then
        return false;
    end if;
    update cluster_silo set status = _status, suspect_times = _suspect_times, alive_time = _alive_time
    where deployment_id = _deployment and address = _address and port = _port and generation = _generation;
    return true;
end $$;

create procedure cluster_forget(_deployment text) language plpgsql as $$
begin
    delete from cluster_silo where deployment_id = _deployment;
    delete from cluster_version where deployment_id = _deployment;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Reminders. A hash is an unsigned number that the provider sends as a signed one; ranges of the ring are
-- (begin, end], and the one that goes round the end of the numbers has its own statement.

create table reminder (
    service_id    text        not null,
    grain_id      text        not null,
    reminder_name text        not null,
    grain_hash    int         not null,
    start_time    timestamptz not null,
    period_ms     bigint      not null,
    version       int         not null default 0,
    primary key (service_id, grain_id, reminder_name)
);
create index reminder_by_hash on reminder (service_id, grain_hash);

-- ---------------------------------------------------------------------------------------------------------
-- Documents: everything of a grain that is not money and does not only grow. A type is a partition, created by
-- the numbered script of the domain that owns it:
--     create table document_identity_customer partition of document for values in ('identity.customer');
-- wake_at is when the document next needs attention; it is part of the body (`wakeAt`, milliseconds since 1970),
-- and copied into its column by the statement that writes the body, so that the two cannot differ.

create table document (
    type        text        not null,
    id          text        not null,
    version     int         not null,
    body        jsonb,
    wake_at     timestamptz,
    modified_at timestamptz not null default now(),
    primary key (type, id)
) partition by list (type);

create index document_to_wake on document (wake_at, type, id) where wake_at is not null;

-- A state is addressed by its grain's string key. The provider takes a key apart that looks like a number or a
-- GUID (and one with a '+'), and then sends no text at all; such documents would be written where nobody finds them.
create function document_key(_type text, _id text) returns text language plpgsql immutable as $$
begin
    if _id is null or _id = '' then
        raise exception 'the key of a % looks like a number or a GUID: give string keys a prefix that is not hexadecimal', _type
            using errcode = 'PM001', hint = 'for example "w-242061234567"; "+" is not allowed in a key';
    end if;
    return _id;
end $$;

-- Returns the new version, or null when the stored one is not what the writer has seen.
create function document_write(_type text, _id text, _version int, _payload bytea) returns int language plpgsql as $$
declare
    _key  text  := document_key(_type, _id);
    _body jsonb := convert_from(_payload, 'UTF8')::jsonb;
    _wake timestamptz := case when jsonb_typeof(_body -> 'wakeAt') = 'number'
                              then to_timestamp((_body ->> 'wakeAt')::double precision / 1000) end;
    _new  int;
begin
    if _version is null then
        insert into document (type, id, version, body, wake_at) values (_type, _key, 1, _body, _wake)
        on conflict do nothing returning version into _new;
    else
        update document set version = version + 1, body = _body, wake_at = _wake, modified_at = now()
        where type = _type and id = _key and version = _version returning version into _new;
    end if;
    return _new;
end $$;

create function document_clear(_type text, _id text, _version int) returns int language sql as $$
    update document set version = version + 1, body = null, wake_at = null, modified_at = now()
    where type = _type and id = document_key(_type, _id) and version = _version returning version;
$$;

-- The provider compares with the version it had, and takes an equal one for a refusal: hence one more.
create function document_delete(_type text, _id text, _version int) returns int language sql as $$
    delete from document where type = _type and id = document_key(_type, _id) and version = _version returning version + 1;
$$;

-- ---------------------------------------------------------------------------------------------------------
-- Logs: what only ever grows. seq has no holes within a stream and is the fence between two writers; id makes a
-- repeated append the same append.

create table entry (
    stream text        not null,
    seq    bigint      not null check (seq > 0),
    id     text        not null,
    kind   text        not null,
    body   jsonb       not null,
    at     timestamptz not null default now(),
    primary key (stream, seq),
    unique (stream, id)
);

-- ---------------------------------------------------------------------------------------------------------
-- What the providers ask for, by name.

insert into OrleansQuery (QueryKey, QueryText) values
('InsertMembershipVersionKey', 'select cluster_insert_version(@DeploymentId)'),
('InsertMembershipKey', 'select cluster_insert_silo(@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status,
    @ProxyPort, @StartTime, @IAmAliveTime, @Version)'),
('UpdateMembershipKey', 'select cluster_update_silo(@DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes,
    @IAmAliveTime, @Version)'),
('MembershipReadRowKey', 'select v.version as Version, s.address as Address, s.port as Port, s.generation as Generation,
    s.silo_name as SiloName, s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort,
    s.suspect_times as SuspectTimes, s.start_time as StartTime, s.alive_time as IAmAliveTime
    from cluster_version v left join cluster_silo s
      on s.deployment_id = v.deployment_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    where v.deployment_id = @DeploymentId'),
('MembershipReadAllKey', 'select v.version as Version, s.address as Address, s.port as Port, s.generation as Generation,
    s.silo_name as SiloName, s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort,
    s.suspect_times as SuspectTimes, s.start_time as StartTime, s.alive_time as IAmAliveTime
    from cluster_version v left join cluster_silo s on s.deployment_id = v.deployment_id
    where v.deployment_id = @DeploymentId'),
('UpdateIAmAlivetimeKey', 'update cluster_silo set alive_time = @IAmAliveTime
    where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),
('GatewaysQueryKey', 'select address as Address, proxy_port as ProxyPort, generation as Generation from cluster_silo
    where deployment_id = @DeploymentId and status = @Status and proxy_port > 0'),
('DeleteMembershipTableEntriesKey', 'call cluster_forget(@DeploymentId)'),
('CleanupDefunctSiloEntriesKey', 'delete from cluster_silo
    where deployment_id = @DeploymentId and alive_time < @IAmAliveTime and status <> 3'),

('UpsertReminderRowKey', 'insert into reminder (service_id, grain_id, reminder_name, grain_hash, start_time, period_ms)
    values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
    on conflict (service_id, grain_id, reminder_name) do update
    set grain_hash = excluded.grain_hash, start_time = excluded.start_time, period_ms = excluded.period_ms, version = reminder.version + 1
    returning version as Version'),
('ReadReminderRowKey', 'select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
    from reminder where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName'),
('ReadReminderRowsKey', 'select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
    from reminder where service_id = @ServiceId and grain_id = @GrainId'),
('ReadRangeRows1Key', 'select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
    from reminder where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash'),
('ReadRangeRows2Key', 'select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
    from reminder where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)'),
('DeleteReminderRowKey', 'with gone as (delete from reminder where service_id = @ServiceId and grain_id = @GrainId
    and reminder_name = @ReminderName and version = @Version returning 1) select exists (select from gone)'),
('DeleteReminderRowsKey', 'delete from reminder where service_id = @ServiceId'),

('WriteToStorageKey', 'select document_write(@GrainTypeString, @GrainIdExtensionString, @GrainStateVersion, @PayloadBinary) as NewGrainStateVersion'),
('ReadFromStorageKey', 'select convert_to(body::text, ''UTF8'') as PayloadBinary, version as Version
    from document where type = @GrainTypeString and id = document_key(@GrainTypeString, @GrainIdExtensionString)'),
('ClearStorageKey', 'select document_clear(@GrainTypeString, @GrainIdExtensionString, @GrainStateVersion)'),
('DeleteStorageKey', 'select document_delete(@GrainTypeString, @GrainIdExtensionString, @GrainStateVersion)');
