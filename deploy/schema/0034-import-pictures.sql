-- Pictures that came in one file with a table of products. They wait here as they came, so that the upload is not kept
-- waiting while they are made smaller; the import takes each in when its line's turn has come, and clears them at its end.
create table catalogue_import_picture (
    import  text        not null,
    name    text        not null,          -- of the file, in lower case
    content bytea,                         -- as it came; null once it is taken in
    image   text,                          -- the picture that became of it; '' when it is none that can be read
    at      timestamptz not null default now(),
    primary key (import, name),
    check ((content is null) <> (image is null))
);
alter table catalogue_import_picture alter column content set storage external;
create index catalogue_import_picture_at on catalogue_import_picture (at);
