using System.Text;
using Granary.Grains.Interfaces.Values.Arrays;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving.Literals;

/// <summary>Builds an array's lists while its text is read, each element as a constant of its type.</summary>
internal readonly struct ArrayElements(LiteralReader literals, PgType type, PgType element, int position) : IArraySink
{
    // the elements, then what is in the lists of each depth that are still open
    private readonly List<BoundExpression> _leaves = [];
    private readonly List<BoundExpression>[] _lists = [.. Enumerable.Range(0, ArrayErrors.MaxDimensions + 1).Select(_ => new List<BoundExpression>())];

    /// <summary>The array; null before the end of the outermost list.</summary>
    public BoundArray? Root => _lists[0] is [BoundArray root] ? root : null;

    public void Add(ReadOnlySpan<byte> text) => _leaves.Add(literals.Read(new BoundConstant(PgTypes.Unknown, Encoding.UTF8.GetString(text), position), element));

    public void AddNull() => _leaves.Add(new BoundConstant(element, null, position));

    public void Forget() => _leaves.Clear();

    public void EndList(int depth)
    {
        // elements stand in the deepest lists only
        var children = _lists[depth].Count > 0 ? _lists[depth] : _leaves;
        _lists[depth - 1].Add(new BoundArray([.. children], type, position));
        children.Clear();
    }
}
