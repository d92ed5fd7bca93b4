namespace Granary.Engine.DuckDb;

/// <summary>The number under which statements read a source; the source is forgotten when this is disposed.</summary>
internal sealed class ScanRegistration(ScanRegistry registry, long id) : IDisposable
{
    public long Id { get; } = id;

    /// <summary>The table expression that reads the source.</summary>
    public string TableExpression => $"{ScanTableFunction.Name}({Id})";

    public void Dispose() => registry.Remove(Id);
}
