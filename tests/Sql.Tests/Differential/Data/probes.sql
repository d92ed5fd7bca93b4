-- constants, names and types of results
select 1
select 1 as x, 2 y
select 'abc'
select null
select true, false, not true
select 1.5, 1e3, 12345678901234567890, 2147483648, -2147483648, 9223372036854775807, 9223372036854775808
select 1::int8, '5'::int, 5::text, 1::numeric(5,2), '12345'::varchar(3), 'ab'::char(4), 1.005::numeric(3,2)
select date '2026-01-05', timestamp '2026-01-05 10:00', timestamptz '2026-01-05 10:00+02', time '10:20', interval '1 day 2 hours'
select '2026-01-05'::date, '20260105'::date, 'Jan 5 2026'::date, '01/05/2026'::date, '5 January 2026'::date
select timestamptz '2026-07-01 00:00:00 Europe/Berlin', '2026-01-01 00:00Z'::timestamptz, '2026-01-01T00:00:00.123456Z'::timestamptz
select '1 year 2 mons'::interval, '-1 day'::interval, 'P1DT2H'::interval, '1-2'::interval, '3 04:05:06'::interval, '1.5 days'::interval, '90 minutes'::interval
select interval '5' day, interval '2' hour, interval '1-6' year to month
select 'infinity'::date, '-infinity'::timestamp, 'infinity'::timestamptz
select '0044-03-15 BC'::date
select '\x00ff'::bytea, 'abc'::bytea, '\000\001'::bytea
select 'on'::bool, 'off'::bool, 'yes'::bool, '0'::bool
select array[1,2,3], array['a','b'], array[1,null], '{1,2,3}'::int[], '{a,"b c",NULL}'::text[], array[]::int[], array[1.5,2.5]
select '{"b":1,"a":{"c":[1,2]}}'::jsonb, '{"b":1}'::json, '[1, 2]'::jsonb
select '00000000-0000-0000-0000-00000000000A'::uuid
select count(*), sum(i), max(s) from t
select case when true then 1 end, coalesce(1,2), nullif(1,2), greatest(1,2), least(1,2), array[1], (array[1,2])[1], (select 1 as zz), 1::text, 'x' || 'y', exists(select 1)
select i, i + 1, t.i, s as "My Col" from t order by i limit 2
select * from k order by id
select k.*, k.id from k order by id limit 1
select current_database(), current_schema, current_user, session_user
-- arithmetic
select 7/2, -7/2, 7%3, -7%3, 8::int8/3, 7.0/2, 2^10, 2::float8^0.5
select 7/0
select 7%0
select 7.0/0
select 7.0::float8/0
select i/0 from t
select 2147483647+1
select 9223372036854775807+1
select 32767::int2 + 1::int2
select i*2, b-1, h+i, f*2, r+1 from t order by i
select n+1, n*2, n-0.5, n*n from t order by i
select n/2, n/3 from t order by i
select 1/3.0, 10::numeric/3, 1.0/3, 22.0/7, 1000000.0/3, 0.00001/3
select avg(i), avg(b), avg(n), avg(f), avg(r) from t where i <> 4
select sum(i), sum(b), sum(h), sum(n), sum(f), sum(r) from t
select round(2.5::float8), round(3.5::float8), round(-2.5::float8), round(2.5), round(2.567, 2), round(1234.5, -2), trunc(2.567, 1), trunc(-2.5)
select ceil(1.2), floor(-1.2), ceil(1.2::float8), abs(-5), abs(-5.5), sign(-3), mod(7,3), div(7,2), sqrt(16), sqrt(2::float8), power(2,3), exp(0), ln(1), log(100)
select 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 16 >> 2
select '1.5'::int
select '1e3'::int
select 'abc'::int
select 1 = '1'::text
select 1 = '1', '1' + 1, abs('-5')
select 1.5::int, 2.5::int, -1.5::int, 2.5::float8::int, 3.5::float8::int
select 1e20::float8, 0.1::float4, 1.0::float8, 100000::float8, 1e15::float8, 1e16::float8, 1e-5::float8, 'NaN'::float8, 'Infinity'::float8
select f, r from t order by i
select exp(1000)
select f::numeric, r::numeric from t where i in (1,2,6,7) order by i
select f::text, r::text, n::text, b::text, bo::text, d::text, ts::text, tz::text, iv::text, u::text, by::text, ia::text, ta::text, tm::text from t order by i
select '5'::text::int, ' 5 '::text::int8, '1.5'::text::float8, '1.50'::text::numeric(5,2)
select s::int from t where i = 1
-- text
select upper(s), lower(s), length(s), initcap(s), reverse(s), left(s, 2), right(s, 2) from t order by i
select substring('abc', -1, 3), substring('abc', 2), substring('abcdef' from 2 for 3), substr('abc', 0, 2), substring('foobar' from 'o.b'), substring('foobar' from 'o(.)b')
select substring('abc' from 1 for -1)
select trim('  a '), trim(both 'x' from 'xxaxx'), ltrim('  a'), rtrim('a  '), btrim('xyaxy', 'xy'), trim(leading '0' from '007')
select lpad('a', 3), lpad('a', 3, 'xy'), rpad('a', 3, 'xy'), lpad('abcd', 2), repeat('ab', 3), replace('aXbX', 'X', '-'), translate('abc', 'ab', 'x')
select position('b' in 'abc'), strpos('abc', 'z'), split_part('a,b,c', ',', 2), split_part('a,b,c', ',', -1), split_part('a,b', ',', 5), ascii('a'), chr(65), md5('a')
select concat('a', null, 1, true), concat_ws(',', 'a', null, 2), 'a' || 1, 1 || 'a', 'a' || null
select overlay('abcdef' placing 'XX' from 2 for 3), overlay('abcdef' placing 'X' from 2), char_length('äö'), octet_length('äö'), bit_length('a')
select s like 'a%', s like '%a', s ilike 'B%', s not like '%a%', s like 'a\%b' from t order by i
select 'a_b' like 'a\_b', 'axb' like 'a\_b', 'a%b' like 'a!%b' escape '!', 'abc' like '___', 'abc' like ''
select 'abc' similar to '%(b|d)%', 'abc' similar to 'a', 'abc' similar to 'a_c'
select 'a1' ~ '\d', 'foobar' ~ '(?i)FOO', 'ABC' ~* 'b', 'abc' !~ 'b', 'abc' !~* 'B', 'foo bar' ~ '\yfoo\y', 'foobar' ~ '\yfoo\y'
select s ~ '^[a-z]+$', s ~* 'A' from t order by i
select regexp_replace('foobar', 'o', 'x'), regexp_replace('foobar', 'o', 'x', 'g'), regexp_replace('foobar', '(o)(b)', '\2\1'), regexp_replace('ABC', 'b', 'x', 'i')
select regexp_match('foobar', 'o(b)(a)'), regexp_match('foobar', 'zz'), regexp_match('foobar', 'o+')
select regexp_split_to_array('a1b22c', '\d+'), string_to_array('a,b,c', ','), string_to_array('', ','), string_to_array('a,b', null), string_to_array('a,x,b', ',', 'x')
select array_to_string(array[1,2,null,3], ','), array_to_string(array[1,null], ',', '*'), array_to_string(array[]::text[], ',')
select format('%s %I %L', 'a', 'b c', 'd''e'), format('%%'), format('%2$s %1$s', 'a', 'b')
select quote_ident('a b'), quote_ident('abc'), quote_literal('it''s'), quote_nullable(null)
select encode('\x616263'::bytea, 'hex'), encode('abc'::bytea, 'base64'), decode('616263', 'hex'), to_hex(255), to_hex(-1)
select 'abc' < 'abd', 'a' < 'B', 'Z' < 'a', 'ä' > 'z'
select 'a'::char(5) = 'a  ', length('a'::char(3)), 'a '::varchar = 'a'
select s || 'x', s || i from t order by i
select starts_with('abc', 'ab'), 'abc' ^@ 'ab', ascii(''), initcap('hello WORLD'), upper('ß')
-- dates
select d + 1, d - 1, d - date '2026-01-01', d + interval '1 day', d + time '10:00' from t order by i
select ts + interval '1 month', ts - interval '1 day', ts - timestamp '2026-01-01', tz - timestamptz '2026-01-01 00:00Z', tz + interval '36 hours' from t order by i
select age(timestamp '2026-03-01', timestamp '2026-01-31'), age(timestamp '2025-01-01', timestamp '2026-02-02 03:04:05')
select extract(year from ts), extract(month from ts), extract(day from d), extract(hour from tz), extract(minute from ts), extract(second from ts), extract(dow from d), extract(doy from d), extract(week from d), extract(quarter from d) from t order by i
select extract(epoch from ts), extract(epoch from tz), extract(epoch from d), extract(epoch from iv) from t order by i
select date_part('second', ts), date_part('epoch', tz), date_part('year', d), date_part('hour', iv) from t order by i
select extract(second from timestamp '2026-01-01 00:00:01.5'), extract(milliseconds from timestamp '2026-01-01 00:00:01.5'), extract(isodow from date '2026-01-04'), extract(microseconds from time '00:00:01.5')
select date_trunc('month', d), date_trunc('hour', ts), date_trunc('day', tz), date_trunc('week', tz), date_trunc('year', ts), date_trunc('minute', iv), date_trunc('quarter', d) from t order by i
select date_trunc('fortnight', ts) from t
select ts at time zone 'UTC', tz at time zone 'UTC', tz at time zone 'Europe/Berlin', ts at time zone 'America/New_York' from t order by i
select tz::date, ts::date, tz::timestamp, ts::timestamptz, d::timestamp, d::timestamptz, ts::time from t order by i
select d < ts, d = tz::date, ts < tz, d between '2026-01-01' and '2026-12-31' from t order by i
select iv * 2, iv / 2, iv + interval '1 hour', -iv, interval '1 day' * 1.5, 2 * interval '1 hour' from t order by i
select tm + interval '1 hour', tm - time '01:00', d + tm from t order by i
select make_date(2026,1,5), make_timestamp(2026,1,5,10,20,30.5), make_interval(days => 3), make_interval(hours => 5, mins => 6), make_time(1,2,3.5), to_timestamp(0), to_timestamp(1.5)
select to_char(ts, 'YYYY-MM-DD HH24:MI:SS'), to_char(tz, 'DD Mon YYYY'), to_char(d, 'Day') from t order by i
select to_char(1234.5, '9999.99'), to_char(12, '000'), to_char(1234567, '9,999,999')
select date_bin('15 minutes', timestamp '2026-01-05 10:20:30', timestamp '2026-01-01'), isfinite(date '2026-01-01')
select '2026-02-30'::date
select '25:00'::time
select 'xyz'::timestamp
select '12345678901'::int
select timestamp '2026-01-01' = '2026-01-01', date '2026-01-01' + 1 = '2026-01-02'
select interval '30 days' = interval '1 month', interval '24 hours' = interval '1 day', interval '1 day' < interval '25 hours'
select iv, iv::text, extract(day from iv), extract(month from iv), extract(year from iv) from t order by i
select justify_hours(interval '27 hours')
-- arrays
select ia, ia[1], ia[2], ia[0], ia[1:2], array_length(ia, 1), cardinality(ia), ta[1] from t order by i
select array_length(array[]::int[], 1), cardinality(array[]::int[]), array_upper(array[1,2], 1), array_lower(array[1,2], 1), array_ndims(array[1])
select 2 = any(ia), 2 = all(ia), 2 <> all(ia), 1 < any(ia) from t order by i
select 2 = any('{1,2}'), 'a' = any(ta), 'a' = any(array['a','b']), 5 = any(null::int[]) from t order by i
select ia @> array[1], ia <@ array[1,2,3], ia && array[5], ta @> array['a'], array[1,2] @> array[]::int[] from t order by i
select array[1,2] || 3, 0 || array[1], array[1] || array[2] , ia || 9 from t order by i
select array_append(array[1], 2), array_prepend(0, array[1]), array_cat(array[1], array[2]), array_remove(array[1,2,1], 1), array_replace(array[1,2], 2, 9), array_position(array['a','b'], 'b'), array_positions(array[1,2,1], 1)
select unnest(array[1,2,3]), unnest(array['a','b'])
select unnest(array[[1,2],[3,4]])
select * from unnest(array[1,2], array['a','b','c']) as x(a, b)
select * from unnest(array['a','b']) with ordinality as x(v, n)
select generate_series(1,3), generate_series(1,2)
select * from generate_series(1, 10, 3) g
select * from generate_series(timestamp '2026-01-01', timestamp '2026-01-02', interval '12 hours')
select array_agg(i order by i desc), array_agg(s order by i) filter (where i < 3), array_agg(i) filter (where i > 100) from t
select array(select i from t order by i)
select array[[1,2],[3,4]]
select ia = array[1,2,3], ia < array[2], ta = '{a,b}' from t order by i
select like_test from (select 'abc' like any(array['a%','z%']) as like_test) q
-- json
select jb->'a', jb->>'a', jb->'b'->'c'->0, jb#>'{b,c}', jb#>>'{b,c,1}', jb->0, jb->>1, jb->-1 from t where i <> 4 order by i
select j->'a', j->>'k', j->'b', j#>>'{b,c}' from t order by i
select jb->>'f', jb->>'n', jb->'n' from t order by i
select jb @> '{"a": 1}', jb ? 'a', jb ?| array['a','k'], jb ?& array['a','b'], '[1,2]'::jsonb @> '1' from t order by i
select true and jb->>'a' = '1', jb->'a' is null, jb->>'a' = '1' and true from t order by i
select jsonb_typeof(jb), json_typeof(j) from t order by i
select jsonb_array_length('[1,2,3]'), json_array_length('[]')
select json_build_object('a', 1, 'b', 'x', 'c', null, 'd', true), jsonb_build_object('a', 1.5), json_build_array(1, 'a', null), jsonb_build_array(1, 2)
select to_json('a"b'::text), to_jsonb(1), to_jsonb(array[1,2]), to_json(true), to_jsonb(null::int)
select json_agg(i order by i), jsonb_agg(i order by i) from t where i < 4
select jsonb_object_agg(id, name) from k where id < 3
select * from jsonb_each('{"a": 1, "b": "x"}')
select * from jsonb_each_text('{"a": 1, "b": "x", "c": null}')
select jsonb_array_elements('[1, {"a": 2}]'), jsonb_array_elements_text('["x", null]')
select jsonb_object_keys('{"b": 1, "a": 2}')
select jb::text, j::text, '{"a":   1}'::jsonb::text from t order by i
select '{bad'::jsonb
select jb = '{"a": 1}', jb <> '{}' from t order by i
select (jb->>'a')::int + 1 from t where i = 1
-- conditions and nulls
select i from t where bo order by i
select i from t where bo is not true order by i
select i from t where s is null or not bo order by i
select i from t where i in (1, 3, null) order by i
select i from t where i not in (1, 3) order by i
select i from t where i between 2 and 4 order by i
select i from t where i not between symmetric 4 and 2 order by i
select i from t where s is distinct from 'alpha' order by i
select bo, i from t order by bo, i
select bo, i from t order by bo desc, i
select b from t order by b nulls first, i
select s from t order by s desc
select null = null, null is null, 1 is not distinct from null, null and false, null or true
select i from t where (i, s) = (1, 'alpha')
select i from t where (i, b) < (2, 5) order by i
select i from t where i
select 1 where 'x'
-- grouping
select grp, count(*), sum(val), avg(val), min(name), max(name) from k group by grp order by grp
select grp g, count(*) from k group by g order by 2 desc, 1
select grp, count(*) from k group by 1 having count(*) > 1 order by 1
select count(*), count(val), count(distinct grp), sum(distinct val) from k
select count(*) filter (where val > 15), sum(val) filter (where grp = 'a') from k
select grp, id from k group by grp
select id, count(*) from k
select sum(count(*)) from k group by grp
select count(*) from k where count(*) > 1
select val / 10 * 10 as bucket, count(*) from k group by val / 10 * 10 order by 1
select grp, val, count(*), grouping(grp, val) from k group by rollup (grp, val) order by 1, 2, 4
select grp, count(*) from k group by grouping sets ((grp), ()) order by 1, 2
select grp, count(*) from k group by cube (grp) order by 1, 2
select bool_and(bo), bool_or(bo), every(bo), string_agg(s, ',' order by i), string_agg(s, ',' order by s desc) from t
select round(stddev(f)::numeric, 9), round(variance(f)::numeric, 9), round(stddev_pop(f)::numeric, 9), round(var_pop(f)::numeric, 9) from k, (values (1.0::float8), (2.0), (4.0)) v(f) where id = 1
select stddev(val), variance(val), stddev_pop(val), var_pop(val), stddev(val::numeric) from k
select percentile_cont(0.5) within group (order by val), percentile_disc(0.5) within group (order by val), percentile_cont(array[0.25,0.75]) within group (order by val), mode() within group (order by grp) from k
select percentile_cont(0.95) within group (order by f) from t where i in (1,2,3)
select max(bo) from t
select min(d), max(tz), min(iv), max(u) from t
select min(ts), max(n), min(f), max(v), min(tm) from t
select corr(i, val), regr_slope(i, val), covar_pop(i, val) from (select id as i, val from k) q
select count(*) from empty
select sum(x), max(y), array_agg(x), avg(x) from empty
select x from empty group by x
select bit_and(i), bit_or(i) from t
select sum(val) over (), count(*) over (), sum(val) over (partition by grp order by id) from k order by id
select id, row_number() over (order by id desc), rank() over (order by grp), dense_rank() over (order by grp), ntile(2) over (order by id), percent_rank() over (order by id), cume_dist() over (order by id) from k order by id
select id, lag(val) over (order by id), lead(val, 2) over (order by id), first_value(name) over (order by id), last_value(name) over (order by id), nth_value(name, 2) over (order by id) from k order by id
select id, sum(val) over (order by id rows between 1 preceding and current row), avg(val) over (order by id rows between unbounded preceding and unbounded following), sum(val) over w from k window w as (order by id) order by id
select grp, sum(count(*)) over () as total, count(*) from k group by grp order by grp
select id from k where row_number() over () = 1
select id, lag(val, 1, 0) over (order by id) from k order by id
select id, sum(val) over (order by val range between 10 preceding and 10 following) from k order by id
-- distinct, sets, limits
select distinct grp from k order by grp
select distinct on (grp) grp, id from k order by grp, id desc
select distinct grp from k order by id
select distinct on (grp) id from k order by id
select 1 union select 2 union select 1 order by 1
select 1 union all select 1
select 1 union select 'a'
select 1.0 union select 1.5 order by 1
select null union select 1 order by 1
select id from k intersect select 2
select id from k except select 2 order by 1
select 1 as a, 2 as b union all select 3, 4 order by b desc
select 1 union select 1, 2
values (1, 'a'), (2, 'b')
values (1.5), (2.5) order by 1
select * from (values (1, 'a'), (2, null)) v(x, y) order by x
select id from k order by id limit 2 offset 1
select id from k order by id fetch first 2 rows only
select id from k order by id limit null
select id from k order by id offset 3
select id from k limit -1
select id from k order by 5
select id from k order by nope
table k
-- joins
select a.id, b.name from k a join k b on a.id = b.id + 1 order by a.id
select a.id, b.id from k a left join k b on a.val < b.val order by 1, 2
select id, name from k a join (select id, val as v2 from k) b using (id) order by id
select * from k a join (select id, val as v2 from k) b using (id) order by id
select count(*) from k a cross join k b
select a.id, b.id from k a full join (select id + 3 as id from k) b on a.id = b.id order by 1, 2
select * from (select 1 as x) a natural join (select 1 as x, 2 as y) b
select a.id, q.m from k a, lateral (select max(val) as m from k b where b.id < a.id) q order by a.id
select k.id, u.n from k, lateral unnest(array[id, id * 10]) as u(n) order by 1, 2
select id from k a, k b
select x.id from k
select k.nope from k
select nope from k
select * from nope
select k.id from k as z
select z.id from k as z(a, b) order by 1
select a, b, c from k as z(a, b, c) order by a limit 1
-- subqueries and CTEs
select id, (select count(*) from k b where b.id <= a.id) from k a order by id
select id from k where id in (select id from k where grp = 'a') order by id
select id from k where id not in (select id from k where grp = 'a') order by id
select id from k a where exists (select 1 from k b where b.id = a.id + 1) order by id
select id from k where val > all (select val from k where grp = 'a') order by id
select id from k where val = any (select val from k where grp = 'a') order by id
select (select id from k)
select (select id, name from k)
select id from k where (id, grp) in (select id, grp from k where val > 10) order by id
with a as (select 1 as x) select x + 1 from a
with a(p, q) as (select id, name from k) select q from a where p = 2
with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) select sum(n) from r
with recursive r as (select 1 as n, 'x'::text as s union all select n + 1, s || 'x' from r where n < 3) select * from r order by n
with a as (select 1), b as (select * from a) select * from b
with a as materialized (select id from k) select count(*) from a
with a as (select id from k), a as (select 1) select 1
select q.a from (select id as a from k order by id limit 2) q order by a desc
select * from (select 'x' as c) q
select (select 'x')
select q.c || 1 from (select 'x' as c) q
-- functions of the dashboards
select date_trunc('minute', timestamp) as m, count(*) from spans where project_id = 'p1' and timestamp between '2026-01-05 10:00Z' and '2026-01-05 10:20Z' group by 1 order by 1 desc
select coalesce(service, 'null') as service, count(*)::float8 from spans group by coalesce(service, 'null') order by 2 desc, 1 limit 10
select project_id, count(*) from spans where timestamp > '2026-01-05 10:10Z' group by project_id order by count(*) desc, project_id
select round(100.0 * count(*) filter (where status_code = 'ERROR' or http_status >= 500) / count(*), 2) from spans
select round((count(*) filter (where status_code = 'ERROR'))::numeric / nullif(count(*), 0) * 100, 2) from spans
select name, count(*), sum(case when duration <= 500000 then 1.0 when duration <= 2000000 then 0.5 else 0 end) / count(*) as apdex from spans where duration is not null group by name order by 2 desc, 1
select percentile_cont(0.95) within group (order by duration / 1e6) from spans where duration is not null
select distinct service from spans where service is not null order by service limit 100
select id, timestamp, name, hashes, attributes->'http'->>'method' from spans where attributes->>'ok' = 'true' order by timestamp desc, id limit 5
select id, jsonb_build_object('id', id, 'n', name) from spans order by id limit 2
select count(*) from spans where name::text ~* 'get' and 'h1' = any(hashes)
select count(*) from spans where name ilike '%/A%' and hashes @> array['h2']
select service, sum(count(*)) over () as total, count(*) * 100.0 / sum(count(*)) over () as pct from spans group by service order by 1
select extract(epoch from date_trunc('hour', timestamp))::int8, sum(duration)::float8 from spans group by date_trunc('hour', timestamp)
select max(timestamp) - min(timestamp), count(*) / greatest(extract(epoch from (max(timestamp) - min(timestamp))), 1) from spans
select value::text, cnt::bigint from (select kind as value, count(*) as cnt from spans where kind is not null group by kind) f order by cnt desc, value limit 50
select kind, name, avg(duration), avg(duration)::numeric(20,2), min(duration), max(duration) from spans group by 1, 2 order by 1, 2
select left(name, 3), count(*) from spans group by left(name, 3) order by 1
select a.id, b.id from spans a join spans b on a.project_id = b.project_id and a.service = b.service and a.id < b.id where a.project_id = 'p1' order by 1, 2 limit 5
select date_trunc('hour', timestamp at time zone 'Europe/Berlin'), count(*) from spans group by 1
select timestamp, id from spans where (timestamp, id) < ('2026-01-05 10:05Z', 'id9') order by timestamp desc, id desc limit 3
-- errors
select foo(1)
select upper(5)
select lower()
select 1 + 'a'
select 'a' + 'b'
select 1 + true
select s + 1 from t
select s = 1 from t
select coalesce(1, 'a')
select case when true then 1 else 'x' end
select case 1 when 'a' then 2 end
select array[1, 'a']
select id::nosuch from k
select cast(d as int) from t
select i from t limit 'x'
select sum(s) from t
select count() from t
select i from t group by i order by s
select max(i) over (partition by s order by sum(i)) from t
select t.x from t
select i, i from t order by i limit 1
select (1, 2)
select i[1] from t
select 'a'::int2
select 99999::int2
select -9223372036854775809
select 1::bit(3)
select to_date('2026-01-05', 'YYYY-MM-DD')
select now() - now(), now() = current_timestamp, current_date = now()::date
select pg_typeof(1.5), pg_typeof('a'), pg_typeof(now()), pg_typeof(array[1])
select format_type(23, -1), format_type(1043, 14), format_type(1700, 655366), format_type(1009, -1), format_type(1184, 3)
select 23::regtype, 'int4'::regtype::oid, 'text'::regtype, 'pg_class'::regclass, 'pg_class'::regclass::oid, 1259::regclass
select has_table_privilege('t', 'select'), pg_encoding_to_char(6), pg_get_userbyid(10), version() like 'PostgreSQL 15%'
select 1 as "a b", 2 as select_
select current_setting('nope')
select quote_literal(5), num_nulls(1, null), pg_size_pretty(123456::int8)

select 'x' collate "C" < 'y'
select random() < 1, pi()
select gen_random_uuid() is not null
select int4(5.6), text(5), float8 '1.5', bool 'true'
select coalesce(null, null), greatest(1, null, 3), least(null::int)
select i from t where i = 1 for update
select 1 in (1, 2), 3 not in (1, 2), null in (1), 'a' in ('a', 'b')
select 5 between 1 and 10, 'b' between 'a' and 'c'
select 0.1 + 0.2, 0.1::float8 + 0.2::float8, 1.10, 1.0 * 1.00, 3.0 - 3
select 10 / 4 * 1.0, 10 / 4.0, 10 * 1.0 / 4
select sum(n) / count(*), sum(i)::numeric / 7 from t
select round(avg(n), 2), round(sum(f)::numeric / 3, 2) from t where i in (1, 2, 3)
select 100.0 * 1 / 3
select cast('1' as numeric) / 3, 5 % 3.5, 5.5 % 2
select 1 = 1.0, 1::int8 = 1::float8, 'a'::text = 'a'::varchar
-- what input functions take and refuse
select '"\u0000"'::jsonb
select '{"a\u0000b": 1}'::jsonb
select '"\u0000"'::json
select '"\ud83d\ude00"'::jsonb, '"\ud83d"'::json
select '"\ud83d"'::jsonb
select '{"a":1,"a":2,"bb":[1.50,1e2,-0.0]}'::jsonb
select '{"a":01}'::json
select '[1,]'::jsonb
select ''::json
select * from otel_metrics a, otel_metrics a
select * from otel_metrics a join otel_metrics a on true
select 1 from otel_metrics x cross join (otel_metrics y join otel_metrics x on true)
with a as (select 1), b as (select 2), a as (select 3) select 1
select '2026-07-01 12:00+00'::timestamptz at time zone 'CET', '2026-07-01 12:00+00'::timestamptz at time zone 'est'
select '+nan1'::numeric
select '1e200000'::numeric
select '1.50e3'::numeric, '-0.00'::numeric, ' 12.5e-3 '::numeric, '.5'::numeric, '5.'::numeric
select '1e'::numeric
select '{1,x}'::int[]
select '{1,,2}'::int[]
select '{{1,2},{3}}'::int[]
select '{{1,2},{3,4}}'::int[]
select '{}'::int[], ' { 1 , NULL , "3" } '::int[], '[1:2]={5,6}'::int[], '{"null",null,a\ b , "c\"d"}'::text[]
select '{1,2'::int[]
select '{1,2}x'::int[]
select 'x'::date[]
select '{x}'::date[]
select '{2026-01-05,infinity}'::date[], '{"1 day","2:03"}'::interval[]
select interval '5:06' minute to second, interval '5' minute, interval '1 2' day to hour, interval '3' year to month, interval '1-2' year to month, interval '5' month, interval '7' hour to minute
select 'P1Y2M'::interval, '1 year 2.5 months ago'::interval, 'P1Y2M3DT4H5M6.7S'::interval, 'P0001-02-03T04:05:06'::interval, '@ 1 hour 2 mins ago'::interval
select '1 day -2:03'::interval, '1 mon -1 day'::interval, '1:2:3.5 ago'::interval, '-1.5 days'::interval, '1.5 weeks'::interval, '1 decade 2 centuries'::interval
select '1 day 2 days'::interval
select '1 fortnight'::interval
select ''::interval
select '99999999999 years'::interval
select '\xzz'::bytea
select '\x1 2'::bytea
select '\x1'::bytea
select '\x12 34'::bytea, 'a\\b\001'::bytea
select 'a\'::bytea
select '\X12'::bytea
select '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}'::uuid, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11'::uuid
select '{a0eebc999c0b4ef8bb6d6bb9bd380a11'::uuid
select 'a0eebc999c0b4ef8bb6d6bb9bd380a1-1'::uuid
select 'allballs'::time, '04:05 PM'::time, '040506'::time, '24:00'::time, '04:05:06.7891234'::time
select '25:00'::time
select '2026-02-30'::date
select '13/01/2026'::date
select 'J2451187'::date, '2026.005'::date, '20260105'::date, 'January 8, 1999'::date, '08-Jan-99'::date, '1/8/1999'::date, '0044-03-15 BC'::date, 'infinity'::date, '99-01-08'::date
select '20260105T040506'::timestamp, '2026-01-05 24:00'::timestamp, '2026-01-05 04:05:60'::timestamp, '-infinity'::timestamp, 'epoch'::timestamp, '0044-03-15 04:05 BC'::timestamp
select '2026-01-05 04:05:06 PST'::timestamptz, '2026-07-05 04:05:06 America/New_York'::timestamptz, '2026-01-05 04:05:06+05:30'::timestamptz, '2026-01-05 04:05-8'::timestamptz, '2026-01-05 04:05:06.1234567 utc'::timestamptz
select '2026-01-05 04:05:06 Nowhere/Land'::timestamptz
select '2026-01-05 04:05:06 xyz'::timestamptz
select '2026-01-05 04:05:06+20'::timestamptz
select '2026-01-05 25:00'::timestamp
select 'Mon Jan 05 04:05:06 2026 PST'::timestamptz
select '1e400'::float8
select '1e-400'::float8
select '1e40'::real
select ' 1.5 '::float8, '+Inf'::float8, '-Infinity'::real, 'NaN'::real, '1e23'::float8
select '1_000'::float8
select ' 12 '::int, '+5'::smallint, '-0'::bigint
select '32768'::smallint
select '99999999999999999999'::bigint
select '1.5'::int
select 't r'::bool
select ' TrU '::bool, 'of'::bool, 'ON'::bool, 'y'::bool, '0'::bool
select 'o'::bool
select '-1'::oid, ' 5 '::oid
select '4294967296'::oid
