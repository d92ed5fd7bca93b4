namespace Granary.Runtime;

/// <summary>The identity of a grain in the cluster: its type and its key.</summary>
/// <param name="Type">The grain type's stable name, such as `table`.</param>
/// <param name="Key">The string key.</param>
public readonly record struct GrainId(string Type, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}
