-- What the processes of a cluster agree on. Applied once, in one transaction, under the lock of all migrations.

-- One row a cluster: what every process must have set alike.
create table granary.clusters (
    cluster_id text primary key,
    settings   jsonb not null,
    created_at timestamptz not null default clock_timestamp()
);

create sequence granary.silo_generations;

-- One row for each life of a process. A heartbeat only has to differ from the one before: ages are measured by those who watch.
create table granary.silos (
    cluster_id   text not null,
    endpoint     text not null,
    generation   bigint not null,
    role         text not null check (role in ('all', 'silo', 'gateway')),
    status       text not null check (status in ('active', 'leaving', 'dead')),
    started_at   timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp(),
    primary key (cluster_id, endpoint, generation)
) with (fillfactor = 50);

-- The directory. Owner columns are null when nobody has the grain; the epoch only rises.
create table granary.grains (
    cluster_id text not null,
    grain      text not null,
    endpoint   text,
    generation bigint,
    epoch      bigint not null check (epoch > 0),
    primary key (cluster_id, grain),
    check ((endpoint is null) = (generation is null))
);

create index grains_owner on granary.grains (cluster_id, endpoint, generation);

-- Which tables of which projects exist. The ids of one cluster become visible in their order, so that asking for what is
-- above the last id seen misses nothing.
create table granary.tables (
    cluster_id text not null,
    table_key  text not null,
    id         bigserial not null,
    primary key (cluster_id, table_key)
);

create index tables_news on granary.tables (cluster_id, id);
