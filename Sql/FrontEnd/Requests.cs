using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
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
        Parameters = Join(parameters, text.Parameters, session),
        TimeZone = session.TimeZone,
        Timeout = session.Context.StatementTimeout,
    };

    private static ColumnBatch? Join(ColumnBatch? given, IReadOnlyList<ParameterSource> wanted, ResolvingSession session)
    {
        if (wanted.Count == 0) return null;
        var columns = wanted.Select(w => w.Value is { } value ? Read(value, session)
            : given?.Columns[w.Number - 1] ?? throw new GranaryException(ErrorKind.Invalid, SqlState.UndefinedParameter, $"there is no parameter ${w.Number}")).ToList();
        return new ColumnBatch([.. Enumerable.Range(1, wanted.Count).Select(i => $"${i}")], columns, 1);
    }

    private static Column Read(SessionValue value, ResolvingSession session)
    {
        var column = new ColumnBuilder(value.Type);
        SessionValueReader.Append(value, session, column);
        return column.ToColumn();
    }
}
