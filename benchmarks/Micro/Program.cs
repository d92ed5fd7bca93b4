using System.Buffers;
using System.Text;
using Granary.Comparison.Generation;
using Granary.Gateway.Ingest;
using Granary.Gateway.Postgres.Copying;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;
using Granary.Micro;
using Granary.Sql;
using Granary.Sql.Lexing;

// The gateway's inner loops on one core, without a server: run with -c Release. Prints the best of several rounds, in
// processor time, so that a busy machine does little harm.
const int RowCount = 200_000;
var schema = OtelLogsAndSpans.Schema;
var columns = RowGenerator.Columns.Select(name => schema.Columns[schema.IndexOf(name)]).ToArray();
var text = new byte[RowCount * RowGenerator.MaxRowBytes];
var length = RowGenerator.Write(0, RowCount, text);
var options = CopyOptions.Read([], isFrom: true);
Console.WriteLine($"{columns.Length} columns, {length / RowCount} bytes a row");

List<ColumnBatch> batches = [];
Report("COPY text, parsed into columns", RowCount, () => batches = Copy(keep: true));
Report("COPY text, buffers filled again", RowCount, () => Copy(keep: false));
if (args is ["wal", var connectionString])
{
    await WriteAheadLogBench.RunAsync(connectionString, [.. batches.Take(1).Select(batch => batch.Slice(0, 500))]);
    return;
}

Report("split by project and gathered", RowCount, () =>
{
    var splitter = new RowSplitter(schema, null, 0);
    foreach (var batch in batches) splitter.Split(batch).ToBatches();
});

var insert = Encoding.UTF8.GetBytes(Statements.Insert(0, 500));
Report("INSERT of 500 rows, decoded", 500, () =>
{
    var head = PlainInsertHead.TryRead(insert) ?? throw new InvalidOperationException("the head isn't plain");
    if (PlainInsertDecoder.TryDecode(insert, head, schema, WireContext.Default, 0) is null) throw new InvalidOperationException("the INSERT isn't plain");
});

string[] picked = ["timestamp", "id", "name", "kind", "level", "duration", "context___trace_id", "status_code", "project_id", "resource___service___name"];
var results = picked.Select(name => new ResultColumn(name, WireTypes.TypeOf(schema.Columns[schema.IndexOf(name)].Type))).ToArray();
foreach (short format in (short[])[0, 1])
{
    using var encoder = new RowEncoder(results, [format], WireContext.Default);
    var views = batches.Select(batch => new ColumnBatch(picked, [.. picked.Select(name => batch.Find(name) ?? Column.AllNull(schema.Columns[schema.IndexOf(name)].Type, batch.RowCount))], batch.RowCount)).ToList();
    var output = new ArrayBufferWriter<byte>(1 << 20);
    Report($"DataRow of 10 columns, {(format == 0 ? "text" : "binary")}", RowCount, () =>
    {
        foreach (var view in views)
            for (var row = 0; row < view.RowCount; row += 1024)
            {
                encoder.Write(view, row, Math.Min(row + 1024, view.RowCount), output);
                output.ResetWrittenCount();
            }
    });
}

// rows of several projects are copied by project, and the buffers filled again
List<ColumnBatch> Copy(bool keep)
{
    var found = new List<ColumnBatch>();
    using var reader = CopyReader.Create(options, schema.Name, columns, WireContext.Default);
    for (var at = 0; at < length; at += 64 * 1024)
    {
        reader.Push(text.AsSpan(at, Math.Min(64 * 1024, length - at)));
        while (reader.Take() is { } batch)
        {
            if (keep) found.Add(batch.Rows);
            else reader.Reuse(batch);
        }
    }

    reader.Complete();
    while (reader.Take() is { } last) found.Add(last.Rows);
    return found;
}

// an argument picks the measures whose name holds it
void Report(string what, int rows, Action run)
{
    if (args.Length > 0 && batches.Count > 0 && !what.Contains(args[0], StringComparison.Ordinal)) return;
    var best = TimeSpan.MaxValue;
    var repeats = rows < 10_000 ? 100 : 1; // the processor's clock is coarse
    for (var round = 0; round < 8; round++)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++) run();
        var taken = (Environment.CpuUsage.TotalTime - before) / repeats;
        if (taken < best) best = taken;
    }

    Console.WriteLine($"{what,-34} {best.TotalMilliseconds,9:0.00} ms  {rows / best.TotalSeconds / 1e6,7:0.00} M rows/s");
}
