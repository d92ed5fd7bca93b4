using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>What the writers of one statement share: numeric scales found so far and the values that Bind puts in.</summary>
internal sealed class GenerationState(ResolvingSession session, int parameterCount)
{
    private readonly Dictionary<(int Entry, int Ordinal), int> _scales = [];
    private readonly Dictionary<int, int[]> _cteScales = [];
    private readonly List<SessionValue> _values = [];

    public ResolvingSession Session { get; } = session;

    /// <summary>Session values in the order of the parameters that follow the statement's own.</summary>
    public IReadOnlyList<SessionValue> Values => _values;

    /// <summary>Text that stands for a value of the session at the time of Bind.</summary>
    public string Value(SessionValue value)
    {
        var index = _values.IndexOf(value);
        if (index < 0)
        {
            index = _values.Count;
            _values.Add(value);
        }
        return $"CAST(${parameterCount + index + 1} AS {value.DuckType})";
    }

    public int ScaleOf(RangeEntry entry, int ordinal) => _scales.GetValueOrDefault((entry.Id, ordinal));

    public void SetScales(RangeEntry entry, IReadOnlyList<int> scales)
    {
        for (var i = 0; i < scales.Count; i++) _scales[(entry.Id, i)] = scales[i];
    }

    public void SetScales(BoundCte cte, int[] scales) => _cteScales[cte.Id] = scales;

    public int[] ScalesOf(BoundCte cte) => _cteScales.GetValueOrDefault(cte.Id) ?? new int[cte.Columns.Count];
}
