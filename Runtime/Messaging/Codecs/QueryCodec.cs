using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging.Codecs;

/// <summary>Statements between processes. A source that stands at several places is sent once, and is one object again at the other end.</summary>
internal static class QueryCodec
{
    public static (QueryMessage Message, IReadOnlyList<ColumnBatch> Batches) Write(QueryRequest request)
    {
        var batches = new List<ColumnBatch>();
        var message = new QueryMessage
        {
            Pieces = { request.Pieces },
            Results = { PlacedColumns.WriteHeads(request.ResultNames, request.ResultTypes) },
            TimeZone = request.TimeZone,
            TimeoutMilliseconds = (long)Math.Ceiling(request.Timeout.TotalMilliseconds),
            RowsWanted = request.RowsWanted,
        };
        if (request.Parameters is { } parameters)
        {
            message.HasParameters = true;
            message.Parameters.AddRange(PlacedColumns.WriteHeads(parameters.Names, [.. parameters.Columns.Select(column => column.Type)]));
            batches.Add(PlacedColumns.Write(parameters));
        }

        var places = new Dictionary<ScanSource, int>(ReferenceEqualityComparer.Instance);
        foreach (var source in request.Scans)
        {
            if (!places.TryGetValue(source, out var place))
            {
                places.Add(source, place = message.Sources.Count);
                message.Sources.Add(Write(source, batches));
            }
            message.Places.Add(place);
        }
        return (message, batches);
    }

    public static QueryRequest Read(QueryMessage message, IReadOnlyList<ColumnBatch> batches)
    {
        if (message.Pieces.Count != message.Places.Count + 1) throw MessageErrors.Unreadable("a statement's pieces and scans don't fit");
        var rest = new Queue<ColumnBatch>(batches);
        var parameters = message.HasParameters ? ReadPlaced(rest, message.Parameters) : null;
        var sources = message.Sources.Select(source => Read(source, rest)).ToList();
        if (rest.Count > 0) throw MessageErrors.Unreadable("batches are left over");
        if (message.Places.Any(place => place < 0 || place >= sources.Count)) throw MessageErrors.Unreadable("a scan names no source");
        var (names, types) = PlacedColumns.ReadHeads(message.Results);
        return new QueryRequest
        {
            Pieces = [.. message.Pieces],
            Scans = [.. message.Places.Select(place => sources[place])],
            ResultNames = names,
            ResultTypes = types,
            Parameters = parameters,
            TimeZone = message.TimeZone,
            Timeout = TimeSpan.FromMilliseconds(message.TimeoutMilliseconds),
            RowsWanted = message.RowsWanted,
        };
    }

    private static SourceMessage Write(ScanSource source, List<ColumnBatch> batches)
    {
        switch (source)
        {
            case ScanSource.Table table:
                batches.AddRange(table.Uncommitted.Select(rows => rows.Value));
                return new SourceMessage { Table = Write(table) };
            case ScanSource.Rows rows:
                batches.AddRange(rows.Batches);
                return new SourceMessage
                {
                    Rows = new RowsSourceMessage { Columns = { PlacedColumns.WriteHeads(rows.Names, rows.Types) }, BatchCount = (uint)rows.Batches.Count },
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static TableSourceMessage Write(ScanSource.Table table)
    {
        var message = new TableSourceMessage
        {
            Table = table.TableName,
            Scan = ScanCodec.Write(table.Request),
            Uncommitted = { table.Uncommitted.Select(rows => rows.Key.Value) },
        };
        if (table.Projects is ProjectSelection.Only only) message.Projects.AddRange(only.Projects.Select(project => project.Value));
        else message.AllProjects = true;
        return message;
    }

    private static ScanSource Read(SourceMessage message, Queue<ColumnBatch> batches) => message.KindCase switch
    {
        SourceMessage.KindOneofCase.Table => Read(message.Table, batches),
        SourceMessage.KindOneofCase.Rows => Read(message.Rows, batches),
        _ => throw MessageErrors.Unreadable("a scan has no source"),
    };

    private static ScanSource.Table Read(TableSourceMessage message, Queue<ColumnBatch> batches)
    {
        ProjectSelection projects = message.AllProjects
            ? new ProjectSelection.All()
            : new ProjectSelection.Only([.. message.Projects.Select(project => new ProjectId(project))]);
        return new ScanSource.Table(message.Table, projects, ScanCodec.Read(message.Scan))
        {
            Uncommitted = [.. message.Uncommitted.Select(project => KeyValuePair.Create(new ProjectId(project), Next(batches)))],
        };
    }

    private static ScanSource.Rows Read(RowsSourceMessage message, Queue<ColumnBatch> batches)
    {
        var (names, types) = PlacedColumns.ReadHeads(message.Columns);
        if (message.BatchCount > batches.Count) throw MessageErrors.Unreadable("batches are missing");
        return new ScanSource.Rows(names, types, [.. Enumerable.Range(0, (int)message.BatchCount).Select(_ => Next(batches))]);
    }

    private static ColumnBatch ReadPlaced(Queue<ColumnBatch> batches, IReadOnlyCollection<ColumnMessage> columns)
    {
        var (names, types) = PlacedColumns.ReadHeads(columns);
        return PlacedColumns.Read(Next(batches), names, types);
    }

    private static ColumnBatch Next(Queue<ColumnBatch> batches) =>
        batches.TryDequeue(out var batch) ? batch : throw MessageErrors.Unreadable("batches are missing");
}
