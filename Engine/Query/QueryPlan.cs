using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Query;

/// <summary>A prepared statement and the places into which each execution puts its tails. Belongs to one connection.</summary>
internal sealed class QueryPlan : IDisposable
{
    private readonly DuckDbStatement _statement;
    private readonly BatchScanSource[] _tails;
    private readonly ScanRegistration[] _registrations;

    private QueryPlan(DuckDbStatement statement, BatchScanSource[] tails, ScanRegistration[] registrations)
    {
        _statement = statement;
        _tails = tails;
        _registrations = registrations;
    }

    public static QueryPlan Create(DuckDbDatabase database, DuckDbConnection connection, IReadOnlyList<string> pieces, IReadOnlyList<ScanInput> scans)
    {
        ScanInput[] inputs = Distinct(scans);
        // the rows must be there while the statement is planned: their number steers the order of joins
        BatchScanSource[] tails =
            [.. inputs.Select(input => new BatchScanSource(input.Names, input.Types, database.Threads) { Batches = input.Batches })];
        ScanRegistration[] registrations = [.. tails.Select(database.Scans.Register)];
        try
        {
            string text = QueryText.Compose(pieces, scans, input => registrations[Array.IndexOf(inputs, input)].TableExpression);
            return new QueryPlan(connection.PrepareUncached(text), tails, registrations);
        }
        catch
        {
            foreach (ScanRegistration registration in registrations)
                registration.Dispose();
            throw;
        }
    }

    /// <summary>Runs the statement over the rows and parameters of one execution; end it with <see cref="Release"/>.</summary>
    public DuckDbResult Start(IReadOnlyList<ScanInput> scans, ColumnBatch? parameters, CancellationToken cancellationToken)
    {
        ScanInput[] inputs = Distinct(scans);
        for (int input = 0; input < inputs.Length; input++)
            _tails[input].Batches = inputs[input].Batches;
        for (int parameter = 0; parameter < _statement.ParameterCount; parameter++)
        {
            using ValueHandle value = ParameterValue.Create(parameters!.Columns[parameter], 0);
            _statement.Bind(parameter + 1, value);
        }

        return _statement.Start(cancellationToken);
    }

    /// <summary>Lets go of the rows and parameters of the last execution.</summary>
    public void Release()
    {
        foreach (BatchScanSource tail in _tails)
            tail.Batches = [];
        _statement.ClearBindings();
    }

    public void Dispose()
    {
        _statement.Dispose();
        foreach (ScanRegistration registration in _registrations)
            registration.Dispose();
    }

    private static ScanInput[] Distinct(IReadOnlyList<ScanInput> scans) =>
        [.. scans.Distinct<ScanInput>(ReferenceEqualityComparer.Instance)];
}
