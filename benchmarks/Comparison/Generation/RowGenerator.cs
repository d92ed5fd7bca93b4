using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Granary.Comparison.Generation;

/// <summary>
/// Makes the benchmark's rows as COPY text: 27 columns of otel_logs_and_spans, about 636 bytes a row. Row i is a pure
/// function of i: 16 projects (Zipf, the largest a third), 24 services, 60 routes, 100,000 users (skewed), traces of 1 to 15
/// spans of which 256 run at a time, 35 % logs, 1 % of the rows up to ten minutes late, a million rows in 9.6 hours.
/// </summary>
internal static class RowGenerator
{
    /// <summary>The columns in the order of the fields.</summary>
    public static readonly string[] Columns =
    [
        "date", "timestamp", "observed_timestamp", "id", "parent_id", "hashes", "name", "kind", "status_code", "status_message",
        "level", "severity___severity_number", "body", "duration", "start_time", "end_time", "context___trace_id",
        "context___span_id", "attributes", "attributes___http___request___method", "attributes___http___response___status_code",
        "attributes___url___path", "attributes___user___id", "resource___service___name", "project_id", "summary", "message_size_bytes",
    ];

    public const int ProjectCount = 16;
    public const int MaxRowBytes = 2048;
    private const long MicrosecondsPerRow = 34_560;
    private const int Interleaved = 256;
    private const int SpansPerBlock = 16;

    /// <summary>The time of row 0: 2026-01-05T00:00:00Z in microseconds since 1970.</summary>
    public const long Epoch = 1_767_571_200_000_000;

    private static readonly string[] Services = Names("checkout,cart,catalog,search,payment,shipping,auth,profile,email,recommend,inventory,pricing,gateway,billing,ledger,fraud,images,reviews,session,geo,tax,returns,loyalty,support", "-svc");
    private static readonly string[] Verbs = ["GET", "GET", "GET", "GET", "POST", "POST", "PUT", "DELETE"];
    private static readonly string[] Nouns = ["orders", "items", "users", "carts", "payments", "invoices", "products", "sessions", "reviews", "shipments", "coupons", "addresses"];
    private static readonly string[] Routes = [.. Enumerable.Range(0, 60).Select(i => $"/api/v{1 + i % 3}/{Nouns[i % 12]}" + (i % 5) switch { 0 => "", 1 => "/{id}", 2 => "/{id}/history", 3 => "/search", _ => "/{id}/items" })];
    private static readonly string[] Errors = ["connection reset by peer", "deadline exceeded", "upstream returned 503", "constraint violation", "permission denied"];
    private static readonly string[] Phrases =
    [
        "request finished after retry with upstream", "cache miss for key in region", "payment authorised for customer", "inventory reserved in warehouse",
        "user session refreshed for tenant", "slow query on replica took", "message published to topic partition", "rate limit window advanced for client",
    ];
    private static readonly double[] ProjectShare = Zipf(ProjectCount, 1.12);
    private static readonly byte[][] Projects = [.. Enumerable.Range(0, ProjectCount).Select(i => Encoding.UTF8.GetBytes(ProjectName(i)))];

    /// <summary>The id of the n-th largest project.</summary>
    public static string ProjectName(int rank) => $"00000000-0000-4000-8000-{rank + 1:D12}";

    /// <summary>Writes rows [first, first + count) as COPY text.</summary>
    /// <returns>The bytes written; the target must have room for count × <see cref="MaxRowBytes"/>.</returns>
    public static int Write(long first, int count, Span<byte> target)
    {
        var writer = new TextFieldWriter(target);
        for (var i = 0; i < count; i++) WriteRow(first + i, ref writer);
        return writer.Length;
    }

    /// <summary>What identifies row i, for look-ups.</summary>
    public static (string Project, string Id, string TraceId, long Timestamp) Identity(long row)
    {
        var facts = RowFacts.Of(row);
        return (ProjectName(facts.Project), facts.Id, facts.TraceId, facts.Timestamp);
    }

    private static void WriteRow(long row, ref TextFieldWriter w)
    {
        var f = RowFacts.Of(row);
        var r = f.Random;
        var service = Services[(f.Project * 7 + (int)(r.Next() % 9)) % Services.Length];
        var route = Routes[(int)(r.Next() % 100 * (r.Next() % 100) * 60 / 10_000)];
        var verb = Verbs[r.Next() % (uint)Verbs.Length];
        var failed = r.Next() % 100 < 4;
        var isLog = f.IsLog;
        var duration = isLog ? 0 : (long)(Math.Exp(r.Unit() * 7) * 90_000) + 1;
        var status = failed ? (r.Next() % 2 == 0 ? 500 : 503) : r.Next() % 12 == 0 ? 404 : 200;
        var user = (int)(100_000 * Math.Pow(r.Unit(), 3));
        var level = failed ? "ERROR" : r.Next() % 10 == 0 ? "WARN" : r.Next() % 5 == 0 ? "DEBUG" : "INFO";

        w.Date(f.Timestamp); w.Tab();
        w.Time(f.Timestamp); w.Tab();
        if (isLog) w.Time(f.Timestamp + 150 + (long)(r.Next() % 5_000)); else w.Null(); w.Tab();
        w.Text(f.Id); w.Tab();
        if (f.SpanIndex == 0) w.Null(); else w.Hex(Hash(f.TraceSeed + (ulong)f.SpanIndex - 1)); w.Tab();
        w.Text("{"); w.Text(failed ? "err:" : "pat:"); w.Hex8((uint)(Hash((ulong)route.Length * 31 + (ulong)service.Length) + (ulong)status)); w.Text("}"); w.Tab();
        if (isLog) w.Text("log"); else { w.Text(verb); w.Text(" "); w.Text(route); }
        w.Tab();
        w.Text(isLog ? "log" : f.SpanIndex == 0 ? "server" : f.SpanIndex % 3 == 0 ? "client" : "internal"); w.Tab();
        w.Text(failed ? "ERROR" : isLog ? "UNSET" : "OK"); w.Tab();
        if (failed) w.Text(Errors[r.Next() % (uint)Errors.Length]); else w.Null(); w.Tab();
        w.Text(level); w.Tab();
        w.Number(level switch { "ERROR" => 17, "WARN" => 13, "INFO" => 9, _ => 5 }); w.Tab();
        w.Text("\""); w.Text(Phrases[r.Next() % (uint)Phrases.Length]); w.Text(" after ");
        w.Number((long)(r.Next() % 2_000)); w.Text(" ms code "); w.Number((long)(r.Next() % 50)); w.Text("\""); w.Tab();
        if (isLog) w.Null(); else w.Number(duration); w.Tab();
        if (isLog) w.Null(); else w.Time(f.Timestamp); w.Tab();
        if (isLog) w.Null(); else w.Time(f.Timestamp + duration / 1_000); w.Tab();
        w.Text(f.TraceId); w.Tab();
        w.Hex(Hash(f.TraceSeed + (ulong)f.SpanIndex)); w.Tab();
        WriteAttributes(ref w, ref r, verb, route, status, user, service); w.Tab();
        w.Text(verb); w.Tab();
        w.Number(status); w.Tab();
        w.Text(route); w.Tab();
        w.Text("user-"); w.Number(user); w.Tab();
        w.Text(service); w.Tab();
        w.Bytes(Projects[f.Project]); w.Tab();
        w.Text("{\""); w.Text(verb); w.Text(" "); w.Text(route); w.Text("\","); w.Number(status); w.Text("}"); w.Tab();
        w.Number(400 + (long)(r.Next() % 500));
        w.EndRow();
    }

    private static void WriteAttributes(ref TextFieldWriter w, ref RowRandom r, string verb, string route, int status, int user, string service)
    {
        w.Text("{\"http.request.method\":\""); w.Text(verb);
        w.Text("\",\"http.route\":\""); w.Text(route);
        w.Text("\",\"http.response.status_code\":"); w.Number(status);
        w.Text(",\"request.id\":\""); w.Hex(r.Next());
        w.Text("\",\"host.name\":\""); w.Text(service); w.Text("-"); w.Number((long)(r.Next() % 8));
        w.Text("\",\"net.bytes\":"); w.Number((long)(r.Next() % 65_536));
        w.Text(",\"plan\":\""); w.Text((user % 10) switch { 0 => "enterprise", < 4 => "team", _ => "free" });
        w.Text("\"}");
    }

    private static ulong Hash(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    private static string[] Names(string list, string suffix) => [.. list.Split(',').Select(name => name + suffix)];

    private static double[] Zipf(int count, double exponent)
    {
        var weights = Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -exponent)).ToArray();
        var (sum, total) = (0.0, weights.Sum());
        return [.. weights.Select(weight => (sum += weight) / total)];
    }

    /// <summary>The facts of a row that others share: its trace, project and time.</summary>
    private readonly record struct RowFacts(int Project, ulong TraceSeed, int SpanIndex, bool IsLog, long Timestamp, string Id, string TraceId, RowRandom Random)
    {
        public static RowFacts Of(long row)
        {
            var random = new RowRandom(Hash((ulong)row));
            var slot = (ulong)(row % Interleaved);
            var step = row / Interleaved;
            var block = Hash(((ulong)(step / SpansPerBlock) << 8) | slot);
            var cut = 1 + (int)(block % (SpansPerBlock - 1)); // two traces share a block: 1 to 15 spans each
            var place = (int)(step % SpansPerBlock);
            var (seed, span) = place < cut ? (Hash(block ^ 1), place) : (Hash(block ^ 2), place - cut);
            var share = (Hash(seed ^ 3) >> 11) * (1.0 / (1UL << 53));
            var project = Rank(share);
            var time = Epoch + row * MicrosecondsPerRow + (long)(random.Next() % 30_000);
            if (random.Next() % 100 == 0) time -= (long)(random.Next() % 600_000_000);
            var isLog = random.Next() % 100 < 35;
            return new RowFacts(project, seed, span, isLog, time, Uuid(random.Next(), random.Next()), $"{seed:x16}{Hash(seed ^ 5):x16}", random);
        }

        private static int Rank(double share)
        {
            var rank = 0;
            while (rank < ProjectCount - 1 && share >= ProjectShare[rank]) rank++;
            return rank;
        }

        private static string Uuid(ulong high, ulong low) => string.Create(36, (high, low), static (text, halves) =>
        {
            Span<char> hex = stackalloc char[32];
            halves.high.TryFormat(hex, out _, "x16", CultureInfo.InvariantCulture);
            halves.low.TryFormat(hex[16..], out _, "x16", CultureInfo.InvariantCulture);
            (hex[12], hex[16]) = ('4', 'a');
            hex[..8].CopyTo(text);
            hex[8..12].CopyTo(text[9..]);
            hex[12..16].CopyTo(text[14..]);
            hex[16..20].CopyTo(text[19..]);
            hex[20..].CopyTo(text[24..]);
            text[8] = text[13] = text[18] = text[23] = '-';
        });
    }

    /// <summary>The random numbers of one row.</summary>
    private struct RowRandom(ulong seed)
    {
        private ulong _state = seed;

        public ulong Next() => Hash(_state++);

        public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Writes fields of COPY text.</summary>
    private ref struct TextFieldWriter(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Text(string text) => Length += Encoding.ASCII.GetBytes(text, _target[Length..]);

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[Length..]);
            Length += bytes.Length;
        }

        public void Number(long value)
        {
            Utf8Formatter.TryFormat(value, _target[Length..], out var written);
            Length += written;
        }

        public void Hex(ulong value)
        {
            Utf8Formatter.TryFormat(value, _target[Length..], out var written, new System.Buffers.StandardFormat('x', 16));
            Length += written;
        }

        public void Hex8(uint value)
        {
            Utf8Formatter.TryFormat(value, _target[Length..], out var written, new System.Buffers.StandardFormat('x', 8));
            Length += written;
        }

        public void Date(long microseconds)
        {
            var day = DateTime.UnixEpoch.AddTicks(microseconds * 10);
            Digits(day.Year, 4);
            _target[Length++] = (byte)'-';
            Digits(day.Month, 2);
            _target[Length++] = (byte)'-';
            Digits(day.Day, 2);
        }

        public void Time(long microseconds)
        {
            Date(microseconds);
            var ofDay = microseconds % 86_400_000_000;
            _target[Length++] = (byte)' ';
            Digits((int)(ofDay / 3_600_000_000), 2);
            _target[Length++] = (byte)':';
            Digits((int)(ofDay / 60_000_000 % 60), 2);
            _target[Length++] = (byte)':';
            Digits((int)(ofDay / 1_000_000 % 60), 2);
            _target[Length++] = (byte)'.';
            Digits((int)(ofDay % 1_000_000), 6);
            Text("+00");
        }

        public void Null() => Text("\\N");

        public void Tab() => _target[Length++] = (byte)'\t';

        public void EndRow() => _target[Length++] = (byte)'\n';

        private void Digits(int value, int count)
        {
            for (var i = count - 1; i >= 0; i--, value /= 10) _target[Length + i] = (byte)('0' + value % 10);
            Length += count;
        }
    }
}
