using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Query;

/// <summary>Runs generated statements where the data are: plans from memory, then streams.</summary>
public interface IQueryService
{
    /// <summary>
    /// Takes snapshot and tail of every table named, each in one turn, and starts the statement. Throws
    /// <see cref="GranaryException"/> with the engine's error already mapped to PostgreSQL's SQLSTATE.
    /// </summary>
    /// <param name="request">The statement.</param>
    /// <param name="cancellationToken">Interrupts it (57014).</param>
    Task<IQueryResult> ExecuteAsync(QueryRequest request, CancellationToken cancellationToken);
}
