using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.Generating;
using Granary.Sql.Resolving;

namespace Granary.Sql.FrontEnd;

/// <summary>Makes the request for the silo: text, scans, and the statement's parameters followed by the session's values.</summary>
internal static class Requests
{
    public static QueryRequest Make(StatementText text, IReadOnlyList<ScanSource> scans, ColumnBatch? parameters, ResolvingSession session) => new()
    {
        Pieces = text.Pieces,
        Scans = scans,
        ResultNames = [.. text.Columns.Select(c => c.Name)],
        ResultTypes = [.. text.Columns.Select(c => c.Type.Storage)],
        Parameters = Join(parameters, text.Values, session),
        TimeZone = session.TimeZone,
        Timeout = session.Context.StatementTimeout,
    };

    private static ColumnBatch? Join(ColumnBatch? parameters, IReadOnlyList<SessionValue> values, ResolvingSession session)
    {
        if (values.Count == 0) return parameters;
        var first = parameters?.Columns.Count ?? 0;
        var names = Enumerable.Range(first + 1, values.Count).Select(i => $"${i}").ToList();
        var added = new BatchBuilder(names, [.. values.Select(v => v.Type)]);
        for (var i = 0; i < values.Count; i++) SessionValueReader.Append(values[i], session, added.Columns[i]);
        added.EndRow();
        var batch = added.ToBatch();
        return parameters is null ? batch
            : new ColumnBatch([.. parameters.Names, .. batch.Names], [.. parameters.Columns, .. batch.Columns], 1);
    }
}
