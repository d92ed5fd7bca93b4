-- An expression over columns x, y, z <<< the values of its row ;; of the next row …; each row is a statement of its own.
-- A line that begins with select is a statement. What PostgreSQL 15 answers stands in sweep.jsonl (eng/record-postgres-answers).

-- text columns as times
x::timestamp <<< '2024-02-29' ;; '2024-02-30' ;; '2024-01-02 03:04:05.123456789' ;; '20240102T030405' ;; 'Jan 2 2024 5pm' ;; '2 January 2024' ;; '1/2/2024' ;; '13/2/2024' ;; '2024-01-02 03:04:05+05' ;; '2024-01-02T03:04:05Z' ;; 'infinity' ;; '-infinity' ;; 'epoch' ;; '' ;; ' ' ;; 'abc' ;; '2024-01-02 25:00' ;; '2024-01-02 24:00' ;; '0044-03-15 BC' ;; '99999999-01-01' ;; '2024.123' ;; 'J2451187' ;; '2024-01-02 03:04:60' ;; null::text ;; '04:05 1999-01-08' ;; '1999-01-08 04:05:06 America/New_York' ;; '1999-01-08 04:05:06 Nowhere/None'
x::timestamptz <<< '2024-02-29' ;; '2024-02-30' ;; '2024-01-02 03:04:05+05' ;; '2024-01-02T03:04:05Z' ;; '2024-01-02 03:04:05 PST' ;; '2024-01-02 03:04:05 Europe/Berlin' ;; '2024-07-02 03:04:05 Europe/Berlin' ;; 'infinity' ;; '' ;; 'x' ;; '2024-01-02 03:04:05+99' ;; '2024-01-02 03:04:05 Nowhere/None' ;; null::text
x::date <<< '2024-02-29' ;; '2024-02-30' ;; '2023-02-29' ;; '01/02/2024' ;; '31/12/2024' ;; 'January 8, 1999' ;; '1999-Jan-08' ;; '990108' ;; '1999.008' ;; 'J2451187' ;; 'infinity' ;; 'epoch' ;; '' ;; 'x' ;; '2024-01-02 03:04:05' ;; '9999999-01-01' ;; '0001-01-01 BC' ;; null::text
x::time <<< '04:05:06.789' ;; '04:05' ;; '040506' ;; '04:05 AM' ;; '04:05 PM' ;; '24:00:00' ;; '24:00:01' ;; '25:00' ;; '2003-04-12 04:05:06 America/New_York' ;; '04:05:06 PST' ;; 'allballs' ;; '' ;; 'x' ;; '12:60' ;; '23:59:60' ;; null::text
x::interval <<< '1 day' ;; '1 year 2 months 3 days 04:05:06' ;; '-1 day +02:03' ;; 'P1Y2M3DT4H5M6S' ;; '1-2' ;; '3 4:05:06' ;; '1.5 days' ;; '1.5 months' ;; '2 weeks ago' ;; '1 hour 1 hour' ;; '' ;; 'x' ;; '5' ;; '10:20' ;; '1 century' ;; '9999999999 days' ;; '-0.5 seconds' ;; 'PT1.5S' ;; '@ 1 minute' ;; '1 mon -1 day' ;; null::text
x::timestamp(3) <<< '2024-01-02 03:04:05.1235' ;; '2024-01-02 03:04:05.1234999'
x::timestamptz(0) <<< '2024-01-02 03:04:05.5Z' ;; '2024-01-02 03:04:05.4999Z'
cast(x as time(2)) <<< '04:05:06.785' ;; '04:05:06.784999'

-- text columns as numbers and the rest
x::int2 <<< '1' ;; ' 1 ' ;; '+1' ;; '-32768' ;; '32767' ;; '32768' ;; '-32769' ;; '1.0' ;; '1e3' ;; '' ;; ' ' ;; '0x10' ;; '1_000' ;; '٣' ;; '00012' ;; '99999999999999999999' ;; null::text
x::int4 <<< '1' ;; E'\t1\n' ;; '+1' ;; '2147483647' ;; '2147483648' ;; '-2147483648' ;; '-2147483649' ;; '1.5' ;; '' ;; '- 1' ;; '--1' ;; '99999999999999999999' ;; null::text
x::int8 <<< '9223372036854775807' ;; '9223372036854775808' ;; '-9223372036854775808' ;; '-9223372036854775809' ;; '1 2' ;; '' ;; null::text
x::float4 <<< '1' ;; '1.5e10' ;; '3.4028236e38' ;; '1e39' ;; '1e-46' ;; '1e-45' ;; 'inf' ;; '-Infinity' ;; 'NaN' ;; '' ;; '1e' ;; '.5' ;; '5.' ;; '.' ;; '1e400' ;; 'infinit' ;; '+inf' ;; null::text
x::float8 <<< '1' ;; '1.5e10' ;; '1e308' ;; '1e309' ;; '-1e309' ;; '1e-324' ;; '1e-400' ;; '0e-400' ;; 'inf' ;; '-Infinity' ;; 'NaN' ;; 'nan ' ;; ' 2 ' ;; '' ;; ' ' ;; '1e' ;; '.5' ;; '5.' ;; '0.1' ;; '123456789012345678901234567890' ;; 'x' ;; '1,5' ;; null::text
x::numeric <<< '1' ;; '1.50' ;; '-0.00' ;; '1e3' ;; '1.5e-3' ;; '.5' ;; '5.' ;; '' ;; 'x' ;; '1e' ;; '12345678901234567890.123' ;; '0.12345678901234567890' ;; '123456789012345678901234567890' ;; '0.000000000000000000001' ;; 'NaN' ;; 'Infinity' ;; ' 7 ' ;; null::text
x::numeric(5,2) <<< '1' ;; '999.994' ;; '999.995' ;; '-999.996' ;; '1000' ;; '0.005' ;; '-0.005' ;; 'x' ;; null::text
x::numeric(5,2) <<< 999.994 ;; 999.995 ;; 1000 ;; 1.005 ;; 123456::int4 ;; 1e10::float8 ;; 'NaN'::float8 ;; 2.5::float4
x::bool <<< 't' ;; 'TRUE' ;; ' yes ' ;; 'y' ;; 'on' ;; 'o' ;; 'of' ;; 'off' ;; '0' ;; '1' ;; '10' ;; '' ;; 'tru' ;; 'truex' ;; 'n' ;; 'no' ;; null::text
x::uuid <<< 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ;; 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' ;; '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}' ;; 'a0eebc999c0b4ef8bb6d6bb9bd380a11' ;; 'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11' ;; 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1' ;; '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ;; '' ;; 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ;; ' a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ;; 'a0e-ebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ;; null::text
x::bytea <<< '\x' ;; '\x00ff' ;; '\xDE AD be ef' ;; '\xabc' ;; '\xzz' ;; 'abc' ;; 'a\\b' ;; 'a\000b' ;; 'a\400b' ;; 'a\1' ;; '\' ;; '' ;; 'é' ;; '\377' ;; null::text
x::jsonb <<< '{"b":1,"a":2}' ;; '{"aa":1,"b":2,"a":3,"b":4}' ;; '[1, 2.50,1e2 ,-0, 1E-3]' ;; '"a\u00e9\n\/"' ;; '' ;; '{' ;; '{"a":}' ;; 'nul' ;; ' null ' ;; '01' ;; '1.' ;; '"\u0000"' ;; '"\ud83d\ude00"' ;; '"\ud83d"' ;; '[1,]' ;; '1 2' ;; '123456789012345678901234567890.10' ;; null::text
x::json <<< '{"b":1,  "a":2}' ;; '' ;; '{' ;; '[1 2]' ;; null::text
x::int4[] <<< '{1,2,NULL}' ;; '{}' ;; '{1,x}' ;; '1,2' ;; '{1' ;; '{"1", 2}' ;; '' ;; null::text
x::text[] <<< '{a,b}' ;; '{"a b",NULL,"NULL"}' ;; '{a,b' ;; 'z' ;; '{}' ;; '' ;; '{a,}' ;; '{{a}}'
x::oid <<< '1' ;; '-1' ;; '4294967295' ;; '4294967296' ;; 'x' ;; ''
x::varchar(3) <<< 'abc' ;; 'abcd' ;; 'äöüß' ;; '' ;; null::text
x::char(3) <<< 'a' ;; 'abcd' ;; '' ;; null::text
x::name <<< 'abc'
x::text <<< 1.50 ;; -0.0::float8 ;; 1e300 ::float8 ;; 'NaN'::float8 ;; true ;; false ;; '1 day 02:00'::interval ;; '2024-01-01'::date ;; '\x00ff'::bytea ;; array[1,null,3] ;; array['a b','','NULL',null] ;; '04:05:06.7'::time ;; '2024-01-01 00:00:00.5'::timestamp ;; 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid ;; 1.1::float4 ;; 123456789::float4 ;; 0.1::float4 ;; '{"a": 1}'::jsonb

-- casts between numbers
x::int2 <<< 32767::int4 ;; 32768::int4 ;; -32769::int8 ;; 32767.4::float8 ;; 32767.5::float8 ;; 'NaN'::float8 ;; 'Infinity'::float4 ;; 32767.5 ;; 0.5 ;; 1.5 ;; 2.5::float8 ;; true ;; null::int4
x::int4 <<< 2147483648::int8 ;; 2147483647.5::float8 ;; 2147483647.4::float8 ;; -2147483648.5::float8 ;; 'NaN'::float8 ;; '-Infinity'::float8 ;; 2147483647.5 ;; 2147483647.4 ;; 2.5 ;; -2.5 ;; 2.5::float8 ;; -3.5::float8 ;; true ;; 1e20::float4 ;; '7'::jsonb ;; '7.5'::jsonb ;; '"7"'::jsonb ;; 99999999999999999999
x::int8 <<< 9223372036854775807.4 ;; 9223372036854775807.5 ;; 9223372036854775808 ;; 9.3e18::float8 ;; -9.3e18::float8 ;; 'NaN'::float4 ;; 4611686018427387904::float8 ;; 123.5
x::float4 <<< 1e39::float8 ;; 1e-50::float8 ;; 0.1::float8 ;; 'NaN'::float8 ;; 1e38 ;; 123456789 ;; 16777217::int4 ;; '-Infinity'::float8
x::float8 <<< 0.1::float4 ;; 1.1 ;; 9007199254740993::int8 ;; 1::int2
x::numeric <<< 0.1::float4 ;; 0.1::float8 ;; 1e20::float8 ;; 1e-10::float8 ;; 'NaN'::float8 ;; 'Infinity'::float8 ;; 123456789.123456789::float8 ;; 1e40::float8 ;; 1234567::float4 ;; 5::int2 ;; -9223372036854775808::int8
x::bool <<< 0::int4 ;; 5::int4 ;; 'true'::jsonb ;; '1'::jsonb

-- arithmetic
x + y <<< 2147483647::int4, 1::int4 ;; -2147483648::int4, -1::int4 ;; 9223372036854775807::int8, 1::int4 ;; 32767::int2, 1::int2 ;; 1e308::float8, 1e308::float8 ;; 3e38::float4, 3e38::float4 ;; 3e38::float4, 3e38::float8 ;; 'Infinity'::float8, '-Infinity'::float8 ;; 'Infinity'::float8, 1::float8 ;; 0.1::float8, 0.2::float8 ;; 0.1::float4, 0.2::float4 ;; 0.1, 0.22 ;; 1.10, 1 ;; 99999999999999999999999999999999999999, 1 ;; null::int4, 1::int4
x - y <<< -2147483648::int4, 1::int4 ;; -9223372036854775808::int8, 1::int8 ;; -32768::int2, 1::int2 ;; -1e308::float8, 1e308::float8 ;; -3e38::float4, 3e38::float4 ;; 'Infinity'::float8, 'Infinity'::float8 ;; 1.5, 0.25 ;; 0.1::float8, 0.1::float4
x * y <<< 65536::int4, 65536::int4 ;; 4294967296::int8, 4294967296::int8 ;; 256::int2, 256::int2 ;; 1e200::float8, 1e200::float8 ;; 1e-200::float8, 1e-200::float8 ;; 1e30::float4, 1e30::float4 ;; 1e-30::float4, 1e-30::float4 ;; 0::float8, 'Infinity'::float8 ;; 0::float8, 1e300::float8 ;; 1.50, 2.00 ;; 0.1, 0.1 ;; 1234567890123456789, 1234567890123456789 ;; 12345678901234567890, 12345678901234567890 ;; 0.12345678901234567, 0.12345678901234567
x / y <<< 7::int4, 2::int4 ;; -7::int4, 2::int4 ;; -2147483648::int4, -1::int4 ;; -9223372036854775808::int8, -1::int8 ;; -32768::int2, -1::int2 ;; 1::int4, 0::int4 ;; 1::float8, 0::float8 ;; 0::float8, 0::float8 ;; 'NaN'::float8, 0::float8 ;; 1e300::float8, 1e-300::float8 ;; 1e-300::float8, 1e300::float8 ;; 1e30::float4, 1e-30::float4 ;; 1e-30::float4, 1e30::float4 ;; 'Infinity'::float8, 'Infinity'::float8 ;; 1::float8, 'Infinity'::float8 ;; 1.0, 3 ;; 1, 3.0 ;; 10.0, 4 ;; 2, 3.000 ;; 100000000000, 3.0 ;; 0.0001, 3 ;; 1.0, 0 ;; 1.0, 0.0 ;; 22.0, 7.0 ;; 1e15, 7.0 ;; 0.0, 5 ;; null::float8, 0::float8
x % y <<< 7::int4, 3::int4 ;; -7::int4, 3::int4 ;; 7::int4, -3::int4 ;; 7::int4, 0::int4 ;; -2147483648::int4, -1::int4 ;; -9223372036854775808::int8, -1::int8 ;; -32768::int2, -1::int2 ;; 7.5, 2 ;; -7.5, 2 ;; 7.5, 0 ;; 7.50, 2.5
x ^ y <<< 2::float8, 10::float8 ;; 0::float8, -1::float8 ;; -8::float8, 0.5::float8 ;; 1e200::float8, 2::float8 ;; 1e-200::float8, 2::float8 ;; 2, 3 ;; 2.0, 0.5 ;; 0::float8, 0::float8 ;; 'NaN'::float8, 0::float8 ;; 1::float8, 'NaN'::float8 ;; 10, -2 ;; 2::int4, 3::int4
- x <<< -2147483648::int4 ;; -9223372036854775808::int8 ;; -32768::int2 ;; 1.50 ;; 0::float8 ;; '1 day -2 hours'::interval
abs(x) <<< -2147483648::int4 ;; -9223372036854775808::int8 ;; -32768::int2 ;; -1.50 ;; -0.0::float8 ;; 'NaN'::float8 ;; -5::float4
x & y <<< 12::int4, 10::int4 ;; 12::int8, 10::int8
x | y <<< 12::int4, 10::int4
x # y <<< 12::int4, 10::int4
x << y <<< 1::int4, 4::int4 ;; 1::int4, 31::int4 ;; 1::int4, 32::int4 ;; -1::int4, 1::int4 ;; 3::int4, 31::int4 ;; 1::int8, 62::int4 ;; 1::int8, 64::int4 ;; 1::int4, -1::int4
x >> y <<< 16::int4, 2::int4 ;; -16::int4, 2::int4 ;; 16::int4, 33::int4 ;; -1::int8, 70::int4 ;; 1::int4, -1::int4
~ x <<< 5::int4 ;; 5::int2 ;; -1::int8
sum(x) <<< 1.50 ;; 9223372036854775807::int8 ;; 1e308::float8 ;; 1::int2 ;; 0.10::float4
select sum(x) from (values (1.5), (2.25)) v(x)
select sum(x), avg(x) from (values (1e308::float8), (1e308)) v(x)
select sum(x), avg(x) from (values (3e38::float4), (3e38::float4)) v(x)
select sum(x), avg(x) from (values (9223372036854775807), (9223372036854775807)) v(x)
select sum(x::int4) from (values (2147483647), (2147483647)) v(x)
select avg(x) from (values (1), (2)) v(x)
select avg(x) from (values (1), (2), (2)) v(x)
select avg(x) from (values (1.50), (2)) v(x)
select avg(x) from (values (0.001), (0.002), (0.002)) v(x)
select avg(x), sum(x), min(x), max(x) from (values (null::numeric)) v(x)
select x from (values (1.5), (2), (2.25)) v(x)
select 1.5 union all select 2 union all select 2.250
select 1.5 as a union select 1.50 order by 1
select distinct x from (values (1.0), (1), (1.00)) v(x)
select x, count(*) from (values (1.0), (1), (1.00), (2.5)) v(x) group by x order by x
select case when x > 1 then 1.5 else 2 end from (values (1), (2)) v(x)
select coalesce(x, 0), greatest(x, 1), least(x, 2.50) from (values (1.50), (null::numeric)) v(x)
select x = 1.0, x <> 1, x > 0.99 from (values (1.00)) v(x)
select array[1.5, 2, 2.250]
select array_agg(x) from (values (1.5), (2), (2.25)) v(x)
select max(x), min(x) from (values (1.5), (2), (2.25)) v(x)
select round(avg(x), 2) from (values (1), (2), (2)) v(x)
select sum(x) / count(*) from (values (1.0), (2.0), (2.0)) v(x)
select stddev(x), variance(x), stddev_pop(x), var_pop(x) from (values (1), (2), (4)) v(x)
select stddev(x), variance(x) from (values (1.5), (2.5), (4.5)) v(x)
select 12345678901234567890123456789012345678901
select 1234567890123456789012345678901234567890 + 1
select 0.1234567890123456789012345678901234567890123
select 12345678901234567890.12345678901234567890
select 1e38, 1e-38
round(x) <<< 2.5 ;; -2.5 ;; 3.5 ;; 2.5::float8 ;; -2.5::float8 ;; 3.5::float8 ;; 0.49999999999999994::float8 ;; 2.4999 ;; 5::int4 ;; null::numeric
round(x, y) <<< 2.345, 2 ;; 2.345, 0 ;; 2.345, 5 ;; 1234.5, -2 ;; -2.345, 2 ;; 2.5, null::int4 ;; 1.005, 2
round(x, 2) <<< 2.345 ;; 2.3 ;; 2 ;; 1e10 ;; 0.005 ;; 7::int4
trunc(x) <<< 2.9 ;; -2.9 ;; 2.9::float8 ;; -2.9::float8
trunc(x, 1) <<< 2.99 ;; -2.99 ;; 2 ;; 0.05
ceil(x) <<< 2.1 ;; -2.1 ;; 2.1::float8 ;; -0.5::float8 ;; -0.5
floor(x) <<< 2.1 ;; -2.1 ;; -0.5::float8 ;; -0.5
sign(x) <<< -2.5 ;; 0 ;; 3::float8 ;; 0.00
sqrt(x) <<< 2::float8 ;; 2 ;; 4 ;; -1::float8 ;; -1 ;; 0.5
cbrt(x) <<< 27::float8 ;; -8::float8
exp(x) <<< 1::float8 ;; 1000::float8 ;; -1000::float8 ;; 1 ;; 0
ln(x) <<< 2::float8 ;; 0::float8 ;; -1::float8 ;; 2 ;; 0
log(x) <<< 100::float8 ;; 100 ;; 2 ;; 0::float8 ;; -1
power(x, y) <<< 2::float8, 0.5::float8 ;; 2, 3 ;; 0::float8, -1::float8 ;; 9, 0.5 ;; 1e300::float8, 2::float8
div(x, y) <<< 7, 2 ;; -7, 2 ;; 7.5, 2 ;; 1, 0
mod(x, y) <<< 7, 2 ;; -7::int4, 2::int4 ;; 7.5, 2 ;; 1::int4, 0::int4 ;; -2147483648::int4, -1::int4
gcd(x, y) <<< 12::int4, 18::int4 ;; 0::int4, 0::int4 ;; -12::int4, 18::int4 ;; 0::int4, 5::int4 ;; -2147483648::int4, 0::int4 ;; 12, 18 ;; 330::int8, 462::int8
lcm(x, y) <<< 12::int4, 18::int4 ;; 0::int4, 5::int4 ;; -12::int4, 18::int4 ;; 2147483647::int4, 2147483646::int4
factorial(x) <<< 5::int8 ;; 0::int8 ;; 20::int8 ;; 30::int8 ;; -1::int8
width_bucket(x, 0.0, 10.0, 5) <<< 5.35 ;; 0 ;; 10 ;; -1 ;; 11
width_bucket(x, 0::float8, 10::float8, 5) <<< 5.35::float8 ;; 0::float8 ;; 10::float8 ;; -1::float8 ;; 'NaN'::float8
width_bucket(x, 10::float8, 0::float8, 5) <<< 5.35::float8 ;; 10::float8 ;; 0::float8 ;; 11::float8
width_bucket(5::float8, x, y, z) <<< 0::float8, 10::float8, 0::int4 ;; 1::float8, 1::float8, 5::int4 ;; 0::float8, 'Infinity'::float8, 5::int4
width_bucket(x, array[1, 3, 4, 10]) <<< 5::int4 ;; 0::int4 ;; 100::int4
degrees(x) <<< 1::float8
sin(x) <<< 1::float8 ;; 'Infinity'::float8
cos(x) <<< 0::float8 ;; 'Infinity'::float8
asin(x) <<< 0.5::float8 ;; 2::float8
acos(x) <<< 1::float8 ;; 2::float8
atan2(x, y) <<< 1::float8, 2::float8
sinh(x) <<< 1::float8 ;; 1000::float8
tanh(x) <<< 1::float8
acosh(x) <<< 1::float8 ;; 0::float8
atanh(x) <<< 0.5::float8 ;; 1::float8 ;; 2::float8
sind(x) <<< 30::float8
cot(x) <<< 1::float8
scale(x) <<< 1.50 ;; 2 ;; 0.000
min_scale(x) <<< 1.50 ;; 2.00
trim_scale(x) <<< 1.50 ;; 2.00 ;; 100
to_hex(x) <<< 255::int4 ;; -1::int4 ;; -1::int8
x = y <<< 'NaN'::float8, 'NaN'::float8 ;; 0::float8, -0.0::float8 ;; 0.1::float4, 0.1::float8 ;; 1, 1.0::float8 ;; 9007199254740993::int8, 9007199254740992::float8
x > y <<< 'NaN'::float8, 'Infinity'::float8 ;; 'NaN'::float8, 1::float8 ;; 16777217::int4, 16777216::float4
greatest(x, y) <<< 'NaN'::float8, 1::float8 ;; null::int4, 3::int4 ;; 'a', 'B'

-- jsonb
x = y <<< '1'::jsonb, '1.0'::jsonb ;; '{"a":1,"b":2}'::jsonb, '{"b":2,"a":1.0}'::jsonb ;; '[1,2]'::jsonb, '[1,2.00]'::jsonb ;; '"a"'::jsonb, '"a"'::jsonb ;; 'null'::jsonb, 'null'::jsonb ;; '[]'::jsonb, '{}'::jsonb ;; '{"a":1}'::jsonb, '{"a":2}'::jsonb ;; '1'::jsonb, '"1"'::jsonb
x < y <<< '1'::jsonb, '1.0'::jsonb ;; '1'::jsonb, '2'::jsonb ;; '10'::jsonb, '9'::jsonb ;; '"a"'::jsonb, '"b"'::jsonb ;; '"B"'::jsonb, '"a"'::jsonb ;; '[]'::jsonb, '1'::jsonb ;; '[1]'::jsonb, '{}'::jsonb ;; '[1,2]'::jsonb, '[3]'::jsonb ;; '{"a":1}'::jsonb, '{"b":1}'::jsonb ;; '{"a":2}'::jsonb, '{"a":1,"b":1}'::jsonb ;; 'null'::jsonb, '"a"'::jsonb ;; '"a"'::jsonb, '1'::jsonb ;; '1'::jsonb, 'true'::jsonb ;; 'false'::jsonb, 'true'::jsonb ;; '[1]'::jsonb, '5'::jsonb ;; '{"aa":1}'::jsonb, '{"b":1}'::jsonb ;; '[[]]'::jsonb, '[1]'::jsonb
x <> y <<< '1'::jsonb, '1.0'::jsonb ;; '[1]'::jsonb, '[2]'::jsonb
x is distinct from y <<< '1'::jsonb, '1.0'::jsonb ;; '1'::jsonb, null::jsonb
select count(distinct x) from (values ('1'::jsonb), ('1.0'), ('1.00'), ('2')) v(x)
select x, count(*) from (values ('1'::jsonb), ('1'), ('2')) v(x) group by x order by 2
select count(*) from (select x from (values ('1'::jsonb), ('1.0'), ('{"b":1,"a":2}'), ('{"a":2,"b":1}')) v(x) group by x) q
select count(*) from (select distinct x from (values ('1'::jsonb), ('1.0'), ('{"b":1,"a":2}'), ('{"a":2,"b":1}')) v(x)) q
select x from (values ('10'::jsonb), ('9'), ('"a"'), ('null'), ('[]'), ('{}'), ('[1,2]'), ('[3]'), ('true'), ('{"a":1}')) v(x) order by x
select x from (values ('10'::jsonb), ('9'), ('"a"'), (null)) v(x) order by x desc
select count(*) from (values ('1'::jsonb)) a(x) join (values ('1.0'::jsonb)) b(y) on x = y
select count(*) from (values ('1'::jsonb)) a(x) where x in ('1.0', '2')
select count(*) from (select '1'::jsonb union select '1.0'::jsonb) q
select row_number() over (partition by x order by 1) from (values ('1'::jsonb), ('1.0')) v(x) order by 1
select case x when '1.0'::jsonb then 'y' else 'n' end from (values ('1'::jsonb)) v(x)
select nullif(x, '1.0'::jsonb) from (values ('1'::jsonb)) v(x)
select x = any(array['1.0'::jsonb]) from (values ('1'::jsonb)) v(x)
x -> 0 <<< '5'::jsonb ;; '"a"'::jsonb ;; '[7,8]'::jsonb ;; '{"0":1}'::jsonb ;; '[]'::jsonb ;; 'null'::jsonb ;; null::jsonb
x -> -1 <<< '5'::jsonb ;; '[7,8]'::jsonb
x ->> 0 <<< '5'::jsonb ;; '[7,"8"]'::jsonb ;; '["a\nb"]'::jsonb ;; '[null]'::jsonb ;; '[{"b":1,"a":2}]'::jsonb
x -> 0 <<< '5'::json ;; '[7 , 8]'::json
x -> 'a' <<< '{"a":1}'::jsonb ;; '{"a":null}'::jsonb ;; '[1]'::jsonb ;; '5'::jsonb ;; '{"b":1}'::jsonb ;; '{"a":{"z":1,"b":2}}'::jsonb
x ->> 'a' <<< '{"a":1.50}'::jsonb ;; '{"a":null}'::jsonb ;; '{"a":"x\"y"}'::jsonb ;; '{"a":[1,2]}'::jsonb ;; '{"a":true}'::jsonb
x #> '{a,0}' <<< '{"a":[1,2]}'::jsonb ;; '{"a":{"0":5}}'::jsonb ;; '5'::jsonb
x #>> '{a,-1}' <<< '{"a":[1,"2"]}'::jsonb ;; '{"a":5}'::jsonb
x #> '{}' <<< '5'::jsonb ;; '{"a":1}'::jsonb
x @> y <<< '{"a":1,"b":2}'::jsonb, '{"a":1.0}'::jsonb ;; '[1,2]'::jsonb, '[2,2,1]'::jsonb ;; '[1,2]'::jsonb, '1'::jsonb ;; '1'::jsonb, '[1]'::jsonb ;; '{"a":[1,2,{"b":3}]}'::jsonb, '{"a":[{"b":3}]}'::jsonb ;; '[]'::jsonb, '[]'::jsonb ;; '{}'::jsonb, '[]'::jsonb ;; '[1]'::jsonb, '[[1]]'::jsonb
x <@ y <<< '1'::jsonb, '[1]'::jsonb
x ? 'a' <<< '{"a":1}'::jsonb ;; '["a"]'::jsonb ;; '"a"'::jsonb ;; '[1]'::jsonb
x ?| array['a','c'] <<< '{"a":1}'::jsonb ;; '["b"]'::jsonb
x ?& array['a','c'] <<< '{"a":1,"c":2}'::jsonb ;; '["a"]'::jsonb
x ?| array['a',null] <<< '{"b":1}'::jsonb ;; '{"a":1}'::jsonb
x ?& array['a',null] <<< '{"a":1}'::jsonb ;; '{"b":1}'::jsonb
x || y <<< '{"a":1}'::jsonb, '{"b":2,"a":3}'::jsonb ;; '[1]'::jsonb, '[2]'::jsonb ;; '[1]'::jsonb, '2'::jsonb ;; '1'::jsonb, '2'::jsonb ;; '{"a":1}'::jsonb, '[1]'::jsonb ;; '{"a":1}'::jsonb, '2'::jsonb
x - 'a' <<< '{"a":1,"b":2}'::jsonb ;; '["a","b","a"]'::jsonb ;; '5'::jsonb
x - 1 <<< '[1,2,3]'::jsonb ;; '{"a":1}'::jsonb ;; '[1]'::jsonb
x - array['a','b'] <<< '{"a":1,"b":2,"c":3}'::jsonb
x #- '{a,0}' <<< '{"a":[1,2]}'::jsonb
jsonb_typeof(x) <<< '1'::jsonb ;; 'null'::jsonb ;; '"a"'::jsonb ;; '[]'::jsonb ;; '{}'::jsonb ;; 'true'::jsonb
jsonb_array_length(x) <<< '[1,2]'::jsonb ;; '{}'::jsonb ;; '1'::jsonb
jsonb_set(x, '{a}', '5') <<< '{"a":1}'::jsonb ;; '{"b":1}'::jsonb ;; '[1]'::jsonb
jsonb_set(x, '{1}', '5') <<< '[1,2]'::jsonb ;; '[1]'::jsonb
jsonb_set(x, '{a}', '5', false) <<< '{"b":1}'::jsonb
jsonb_insert(x, '{1}', '5') <<< '[1,2]'::jsonb
jsonb_strip_nulls(x) <<< '{"a":null,"b":[null,{"c":null}]}'::jsonb
jsonb_pretty(x) <<< '{"b":1,"a":[1,2,{}]}'::jsonb ;; '[]'::jsonb
jsonb_build_object('a', x, 'b', y) <<< 1, 'z' ;; null::int4, null::text ;; 1.50, 'q"' ;; true, '{}'::jsonb
jsonb_build_array(x, y) <<< 1, 'z' ;; 2.50::float8, '2024-01-01'::date ;; '2024-01-01 00:00:00'::timestamp, '2024-01-01 00:00:00Z'::timestamptz ;; array[1,2], array['a']
json_build_object(x, y) <<< 'k', 1 ;; 1, 2 ;; null::text, 1
to_jsonb(x) <<< 1 ;; 'a' ;; array[1,2] ;; true ;; 1.50 ;; 'NaN'::float8 ;; '1 day'::interval ;; '{"b":1,"a":2}'::json ;; null::text
jsonb_object(x) <<< array['a','1','b','2'] ;; array['a','1','b'] ;; '{}'::text[]
jsonb_object(x, y) <<< array['a','b'], array['1','2'] ;; array['a'], array['1','2']
jsonb_path_exists(x, '$.a') <<< '{"a":1}'::jsonb
x::text <<< '{"b":1,"a":[1,  2]}'::jsonb ;; '{"b":1,   "a":2}'::json
jsonb_extract_path(x, 'a', 'b') <<< '{"a":{"b":1}}'::jsonb ;; '{"a":1}'::jsonb
jsonb_extract_path_text(x, 'a', '0') <<< '{"a":["x"]}'::jsonb
select * from jsonb_array_elements('[1,{"a":2},null]')
select * from jsonb_array_elements_text('["a",1,null,{"b":1}]')
select * from jsonb_array_elements('{}')
select * from jsonb_array_elements('5')
select * from jsonb_each('{"b":1,"aa":"x","a":null}')
select * from jsonb_each_text('{"b":1,"aa":"x","a":null}')
select * from json_each('{"b":1,"aa":"x","a":null}')
select * from json_each_text('{"b":1,"aa":"x","a":null}')
select * from jsonb_each('[1]')
select k, v from (values ('{"a":1,"b":2}'::jsonb)) q(x), jsonb_each_text(x) as e(k, v) order by 1
select * from jsonb_object_keys('{"b":1,"a":2}')
select jsonb_object_keys('[1]')
select e.value, e.ordinality from jsonb_array_elements('[5,6]') with ordinality e(value, ordinality)
select jsonb_agg(x order by x), jsonb_object_agg(y, x) from (values (1, 'a'), (2, 'b')) v(x, y)
select jsonb_agg(x) from (values (null::int)) v(x)
select max(x::text) from (values ('1'::jsonb)) v(x)
select (x ->> 'a')::int + 1 from (values ('{"a":"5"}'::jsonb), ('{}')) v(x)
select (x ->> 'a')::timestamptz from (values ('{"a":"2024-01-01"}'::jsonb), ('{}')) v(x)

-- arrays
x || 'z' <<< array['a'] ;; null::text[]
x || '{z,y}' <<< array['a']
x || 'z'::text <<< array['a'] ;; null::text[] ;; array[]::text[]
'z'::text || x <<< array['a'] ;; null::text[]
x || y <<< array[1], array[2,3] ;; array[1], null::int4[] ;; null::int4[], array[1] ;; null::int4[], null::int4[] ;; array[1], 2 ;; array[1], null::int4 ;; 1, array[2] ;; null::int4, array[2] ;; null::int4[], 2 ;; array[]::int4[], array[]::int4[] ;; array[1], 2.5
x || null <<< array[1]
null || x <<< array[1]
'1' || x <<< array[2]
array_append(x, y) <<< array[1], 2 ;; null::int4[], 2 ;; array[1], null::int4
array_prepend(x, y) <<< 1, array[2] ;; 1, null::int4[] ;; null::int4, array[2]
array_cat(x, y) <<< array[1], array[2] ;; null::int4[], array[2] ;; array[1], null::int4[] ;; null::int4[], null::int4[]
array_remove(x, y) <<< array[1,2,1], 1 ;; array[1,null], null::int4 ;; null::int4[], 1 ;; array[1], 1
array_replace(x, y, z) <<< array[1,2,1], 1, 9 ;; array[1,null], null::int4, 5 ;; null::int4[], 1, 2
array_position(x, y) <<< array[1,2,1], 1 ;; array[1,2], 5 ;; array[1,null], null::int4 ;; null::int4[], 1 ;; array['a','b'], 'b'
array_position(x, 1, y) <<< array[1,2,1], 2 ;; array[1,2,1], 4
array_positions(x, y) <<< array[1,2,1], 1 ;; array[1,2], 5 ;; array[null,1,null]::int4[], null::int4 ;; null::int4[], 1
array_length(x, 1) <<< array[1,2] ;; array[]::int4[] ;; null::int4[]
array_length(x, 2) <<< array[1,2]
cardinality(x) <<< array[1,2] ;; array[]::int4[] ;; null::int4[]
array_upper(x, 1) <<< array[1,2] ;; array[]::int4[]
array_dims(x) <<< array[1,2] ;; array[]::int4[]
array_ndims(x) <<< array[1,2] ;; array[]::int4[]
trim_array(x, 1) <<< array[1,2]
trim_array(x, 5) <<< array[1,2]
array_to_string(x, ',') <<< array['a',null,'b'] ;; array[]::text[] ;; null::text[]
array_to_string(x, ',') <<< array[1.50,2] ;; array[true,false] ;; array['2024-01-01'::date]
array_to_string(x, ',', '*') <<< array['a',null,'b'] ;; array[null]::text[]
array_to_string(x, y) <<< array['a','b'], null::text ;; array['a','b'], ''
string_to_array(x, y) <<< 'a,b,c', ',' ;; 'abc', null::text ;; '', ',' ;; 'a,b', '' ;; null::text, ',' ;; ',', ',' ;; 'a,,b', ','
string_to_array(x, ',', 'b') <<< 'a,b,c'
x[1] <<< array[1,2] ;; array[]::int4[] ;; null::int4[]
x[y] <<< array[1,2], 0 ;; array[1,2], -1 ;; array[1,2], 3 ;; array[1,2], null::int4 ;; array[1,2], 2
x[1:2] <<< array[1,2,3] ;; array[]::int4[]
x[2:] <<< array[1,2,3] ;; array[1]
x[:y] <<< array[1,2,3], 2 ;; array[1,2,3], 0 ;; array[1,2,3], -1
x = y <<< array[1,2], array[1,2] ;; array[1,null], array[1,null]::int4[] ;; array[]::int4[], array[]::int4[]
x < y <<< array[1,2], array[1,3] ;; array[1], array[1,2] ;; array[1,null], array[1,2]
x @> y <<< array[1,2], array[1] ;; array[1,null], array[null]::int4[] ;; array[1], array[]::int4[]
x && y <<< array[1,2], array[2,3] ;; array[1], array[2] ;; array[null]::int4[], array[null]::int4[]
x = any(y) <<< 1, array[1,2] ;; 3, array[1,2] ;; 3, array[1,null] ;; null::int4, array[1] ;; 1, array[]::int4[] ;; 1, null::int4[]
x <> all(y) <<< 1, array[1,2] ;; 3, array[1,null] ;; 1, array[]::int4[]
select * from unnest(array['a','b']) with ordinality
select * from unnest(array[1,2,3], array['a','b'])
select unnest(array[1,null,3])
select unnest(null::int4[])
select array(select x from (values (2),(1)) v(x) order by x)
select array(select x from (values (1)) v(x) where x > 5)
select array_agg(x order by x desc) from (values (1),(null),(2)) v(x)
select array_agg(x) filter (where x > 5) from (values (1)) v(x)
select array_fill(7, array[3])
select array_fill(null::int, array[2])

-- strings
lower(x) <<< 'ÄÖÜ ABC' ;; '' ;; null::text
upper(x) <<< 'äöü ß abc' ;; 'ǆ'
initcap(x) <<< 'hello wORLD-foo_bar 1st' ;; 'élan vital' ;; '' ;; 'o''neil'
length(x) <<< 'äöü' ;; '' ;; null::text ;; '😀'
octet_length(x) <<< 'äöü' ;; '😀'
bit_length(x) <<< 'ä'
left(x, y) <<< 'abcde', 2 ;; 'abcde', -2 ;; 'abcde', 0 ;; 'abc', -5 ;; 'äöü', 2 ;; 'abc', null::int4 ;; 'abc', -2147483648
right(x, y) <<< 'abcde', 2 ;; 'abcde', -2 ;; 'abcde', 0 ;; 'abc', -5 ;; 'äöü', 2 ;; 'abc', -2147483648
lpad(x, y) <<< 'abc', 5 ;; 'abc', 2 ;; 'abc', 0 ;; 'abc', -1
lpad(x, y, z) <<< 'abc', 7, 'xy' ;; 'abc', 5, '' ;; '', 3, 'z' ;; 'abc', 2, 'x' ;; 'ä', 3, 'ö' ;; null::text, 3, 'x'
rpad(x, y, z) <<< 'abc', 7, 'xy' ;; 'abc', 5, '' ;; '', 3, 'z' ;; 'abc', 2, 'x'
btrim(x) <<< '  a  ' ;; E'\ta\t' ;; ''
btrim(x, y) <<< 'xyaxy', 'xy' ;; 'aaa', 'a' ;; 'abc', '' ;; 'a]b-c', 'a-c'
ltrim(x, y) <<< 'xxabc', 'x' ;; '[[a', '['
rtrim(x, y) <<< 'abcxx', 'x'
trim(both 'x' from x) <<< 'xax'
repeat(x, y) <<< 'ab', 3 ;; 'ab', 0 ;; 'ab', -1 ;; '', 5
replace(x, y, z) <<< 'abcabc', 'b', 'X' ;; 'abc', '', 'X' ;; 'aaa', 'aa', 'b' ;; 'abc', 'b', ''
reverse(x) <<< 'abc' ;; 'äö' ;; '' ;; 'e' || U&'\0301'
translate(x, y, z) <<< '12345', '143', 'ax' ;; 'abc', '', 'x' ;; 'aabb', 'ab', 'b' ;; 'abc', 'aa', 'xy'
strpos(x, y) <<< 'high', 'ig' ;; 'abc', 'z' ;; 'abc', '' ;; '', '' ;; 'äöü', 'ü'
position(y in x) <<< 'abc', 'c'
starts_with(x, y) <<< 'abc', 'ab' ;; 'abc', '' ;; 'abc', 'b'
substring(x, y) <<< 'abcdef', 2 ;; 'abc', 0 ;; 'abc', -1 ;; 'abc', 10
substring(x, y, z) <<< 'abcdef', 2, 3 ;; 'abc', 0, 2 ;; 'abc', -1, 3 ;; 'abc', 2, -1 ;; 'abc', 2, 0 ;; 'abc', 1, 2147483647 ;; 'abc', 2147483647, 2147483647
overlay(x placing y from 2) <<< 'Txxxxas', 'hom'
overlay(x placing y from 2 for 4) <<< 'Txxxxas', 'hom'
overlay(x placing y from z) <<< 'abc', 'Z', 0 ;; 'abc', 'Z', -1 ;; 'abc', 'Z', 10 ;; 'abc', 'Z', 1
overlay(x placing 'Z' from y for z) <<< 'abc', 1, 0 ;; 'abc', 1, -1 ;; 'abc', 2, 10
split_part(x, y, z) <<< 'a,b,c', ',', 2 ;; 'a,b,c', ',', 4 ;; 'a,b,c', ',', -1 ;; 'a,b,c', ',', -3 ;; 'a,b,c', ',', -4 ;; 'a,b', ',', 0 ;; 'abc', '', 1 ;; 'abc', '', 2 ;; 'abc', '', -1 ;; '', ',', 1 ;; '', ',', -1 ;; null::text, ',', 1
concat(x, y) <<< 'a', null::text ;; 1, true ;; null::text, null::text ;; 1.50, '2024-01-01'::date
concat_ws(x, y, z) <<< ',', 'a', null::text ;; ',', null::text, null::text ;; null::text, 'a', 'b' ;; '', 'a', 'b' ;; ',', 1, true
ascii(x) <<< 'x' ;; '' ;; 'é' ;; '😀'
chr(x) <<< 65 ;; 233 ;; 0 ;; -1 ;; 128512 ;; 1114112 ;; 55296
md5(x) <<< 'abc' ;; ''
sha224(x) <<< 'abc'::bytea
sha256(x) <<< 'abc'::bytea
sha384(x) <<< 'abc'::bytea
sha512(x) <<< 'abc'::bytea
encode(x, 'hex') <<< '\x00ff'::bytea ;; ''::bytea
encode(x, 'base64') <<< '\x00ff10'::bytea ;; decode(repeat('ab', 60), 'hex')
encode(x, 'escape') <<< '\x00ff41'::bytea ;; 'a\\b'::bytea
encode(x, y) <<< '\x00'::bytea, 'nope' ;; '\x00'::bytea, 'HEX'
decode(x, 'hex') <<< '00ff' ;; '0' ;; 'zz' ;; ' 00 ff ' ;; ''
decode(x, 'base64') <<< 'AP8Q' ;; 'AP8' ;; '!!!!' ;; 'AP 8Q' ;; ''
decode(x, 'escape') <<< 'a\000b' ;; 'a\\b' ;; 'a\b'
convert_from(x, 'UTF8') <<< '\x6162'::bytea ;; '\xff'::bytea
convert_from(x, 'LATIN1') <<< '\xe9'::bytea
convert_to(x, 'UTF8') <<< 'é'
quote_ident(x) <<< 'abc' ;; 'Abc' ;; 'a b' ;; 'select' ;; '' ;; 'a"b' ;; '1a' ;; 'table' ;; 'name' ;; null::text
quote_literal(x) <<< 'abc' ;; 'a''b' ;; 'a\b' ;; '' ;; null::text
quote_nullable(x) <<< 'a''b' ;; null::text
quote_literal(x) <<< 42 ;; 1.50
format('%s|%I|%L|%%', x, y, z) <<< 'a', 'B c', 'd''e' ;; 1, 'x', null::text
format('%2$s %1$s %-5s| %5s|', x, y) <<< 'a', 'b'
format(x, 'a') <<< '%s %s' ;; '%' ;; '%q' ;; '%1$s' ;; '%0$s'
to_hex(x) <<< 0
starts_with(x, null) <<< 'a'
x || y <<< 'a', null::text ;; 'a', 1 ;; 1, 'a' ;; 'a', true ;; 'a', 1.50 ;; 'a', '2024-01-01'::date
x like y <<< 'abc', 'a%' ;; 'abc', 'A%' ;; 'a%c', 'a\%c' ;; 'abc', 'a_c' ;; '', '%' ;; '', '' ;; 'abc', 'abc\' ;; E'a\nb', 'a%b' ;; 'a\c', 'a\\c' ;; null::text, '%' ;; 'äbc', '_bc'
x ilike y <<< 'ABC', 'a%' ;; 'ÄBC', 'äb%' ;; 'ß', 'SS'
x ilike '%äö%' <<< 'XÄÖY'
x ilike '%k%' <<< 'K'
x like y escape '#' <<< 'a%c', 'a#%c' ;; 'abc', 'a#%c'
x similar to y <<< 'abc', 'a(b|x)c' ;; 'abc', 'a%' ;; 'abc', 'b'
x similar to '(a|b)%' <<< 'abc' ;; 'xbc'
x < y <<< 'a', 'B' ;; 'a', 'ä' ;; '', 'a' ;; 'Z', 'a'
string_to_array(x, ' ') <<< 'a b'
parse_ident(x) <<< 'a.b'
ltrim(x) <<< E' \n a'
unistr(x) <<< 'd\0061t'
normalize(x) <<< 'e' || U&'\0301'
x is normalized <<< 'a'
char_length(x) <<< 'ab   '::char(5)
x = y <<< 'a '::char(3), 'a'::char(5) ;; 'a ', 'a'
x::text || '|' <<< 'a '::char(3)
get_byte(x, 0) <<< '\x41'::bytea
set_byte(x, 0, 66) <<< '\x41'::bytea
length(x) <<< '\x0041'::bytea
substring(x, 1, 1) <<< '\x4142'::bytea
x || y <<< '\x41'::bytea, '\x42'::bytea
string_to_array(x, 'a') <<< 'banana'
text_to_bytea(x) <<< 'a'
regexp_nosuch(x) <<< 'a'

-- regular expressions
x ~ y <<< 'abc', 'b' ;; 'abc', '^b' ;; 'abc', '^a.c$' ;; E'a\nb', 'a.b' ;; E'a\nb', '^b' ;; 'abc', '(' ;; 'abc', '' ;; 'a', '[[:alpha:]]' ;; 'a1', '\d' ;; 'a b', '\s' ;; 'ab', '\mab\M' ;; 'aa', '(a)\1' ;; 'ab', 'a(?=b)' ;; 'ab', 'a(?!b)' ;; 'a{b', 'a{b' ;; 'abc', 'a{1,2}' ;; 'a', 'a{1' ;; 'ä', '\w' ;; '٣', '\d' ;; 'a.b', '***=a.b' ;; 'axb', '***=a.b' ;; 'a', '(?i)A' ;; null::text, 'a' ;; 'foobar', 'foo|bar$' ;; 'a', 'a**' ;; 'ab', '[b-a]' ;; 'x', '\x' ;; 'A', '\x41' ;; E'\x1b', '\e' ;; 'word', '\yword\y' ;; 'a', '\a' ;; 'a]', '[]a]+' ;; 'a^', '[\^]' ;; 'a-b', '[a\-b]+' ;; 'é', '[[:alpha:]]' ;; 'É', '[[:upper:]]' ;; 'a', '[[.a.]]' ;; 'a', '[[=a=]]' ;; 'ab', '(?<x>a)' ;; 'ab', '(?:a)b' ;; 'a', '\p{L}' ;; 'a', '\Q' ;; 'a', '\A' ;; E'a\n', 'a$' ;; E'a\n', 'a\Z' ;; 'a', '\z' ;; '', '^$' ;; 'abc', 'x*' ;; 'a', '+' ;; 'a', '*a' ;; 'a', 'a|*' ;; 'a', '()' ;; 'a', '[a' ;; 'a', 'a)' ;; 'a', ')' ;; 'a', 'a\' ;; 'aaaa', 'a{300}' ;; 'a', 'a{2,1}' ;; 'a"b', 'a\"b' ;; 'a/b', 'a\/b' ;; 'a', '(?x) a # c' ;; 'A', '(?c)a' ;; 'K', '(?i)k' ;; 'a', '[^[:digit:]]' ;; '_', '\w' ;; E'\u00a0', '\s' ;; 'a', '\D' ;; E'\n', '[^a]' ;; 'b', 'a??b' ;; 'b', 'a{0,1}?b' ;; 'ab', 'a\Bb' ;; 'a b', 'a\Yb'
x ~* y <<< 'ABC', 'b' ;; 'ÄÖ', 'äö' ;; 'K', 'k' ;; 'ß', 'ẞ' ;; 'abc', 'B|Q'
x !~ y <<< 'abc', 'b' ;; 'abc', 'z'
x ~ '(a|ab)(c|bcd)(d*)' <<< 'abcd'
x ~ 'é|e' <<< 'é'
regexp_match(x, 'a|ab') <<< 'abc'
regexp_match(x, '(a|ab)(c|bcd)') <<< 'abcd' ;; 'abcde'
regexp_match(x, '(a+|b+)c') <<< 'aabbc'
regexp_match(x, 'foo(bar)?') <<< 'foo' ;; 'foobar' ;; 'x'
regexp_match(x, 'foo|bar') <<< 'xbarfoo'
regexp_match(x, '(foo|foobar)baz') <<< 'foobarbaz'
regexp_match(x, 'x*') <<< 'abc' ;; 'xxa'
regexp_match(x, 'a.*?c') <<< 'abcabc'
regexp_match(x, '(a.*?c).*') <<< 'abcabc'
regexp_match(x, 'a.*(c.*?)') <<< 'abcabc'
regexp_match(x, '^(GET|POST) /([^ ]*)') <<< 'GET /foo HTTP' ;; 'PUT /'
regexp_match(x, '([a-z]+)=([0-9]+)') <<< 'k=12, z=5'
regexp_match(x, 'a', 'i') <<< 'A'
regexp_match(x, 'A.b', 'is') <<< E'a\nb'
regexp_match(x, 'a.b', 'n') <<< E'a\nb'
regexp_match(x, '^b', 'n') <<< E'a\nb'
regexp_match(x, '^b', 'w') <<< E'a\nb'
regexp_match(x, 'a.b', 'p') <<< E'a\nb'
regexp_match(x, 'a b # c', 'x') <<< 'ab'
regexp_match(x, 'a.b', 'q') <<< 'axb a.b'
regexp_match(x, 'a', 'g') <<< 'a'
regexp_match(x, 'a', 'z') <<< 'a'
regexp_match(x, y) <<< 'abc', '(b)(c)' ;; 'abc', 'z' ;; 'abc', null::text ;; 'foobar', 'foo|foobar'
regexp_match(x, y, z) <<< 'ABC', 'b', 'i'
substring(x from 'a|ab') <<< 'abc'
substring(x from y) <<< 'foobar', 'o.b' ;; 'foobar', 'o(.)b' ;; 'foobar', 'z' ;; 'abc', 'a|ab' ;; 'abc', '(a|ab)c?'
substring(x from 'v([0-9]+)\.([0-9]+)') <<< 'v12.5' ;; 'x'
substring(x from '(x)?a') <<< 'a'
substring(x similar '%#"b#"%' escape '#') <<< 'abc'
regexp_replace(x, 'b', 'X') <<< 'abcb'
regexp_replace(x, 'b', 'X', 'g') <<< 'abcb'
regexp_replace(x, '(a)(b)', '\2\1') <<< 'abab'
regexp_replace(x, '[0-9]+', '<\&>', 'g') <<< 'a12b345'
regexp_replace(x, 'a|ab', 'X', 'g') <<< 'abcab'
regexp_replace(x, 'x*', '-', 'g') <<< 'abc' ;; 'axb'
regexp_replace(x, 'a', '\\') <<< 'a'
regexp_replace(x, 'a', '\n') <<< 'a'
regexp_replace(x, 'a', '$1') <<< 'a'
regexp_replace(x, '(a)?b', '[\1]', 'g') <<< 'abb'
regexp_replace(x, y, z) <<< 'abc', 'b', 'X' ;; 'a.c', '.', '-' ;; 'abc', null::text, 'X' ;; 'abab', 'a|ab', 'Z'
regexp_replace(x, y, 'X', 'g') <<< 'abcb', 'b' ;; 'abc', ''
regexp_replace(x, 'B', 'X', 'gi') <<< 'abcb'
regexp_replace(x, 'b', 'X', 1) <<< 'abcb'
regexp_replace(x, 'b', 'X', 3) <<< 'abcb'
regexp_replace(x, 'b', 'X', 1, 2) <<< 'abcb'
regexp_replace(x, 'b', 'X', 1, 0, 'i') <<< 'abcB'
regexp_replace(x, '[0-9a-f]{8}-[0-9a-f]{4}', 'ID', 'g') <<< 'x 12345678-abcd y'
regexp_replace(x, '/[0-9]+(/|$)', '/:id\1', 'g') <<< '/a/12/b/34'
regexp_replace(x, '\s+', ' ', 'g') <<< E'a \n b'
regexp_replace(x, '^\s+|\s+$', '', 'g') <<< '  a b  '
regexp_replace(x, '\m', '<', 'g') <<< 'ab cd'
regexp_split_to_array(x, ',') <<< 'a,b,,c' ;; '' ;; 'abc' ;; ','
regexp_split_to_array(x, '\s+') <<< 'a b  c' ;; ' a '
regexp_split_to_array(x, '') <<< 'abc'
regexp_split_to_array(x, y) <<< 'a1b2c', '[0-9]' ;; 'abc', 'a|ab' ;; 'abc', null::text
regexp_split_to_array(x, 'B', 'i') <<< 'abc'
regexp_count(x, 'a') <<< 'banana' ;; '' ;; null::text
regexp_count(x, 'A', 1, 'i') <<< 'banana'
regexp_count(x, 'a', 3) <<< 'banana'
regexp_count(x, '') <<< 'abc'
regexp_instr(x, 'n') <<< 'banana' ;; 'x'
regexp_instr(x, 'n', 1, 2) <<< 'banana'
regexp_instr(x, 'n', 1, 1, 1) <<< 'banana'
regexp_like(x, 'A') <<< 'a'
regexp_like(x, 'A', 'i') <<< 'a'
regexp_like(x, y) <<< 'abc', '^a'
regexp_substr(x, 'n.') <<< 'banana' ;; 'x'
regexp_substr(x, 'n(.)', 1, 2) <<< 'banana'
regexp_substr(x, 'n(.)', 1, 1, '', 1) <<< 'banana'
select regexp_matches('abcabd', 'ab(.)', 'g')
select regexp_matches('abcabd', 'ab(.)')
select * from regexp_matches('k1=v1,k2=v2', '(\w+)=(\w+)', 'g') as m
select x, m[1] from (values ('a1b2'), ('zz')) v(x), regexp_matches(x, '([0-9])', 'g') m order by 1, 2
select regexp_matches('abc', 'z')
select * from regexp_split_to_table('a b c', ' ')
select * from regexp_split_to_table('aXbxc', 'x', 'i')

-- dates and times
date_trunc('hour', x) <<< '2024-03-31 12:34:56'::timestamp ;; '2024-03-31 12:34:56+00'::timestamptz ;; 'infinity'::timestamp ;; '12:34:56'::interval ;; '2024-03-31'::date
date_trunc('week', x) <<< '2024-03-31 12:34:56'::timestamp ;; '0001-01-01 BC'::timestamp ;; '10 days'::interval
date_trunc('month', x) <<< '2024-03-31 12:34:56'::timestamp ;; '1 year 2 months 3 days'::interval
date_trunc('quarter', x) <<< '2024-05-31'::timestamp ;; '1 year 5 months'::interval
date_trunc('decade', x) <<< '2024-05-31'::timestamp ;; '0004-05-31 BC'::timestamp ;; '25 years'::interval
date_trunc('century', x) <<< '2024-05-31'::timestamp ;; '2000-05-31'::timestamp ;; '0055-12-31 BC'::timestamp
date_trunc('millennium', x) <<< '2024-05-31'::timestamp ;; '2000-05-31'::timestamp
date_trunc('milliseconds', x) <<< '2024-05-31 00:00:00.123456'::timestamp ;; '1.2345 seconds'::interval
date_trunc('nope', x) <<< '2024-05-31'::timestamp
date_trunc(y, x) <<< '2024-05-31 12:34:56'::timestamp, 'day' ;; '2024-05-31 12:34:56'::timestamp, 'Hours' ;; '2024-05-31'::timestamp, 'nope'
date_trunc('day', x, 'Europe/Berlin') <<< '2024-03-31 12:34:56+00'::timestamptz ;; '2024-03-30 23:30:00+00'::timestamptz ;; '2024-10-27 00:30:00+00'::timestamptz
date_trunc('hour', x, 'Asia/Kolkata') <<< '2024-03-31 12:34:56+00'::timestamptz
date_trunc('day', x, 'Nowhere/X') <<< '2024-03-31 12:34:56+00'::timestamptz
extract(year from x) <<< '2024-02-29'::date ;; '0001-01-01 BC'::date ;; '1 year 14 months'::interval ;; '2024-02-29 10:00+00'::timestamptz ;; 'infinity'::timestamp ;; null::date
extract(century from x) <<< '2000-12-31'::date ;; '2001-01-01'::date ;; '0001-01-01 BC'::date ;; '205 years'::interval
extract(decade from x) <<< '1999-12-31'::date ;; '0001-01-01 BC'::date ;; '25 years'::interval
extract(millennium from x) <<< '2000-12-31'::date ;; '2001-01-01'::date ;; '0001-01-01 BC'::date
extract(month from x) <<< '2024-02-29'::date ;; '14 months'::interval
extract(day from x) <<< '2024-02-29'::timestamp ;; '40 days 25:00'::interval
extract(hour from x) <<< '2024-02-29 13:14:15.678901'::timestamp ;; '13:14:15'::time ;; '-25:30'::interval ;; '2024-01-01'::date
extract(minute from x) <<< '13:14:15'::time ;; '-25:30'::interval
extract(second from x) <<< '2024-02-29 13:14:15.678901'::timestamp ;; '13:14:15.5'::time ;; '-1.5 seconds'::interval
extract(milliseconds from x) <<< '2024-02-29 13:14:15.678901'::timestamp ;; '1.5 seconds'::interval
extract(microseconds from x) <<< '2024-02-29 13:14:15.678901'::timestamp
extract(epoch from x) <<< '2024-02-29 13:14:15.678901'::timestamp ;; '2024-02-29'::date ;; '2024-02-29 00:00+02'::timestamptz ;; '1 year 1 month 1 day 01:01:01.5'::interval ;; '13:14:15.5'::time ;; '1960-01-01 00:00:00.5'::timestamp ;; 'infinity'::timestamptz ;; '-infinity'::date
extract(dow from x) <<< '2024-03-31'::date ;; '2024-03-31 10:00'::timestamp
extract(isodow from x) <<< '2024-03-31'::date
extract(doy from x) <<< '2024-12-31'::date
extract(week from x) <<< '2021-01-03'::date ;; '2020-12-31'::date ;; '0001-01-01 BC'::date
extract(isoyear from x) <<< '2021-01-03'::date ;; '2024-12-30'::date
extract(quarter from x) <<< '2024-05-01'::date ;; '5 months'::interval
extract(julian from x) <<< '2024-05-01'::date ;; '2024-05-01 12:00'::timestamp
extract(timezone from x) <<< '2024-02-29 00:00+02'::timestamptz ;; '2024-02-29'::timestamp
extract(timezone_hour from x) <<< '2024-02-29 00:00+02'::timestamptz
extract(timezone_minute from x) <<< '2024-02-29 00:00+02'::timestamptz
extract(nope from x) <<< '2024-02-29'::timestamp
extract(dow from x) <<< '1 day'::interval
date_part('epoch', x) <<< '2024-02-29 13:14:15.678901'::timestamp ;; '2024-02-29'::date ;; '1 day'::interval
date_part('year', x) <<< '2024-02-29'::date ;; 'infinity'::timestamp
date_part(y, x) <<< '2024-02-29'::timestamp, 'month' ;; '2024-02-29'::timestamp, 'nope'
date_part('hour', x) <<< '13:14:15'::time ;; '2024-01-01'::date
age(x, y) <<< '2024-03-31'::timestamp, '2024-02-29'::timestamp ;; '2001-04-10'::timestamp, '1957-06-13'::timestamp ;; '2024-02-29'::timestamp, '2024-03-31'::timestamp ;; '2024-03-01 00:00+00'::timestamptz, '2024-01-31 12:00+00'::timestamptz ;; '2024-03-01'::date, '2023-12-31'::date
make_date(x, y, z) <<< 2024, 2, 29 ;; 2024, 2, 30 ;; 2023, 13, 1 ;; -44, 3, 15 ;; 0, 1, 1
make_time(x, y, z) <<< 8, 15, 23.5::float8 ;; 24, 0, 0::float8 ;; 25, 0, 0::float8 ;; 8, 60, 0::float8 ;; 23, 59, 60::float8
make_timestamp(2024, x, y, 4, 5, z) <<< 2, 29, 6.7::float8 ;; 2, 30, 6::float8 ;; 2, 1, 60::float8 ;; 2, 1, 61::float8
make_timestamptz(2024, x, y, 4, 5, z) <<< 2, 29, 6.7::float8
make_timestamptz(2024, 7, 15, 4, 5, 6.5, x) <<< 'Europe/Berlin' ;; '+02' ;; 'Nowhere'
make_interval(days => x, hours => y) <<< 10, 5
make_interval(x, y) <<< 1, 2 ;; 1, -15
make_interval(secs => x) <<< 1.5::float8 ;; -90.25::float8 ;; 3600::float8
make_interval(years => 1, weeks => x, mins => y) <<< 2, 90
justify_days(x) <<< '35 days'::interval ;; '-35 days'::interval
justify_hours(x) <<< '27 hours'::interval ;; '1 day -1 hour'::interval
justify_interval(x) <<< '1 mon -1 hour'::interval ;; '35 days 27 hours'::interval
to_timestamp(x) <<< 1700000000::float8 ;; 0.5::float8 ;; -1.5::float8 ;; 'Infinity'::float8 ;; 'NaN'::float8 ;; 1e18::float8
to_timestamp(x, 'YYYY-MM-DD HH24:MI:SS') <<< '2024-01-02 03:04:05' ;; '2024-13-01 00:00:00' ;; '2024-1-2 3:4:5' ;; 'x' ;; '2024-01-02' ;; ''
to_timestamp(x, y) <<< '05 Dec 2000', 'DD Mon YYYY' ;; '2000    JUN', 'YYYY MON' ;; '2024-01-02 03:04:05.678', 'YYYY-MM-DD HH24:MI:SS.MS' ;; '2024-01-02 11:04 PM', 'YYYY-MM-DD HH12:MI AM' ;; '20240102', 'YYYYMMDD' ;; '99-01-02', 'YY-MM-DD' ;; '2024 060', 'YYYY DDD' ;; '1704067200', 'SSSS'
to_date(x, y) <<< '05 Dec 2000', 'DD Mon YYYY' ;; '2024-02-30', 'YYYY-MM-DD' ;; '20240102', 'YYYYMMDD' ;; '02/01/2024', 'DD/MM/YYYY' ;; '2024-W05-1', 'IYYY-"W"IW-ID' ;; null::text, 'YYYY'
to_date(x, 'YYYY-MM-DD') <<< '2024-01-02' ;; 'junk' ;; '2024-1-2'
to_number(x, y) <<< '12,454.8-', '99G999D9S' ;; '1,234.56', '9,999.99'
to_char(x, 'YYYY-MM-DD HH24:MI:SS.US') <<< '2024-01-02 03:04:05.678901'::timestamp ;; '2024-01-02 03:04:05.678901+02'::timestamptz ;; 'infinity'::timestamp
to_char(x, 'Day, DDth Month YYYY HH12:MI am Q WW IW D ID J TZ OF') <<< '2024-01-02 15:04:05'::timestamp ;; '2024-01-02 15:04:05+00'::timestamptz
to_char(x, 'HH24:MI:SS') <<< '49:50:51'::interval ;; '-1:02:03'::interval
to_char(x, '999,999.99') <<< 1234.567 ;; -0.5 ;; 12345678 ;; 1234.567::float8 ;; 5::int4
to_char(x, 'FM9990.00') <<< 1.5 ;; 0.005 ;; 12345
to_char(x, 'FM000') <<< 7::int4 ;; -7::int4
to_char(x, '9.99EEEE') <<< 12345.678 ;; 0.00012::float8
to_char(x, '9D999') <<< 0.1234567890123456789::float8 ;; 1e20::float8 ;; 'NaN'::float8
x at time zone 'Europe/Berlin' <<< '2024-03-31 02:30'::timestamp ;; '2024-10-27 02:30'::timestamp ;; '2024-03-31 02:30+00'::timestamptz ;; 'infinity'::timestamptz
x at time zone y <<< '2024-03-31 02:30+00'::timestamptz, 'America/New_York' ;; '2024-03-31 02:30+00'::timestamptz, 'EST' ;; '2024-03-31 02:30+00'::timestamptz, '+03' ;; '2024-03-31 02:30'::timestamp, 'Nowhere' ;; '2024-03-31 02:30'::timestamp, 'america/new_york'
x at time zone '+03' <<< '2024-03-31 02:30+00'::timestamptz ;; '2024-03-31 02:30'::timestamp
x at time zone 'EST5EDT' <<< '2024-03-31 02:30+00'::timestamptz
x at time zone 'europe/berlin' <<< '2024-03-31 02:30+00'::timestamptz
x at time zone interval '1 hour' <<< '2024-03-31 02:30+00'::timestamptz
x + y <<< '2024-01-31'::timestamp, '1 month'::interval ;; '2024-01-31'::date, 5 ;; '2024-01-31'::date, '1 month 1 hour'::interval ;; '12:00'::time, '13:00'::interval ;; '2024-01-31 00:00+00'::timestamptz, '1 mon 1 day'::interval ;; 'infinity'::timestamp, '1 day'::interval ;; '1 day'::interval, '25:00'::interval ;; '2024-01-31'::date, '12:00'::time ;; '294247-01-01'::timestamp, '10000000 years'::interval ;; '12:00'::time, '-13:00'::interval ;; '12:00'::time, '1 month 1 day 1 hour'::interval
x - y <<< '2024-03-31'::timestamp, '1 month'::interval ;; '2024-03-31'::date, '2024-01-01'::date ;; '2024-03-31 12:00'::timestamp, '2024-03-30 13:00'::timestamp ;; '2024-03-30 13:00'::timestamp, '2024-03-31 12:00'::timestamp ;; '12:00'::time, '13:00'::time ;; '12:00'::time, '13:00'::interval ;; 'infinity'::timestamp, '2024-01-01'::timestamp ;; 'infinity'::date, '2024-01-01'::date ;; '2024-03-31'::date, 100
x * y <<< '1 month 1 day 1 hour'::interval, 1.5::float8 ;; '1 day'::interval, 2::int4 ;; '1 hour'::interval, -0.5::float8 ;; '1 month'::interval, 0.1::float8 ;; '1 day'::interval, 'NaN'::float8 ;; '1 day'::interval, 1e30::float8
x / y <<< '1 month 1 day 1 hour'::interval, 2::float8 ;; '1 day'::interval, 3::float8 ;; '1 day'::interval, 0::float8 ;; '1 month'::interval, 7::float8
x = y <<< '1 month'::interval, '30 days'::interval ;; '1 day'::interval, '24:00'::interval ;; '12 months'::interval, '1 year'::interval ;; '2024-01-01'::date, '2024-01-01 00:00'::timestamp ;; '2024-01-01'::timestamp, '2024-01-01 00:00+00'::timestamptz
x < y <<< '1 month'::interval, '31 days'::interval ;; '29 days'::interval, '1 month'::interval ;; '1 day'::interval, '-1 day'::interval ;; '12:00'::time, '13:00'::time
select x from (values ('1 month'::interval), ('29 days'), ('800 hours'), ('30 days')) v(x) order by x, x::text
select count(distinct x) from (values ('1 month'::interval), ('30 days'), ('720 hours')) v(x)
select x, count(*) from (values ('1 day'::interval), ('1 day')) v(x) group by x
select count(*) from (select x from (values ('1 month'::interval), ('30 days')) v(x) group by x) q
select sum(x), avg(x), min(x), max(x) from (values ('1 month'::interval), ('1 day'), ('01:00')) v(x)
select max(x), min(x) from (values ('29 days'::interval), ('1 month'), ('721 hours')) v(x)
date_bin('15 minutes', x, '2001-01-01') <<< '2020-02-11 15:44:17'::timestamp ;; '2000-02-11 15:44:17'::timestamp ;; '2020-02-11 15:44:17+00'::timestamptz
date_bin(x, '2020-02-11 15:44:17'::timestamp, '2001-01-01') <<< '1 month'::interval ;; '0'::interval ;; '-1 day'::interval ;; '1 day'::interval
(x, y) overlaps ('2024-01-05'::date, '2024-01-10'::date) <<< '2024-01-01'::date, '2024-01-06'::date ;; '2024-01-01'::date, '2024-01-05'::date
isfinite(x) <<< 'infinity'::timestamp ;; '2024-01-01'::date ;; '1 day'::interval
x::date <<< '2024-03-31 23:59'::timestamp ;; '2024-03-31 23:59+00'::timestamptz ;; 'infinity'::timestamp ;; '-infinity'::timestamptz
x::time <<< '2024-03-31 23:59'::timestamp ;; '25:30'::interval ;; '-1:00'::interval ;; '1 day 01:00'::interval ;; 'infinity'::timestamp
x::timestamp <<< '2024-03-31'::date ;; 'infinity'::date ;; '2024-03-31 10:00+02'::timestamptz
x::interval <<< '12:34:56'::time
x::text <<< 'infinity'::date ;; '-infinity'::timestamptz ;; '0044-03-15 BC'::timestamp ;; '10000-01-01'::date ;; '-1 mon +1 day -01:00'::interval ;; '24:00'::time
x between symmetric y and z <<< 5, 10, 1
x between y and z <<< 'b', 'a', 'c' ;; 5, 1, null::int4 ;; 5, 6, null::int4
x is true <<< null::bool ;; true
x is unknown <<< null::bool
num_nulls(x, y) <<< 1, null::int4
nullif(x, y) <<< 1, 1.0 ;; 'a', 'a' ;; null::int4, 1
coalesce(x, y) <<< null::int4, 2.5 ;; null::text, 'a'
pg_typeof(x) <<< 1 ;; 1.5 ;; 'a' ;; '{}'::jsonb ;; now()
select string_agg(x, y) from (values ('a', ','), ('b', ';'), (null, '!'), ('c', null)) v(x, y)
select string_agg(x, ',' order by x desc) from (values ('a'), ('b')) v(x)
select string_agg(distinct x, ',') from (values ('b'), ('a'), ('b')) v(x)
select bool_and(x), bool_or(x), every(x) from (values (true), (null), (false)) v(x)
select bit_and(x), bit_or(x) from (values (12), (10)) v(x)
select percentile_cont(0.5) within group (order by x) from (values (1), (2), (4), (10)) v(x)
select percentile_disc(0.5) within group (order by x) from (values (1), (2), (4), (10)) v(x)
select percentile_cont(array[0.25, 0.75]) within group (order by x) from (values (1.0::float8), (2), (4), (10)) v(x)
select mode() within group (order by x) from (values (2), (1), (2), (1)) v(x)
select mode() within group (order by x) from (values ('b'), ('a'), ('a')) v(x)
select corr(x, y), regr_slope(x, y), regr_r2(x, y) from (values (1.0::float8, 2.0::float8)) v(x, y)
select stddev(x), var_pop(x) from (values (1.5::float8), ('NaN')) v(x)
select count(x), sum(x), avg(x), max(x), min(x) from (values (1.5::float8), ('NaN'), (null)) v(x)
select max(x), min(x) from (values ('a'), ('B'), ('ä'), ('')) v(x)
select max(x), min(x) from (values (array[1,2]), (array[1,3])) v(x)
select min(x), max(x) from (values (true), (false)) v(x)
select min(x) from (values ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid)) v(x)
select x from (values ('a'), ('B'), ('ä'), (''), ('_'), ('Z'), (null)) v(x) order by x
select x from (values (1.5::float8), ('NaN'), ('Infinity'), (null), ('-Infinity')) v(x) order by x desc
select count(distinct x) from (values (0.0::float8), (-0.0::float8), ('NaN'), ('NaN')) v(x)
select lag(x) over (order by x), lead(x, 1, 0) over (order by x), ntile(2) over (order by x) from (values (1), (2), (3)) v(x)
select sum(x) over (order by x rows between 1 preceding and current row) from (values (1.5), (2), (3.25)) v(x)
select avg(x) over (order by x) from (values (1), (2), (2)) v(x)
select first_value(x) over w, last_value(x) over w, nth_value(x, 2) over w from (values (1), (2), (3)) v(x) window w as (order by x)
