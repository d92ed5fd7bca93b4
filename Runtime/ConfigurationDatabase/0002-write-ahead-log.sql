-- The write-ahead log that all silos share.
--
-- Records lie in a ring of sixteen partitions ("slots"). All silos of a cluster write to its current slot; when that is
-- large enough, the next empty one becomes current. A slot is emptied by TRUNCATE, never by DELETE, once every record in it
-- is released; so the table stays small without vacuum. Which slot a record is in matters to nobody else.

CREATE TABLE granary.wal_records (
    cluster_id text NOT NULL,
    grain text NOT NULL,
    sequence bigint NOT NULL,
    slot smallint NOT NULL,
    epoch bigint NOT NULL,
    first_hot_day integer NOT NULL,
    row_count integer NOT NULL,
    checksum bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (cluster_id, grain, sequence, slot)
) PARTITION BY LIST (slot);

-- rows in columns don't shrink much under pglz, and it would cost more than all the rest; the partitions take this over
ALTER TABLE granary.wal_records ALTER COLUMN payload SET STORAGE EXTERNAL;

DO $$
BEGIN
    FOR slot IN 0..15 LOOP
        -- every row is new or gone: there is nothing for autovacuum to find
        EXECUTE format(
            'CREATE TABLE granary.wal_records_%s PARTITION OF granary.wal_records FOR VALUES IN (%s)
             WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)', slot, slot);
    END LOOP;
END
$$;

-- How far each grain's records are in committed segments.
CREATE TABLE granary.wal_grains (
    cluster_id text NOT NULL,
    grain text NOT NULL,
    released_sequence bigint NOT NULL,
    PRIMARY KEY (cluster_id, grain)
) WITH (fillfactor = 50);

-- The slot that a cluster's silos write to.
CREATE TABLE granary.wal_current_slots (
    cluster_id text PRIMARY KEY,
    slot smallint NOT NULL
);

-- The grains with unreleased records in a slot, at most so many. Goes from grain to grain along the key, so that it costs by
-- grains and not by records.
CREATE FUNCTION granary.wal_holders(wanted_slot integer, most integer)
RETURNS TABLE (cluster_id text, grain text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH RECURSIVE last AS (
            (SELECT r.cluster_id, r.grain, r.sequence FROM granary.wal_records_%1$s r
             ORDER BY r.cluster_id DESC, r.grain DESC, r.sequence DESC LIMIT 1)
            UNION ALL
            SELECT n.* FROM last CROSS JOIN LATERAL (
                SELECT r.cluster_id, r.grain, r.sequence FROM granary.wal_records_%1$s r
                WHERE (r.cluster_id, r.grain) < (last.cluster_id, last.grain)
                ORDER BY r.cluster_id DESC, r.grain DESC, r.sequence DESC LIMIT 1) n
        )
        SELECT last.cluster_id, last.grain FROM last
        LEFT JOIN granary.wal_grains g ON g.cluster_id = last.cluster_id AND g.grain = last.grain
        WHERE g.released_sequence IS NULL OR g.released_sequence < last.sequence
        LIMIT %2$s
        $query$, wanted_slot, most);
END
$$;

-- Empties a slot if all its records are released; says whether it did. One statement, so that a silo that stops dead can't
-- leave the lock behind. Never waits: who reads or writes the slot just now comes first. Truncating takes the table's owner, who
-- lends that right to this one use of it.
CREATE FUNCTION granary.wal_truncate(wanted_slot integer)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    EXECUTE format('LOCK TABLE granary.wal_records_%s IN ACCESS EXCLUSIVE MODE NOWAIT', wanted_slot);
    -- each statement here sees what was committed before it began, so nothing can come in between
    IF EXISTS (SELECT FROM granary.wal_holders(wanted_slot, 1)) THEN
        RETURN false;
    END IF;
    EXECUTE format('TRUNCATE granary.wal_records_%s', wanted_slot);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END
$$;
